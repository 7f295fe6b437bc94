"""For how many people a value is there, by what it is and when; the version that counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from django.db.models import Count, Q

from limen.conduct.core.models import Measurement, Score
from limen.conduct.core.monitoring.scope import Scope

MEASUREMENT = "measurement"
Source = tuple[str, str]  # instrument and subscale, or `MEASUREMENT` and its name
Key = tuple[str, str, str]  # a source, and the occasion
_Row = tuple[int, str, str, str, str, float | None]


def values(scope: Scope, sources: Collection[Source]) -> Mapping[Key, int]:
    """Return how many people have a value of a source at an occasion.

    First versions are counted by the database, which is all there is of most; the few that were
    corrected are looked at one by one. Several respondents do not add up: the most of one counts.
    """
    scored = {source for source in sources if source[0] != MEASUREMENT}
    measured = {name for kind, name in sources if kind == MEASUREMENT}
    found: dict[Key, int] = {}
    if scored:
        rule = Q(
            instrument__in={instrument for instrument, _part in scored},
            subscale__in={part for _instrument, part in scored},
        )
        found |= _most(_scores(scope, rule))
    if measured:
        found |= _most(_measurements(scope, measured))
    return found


def _scores(scope: Scope, rule: Q) -> Counter[tuple[str, str, str, str]]:
    rows = scope.rows(Score).filter(rule)
    names = ("instrument", "subscale", "occasion__identifier", "respondent")
    first = rows.filter(version=1, value__isnull=False).values_list(*names)
    counts = Counter({row[:4]: row[4] for row in first.annotate(Count("pk"))})
    again = rows.filter(version__gt=1)
    touched = again.values("occasion")
    versions = rows.filter(occasion__in=touched).order_by("version")
    columns = ("occasion_id", *names, "value")
    return _corrected(counts, versions.values_list(*columns)) if again.exists() else counts


def _measurements(scope: Scope, names: Iterable[str]) -> Counter[tuple[str, str, str, str]]:
    rows = scope.rows(Measurement).filter(name__in=names).order_by("version")
    columns = ("occasion_id", "name", "occasion__identifier", "respondent", "value")
    found = (
        (occasion, MEASUREMENT, name, identifier, respondent, value)
        for occasion, name, identifier, respondent, value in rows.values_list(*columns)
    )
    last = {row[:5]: row[5] for row in found}
    return Counter(key[1:] for key, value in last.items() if value is not None)


def _corrected(
    counts: Counter[tuple[str, str, str, str]], versions: Iterable[_Row]
) -> Counter[tuple[str, str, str, str]]:
    """Count the last version of these in place of their first."""
    first: dict[tuple[int, str, str, str, str], float | None] = {}
    last: dict[tuple[int, str, str, str, str], float | None] = {}
    for row in versions:
        first.setdefault(row[:5], row[5])
        last[row[:5]] = row[5]
    for key in first:
        counts[key[1:]] += (last[key] is not None) - (first[key] is not None)
    return counts


def _most(counts: Counter[tuple[str, str, str, str]]) -> dict[Key, int]:
    found: dict[Key, int] = {}
    for (kind, name, occasion, _respondent), count in counts.items():
        key = (kind, name, occasion)
        found[key] = max(found.get(key, 0), count)
    return found
