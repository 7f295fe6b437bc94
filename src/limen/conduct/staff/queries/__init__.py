"""What the pages of queries show. Nothing here writes."""
