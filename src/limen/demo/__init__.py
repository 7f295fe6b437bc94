"""What `make demo` runs: the largest placebo-controlled micro-dosing study, or one of its shape."""
