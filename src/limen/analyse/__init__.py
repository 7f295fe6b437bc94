"""From a dataset to results: the protocol's own plan, estimator by estimator."""
