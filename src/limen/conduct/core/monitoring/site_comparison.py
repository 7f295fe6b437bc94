"""Sites beside each other: which of them differ by more than chance, counted in people.

People are independent of each other, their occasions are not; so shares are of people, and the
limits of chance are exact.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _

from limen.conduct.core.models import Participant
from limen.conduct.core.monitoring.chance import allowed
from limen.conduct.core.monitoring.courses import Course, courses
from limen.conduct.core.monitoring.scope import Scope
from limen.conduct.core.monitoring.settled import settled
from limen.conduct.core.monitoring.topic import Exhibit, table
from limen.results import Picture
from limen.results.table import Cell

POOR = 0.8  # who answered less of what is settled is counted
UNUSUAL, OUTSIDE = 0.95, 0.998  # Spiegelhalter's two and three standard deviations
_Status = Participant.Status
_LEFT = (_Status.DISCONTINUED, _Status.WITHDRAWN, _Status.LOST)


@dataclass(frozen=True, kw_only=True)
class Compared:
    """A share of people at a site; `low` and `high` are what chance allows 19 times of 20."""

    matter: str
    site: str
    part: int
    people: int
    overall: float
    low: float
    high: float
    verdict: str  # blank, unusual, outside

    @property
    def share(self) -> float | None:
        """The site's share."""
        return self.part / self.people if self.people else None


def site_comparison(scope: Scope) -> tuple[Exhibit, ...]:
    """Return one exhibit that compares the sites; none of a single site."""
    if len(scope.sites) < 2:
        return ()
    found = compare(scope)
    titles = _titles()
    words = {"": "", "unusual": _("unusual (95 %)"), "outside": _("outside (99.8 %)")}
    rows: list[tuple[Cell, ...]] = [
        (titles[one.matter], one.site, one.part, one.people, one.share, one.overall, one.low,
         one.high, words[one.verdict], f"{titles[one.matter]}, {one.site}")
        for one in found
    ]  # fmt: skip
    heads = (
        ("matter", _("Of people"), "text"),
        ("site", _("Site"), "text"),
        ("part", _("Number"), "count"),
        ("people", _("of"), "count"),
        ("share", _("Share"), "percent"),
        ("overall", _("All sites"), "percent"),
        ("low", _("Chance allows from"), "percent"),
        ("high", _("to"), "percent"),
        ("verdict", _("Beyond chance"), "text"),
    )
    caption = _("Sites compared: people at each")
    picture = Picture(
        shape="bars", label="row", y="share", lower="low", upper="high",
        title=_("Sites compared; whiskers are what chance allows")
    )  # fmt: skip
    drawn = table(
        "sites_drawn",
        caption,
        (*heads, ("row", "", "text")),
        rows,
        picture=picture,
    )
    shown = table(
        "sites",
        caption,
        heads,
        [row[:-1] for row in rows],
        notes=(
            _("Exact binomial limits around the share of all sites together, as in a funnel plot: "
              "19 of 20 sites that are alike lie between them. Several comparisons are made, so "
              "one beyond the 95 % limits is a reason to look, not a finding."),
        ),
    )  # fmt: skip
    beyond = [one for one in found if one.verdict]
    said = _("No site differs from all by more than chance.")
    if beyond:
        named = "; ".join(f"{one.site}: {titles[one.matter]}" for one in beyond)
        said = _("Beyond what chance allows: %(sites)s.") % {"sites": named}
    return (Exhibit(said=said, table=shown, drawn=drawn),)


def compare(scope: Scope) -> list[Compared]:
    """Return each matter at each site that has people to count."""
    found = courses(scope)
    found_lines = []
    for matter, (parts, wholes) in _counts(scope, found).items():
        people = sum(wholes.values())
        if not people:
            continue
        overall = sum(parts.values()) / people
        for site in scope.sites:
            part, whole = parts[site.pk], wholes[site.pk]
            if whole:
                found_lines.append(_compared(matter, site.title, part, whole, overall))
    return found_lines


def _compared(matter: str, site: str, part: int, people: int, overall: float) -> Compared:
    low, high = allowed(people, overall, UNUSUAL)
    far_low, far_high = allowed(people, overall, OUTSIDE)
    at = part / people
    verdict = "" if low <= at <= high else "unusual"
    if not far_low <= at <= far_high:
        verdict = "outside"
    return Compared(
        matter=matter,
        site=site,
        part=part,
        people=people,
        overall=overall,
        low=low,
        high=high,
        verdict=verdict,
    )


def _titles() -> dict[str, str]:
    return {
        "poor": _("answered less than 80 % of what is settled"),
        "left": _("stopped the intervention or left"),
        "failed": _("were found not eligible"),
    }


def _counts(scope: Scope, found: list[Course]) -> dict[str, tuple[Counter[int], Counter[int]]]:
    """Return for each matter how many people of each site it is true of, and of how many."""
    site_of = {one.key: one.site for one in found}
    shares = [(site_of[key], one.share) for key, one in settled(scope).items()]
    begun = [one for one in found if one.began(scope.now)]
    decided = [one for one in found if one.eligible is not None]
    return {
        "poor": (
            Counter(site for site, share in shares if share is not None and share < POOR),
            Counter(site for site, share in shares if share is not None),
        ),
        "left": (
            Counter(one.site for one in begun if one.status in _LEFT),
            Counter(one.site for one in begun),
        ),
        "failed": (
            Counter(one.site for one in decided if one.eligible is False),
            Counter(one.site for one in decided),
        ),
    }
