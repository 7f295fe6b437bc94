"""One replicate as a dataset, with the allocations that belong to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import limen
from limen.dataset import Allocations, Dataset, Provenance
from limen.errors import LimenError
from limen.protocol import Protocol
from limen.simulate.draw import BLOCK, draw
from limen.simulate.scenario import Scenario
from limen.simulate.study import Study
from limen.simulate.tables import answers, course, events, people
from limen.simulate.tables.setting import Record, Setting

if TYPE_CHECKING:
    from collections.abc import Mapping


def dataset(
    protocol: Protocol, scenario: Scenario, *, seed: int, replicate: int = 0, items: bool = True
) -> tuple[Dataset, Allocations]:
    """Simulate one replicate of a study as a sealed dataset, and its allocations.

    Replicate r is what a batch holds in block r // 256 at place r % 256. Without `items` scores
    stand alone, which is faster. Instruments that neither an outcome nor a covariate reads are
    left out. Raises `DocumentError` if the scenario does not fit the protocol.
    """
    if replicate < 0:
        raise LimenError(f"Replicates are numbered from 0; there is none with number {replicate}.")
    study = Study(protocol, scenario)
    drawn = draw(study, seed=seed, block=replicate // BLOCK, keep=[replicate % BLOCK])
    setting = Setting(drawn, seed, replicate)
    made = Dataset.from_tables(
        protocol,
        _tables(setting, items=items),
        simulated=True,
        seed=seed,
        provenance=Provenance(
            source=f"simulated: scenario {scenario.id} ({scenario.hash[:12]}), replicate "
            f"{replicate}, seed {seed}",
            made_by=f"limen {limen.__version__}",
            findings=tuple(_findings(study)),
        ),
    )
    return made, Allocations.of(made.hash, course.allocations(setting))


def _tables(setting: Setting, *, items: bool) -> Mapping[str, list[Record]]:
    scores, responses = answers.scores_and_responses(setting)
    return {
        "participants": list(people.participants(setting)),
        "screening": list(people.screening(setting)),
        "occasions": list(course.occasions(setting)),
        "administrations": list(course.administrations(setting)),
        "scores": scores,
        "responses": responses if items else [],
        "measurements": list(answers.measurements(setting)),
        "guesses": list(answers.guesses(setting)),
        "expectancies": list(people.expectancies(setting)),
        "adverse_events": list(events.adverse_events(setting)),
        "intercurrent_events": list(events.intercurrent_events(setting)),
        "concomitant_medications": list(events.concomitant_medications(setting)),
    }


def _findings(study: Study) -> list[str]:
    """What the protocol does not say, and was taken in its place."""
    found = [f"Simulated under the scenario: {study.scenario.title}."]
    if not hasattr(study.protocol.allocation, "kind") and not study.observational:
        found.append("The protocol does not say how arms are drawn: each was as likely.")
    if study.timeline.doses and not hasattr(study.protocol.regimen, "kind"):
        found.append("The protocol has no regimen: doses are those that outcomes or guesses name.")
    return found
