"""What is printed: labels, cards for wallets, packing lists, sealed code-breaks."""

from limen.supply.paper.cards import cards
from limen.supply.paper.code_breaks import code_breaks
from limen.supply.paper.labels import Batch, labels
from limen.supply.paper.packing import packing_list
from limen.supply.paper.sheet import write_secret

__all__ = ["Batch", "cards", "code_breaks", "labels", "packing_list", "write_secret"]
