"""What is estimated: the five attributes of every estimand."""

from __future__ import annotations

from limen.report.page.html import Section, chip, clean, definitions, paragraph, spoken, tag
from limen.report.words.told import listing
from limen.results import EstimandText, Results

_SOURCE = "Each question is stated by the five attributes of ICH E9(R1)."


def estimands(results: Results) -> Section:
    """A card per estimand; a population that all of them share is told once."""
    found = results.estimands
    people = {estimand.population for estimand in found}
    shared = len(people) == 1 < len(found)
    cards = [_card(estimand, peopled=not shared) for estimand in found]
    told = (
        f"{_SOURCE} All of them are about one population: {found[0].population}."
        if shared
        else _SOURCE
    )
    body = (
        paragraph(told) + tag("div", *cards, class_="cards")
        if cards
        else paragraph("The protocol states no estimand.")
    )
    return Section("estimands", "What is estimated", body, "Estimands")


def _card(estimand: EstimandText, *, peopled: bool) -> str:
    facts = definitions(
        [
            ("Treatment", estimand.treatment),
            ("Population", estimand.population if peopled else ""),
            ("Variable", spoken(estimand.variable)),
            ("Intercurrent events", _strategies(estimand) or "none named"),
            ("Summary", estimand.summary),
        ]
    )
    head = tag("h3", clean(estimand.title), " ", chip(estimand.role, estimand.role))
    return tag("article", head, facts, class_="card", id=f"estimand-{estimand.id}")


def _strategies(estimand: EstimandText) -> str:
    """Every strategy with the events that it answers."""
    events: dict[str, list[str]] = {}
    for event, strategy in estimand.intercurrent_events:
        events.setdefault(strategy.replace("_", " "), []).append(event.replace("_", " "))
    return "; ".join(f"{strategy} for {listing(named)}" for strategy, named in events.items())
