"""A page per file; the file is called what its address is called."""
