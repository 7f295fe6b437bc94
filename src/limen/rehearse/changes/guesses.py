"""When, of whom and in which order the treatment guess is asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from limen.dataset.vocabulary import parts
from limen.protocol import Protocol
from limen.protocol.document.analysis import DirectEffect, GuessRateCurve, MixedModel
from limen.protocol.document.measurement import Guess
from limen.rehearse.cell import Cell
from limen.rehearse.changes.change import DesignChange, Unfit, changed

Uses = DirectEffect | GuessRateCurve | MixedModel


def _several_times(cell: Cell) -> Cell | Unfit:
    """Ask wherever the outcomes of the analyses that use a guess are measured, and use it there."""
    protocol, values = cell.protocol, dict[str, Any]()
    uses = list(_uses(protocol))
    if not uses:
        return Unfit("No planned analysis of an outcome uses a guess.")
    for item in uses:
        guess = protocol.guess(str(item.guess_from))
        wanted = _measured(protocol, item)
        asked = protocol.occasion_ids(*values.get(_asked(guess), guess.occasions))
        if set(wanted) - set(asked):
            values[_asked(guess)] = _in_order(protocol, {*asked, *wanted})
        if item.occasions and set(wanted) - set(protocol.occasion_ids(*item.occasions)):
            values[f"analysis.analyses[{item.id}].occasions"] = list(wanted)
    if not values:
        return Unfit("The guess is asked, and used, wherever its outcomes are measured.")
    return changed(cell, SEVERAL_GUESS_TIMES.title, values)


def _part_asked(cell: Cell) -> Cell | Unfit:
    protocol = cell.protocol
    own = [one for one in parts(protocol.guesses) if _by_participant(protocol, one)]
    everybody = [one for one in own if one.share_asked == 1]
    if not own:
        return Unfit("Participants are not asked for a guess.")
    if not everybody:
        return Unfit("Only a random part is asked already.")
    values = {f"guesses[{one.id}].share_asked": 0.5 for one in everybody}
    return changed(cell, RANDOM_PART_ASKED.title, values)


def _first(cell: Cell) -> Cell | Unfit:
    """What was felt, then the guess, then the outcome, for every planned direct effect."""
    protocol, values = cell.protocol, dict[str, Any]()
    uses = [item for item in _uses(protocol) if isinstance(item, DirectEffect)]
    if not uses:
        return Unfit("No planned analysis holds belief fixed (`estimator: direct_effect`).")
    for item in uses:
        guess = protocol.guess(str(item.guess_from))
        felt = tuple(item.intermediate) or _felt(protocol, guess)
        if not felt:
            return Unfit(
                f"Nothing that is felt is measured where '{guess.id}' is asked: measure side "
                "effects or a positive control there first."
            )
        if set(item.outcomes) <= set(guess.before) and set(felt) <= set(guess.after):
            continue
        if not item.intermediate:
            values[f"analysis.analyses[{item.id}].intermediate"] = list(felt)
        earlier, later = f"guesses[{guess.id}].after", f"guesses[{guess.id}].before"
        sheets = _same_sheets(protocol, item, guess)
        before = dict.fromkeys((*values.get(later, guess.before), *item.outcomes, *sheets))
        after = dict.fromkeys((*values.get(earlier, guess.after), *felt))
        values[later] = [one for one in before if one not in felt]
        values[earlier] = [one for one in after if one in felt or one not in before]
    if not values:
        return Unfit("It is asked in this order already.")
    return changed(cell, GUESS_FIRST.title, values)


def _uses(protocol: Protocol) -> Iterator[Uses]:
    """The analyses of outcomes that use a participant's guess."""
    own = {one.id for one in parts(protocol.guesses) if _by_participant(protocol, one)}
    for item in parts(protocol.analysis.analyses):
        if isinstance(item, MixedModel) and item.guess == "none":
            continue
        if isinstance(item, Uses) and item.guess_from in own:
            yield item


def _by_participant(protocol: Protocol, guess: Guess) -> bool:
    kinds = {one.id: one.kind for one in parts(protocol.respondents)}
    return kinds.get(str(guess.respondent), "participant") == "participant"


def _measured(protocol: Protocol, item: Uses) -> tuple[str, ...]:
    """Where the outcomes of an analysis are measured, as far as its estimand counts them."""
    outcomes = [protocol.outcome(id) for id in item.outcomes]
    found = {id for one in outcomes for id in protocol.occasion_ids(*parts(one.occasions))}
    if item.estimand is not None:
        counted = parts(protocol.estimand(str(item.estimand)).occasions)
        found &= set(protocol.occasion_ids(*counted)) if counted else found
    return tuple(_in_order(protocol, found))


def _felt(protocol: Protocol, guess: Guess) -> tuple[str, ...]:
    """Positive controls that are measured where a guess is asked."""
    asked = set(protocol.occasion_ids(*guess.occasions))
    return tuple(
        one.id
        for one in parts(protocol.outcomes)
        if one.control == "positive" and asked <= set(protocol.occasion_ids(*parts(one.occasions)))
    )


def _same_sheets(protocol: Protocol, item: Uses, guess: Guess) -> tuple[str, ...]:
    """Outcomes asked before a guess that stand on one sheet with those of an analysis."""
    sheets = {protocol.outcome(id).instrument for id in item.outcomes} - {None}
    return tuple(id for id in guess.after if protocol.outcome(id).instrument in sheets)


def _asked(guess: Guess) -> str:
    return f"guesses[{guess.id}].occasions"


def _in_order(protocol: Protocol, names: set[str]) -> list[str]:
    return [id for id in protocol.occasion_ids() if id in names]


SEVERAL_GUESS_TIMES = DesignChange(
    key="several_guess_times",
    title="Asking for the guess wherever the outcome is measured",
    why="What was believed is then known at each measurement, not only at one.",
    costs=(
        "A question more each time; asking may itself make people look inward, which a scenario "
        "says with `belief.asking`."
    ),
    apply=_several_times,
)
RANDOM_PART_ASKED = DesignChange(
    key="random_part_asked",
    title="Asking a random half for their guess",
    why="Who is not asked is not made to look inward, and shows what asking does.",
    costs=(
        "Half of the guesses, so whatever uses them loses precision. It can help only where the "
        "scenario says that asking does something (`belief.asking`)."
    ),
    apply=_part_asked,
)
GUESS_FIRST = DesignChange(
    key="guess_first",
    title="Asking what was felt, then for the guess, and measuring the outcome after both",
    why="In this order, and only in it, an effect with belief held fixed can be estimated.",
    costs=(
        "The guess comes before the outcome, and may colour its answers. What moves both guess and "
        "outcome and is not measured still biases."
    ),
    apply=_first,
)
