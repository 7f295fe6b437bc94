"""From beliefs to predictions: one simulated trial for each draw of the parameters."""
