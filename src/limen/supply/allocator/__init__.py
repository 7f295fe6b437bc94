"""The allocator of a study with minimisation: asked for a set, it answers with its number."""

from limen.supply.allocator.decide import Allocator, Answer, Request
from limen.supply.allocator.pool import Pool, read_pool
from limen.supply.allocator.serve import serve

__all__ = ["Allocator", "Answer", "Pool", "Request", "read_pool", "serve"]
