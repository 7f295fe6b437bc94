"""Adherence: occasions and doses that were due, and what became of them; all people together."""

from __future__ import annotations

from collections import Counter

from django.db.models import Count
from django.utils.translation import gettext as _

from limen.conduct.core.models import Occasion
from limen.conduct.core.monitoring.courses import courses
from limen.conduct.core.monitoring.doses import dose_counts
from limen.conduct.core.monitoring.scope import Scope, share, states
from limen.conduct.core.monitoring.settled import settled
from limen.conduct.core.monitoring.topic import Exhibit, Topic, percent, table
from limen.conduct.core.occasions.named import name_of
from limen.protocol import Protocol, listed
from limen.results import Picture
from limen.results.table import Cell, Kind

_BINS = 10
_COUNTED = ("due", "submitted", "late", "missed", "expired")


def adherence(scope: Scope) -> Topic:
    """Return how much of what was due was answered and taken."""
    return Topic(
        id="adherence",
        title=_("Adherence"),
        paragraphs=(
            _("What may still be answered is due and not settled; shares are of what is settled. "
              "What the clock has ended counts as ended."),
        ),
        exhibits=(_of_doses(scope), _of_occasions(scope), _of_people(scope)),
    )  # fmt: skip


def by_definition(scope: Scope) -> dict[str, dict[str, int]]:
    """Return for each definition of the protocol what was due and what became of it."""
    counts = {name: Count("pk", filter=rule) for name, rule in states(scope).items()}
    rows = scope.rows(Occasion).values_list("definition").annotate(**counts)
    found = {row[0]: dict(zip(counts, row[1:], strict=True)) for row in rows}
    order = {name: place for place, name in enumerate(titles_of(scope.protocol))}
    names = sorted(found, key=lambda name: (order.get(name, len(order)), name))
    return {name: found[name] for name in names if found[name]["due"]}


def titles_of(protocol: Protocol) -> dict[str, str]:
    """Return what the protocol calls its occasions, in its order."""
    return {str(one.id): name_of(protocol, str(one.id)) for one in listed(protocol.occasions)}


def _of_occasions(scope: Scope) -> Exhibit:
    titles = titles_of(scope.protocol)
    rows: list[tuple[Cell, ...]] = []
    for name, counts in by_definition(scope).items():
        over = counts["submitted"] + counts["missed"] + counts["expired"]
        rows.append(
            (
                titles.get(name, name),
                *(counts[one] for one in _COUNTED),
                counts["due"] - over,
                share(counts["submitted"], over),
            )
        )
    heads: tuple[tuple[str, str, Kind], ...] = (
        ("occasion", _("Occasion"), "text"),
        ("due", _("Due"), "count"),
        ("submitted", _("Sent"), "count"),
        ("late", _("of these late"), "count"),
        ("missed", _("Missed"), "count"),
        ("expired", _("Begun, not sent"), "count"),
        ("waiting", _("May still be answered"), "count"),
        ("share", _("Sent of settled"), "percent"),
    )
    picture = Picture(shape="bars", label="occasion", y="share", title=_("Sent of what is settled"))
    shown = table("occasions", _("Occasions, by kind"), heads, rows, picture=picture)
    return Exhibit(said=_("The longer the bar, the more of an occasion was sent."), table=shown)


def _of_doses(scope: Scope) -> Exhibit:
    names = ("due", "taken", "partly", "late", "missed", "held", "refused", "silent")
    titles = (_("Due"), _("Taken"), _("Partly taken"), _("taken on a later day"), _("Missed"),
              _("Held back"), _("Refused"), _("Nothing recorded"))  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    total: Counter[str] = Counter()
    for number, counts in dose_counts(scope, courses(scope)).items():
        total.update(counts)
        taken = share(counts["taken"] + counts["partly"], counts["due"])
        rows.append((number, *(counts[name] for name in names), taken))
    columns: tuple[tuple[str, str, Kind], ...] = (
        ("dose", _("Dose"), "count"),
        *((name, title, "count") for name, title in zip(names, titles, strict=True)),
        ("share", _("Taken of due"), "percent"),
    )
    picture = Picture(
        shape="lines", x="dose", y="share", title=_("Taken of due, by dose"), x_title=_("Dose")
    )
    shown = table(
        "doses",
        _("Doses, all arms together"),
        columns,
        rows,
        picture=picture,
        notes=(
            _("A dose is due once its day is over, for who has neither stopped nor left by then."),
        ),
    )
    said = _("Taken: %(taken)d of %(due)d doses that were due, %(partly)d of them partly.") % {
        "taken": total["taken"] + total["partly"],
        "due": total["due"],
        "partly": total["partly"],
    }
    return Exhibit(said=said, table=shown)


def _of_people(scope: Scope) -> Exhibit:
    shares = [one.share for one in settled(scope).values() if one.share is not None]
    counts = Counter(min(_BINS - 1, int(one * _BINS + 1e-9)) for one in shares)
    rows: list[tuple[Cell, ...]] = [
        (place / _BINS, (place + 1) / _BINS, counts[place]) for place in range(_BINS)
    ]
    picture = Picture(
        shape="histogram",
        x="from",
        upper="to",
        y="n",
        title=_("People by what they answered"),
        x_title=_("Share answered"),
        y_title=_("People"),
    )
    shown = table(
        "people",
        _("People by the share of occasions that they answered"),
        (("from", _("From"), "percent"), ("to", _("Below"), "percent"), ("n", _("People"),
         "count")),
        rows if shares else [],
        picture=picture,
        notes=(_("The last row holds those who answered everything too."),),
    )  # fmt: skip
    half = sorted(shares)[len(shares) // 2] if shares else None
    said = _("Of %(n)d people the one in the middle answered %(half)s.") % {
        "n": len(shares),
        "half": percent(half),
    }
    return Exhibit(said=said, table=shown)
