"""What the pages of deviations, contacts and medications show and read. Nothing here writes."""
