"""The witnessed ledger: where each kit is, who moved it, who saw it. One gateway, one replay."""

from limen.supply.ledger.compare import compare
from limen.supply.ledger.entry import ACTIONS, FOUND, Action, Entry, Found
from limen.supply.ledger.gateway import enter
from limen.supply.ledger.replay import Reconciliation, replay
from limen.supply.ledger.stock import STATES, Stock, Whereabouts

__all__ = [
    "ACTIONS",
    "FOUND",
    "STATES",
    "Action",
    "Entry",
    "Found",
    "Reconciliation",
    "Stock",
    "Whereabouts",
    "compare",
    "enter",
    "replay",
]
