"""From YAML files to beliefs and forecasts: all problems at once, each with its place."""

from limen.rehearse.forecast.reading.beliefs import load_beliefs, parse_beliefs
from limen.rehearse.forecast.reading.forecast import load_forecast, parse_forecast
from limen.rehearse.forecast.reading.shipped import named_beliefs, shipped_beliefs

__all__ = [
    "load_beliefs",
    "load_forecast",
    "named_beliefs",
    "parse_beliefs",
    "parse_forecast",
    "shipped_beliefs",
]
