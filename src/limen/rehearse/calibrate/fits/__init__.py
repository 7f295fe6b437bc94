"""Estimators on arrays: estimating equations, spread and memory, guesses, ratings."""
