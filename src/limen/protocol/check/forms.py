"""Forms and findings: filled in by staff, over what the study defines, and asked once."""

from __future__ import annotations

from collections.abc import Iterator

from limen.protocol.check.context import Context, all_of, said
from limen.protocol.check.finding import Finding
from limen.protocol.check.scales import known_instruments
from limen.protocol.document.measurement import Form, Measurement
from limen.protocol.document.opening import Path

_STAFF = ("clinician", "blinded_rater")


def check_forms(context: Context) -> Iterator[Finding]:
    """Yield findings without options, and forms that nobody of staff can fill in."""
    for path, measurement in context.each("measurements"):
        yield from _measurement(path, measurement)
    instruments, measurements = known_instruments(context), context.ids("measurements")
    for path, form in context.each("forms"):
        yield from _respondent(context, path, form)
        yield from context.occasion_list((*path, "occasions"), form.occasions)
        yield from context.refer((*path, "measures"), form.measures, instruments, "instrument")
        here = (*path, "measurements")
        yield from context.refer(here, form.measurements, measurements, "measurement")
        if form.measures == () and form.measurements == ():
            yield Finding(
                path,
                f"The form '{form.id}' asks nothing.",
                "Write `measurements` or `measures`.",
            )
        if form.id in context.definitions:
            yield Finding(
                (*path, "id"),
                f"'{form.id}' is both a form and an occasion.",
                "Give the form another id.",
            )
    yield from _twice(context)


def _measurement(path: Path, one: Measurement) -> Iterator[Finding]:
    number = one.kind == "number"
    if number and one.unit is None:
        yield Finding(path, f"In what is '{one.id}' measured?", "Write `unit: ...`.")
    if not number:
        for name in ("unit", "low", "high"):
            if getattr(one, name) is not None:
                message = "Only a number has a unit and a range."
                yield Finding((*path, name), message, "Leave it out.")
    options = said(one.options)
    if options is None:
        return
    if one.kind != "choice" and options:
        message = "Only a choice has options." if number else "The options are no and yes."
        remedy = "Write `kind: choice`." if number else "Leave them out."
        yield Finding((*path, "options"), message, remedy)
    elif one.kind == "choice" and len(options) < 2:
        message = f"'{one.id}' has nothing to choose from."
        yield Finding(path, message, "Write two `options` or more.")
    elif len(set(options)) < len(options):
        message = "Two options are the same."
        yield Finding((*path, "options"), message, "Write each once.")
    low, high = said(one.low), said(one.high)
    if number and low is not None and high is not None and high < low:
        yield Finding((*path, "high"), "The range ends before it begins.", "Swap `low` and `high`.")


def _respondent(context: Context, path: Path, form: Form) -> Iterator[Finding]:
    here = (*path, "respondent")
    yield from context.refers(here, form.respondent, context.kinds, "respondent")
    if context.kinds.get(form.respondent) not in (None, *_STAFF):
        yield Finding(
            here,
            f"A form is filled in by staff, and '{form.respondent}' is not of them.",
            "Name a respondent of kind clinician or blinded_rater.",
        )


def _twice(context: Context) -> Iterator[Finding]:
    """Yield what the same respondent is asked twice at one occasion."""
    asked: dict[tuple[str, str, str], str] = {}
    for _, occasion in context.each("occasions"):
        for name in (*all_of(occasion.measures), *all_of(occasion.measurements)):
            for single in context.occasions([occasion.id]):
                asked[single, str(occasion.respondent), name] = occasion.id
    for path, form in context.each("forms"):
        for what in ("measures", "measurements"):
            for number, name in enumerate(all_of(getattr(form, what))):
                keys = [
                    (single, form.respondent, name)
                    for single in sorted(context.occasions(form.occasions))
                ]
                other = next((asked[key] for key in keys if key in asked), None)
                if other is not None:
                    yield Finding(
                        (*path, what, number),
                        f"'{form.respondent}' answers '{name}' in '{other}' as well, at the same "
                        "occasion.",
                        "Ask it once.",
                    )
                asked.update(dict.fromkeys(keys, form.id))
