"""One shape per file; each draws a table into a width and says how tall it became."""
