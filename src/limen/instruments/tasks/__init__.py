"""Performance: cognitive tasks, and the rating of attention problems."""
