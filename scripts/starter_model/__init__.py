"""The builder of voicecoach's own English starter model: one module per stage."""
