"""From a dataset to the layout of one outcome."""

from limen.analyse.reading.reader import Reader

__all__ = ["Reader"]
