"""The loop of a rehearsal and what it goes over: aims, then tasks, added in their order."""
