"""What the pages of the database lock show."""
