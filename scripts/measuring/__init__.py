"""What the measure scripts measure with: importable, so that they can be put together."""
