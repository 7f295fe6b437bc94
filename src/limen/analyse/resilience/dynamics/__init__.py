"""Affect dynamics: instability and inertia, with mean and variance beside them."""
