"""Kits: numbers and sealed contents. It hands out, replaces and reconciles; it opens nothing.

`supplies` takes in what `limen supply create` made for the server; `randomisation` gives somebody
the next set of their stratum; `kits` moves kits; `opening` breaks one blind, with a record and a
share that opens nothing by itself. Of the unblinded side it imports `limen.supply.sealed` alone.
"""
