"""Sentences to sound, hushable."""
