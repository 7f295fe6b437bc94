"""What templates of the staff's pages can call."""
