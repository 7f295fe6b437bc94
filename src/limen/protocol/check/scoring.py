"""What is said about scoring: of built-in instruments that the study measures, once each."""

from __future__ import annotations

from collections.abc import Iterator

from limen.instruments import catalogue
from limen.protocol.check.context import Context, all_of, said
from limen.protocol.check.finding import Finding


def check_scoring(context: Context) -> Iterator[Finding]:
    """Yield what is said of instruments that are not built in, not measured, or said twice."""
    built_in, own = catalogue(), context.ids("instruments")
    measured = {name for _, one in context.each("occasions") for name in all_of(one.measures)} | {
        said(outcome.instrument) for outcome in context.outcomes.values()
    }
    seen: set[str] = set()
    for path, scoring in context.each("scoring"):
        name, here = said(scoring.instrument), (*path, "instrument")
        if name is None:
            continue
        if name not in built_in or name in own:
            yield from context.refers(
                here, name, [id for id in built_in if id not in own], "built-in instrument"
            )
        elif name not in measured:
            yield Finding(here, f"The study does not measure '{name}'.", "Leave this out.")
        elif name in seen:
            yield Finding(here, f"'{name}' is here twice.", "Write one entry for it.")
        elif said(scoring.missing) == "prorate" and not any(
            part.prorated for part in built_in[name].subscales
        ):
            yield Finding(
                (*path, "missing"),
                f"The source of '{name}' does not allow that missing answers are filled in.",
                "Write `missing: strict`, or leave it out.",
            )
        seen.add(name)
