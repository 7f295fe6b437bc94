"""What is measured, when, by whom, and with what."""

from limen.protocol.document.measurement.beliefs import Expectancy, Guess
from limen.protocol.document.measurement.covariates import Covariate
from limen.protocol.document.measurement.forms import Form
from limen.protocol.document.measurement.instruments import (
    Measurement,
    StudyInstrument,
    StudySubscale,
)
from limen.protocol.document.measurement.occasions import (
    ClinicMeasurement,
    Diary,
    Occasion,
    RaterAssessment,
    Task,
    Visit,
)
from limen.protocol.document.measurement.outcomes import Outcome, StressorReactivityScore
from limen.protocol.document.measurement.schedules import (
    AfterAdministrations,
    Daily,
    EachPeriod,
    Once,
    OnDays,
    Schedule,
    Weekly,
)
from limen.protocol.document.measurement.scoring import Scoring
from limen.protocol.document.measurement.windows import Reminder, Window

__all__ = [
    "AfterAdministrations",
    "ClinicMeasurement",
    "Covariate",
    "Daily",
    "Diary",
    "EachPeriod",
    "Expectancy",
    "Form",
    "Guess",
    "Measurement",
    "Occasion",
    "OnDays",
    "Once",
    "Outcome",
    "RaterAssessment",
    "Reminder",
    "Schedule",
    "Scoring",
    "StressorReactivityScore",
    "StudyInstrument",
    "StudySubscale",
    "Task",
    "Visit",
    "Weekly",
    "Window",
]
