"""A rater says that they have learnt, or can tell, what somebody gets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from limen.conduct.core.actor import Actor
from limen.conduct.core.deviations import note_deviation
from limen.conduct.core.forms import FormDue
from limen.conduct.core.models import Deviation, StaffMember
from limen.conduct.core.ratings.services.rate import refuse_who_does_not_rate
from limen.conduct.core.trail import recording
from limen.errors import ConductError

#: How it came about. There are no words of one's own: they would name the arm.
HOW: Final[Mapping[str, Any]] = {
    "participant": gettext_lazy("The person said so, or let it be seen"),
    "team": gettext_lazy("Somebody of the team said so"),
    "document": gettext_lazy("I saw it written somewhere"),
    "effects": gettext_lazy("I can tell from how the person is"),
    "otherwise": gettext_lazy("Otherwise"),
}
_BLINDING = Deviation.Category.BLINDING


def doubt_blind(rating: FormDue, *, how: str, member: StaffMember) -> None:
    """Propose a deviation: the blind of a rater did not hold. Said twice, it is there once.

    What they think was given is not asked here: the protocol's guesses are for that.
    `ConductError` for who does not rate there, and for a word that is none of `HOW`.
    """
    if how not in HOW:
        raise ConductError(_("Choose how it came about."))
    by, occasion = Actor.staff(member), rating.occasion
    with recording("blind.doubted", by=by, participant=occasion.participant) as record:
        refuse_who_does_not_rate(rating, member)
        said = Deviation.objects.filter(occasion=occasion, category=_BLINDING, version=1)
        if said.filter(audit_entry__by=str(by)).exists():
            record.nothing_happened()
        record.note("form", f"{occasion.identifier}:{rating.form.id}")
        record.note("how", how)
        words = _("%(member)s, who rates “%(form)s”, is not blind any more. How: %(how)s.")
        note_deviation(
            record,
            record.fresh(occasion.participant),
            category=_BLINDING,
            words=words % {"member": member, "form": rating.form.title, "how": HOW[how]},
            occasion=occasion,
        )
