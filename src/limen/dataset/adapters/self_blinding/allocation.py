"""Who got what: capsules of the dosing days, interventions of the weeks, arms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from limen.dataset.adapters.self_blinding import names
from limen.dataset.adapters.self_blinding.files import Files
from limen.dataset.adapters.self_blinding.tables import dosing_days, kit, people, weeks


def allocation_rows(files: Files) -> Iterator[Mapping[str, object]]:
    """One row a capsule, one a week, and one a person of whom nothing else is known.

    `condition` means the capsule on dosing days and the week after them; the two are never joined.
    """
    days, rounds = dosing_days(files.short), weeks(files.short)
    arms = arm_of(files)
    for person in people(files):
        arm = {"participant": person, "arm": arms.get(person, ""), **_BY}
        known = False
        for week in "1234":
            if (person, week) in rounds:
                known = True
                given = names.INTERVENTION[rounds[person, week]]
                yield {**arm, "period": week, "intervention": given}
            if (person, week) in days:
                known = True
                held = names.INTERVENTION[days[person, week]]
                yield {**arm, "period": week, "kit": kit(person, week), "intervention": held}
        if not known:
            yield arm


def arm_of(files: Files) -> dict[str, str]:
    """The arm of everybody in `accumulatives.csv`; the other file does not give it."""
    return {record["trial_id"]: names.ARM[record["group"]] for record in files.long}


_BY = {"respondent": "participant", "source": "published files"}
