"""Write docs/reference/scenario.md from the document's classes.

Run `python -m tools.scenario_reference`.
"""

from __future__ import annotations

from inspect import getdoc
from pathlib import Path

from pydantic.fields import FieldInfo

from limen.protocol.canonical import encode
from limen.protocol.document.part import Part
from limen.simulate.scenario import named_scenario, shipped_scenarios
from limen.simulate.scenario.document import Scenario
from tools import protocol_reference

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "scenario.md"
INTRODUCTION = """\
# The scenario document

Generated from the classes that read it (`python -m tools.scenario_reference`).

A protocol says what a study does; a scenario says what might be true. It is one YAML file in UTF-8.
Start one with `limen scenario new what_if.yaml`, check it against a protocol with
`limen scenario check what_if.yaml --protocol my_study.yaml`, and simulate one dataset with
`limen simulate my_study.yaml --scenario what_if.yaml --out study`.

- **Nothing happens** unless a scenario says so: every field may be left out, and its default is no
  effect. Guesses are then coin tosses, nobody leaves, every dose is taken.
- **Units.** Effects on outcomes are points of the score, or with `effects_in: sd_better` standard
  deviations, positive towards what the protocol calls better. Mean and spread are always in points.
- **Doses.** Wherever an effect depends on what is given, write `{active: 0.4}` for all active
  interventions, or `{interventions: {lsd_5: 0, lsd_10: 0.4}}`. d' by dose may be taken from a
  pharmacological model; here it is a number.
- **Belief** is a state, moved at every dose; a treatment guess reports it, whether it is asked or
  not. Which belief moves an outcome follows from what the outcome follows: that day's dose, the
  period, or the arm.
- **Order of a day**: leaving; the dose; side effects; the benefit felt so far; belief; outcomes and
  guesses.
- **Days** are laid out for a start on a Monday. An occasion whose day the protocol does not say is
  put 30 days before treatment or after it. Where the protocol has no regimen, doses are those that
  outcomes and guesses about administrations name.
- **Instruments.** Scores lie on the instrument's grid and within its range. Where a verified score
  is a sum of items, items are answered so that they give it exactly; a score whose items are those
  of other outcomes (affect balance beside positive and negative affect) follows from them. An
  instrument that neither an outcome nor a covariate reads is left out.
- **Hash.** SHA-256 over what is supposed; comments, the order of keys and defaults do not count.

## Shipped scenarios

| Name | Supposes |
| --- | --- |
"""


def reachable() -> dict[str, type[Part]]:
    """Every part that a scenario can hold, in the order in which one meets it."""
    return protocol_reference.reachable(Scenario)


def _extra(field: FieldInfo, name: str) -> str:
    extra = field.json_schema_extra
    return str(extra.get(name, "")) if isinstance(extra, dict) else ""


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    value = field.get_default(call_default_factory=True)
    return "" if value in (None, ()) or encode(value) == "{}" else f"`{encode(value)}`"


def table(part: type[Part]) -> str:
    """A part as a section with a row per field."""
    rows = [
        f"| `{field.alias or name}` | {protocol_reference.kind(field.annotation)} "
        f"| {_default(field)} | {_extra(field, 'unit')} | {_extra(field, 'plausible')} "
        f"| {field.description} |".replace("\n", " ")
        for name, field in part.model_fields.items()
    ]
    heading = (
        "| Key | Holds | If left out | Unit | Plausible | Meaning |\n"
        "| --- | --- | --- | --- | --- | --- |"
    )
    return f"## {part.__name__}\n\n{getdoc(part)}\n\n{heading}\n" + "\n".join(rows) + "\n"


def render() -> str:
    """The whole page."""
    shipped = "".join(
        f"| `{name}` | {named_scenario(name).title} |\n" for name in shipped_scenarios()
    )
    return "\n".join([INTRODUCTION + shipped, *map(table, reachable().values())])


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8")
    print(f"Wrote {PAGE}")
