"""What the pages of blinded raters show."""
