"""Limen's own instruments, for daily use: one per file."""
