"""What the parts of the demonstration agree on, without importing each other."""

from __future__ import annotations

SEED = 20261123
ACCOUNTS = "accounts.txt"  # in the server's folder: how to come in
