"""A study lived whole, from the first invitation to the unsealed report, by virtual people."""

from limen.demo.whole.live import Whole, live

__all__ = ["Whole", "live"]
