"""Well-being, connectedness, mindfulness and resilience: one instrument per file."""
