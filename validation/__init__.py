"""Long simulations with a known truth: see README.md in this folder."""
