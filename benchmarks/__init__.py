"""What was measured, against whom: see README.md in this folder."""
