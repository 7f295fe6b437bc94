"""What writes answers down, an event per file: one transaction, one audit entry each."""
