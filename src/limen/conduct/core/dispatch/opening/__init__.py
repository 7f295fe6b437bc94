"""One blind is broken: who may, the record of it, the share that is released, who is told."""
