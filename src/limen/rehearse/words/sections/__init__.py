"""The sections of a rehearsal's report, in their order."""
