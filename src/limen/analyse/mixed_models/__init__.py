"""Mixed models: random intercept, compound symmetry and random slope, replicates first."""
