"""The two documents of a forecast: what it is made from, and what it says."""

from limen.rehearse.forecast.document.beliefs import Assumption, Beliefs, Question, Supplied
from limen.rehearse.forecast.document.forecast import LEVELS, Forecast, ForProtocol, Prediction
from limen.rehearse.forecast.document.priors import NoticingPrior, Prior

__all__ = [
    "LEVELS",
    "Assumption",
    "Beliefs",
    "ForProtocol",
    "Forecast",
    "NoticingPrior",
    "Prediction",
    "Prior",
    "Question",
    "Supplied",
]
