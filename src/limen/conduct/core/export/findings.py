"""What an export says of itself: whom and what its tables leave out, and why."""

from __future__ import annotations

from collections import Counter

from django.db.models import Count, Exists, OuterRef

from limen.conduct.core.export.setting import SNAPSHOT, Setting
from limen.conduct.core.models import Consent, Participant, ProtocolVersion
from limen.counted import counted

_WHY = {
    "set aside": "came too late for the protocol's rule, were set aside and do not count",
    "not enrolled": "are of people who consented and were not enrolled",
    "declined": "were declined; nothing was guessed",
    "entered by mistake": "had been entered by mistake",
    "part of another": "are parts of guesses, expectancies and measurements, which have tables of "
    "their own",
    "derived": "are bands and flags that instruments derive from their scores",
    "outside the protocol": "use words that the protocol in force has no more; they are in "
    "evidence/",
    "text withheld": "hold words of people's own, which are left out of this dataset",
    "text erased": "held words that were erased",
}


def findings(setting: Setting) -> tuple[str, ...]:
    """Return the sentences, in a fixed order."""
    said = [_of_lock(setting), _of_people(), *_of_versions(setting)]
    if setting.with_texts:
        said.append(
            "It holds what people wrote in their own words, which may name them or others: "
            "keep it as you keep their names, and pass it on to nobody."
        )
    if setting.study.demonstration:
        said.append("A demonstration: no real people.")
    by_why: dict[str, Counter[str]] = {}
    for (why, table), count in setting.left_out.items():
        by_why.setdefault(why, Counter())[table] += count
    for why, words in _WHY.items():
        if why in by_why:
            listed = ", ".join(
                f"{count} in {table}" for table, count in sorted(by_why[why].items())
            )
            said.append(f"Rows that {words}: {listed}.")
    return tuple(said)


def _of_lock(setting: Setting) -> str:
    at = setting.study.locked_at
    if at is not None:
        return f"The database was locked on {at:%Y-%m-%d at %H:%M} UTC; nothing changes any more."
    return (
        f"A snapshot: the database was not locked. It shows the record up to entry "
        f"{setting.head.number} of its trail, and may be unsealed for an independent statistician "
        "or for pharmacovigilance only."
    )


def _of_people() -> str:
    given = Consent.objects.filter(participant=OuterRef("pk"))
    rows = Participant.objects.using(SNAPSHOT).order_by("status")
    never = rows.filter(~Exists(given)).count()
    statuses = rows.filter(Exists(given)).values_list("status").annotate(Count("pk"))
    listed = ", ".join(f"{count} {status}" for status, count in statuses) or "nobody"
    return (
        f"Consented: {listed}. {counted(never, 'person', 'people')} "
        f"{'was' if never == 1 else 'were'} invited and never consented; nothing of theirs is here."
    )


def _of_versions(setting: Setting) -> list[str]:
    count = ProtocolVersion.objects.using(SNAPSHOT).count()
    if count == 1:
        return []
    return [
        f"The protocol was amended: {count} versions, listed in evidence/protocols.csv. The "
        f"dataset follows the one in force, {setting.study.version}; evidence/windows.csv says "
        "under which each occasion was made."
    ]
