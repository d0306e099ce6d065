"""Attempts to SQLite and back."""
