"""What is estimated: the five attributes of every estimand."""

from __future__ import annotations

from limen.report.page.html import Section, chip, clean, definitions, paragraph, tag
from limen.results import EstimandText, Results

_SOURCE = "Each question is stated by the five attributes of ICH E9(R1)."


def estimands(results: Results) -> Section:
    """A card per estimand: two columns fit a telephone, six would not."""
    cards = [_card(estimand) for estimand in results.estimands]
    body = (
        paragraph(_SOURCE) + tag("div", *cards, class_="cards")
        if cards
        else paragraph("The protocol states no estimand.")
    )
    return Section("estimands", "What is estimated", body, "Estimands")


def _card(estimand: EstimandText) -> str:
    strategies = "; ".join(
        f"{event.replace('_', ' ')}: {strategy.replace('_', ' ')}"
        for event, strategy in estimand.intercurrent_events
    )
    facts = definitions(
        [
            ("Treatment", estimand.treatment),
            ("Population", estimand.population),
            ("Variable", estimand.variable),
            ("Intercurrent events", strategies or "none named"),
            ("Summary", estimand.summary),
        ]
    )
    head = tag("h3", clean(estimand.title), " ", chip(estimand.role, estimand.role))
    return tag("article", head, facts, class_="card", id=f"estimand-{estimand.id}")
