"""Planned mixed models by exact draws of their sufficient statistics: very many trials, fast."""

from limen.rehearse.exact.exact import ExactModel, exact_model, why_not_exact
from limen.rehearse.exact.rehearsed import Exact, rehearse_exactly

__all__ = ["Exact", "ExactModel", "exact_model", "rehearse_exactly", "why_not_exact"]
