"""The one shape out of the two files' rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from limen.dataset.adapters.self_blinding import names
from limen.dataset.adapters.self_blinding.files import LONG, SHORT, Files, Record

Row = Mapping[str, object]


def people(files: Files) -> dict[str, Record]:
    """What is said of each person, in the order of their numbers; blank where nobody said it."""
    said: dict[str, Record] = {}
    for record in (*files.long, *files.short):
        said.setdefault(record["trial_id"], record)
    return {person: _corrected(said[person]) for person in sorted(said, key=int)}


def missing_as_zero(record: Record) -> bool:
    """Whether this person's history was not answered, and stands as 0 in the file."""
    return record["expectation"] == "" and all(
        record[name] == "0" for name in names.ZERO_IF_MISSING
    )


def _corrected(record: Record) -> Record:
    if not missing_as_zero(record):
        return record
    return {**record, **dict.fromkeys(names.ZERO_IF_MISSING, "")}


def all_tables(files: Files) -> dict[str, Iterable[Row]]:
    """Every table that the files can fill, as mappings."""
    crowd = people(files)
    days = dosing_days(files.short)
    return {
        "participants": participants(crowd, files.long),
        "occasions": occasions(files),
        "administrations": administrations(days),
        "scores": (*short_scores(files.short), *long_scores(files.long)),
        "expectancies": expectancies(crowd),
        "guesses": guesses(files.short),
    }


def participants(crowd: Mapping[str, Record], long: Sequence[Record]) -> Iterator[Row]:
    """One row a person; completed are those with a baseline and a `post` battery."""
    points: dict[str, set[str]] = {}
    for record in long:
        points.setdefault(record["trial_id"], set()).add(record["tp"])
    for person, record in crowd.items():
        amount, unit = dose(record)
        yield {
            "participant": person,
            "age_years": record["age"],
            "sex": record["sex"],
            "status": "completed" if {"pre", "post"} <= points.get(person, set()) else "",
            "substance": record["drug"],
            "dose_amount": amount,
            "dose_unit": unit,
            **{name: record.get(name, "") for name in names.HISTORY},
            **_by(LONG if person in points else SHORT),
        }


def dose(record: Record) -> tuple[str, str]:
    """Amount and unit of a person's own dose; the file calls every unit micrograms."""
    amount, drug = record["dose"], record["drug"]
    if not amount:
        return "", ""
    if drug in names.DRIED:
        if float(amount) < 1000:
            return amount, "not clear, probably grams of dried material"
        return amount, "micrograms of dried material"
    if drug in names.SEEDS:
        return amount, "not clear: micrograms of alkaloid, or number of seeds"
    return amount, "micrograms"


def occasions(files: Files) -> Iterator[Row]:
    """One row a person and occasion with any data; the files hold no dates."""
    seen: set[tuple[str, str]] = set()
    for record in files.short:
        place = (record["trial_id"], record["tp"])
        if place not in seen:
            seen.add(place)
            week = record["tp"][1]
            definition = short_definition(record)
            yield {
                "participant": record["trial_id"],
                "occasion": f"{definition}.{week}",
                "definition": definition,
                "number": week,
                "period": week,
                "state": "submitted",
                **_by(SHORT),
            }
    for record in files.long:
        place = (record["trial_id"], record["tp"])
        if place not in seen:
            seen.add(place)
            occasion = names.LONG_OCCASION[record["tp"]]
            yield {
                "participant": record["trial_id"],
                "occasion": occasion,
                "definition": occasion,
                "number": 1,
                "state": "submitted",
                **_by(LONG),
            }


def short_definition(record: Record) -> str:
    """Whether a row of `pacutes.csv` is of the dosing day or of the week's end."""
    return names.ACUTE if record["tp"][3] == "1" else names.WEEKLY


def dosing_days(short: Sequence[Record]) -> dict[tuple[str, str], str]:
    """(person, week) -> what that day's capsule held, as the file writes it."""
    return {
        (record["trial_id"], record["tp"][1]): record["condition"]
        for record in short
        if record["tp"][3] == "1"
    }


def weeks(short: Sequence[Record]) -> dict[tuple[str, str], str]:
    """(person, week) -> whether it was a microdose week, as the file writes it."""
    return {
        (record["trial_id"], record["tp"][1]): record["condition"]
        for record in short
        if record["tp"][3] == "2"
    }


def kit(person: str, week: str) -> str:
    """The number that stands for the envelope of a week's Thursday; the files give none."""
    return f"{person}-w{week}"


def administrations(days: Mapping[tuple[str, str], str]) -> Iterator[Row]:
    """The dosing day of every acute battery; never what the capsule held."""
    for person, week in sorted(days, key=lambda day: (int(day[0]), day[1])):
        yield {
            "participant": person,
            "number": week,
            "occasion": f"{names.ACUTE}.{week}",
            "period": week,
            "kit": kit(person, week),
            "status": "taken",
            **_by(SHORT),
        }


def short_scores(short: Sequence[Record]) -> Iterator[Row]:
    """Scores of the dosing days and the weeks."""
    for record in short:
        instrument, subscale = names.SHORT_TESTS[record["test_name"]]
        value = record["value"]
        too_high = record["test_name"] == "QIDS" and float(value) > names.QIDS_MAXIMUM
        yield {
            "participant": record["trial_id"],
            "occasion": f"{short_definition(record)}.{record['tp'][1]}",
            "instrument": instrument,
            "subscale": subscale,
            "score": value,
            "flag": "above_maximum" if too_high else "",
            "scoring_version": "published",
            **_by(SHORT),
        }


def long_scores(long: Sequence[Record]) -> Iterator[Row]:
    """Scores before, after and at follow-up, with the change as it was published."""
    for record in long:
        instrument, subscale = names.LONG_TESTS[record["test"]]
        yield {
            "participant": record["trial_id"],
            "occasion": names.LONG_OCCASION[record["tp"]],
            "instrument": instrument,
            "subscale": subscale,
            "score": record["value"],
            "published_change": record["delta_value"],
            "scoring_version": "published",
            **_by(LONG),
        }


def expectancies(crowd: Mapping[str, Record]) -> Iterator[Row]:
    """The expectation composite at baseline."""
    for person, record in crowd.items():
        if record["expectation"]:
            yield {
                "participant": person,
                "occasion": names.BASELINE,
                "name": names.EXPECTANCY,
                "expectation": record["expectation"],
                **_by(LONG if "group" in record else SHORT),
            }


def guesses(short: Sequence[Record]) -> Iterator[Row]:
    """One forced choice after each battery: the day's capsule, or the week."""
    seen: set[tuple[str, str]] = set()
    for record in short:
        place = (record["trial_id"], record["tp"])
        if place in seen:
            continue
        seen.add(place)
        acute = record["tp"][3] == "1"
        yield {
            "participant": record["trial_id"],
            "occasion": f"{short_definition(record)}.{record['tp'][1]}",
            "guess": names.ACUTE_GUESS if acute else names.WEEKLY_GUESS,
            "about": "administration" if acute else "period",
            "answer": names.INTERVENTION[record["guess"]],
            **_by(SHORT),
        }


def _by(source: str) -> Row:
    return {"respondent": "participant", "source": source}
