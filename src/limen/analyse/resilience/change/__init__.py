"""Change per person: more than error, and than regression to the mean."""
