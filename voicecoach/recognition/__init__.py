"""Frames to Hypotheses to Utterances."""
