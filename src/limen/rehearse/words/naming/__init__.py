"""What things are called: cells, estimands, analyses, and numbers with their errors."""
