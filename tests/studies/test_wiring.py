"""What a plan says is what the estimators are told: options, covariates, occasions, ratios."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from limen.analyse.plan import run
from limen.analyse.plan.items import belief, missing, models, resilience
from limen.analyse.plan.items.models import procedure_of
from limen.analyse.plan.items.safety import records_of
from limen.analyse.plan.question import Setting
from limen.analyse.reading import Reader
from limen.errors import AnalysisError
from limen.results import Result
from studies import Study

ITEM = {
    "change": "fallback: [ar1, compound_symmetry],\n       covariates: [age]}",
    "model": "covariates: [age, sex], covariance: compound_symmetry}",
    "stratified": "guess: interaction, guess_from: guess}",
    "curve": "published: true, pseudo_trials: 8, grid_points: 11, bootstrap: 50}",
    "direct": "intermediate: [intensity], bootstrap: 20}",
    "reactivity": "outcome: reactivity, bootstrap: 100}",
    "dynamics": "at_least: 10}",
    "recovery": "event_above: 10, occasions: [diary]}",
    "imputed": "outcomes: [wellbeing_change], covariates: [age]}\n    - {id: tipping",
    "tipping": "outcomes: [wellbeing_change], covariates: [age]}\n    - {id: redrawn",
    "redrawn": "occasions: [visit.3],\n       replicates: 199}",
}


def with_option(study: Study, analysis: str, option: str) -> Study:
    """The plan with an option added to one analysis, and nothing else in it."""
    text = ITEM[analysis]
    head, _, tail = text.partition("}")
    return study.amended(text, f"{head}{option and ', ' + option}}}{tail}").planning(analysis)


@pytest.fixture
def told(
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[[object, str, Study], dict[str, object]]:
    """`told(module, door, study)`: the keywords with which the plan calls a door."""

    def call(module: object, door: str, study: Study) -> dict[str, object]:
        seen: list[dict[str, object]] = []

        def spy(*layouts: object, **keywords: object) -> None:
            seen.append(keywords)
            raise AnalysisError("Told enough.")

        monkeypatch.setattr(module, door, spy)
        run(study.unsealed)
        (keywords,) = seen[:1]
        return keywords

    return call


@pytest.mark.parametrize(
    ("module", "door", "analysis", "option", "expected"),
    [
        (models, "mmrm", "change", "", {"fallback": ("ar1", "compound_symmetry")}),
        (models, "mmrm", "change", "df: kenward_roger", {"df": "kenward_roger"}),
        (models, "mmrm", "change", "", {"baseline": "main", "covariates": ("age",)}),
        (models, "mmrm", "change", "baseline_by_occasion: true", {"baseline": "by_visit"}),
        (models, "mmrm", "change", "baseline: false", {"baseline": "none"}),
        (models, "mixed_model", "model", "df: kenward_roger", {"df": "kenward_roger"}),
        (models, "mixed_model", "model", "method: ml", {"method": "ml"}),
        (models, "mixed_model", "model", "", {"covariance": "compound_symmetry", "level": 0.95}),
        (models, "rerandomisation_test", "redrawn", "", {"redraws": 199}),
        (belief, "guess_rate_curve", "curve", "", {"published": True, "pseudo_trials": 8}),
        (belief, "guess_rate_curve", "curve", "", {"grid_points": 11, "bootstrap": 50}),
        (belief, "direct_effect", "direct", "folds: 3", {"folds": 3, "bootstrap": 20}),
        (
            belief, "direct_effect", "direct", "",
            {"confounders": ("benefit", "intensity"), "measured_after": ("intensity",)},
        ),
        (resilience, "stressor_reactivity", "reactivity", "", {"quadratic": False}),
        (resilience, "stressor_reactivity", "reactivity", "line: quadratic", {"quadratic": True}),
        (resilience, "affect_dynamics", "dynamics", "", {"fewest_pairs": 9}),
        (resilience, "recovery", "recovery", "", {"threshold": 10}),
        (missing, "reference_based", "imputed", "strategies: [copy_reference]",
         {"strategies": ("copy_reference",)}),
        (missing, "delta_tipping", "tipping", "strategy: copy_reference",
         {"strategy": "copy_reference"}),
    ],
)  # fmt: skip
def test_an_option_of_the_plan_reaches_the_estimator(
    parallel_study, told, module, door, analysis, option, expected
) -> None:
    keywords = told(module, door, with_option(parallel_study, analysis, option))
    assert {name: keywords[name] for name in expected} == expected


def asked(study: Study, analysis: str, outcome: str) -> Result:
    (found,) = [r for r in run(study.planning(analysis).unsealed).results if r.outcome == outcome]
    return found


def test_covariates_of_one_outcome_replace_those_of_all(parallel_study: Study) -> None:
    study = with_option(parallel_study, "model", "covariates_by_outcome: {stress: [benefit]}")
    own, other = (asked(study, "model", name).methods for name in ("stress", "wellbeing"))
    assert "benefit" in own
    assert "age" not in own.split(" fitted by ")[0].split()
    assert "age" in other
    assert "benefit" not in other


def test_the_occasion_that_the_estimand_names_first_answers(parallel_study: Study) -> None:
    study = parallel_study.amended(
        "outcomes: [wellbeing, wellbeing_change, stress]\n    occasions: [visit]",
        "outcomes: [wellbeing, wellbeing_change, stress]\n    occasions: [visit.2, visit.3]",
    )
    labels = [e.label for e in asked(study, "change", "wellbeing_change").estimates]
    assert labels[0].endswith("visit.2")
    last = asked(parallel_study, "change", "wellbeing_change").estimates
    assert last[0].label.endswith("visit.3")


def test_an_interaction_gives_a_contrast_per_guess(parallel_study: Study) -> None:
    """The two differ, and the people who gave each guess are counted apart."""
    strata = asked(parallel_study, "stratified", "wellbeing").estimates
    last = [e for e in strata if "visit.3" in e.label and "guess" in e.label]
    assert len(last) >= 2
    assert len({round(e.value, 9) for e in last}) == len(last)
    assert len(asked(parallel_study, "adjusted", "wellbeing").estimates) == 3


def test_the_ratio_belongs_to_its_arms_in_whatever_order_it_is_written(
    parallel_study: Study,
) -> None:
    blocks = "  ratio: {PL: 1, MD: 1}\n  strata: [sex]\n  block_sizes: [2, 4]\n"
    study = parallel_study.amended(blocks, "  ratio: {MD: 2, PL: 1}\n  block_sizes: [3, 6]\n")
    reader = Reader(study.unsealed)
    procedure = procedure_of(Setting(reader=reader, seed=1, level=0.95), reader.exposure.arm_titles)
    assert reader.exposure.arms == ("PL", "MD")
    assert procedure.ratio == (1, 2)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("before: [wellbeing, wellbeing_change, stress]", "before: [wellbeing_change, stress]",
         "outcome is measured before"),
        ("after: [intensity]", "after: []", "guess is asked before"),
    ],
)  # fmt: skip
def test_the_order_of_measurement_is_the_protocols(
    parallel_study: Study, old: str, new: str, reason: str
) -> None:
    assert asked(parallel_study, "direct", "wellbeing").message == ""
    assert reason in asked(parallel_study.amended(old, new), "direct", "wellbeing").message


@pytest.mark.parametrize(
    ("update", "terms"),
    [
        ({"period": "linear"}, ["intervention", "period_number"]),
        ({"period": "factor", "carry_over": True}, ["intervention", "period", "carry_over"]),
        ({"period": "none"}, ["intervention"]),
    ],
)
def test_the_terms_of_a_crossover(
    crossover_study: Study, monkeypatch: pytest.MonkeyPatch, update, terms
) -> None:
    seen: list[list[str]] = []
    monkeypatch.setattr(models, "mixed_model", lambda layout, terms, **rest: seen.append(terms))
    unsealed = crossover_study.unsealed
    (plain,) = [item for item in unsealed.protocol.analysis.analyses if item.id == "plain"]
    setting = Setting(reader=Reader(unsealed), seed=1, level=0.95)
    for question in models.mixed_models(plain.model_copy(update=update), setting):
        question.ask()
    assert seen == [terms]


def test_days_of_exposure_end_with_the_last_one_and_grades_keep_their_names(
    parallel_study: Study,
) -> None:
    """Rows in whatever order: the last study day of a person is the largest."""
    tables = {
        name: list(parallel_study.dataset.rows(name))[::-1]
        for name in ("administrations", "occasions", "adverse_events")
    }
    days = [
        records_of(Setting(reader=Reader(study.unsealed), seed=1, level=0.95)).exposure_days
        for study in (parallel_study, parallel_study.with_tables(**tables))
    ]
    assert days[0].tolist() == days[1].tolist()
    assert set(days[0]) == {21.0}


def test_severity_is_named_by_its_grade(parallel_study: Study) -> None:
    rows = [
        {**row, "severity_grade": str(1 + i % 5)}
        for i, row in enumerate(parallel_study.dataset.rows("adverse_events"))
    ]
    study = parallel_study.with_tables(adverse_events=rows)
    found = records_of(Setting(reader=Reader(study.unsealed), seed=1, level=0.95))
    named = ("mild", "moderate", "severe", "life-threatening", "death")
    written = [int(row["severity_grade"]) for row in study.dataset.rows("adverse_events")]
    assert found.severity == tuple(named[grade - 1] for grade in written)


def test_the_better_direction_decides_who_improved(parallel_study: Study, told) -> None:
    assert told(resilience, "reliable_change", parallel_study.planning("changed"))["better"] == (
        "higher"
    )
    worse = parallel_study.amended(
        "occasions: [visit], exposure: arm, better: higher, change_from: baseline",
        "occasions: [visit], exposure: arm, better: lower, change_from: baseline",
    )
    assert told(resilience, "reliable_change", worse.planning("changed"))["better"] == "lower"


def test_the_run_in_is_no_part_of_the_treatment(parallel_study: Study, told) -> None:
    """Also where the outcome's occasions name it."""
    study = parallel_study.amended(
        "    occasions: [diary]\n    exposure: arm\n    better: lower",
        "    occasions: [run_in_diary, diary]\n    exposure: arm\n    better: lower",
    )
    keywords = told(resilience, "stressor_reactivity", study.planning("reactivity"))
    assert not set(keywords["run_in"]) & set(keywords["treatment"])
    assert len(keywords["treatment"]) == 21
