"""What the page of one person shows, a section per file. Nothing here writes."""
