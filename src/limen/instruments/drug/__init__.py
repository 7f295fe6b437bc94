"""What a dose is felt to do: one instrument per file."""
