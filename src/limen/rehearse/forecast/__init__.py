"""Forecasts of trials: made from a scenario and how sure one is of it, dated, hashed, scored later.

forecast = forecast_of(protocol, named_beliefs("T10"))
write_forecast(forecast, Path("T10.yaml"))
score(load_forecast("T10.yaml"), read_outcomes("outcomes.csv", forecast)).tables()
"""

from limen.rehearse.forecast.document import Beliefs, Forecast, Prediction
from limen.rehearse.forecast.predict.predict import forecast as forecast_of
from limen.rehearse.forecast.reading import (
    load_beliefs,
    load_forecast,
    named_beliefs,
    parse_beliefs,
    parse_forecast,
    shipped_beliefs,
)
from limen.rehearse.forecast.scoring import (
    Observed,
    Score,
    Scored,
    read_outcomes,
    score,
    score_tables,
)
from limen.rehearse.forecast.tables import in_words, tables
from limen.rehearse.forecast.write import text_of, write_forecast

__all__ = [
    "Beliefs",
    "Forecast",
    "Observed",
    "Prediction",
    "Score",
    "Scored",
    "forecast_of",
    "in_words",
    "load_beliefs",
    "load_forecast",
    "named_beliefs",
    "parse_beliefs",
    "parse_forecast",
    "read_outcomes",
    "score",
    "score_tables",
    "shipped_beliefs",
    "tables",
    "text_of",
    "write_forecast",
]
