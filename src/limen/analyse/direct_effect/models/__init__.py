"""Regressions, and the models of outcome, treatment and belief made of them."""
