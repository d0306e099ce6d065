"""A device or a file to Frames; samples to sound."""
