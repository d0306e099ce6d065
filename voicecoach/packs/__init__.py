"""Closings of one kind as data: patterns, cues, closers and their proofs."""
