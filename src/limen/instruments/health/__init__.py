"""Sleep and health: one instrument per file."""
