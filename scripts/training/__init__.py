"""What scripts/train_matching learns with."""
