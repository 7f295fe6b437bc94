"""What people expect of a treatment: one instrument per file."""
