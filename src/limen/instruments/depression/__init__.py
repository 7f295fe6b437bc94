"""Depression: one instrument per file."""
