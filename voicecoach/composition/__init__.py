"""Which real part keeps which promise; ``app`` puts them together."""
