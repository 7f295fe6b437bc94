"""What the pages of safety show, apart from the pages."""
