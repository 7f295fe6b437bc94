"""How a dataset lies on a disk: cells, tables as CSV, hashes, `dataset.json`, the writer."""
