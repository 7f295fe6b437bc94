"""Safety, blinded: events, alerts, holds, broken blinds, and boundaries on event rates."""

from __future__ import annotations

from django.utils.translation import gettext as _

from limen.conduct.core.monitoring.alerts import alerts, broken_blinds, holds
from limen.conduct.core.monitoring.courses import courses
from limen.conduct.core.monitoring.event_rates import event_rates
from limen.conduct.core.monitoring.events import by_term, events, judged, serious
from limen.conduct.core.monitoring.scope import Scope
from limen.conduct.core.monitoring.topic import Topic


def safety(scope: Scope) -> Topic:
    """Return what befell people, all arms together."""
    found, people = events(scope), courses(scope)
    return Topic(
        id="safety",
        title=_("Safety, blinded"),
        paragraphs=(
            _("All arms together: this server does not know what anybody took, so nothing here "
              "says what caused an event. Events entered by mistake are left out."),
        ),
        exhibits=(
            by_term(found, people, scope),
            judged(found),
            serious(scope, found),
            *event_rates(scope, found, people),
            alerts(scope),
            holds(scope),
            broken_blinds(scope),
        ),
    )  # fmt: skip
