"""What was not answered is told once, in short where it belongs and in full with the problems."""

from __future__ import annotations

from dataclasses import replace

import pytest
from example_results import acute, blinded, example

from limen.report import render
from limen.results import Column, Result, Results, ResultStatus, Table

WHY = "It cannot be estimated on '{}'. (1) The guess came first. (2) Nothing was asked before it."
ANSWER = Column(key="answer", title="Answer", kind="text")
SEALED = "The dataset is sealed: this analysis was not run."


def refused(estimator: str, reason: str = WHY) -> tuple[Result, ...]:
    return tuple(
        replace(
            result,
            key=f"refused.{result.outcome}",
            analysis="refused",
            title=f"{result.outcome_title}: Belief held fixed",
            estimator=estimator,
            role="sensitivity",
            status=ResultStatus.REFUSED,
            message=reason.format(result.outcome_title),
            estimates=(),
            tables=(),
            warnings=(),
        )
        for result in acute("none")[:3]
    )


def section(html: str, name: str) -> str:
    start = html.index(f'<section id="{name}"')
    return html[start : html.index("</section>", start)]


@pytest.mark.parametrize(
    ("estimator", "where"), [("direct_effect", "curve"), ("mixed_model", "analyses")]
)
def test_a_refused_analysis_is_one_entry(estimator: str, where: str) -> None:
    results = replace(example(), results=(*example().results, *refused(estimator)))
    html = render(results)
    short = section(html, where)
    assert short.count("It cannot be estimated.") == 1
    assert "The guess came first" not in short
    assert 'href="#problems"' in short
    full = section(html, "problems")
    assert full.count("(1) The guess came first.") == 1
    for result in refused(estimator):
        assert f"[{result.key}]" in full


def sealed() -> Results:
    guesses = Table(
        key="pooled_guesses", caption="All guesses", columns=(ANSWER,), rows=(("yes",),)
    )
    results = (*refused("mixed_model", SEALED), *refused("guess_rate_curve", SEALED))
    return replace(blinded(), results=results, tables=(guesses,))


def test_a_sealed_dataset_says_once_what_waits_for_unsealing() -> None:
    html = render(sealed())
    assert "after unsealing" in section(html, "analyses")
    assert SEALED not in section(html, "analyses")
    assert SEALED not in section(html, "curve")
    assert "names no control outcome" not in html
    assert SEALED in section(html, "problems")


def test_the_guesses_of_all_people_together_stand_with_blinding() -> None:
    html = render(sealed())
    assert 'data-key="pooled_guesses"' in section(html, "blinding")
    assert html.count('data-key="pooled_guesses"') == 1
