"""The protocol's own plan, run on a dataset."""

from limen.analyse.plan.run import run

__all__ = ["run"]
