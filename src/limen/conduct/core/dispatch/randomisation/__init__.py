"""Randomisation: the next free set of somebody's stratum becomes theirs, once and for good."""
