"""Forms on the pages of the team: lists, what one holds, and its story."""
