"""From a layout to an answer: the question, the fit, its tables and its words."""

from limen.analyse.mixed_models.answers.diagnostics import (
    Residuals,
    participant_effects,
    residuals,
)
from limen.analyse.mixed_models.answers.fitted import Model
from limen.analyse.mixed_models.answers.model import Covariance, mixed_model, mixed_model_of
from limen.analyse.mixed_models.answers.question import Contrast, Question, question

__all__ = [
    "Contrast",
    "Covariance",
    "Model",
    "Question",
    "Residuals",
    "mixed_model",
    "mixed_model_of",
    "participant_effects",
    "question",
    "residuals",
]
