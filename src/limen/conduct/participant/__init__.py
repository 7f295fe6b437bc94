"""Pages for participants. Thin: a view reads, calls one service, redirects."""
