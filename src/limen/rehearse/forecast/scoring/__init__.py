"""What came true: outcomes against a forecast."""

from limen.rehearse.forecast.scoring.outcomes import Observed, read_outcomes
from limen.rehearse.forecast.scoring.score import Score, Scored, score
from limen.rehearse.forecast.scoring.tables import score_tables

__all__ = ["Observed", "Score", "Scored", "read_outcomes", "score", "score_tables"]
