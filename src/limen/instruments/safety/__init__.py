"""Suicidality, psychosis, paranoia and side effects: one instrument per file."""
