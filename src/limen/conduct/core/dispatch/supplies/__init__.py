"""Supplies are taken in, and looked after: what is missing is said before anybody needs it."""
