"""What can happen, an event per file. Each is one transaction and one audit entry.

A service takes `by` as a keyword and writes through `limen.conduct.core.trail.recording`; nothing
else writes to the record. Functions that take a `Record` are parts that services share.
"""
