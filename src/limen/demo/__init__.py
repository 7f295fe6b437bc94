"""What `make demo` runs: a planned study rehearsed, simulated and analysed, without a network."""
