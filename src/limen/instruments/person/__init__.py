"""Personality, suggestibility and ways of thinking: one instrument per file."""
