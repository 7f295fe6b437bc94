"""What is in the body of those who take a dose, and what follows from how much it is."""

from __future__ import annotations

from typing import Literal

from limen.protocol.document.part import Id
from limen.simulate.scenario.document.supposition import Supposition, supposed


class Exposure(Supposition):
    """People differ in exposure as a substance's kinetics do, and notice or benefit by it.

    A person's exposure is the peak concentration after a dose, relative to that of the typical
    person after the same dose: log-normal between people, as the substance's file says.
    """

    substance: Id | None = supposed(
        None,
        "Substance whose kinetics and noticing are used, one that `limen pharmacology list` shows; "
        "left out: everybody is exposed alike",
    )
    formulation: Id | None = supposed(
        None, "Its formulation, as `limen pharmacology show` lists them; left out: the first"
    )
    d_prime: Literal["given", "constant", "proportional"] = supposed(
        "given",
        "Where d′ comes from: `given` under `noticing`; or the substance's file, `constant` over "
        "doses or `proportional` to the dose. The file's d′ is that of the average guess; it is "
        "stretched by what people differ in (criterion, expectation, mood), so that the average "
        "guess is the file's again",
    )
    scales: tuple[Literal["noticing", "direct"], ...] = supposed(
        (),
        "What is multiplied by a person's own exposure: `noticing` (d′), `direct` (the direct "
        "effect on every outcome)",
    )
