"""The dataset as other programs read it."""
