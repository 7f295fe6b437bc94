"""Mood, depression, anxiety and stress: one instrument per file."""
