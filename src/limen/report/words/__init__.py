"""What results say in plain words: effects, belief, and what has no answer."""
