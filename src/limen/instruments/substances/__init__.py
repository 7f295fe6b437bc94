"""Use of alcohol and drugs, and dependence: one instrument per file."""
