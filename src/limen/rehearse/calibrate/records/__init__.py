"""What was recorded of people, from a dataset or from a draw, as arrays."""
