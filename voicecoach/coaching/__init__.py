"""Utterances and a Pack to an Assessment, and an Assessment to sentences. Pure."""
