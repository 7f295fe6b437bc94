"""Other people's data: one file or folder per source, each ending in the one shape."""
