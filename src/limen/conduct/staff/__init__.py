"""Pages for the study team, under `/staff/`. Thin: a view reads, calls one service, redirects."""
