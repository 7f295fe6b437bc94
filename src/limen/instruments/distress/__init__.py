"""Anxiety, trauma and general distress: one instrument per file."""
