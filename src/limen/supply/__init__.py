"""The unblinded side, offline: kit sets, seals, labels, opening, unsealing, the ledger.

It runs on a machine that is not the server. The server imports `limen.supply.sealed` only.
"""
