"""From a file to plain data and problems, each with its line and column."""
