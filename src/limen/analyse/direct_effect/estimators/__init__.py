"""Three estimators of the same potential means."""
