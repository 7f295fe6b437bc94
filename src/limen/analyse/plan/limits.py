"""What a study of this design cannot answer, read off its protocol."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from limen.protocol import Protocol, listed


def cannot_answer(protocol: Protocol) -> tuple[str, ...]:
    """Questions a reader would ask that the design leaves open, each with its reason.

    Analyses that were refused stand among the results, with theirs.
    """
    return (*_about_guesses(protocol), *_about_measures(protocol))


def _about_guesses(protocol: Protocol) -> Iterator[str]:
    if not listed(protocol.guesses):
        yield (
            "Whether belief explains an effect: nobody was asked to guess, so neither blinding nor "
            "any adjustment for belief can be assessed."
        )
    forced = [guess.title for guess in listed(protocol.guesses) if guess.dont_know is False]
    if forced:
        yield (
            f"How many people could not tell: {_list(forced)} offered no “don't know”, so a coin "
            "toss and a conviction look alike."
        )
    unsure = [guess.title for guess in listed(protocol.guesses) if guess.confidence is False]
    if unsure:
        yield f"How sure people were: {_list(unsure)} did not ask for confidence."
    for order, titles in (
        (
            "came after the outcomes",
            [g.title for g in listed(protocol.guesses) if g.after and not g.before],
        ),
        (
            "may have come before or after the outcomes, the protocol does not say",
            [g.title for g in listed(protocol.guesses) if not g.after and not g.before],
        ),
    ):
        if titles:
            yield (
                f"What belief did to the outcomes: {_list(titles)} {order}, so a guess may be a "
                "consequence of the outcome as well as a cause. Adjustments for the guess are "
                "sensitivity analyses and not effects of the drug without belief."
            )


def _about_measures(protocol: Protocol) -> Iterator[str]:
    estimators = {item.estimator for item in protocol.analysis.analyses}
    if "stressor_reactivity" not in estimators:
        yield (
            "Whether resilience changed: the plan holds no analysis of reactivity to stressors or "
            "of recovery from them."
        )
    if "adverse_events" not in estimators:
        yield "Safety: the plan holds no analysis of adverse events."
    if not any(outcome.control == "negative" for outcome in protocol.outcomes):
        yield (
            "Whether an analysis finds effects where there are none: no negative control outcome."
        )


def _list(titles: Sequence[str]) -> str:
    return " and ".join(f"“{title}”" for title in titles)
