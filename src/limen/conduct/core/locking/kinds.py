"""Kinds of things that stand in the way of a lock: what they are called, and what is to be done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Kind:
    """What a list of such things is called, and what ends it."""

    title: Any
    remedy: Any


#: In the order in which a team works them off: signatures come last, because changes undo them.
KINDS: Mapping[str, Kind] = {
    "on_the_way": Kind(
        _("People who are still on the way"),
        _("Let them complete, or enter how their taking part ended."),
    ),
    "consent_again": Kind(
        _("People who have yet to consent to the version in force"),
        _("They consent or decline; or enter how their taking part ended."),
    ),
    "counter_signatures": Kind(
        _("Consents without every counter-signature"), _("An investigator signs below them.")
    ),
    "occasions": Kind(
        _("Occasions that are not over"),
        _("Wait for the end of their windows while a worker runs, or cancel what will not happen."),
    ),
    "alerts": Kind(_("Alerts that nobody has closed"), _("Acknowledge and close them.")),
    "events": Kind(
        _("Adverse events that are not judged"),
        _("An investigator judges seriousness, and of serious ones all the rest."),
    ),
    "deviations": Kind(
        _("Deviations that were only proposed"), _("Take them over, or say that they are none.")
    ),
    "queries": Kind(_("Queries that are not closed"), _("Answer and close them.")),
    "kits": Kind(
        _("Kits that do not add up"),
        _("Settle them under Stock; limen conduct reconcile FOLDER lists them."),
    ),
    "messages": Kind(_("Messages on their way"), _("Let the worker run, and try again.")),
    "forms": Kind(
        _("Forms that are neither signed nor marked as not done"),
        _("Complete and sign them, or say why they were not done."),
    ),
    "casebooks": Kind(
        _("Casebooks that nobody has signed as they are now"),
        _("An investigator of the site signs them."),
    ),
}
