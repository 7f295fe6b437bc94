"""Limen's own instruments, with their words (CC0): one per file."""
