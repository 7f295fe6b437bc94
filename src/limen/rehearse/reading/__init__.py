"""From a simulated draw to the layouts that estimators eat, all replicates at once."""

from limen.rehearse.reading.reader import DrawReader

__all__ = ["DrawReader"]
