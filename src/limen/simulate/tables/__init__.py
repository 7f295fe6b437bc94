"""The tables of a simulated dataset, from one replicate of a draw."""
