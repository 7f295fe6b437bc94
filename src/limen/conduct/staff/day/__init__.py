"""The day of who runs a site: what waits for them, each with where it is done. Nothing writes.

Every section takes a fixed number of queries, however many people there are; a test counts them.
Lists are cut after `SHOWN` lines and say how many more there are.
"""
