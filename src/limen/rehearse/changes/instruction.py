"""Instruction × drug: what people are told is drawn as well."""

from __future__ import annotations

from limen.rehearse.cell import Cell
from limen.rehearse.changes.change import DesignChange, Unfit, changed

WEIGHT = 2.0  # SDs of the evidence: most people then believe what they are told


def _told(cell: Cell) -> Cell | Unfit:
    if cell.study.observational:
        return Unfit("People choose for themselves, and know what they take.")
    if cell.scenario.belief.told.weight:
        return Unfit("People are told at random already.")
    return changed(
        cell,
        INSTRUCTION.title,
        {"scenario.belief.told.share": 0.5, "scenario.belief.told.weight": WEIGHT},
    )


INSTRUCTION = DesignChange(
    key="instruction",
    title="Telling people at random that they take drug or placebo (instruction × drug)",
    why=(
        "Belief then follows the instruction, which is randomised, more than the drug; the arms "
        "differ less in belief, and every combination of drug and belief is there."
    ),
    costs=(
        "Half of the people are told what is not true: an ethics committee has to approve of the "
        "deception, and everybody learns the truth afterwards. How strongly an instruction works "
        f"is assumed: {WEIGHT:g} SDs of the evidence (`belief.told.weight`)."
    ),
    apply=_told,
)
