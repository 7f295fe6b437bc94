"""Who: the people of a study, where it runs, who answers, what they agree to and receive."""

from limen.protocol.document.people.consent import (
    ComprehensionQuestion,
    Consent,
    ConsentDocument,
)
from limen.protocol.document.people.payments import Payment
from limen.protocol.document.people.population import (
    Criterion,
    Eligibility,
    Population,
    ScreeningQuestion,
    Stratum,
)
from limen.protocol.document.people.respondents import Respondent
from limen.protocol.document.people.sites import Approval, Site

__all__ = [
    "Approval",
    "ComprehensionQuestion",
    "Consent",
    "ConsentDocument",
    "Criterion",
    "Eligibility",
    "Payment",
    "Population",
    "Respondent",
    "ScreeningQuestion",
    "Site",
    "Stratum",
]
