"""Results rich enough to fill every section of a report; numbers near those of a real study."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from math import nan

from example_tables import (
    blinding_tables,
    characteristics,
    coefficients,
    counterexamples,
    curve_table,
    diagnostics,
    flow,
    side_by_side,
)

from limen.results import (
    EstimandText,
    Estimate,
    FitStatus,
    Provenance,
    Result,
    Results,
    ResultStatus,
    Role,
)

LMER = """@article{bates2015,
  title = {Fitting Linear Mixed-Effects Models Using {lme4}},
  author = {Bates, Douglas and M{\\"a}chler, Martin and Bolker, Ben and Walker, Steve},
  journal = {Journal of Statistical Software}, volume = {67}, number = {1}, pages = {1--48},
  year = {2015}, doi = {10.18637/jss.v067.i01}
}"""
CURVE = """@article{szigeti2023,
  author = "Szigeti, Bal\\'azs and Nutt, David and Carhart-Harris, Robin and Erritzoe, David",
  title = {The difference between {`}placebo group{'} and {`}placebo control{'}},
  journal = {Scientific Reports}, year = 2023, volume = 13, pages = {12107},
  doi = {https://doi.org/10.1038/s41598-023-34938-7}}"""

# outcome, title, unit, sd, role, better, with guess and without: estimate, standard error, df, n
ACUTE = (
    ("panas", "PANAS balance", "points", 10.3, "primary", "higher",
     (2.219319, 0.716436, 842.68), (0.938871, 0.710683, 839.08), 847),
    ("energy", "Energy", "mm", 19.8, "secondary", "higher",
     (5.274652, 1.410768, 831.34), (2.442953, 1.393779, 839.22), 847),
    ("mood", "Mood (visual analogue scale, “how do you feel right now?”)",
     "mm", 18.1, "secondary", "higher",
     (3.61, 1.29, 836.1), (1.12, 1.27, 838.0), 846),
    ("creativity", "Créativité & <flow>", "mm", 19.1, "secondary", "higher",
     (4.12, 1.33, 831.0), (1.02, 1.29, 836.4), 845),
    ("focus", "Focus", "mm", 18.9, "secondary", "higher",
     (2.31, 1.36, 834.2), (0.66, 1.37, 838.8), 846),
    ("temper", "Temper", "mm", 16.9, "secondary", "higher",
     (1.12, 1.17, 840.9), (0.15, 1.19, 839.2), 847),
    ("qids", "Depressive symptoms of the past week, QIDS-SR16",
     "points", 4.0, "secondary", "lower",
     (-0.339194, 0.291123, 841.97), (-0.131213, 0.295507, 840.19), 859),
    ("intensity", "Drug intensity", "mm", 21.6, "positive_control", "",
     (12.494742, 1.537597, 796.19), (3.390339, 0.982189, 832.04), 844),
    ("cps", "Cognitive performance score", "SD units", 0.52, "negative_control", "higher",
     (0.045812, 0.035174, 580.59), (0.039765, 0.036113, 576.59), 646),
)  # fmt: skip

INDICES = (
    ("Correct guess rate", "Correct guess rate, all", 0.649, 0.611, 0.688),
    ("James index", "James index", 0.374, 0.338, 0.411),
    ("Bang index", "Bang index, placebo", 0.508, 0.425, 0.590),
    ("Bang index", "Bang index, microdose", -0.015, -0.122, 0.094),
    ("Sensitivity d′", "Sensitivity d′", 0.67, 0.50, 0.85),
    ("Criterion", "Criterion", 0.35, 0.24, 0.46),
)


def estimate(label: str, value: float, se: float, df: float, **rest: object) -> Estimate:
    """An estimate with a normal interval; good enough to look at."""
    made = Estimate.normal(label=label, value=value, standard_error=se, **rest)
    return replace(made, df=df, interval="t")


def acute(guess: str) -> tuple[Result, ...]:
    """The mixed model of every outcome, without or with the guess."""
    found = []
    for outcome, title, unit, sd, role, better, plain, adjusted, n in ACUTE:
        value, se, df = adjusted if guess == "adjusted" else plain
        effect = estimate("Microdose − Placebo", value, se, df, n=n, participants=239, unit=unit)
        analysis = "acute_with_guess" if guess == "adjusted" else "acute"
        own: Role = role  # type: ignore[assignment]
        if guess == "adjusted" and not role.endswith("control"):
            own = "sensitivity"
        words = "with the treatment guess" if guess == "adjusted" else "as published"
        found.append(
            Result(
                key=f"{analysis}.{outcome}",
                analysis=analysis,
                title=f"Acute effect, {words}",
                role=own,
                estimator="mixed_model",
                estimand="acute",
                outcome=outcome,
                outcome_title=title,
                unit=unit,
                better=better,  # type: ignore[arg-type]
                status=ResultStatus.WARNED if outcome == "cps" else ResultStatus.DONE,
                warnings=("201 of 847 planned observations are missing.",) * (outcome == "cps"),
                estimates=(effect,),
                tables=(coefficients(effect), *diagnostics()),
                details={"guess": guess, "sd": sd, "tau": 5.332, "df_method": "satterthwaite"},
                methods="Linear mixed models with a random intercept per participant were fitted "
                "by REML; degrees of freedom after Satterthwaite.",
                references=(LMER,),
                seconds=0.004,
            )
        )
    return tuple(found)


def curves() -> tuple[Result, ...]:
    """The guess-rate curve of every outcome."""
    pairs = zip(acute("none"), acute("adjusted"), strict=True)
    found = []
    for plain, adjusted in pairs:
        raw, with_guess = plain.estimates[0], adjusted.estimates[0]
        half = estimate("Δ(0.5)", raw.value - 12.0 * (plain.outcome == "intensity"), 1.4, nan)
        if plain.outcome != "intensity":
            half = estimate("Δ(0.5)", 0.3 * raw.value, raw.standard_error * 1.2, nan)
        standard = estimate("Standardised contrast", half.value * 1.3, half.standard_error, nan)
        found.append(
            replace(
                plain,
                key=f"curve_all.{plain.outcome}",
                analysis="curve_all",
                title="Guess-rate curve, all weeks",
                estimator="guess_rate_curve",
                role=plain.role if plain.role.endswith("control") else "sensitivity",
                status=ResultStatus.DONE,
                warnings=(),
                estimates=(half, standard),
                tables=(
                    curve_table(raw.value, half.value, half.standard_error),
                    side_by_side(raw, with_guess, half),
                ),
                methods="The effect was computed as a function of the correct-guess rate.",
                references=(CURVE, LMER),
                details={},
            )
        )
    return tuple(found)


def blinding() -> Result:
    """Guesses by intervention, their shares, and the indices."""
    return Result(
        key="blinding_acute",
        analysis="blinding_acute",
        title="Blinding of the dose-day sessions",
        role="blinding",
        estimator="blinding",
        estimates=tuple(
            Estimate(label=label, value=v, lower=lo, upper=hi, interval="cluster bootstrap")
            for _, label, v, lo, hi in INDICES
        ),
        tables=blinding_tables(INDICES),
        methods="Blinding was assessed with d′, criterion, and the indices of James and Bang.",
        references=(),
    )


def without_answer() -> tuple[Result, ...]:
    """An analysis that was refused, and one that failed."""
    return (
        Result(
            key="direct_effect.panas",
            analysis="direct_effect",
            title="Controlled direct effect",
            role="sensitivity",
            estimator="direct_effect",
            outcome="panas",
            outcome_title="PANAS balance",
            status=ResultStatus.REFUSED,
            message="The guess was asked after the outcome, and nothing that could confound the "
            "two was measured before it. Ask the guess first, and side effects before the guess.",
        ),
        Result(
            key="accumulative.cams",
            analysis="accumulative",
            title="Change after four weeks",
            role="secondary",
            estimator="mmrm",
            outcome="cams",
            outcome_title="Mindfulness (CAMS)",
            status=ResultStatus.FAILED,
            message=FitStatus.NOT_CONVERGED.value,
        ),
    )


@cache
def example() -> Results:
    """A study with everything in it."""
    return Results(
        provenance=Provenance(
            study="Self-blinding microdose study (Szigeti et al. 2021)",
            design="Self-blinded: participants packed and drew their own coded envelopes",
            status="historical",
            protocol_version="1.0",
            protocol_hash="5f1d7a84c9e0b2f6" * 4,
            dataset_hash="86aa784528ee" * 5,
            allocations_hash="061a2aa8301f" * 5,
            data_source="szb37/mcrds_public at 43bb44c (MIT)",
            seed=20210302,
            participants=240,
            limen_version="0.1.0",
            software={"python": "3.11.2", "numpy": "2.4.0", "scipy": "1.17.0"},
            created_at="2026-11-23T15:09:00Z",
            command="limen analyse self_blinding --out report",
            seconds=4.2,
        ),
        results=(*acute("none"), *acute("adjusted"), blinding(), *curves(), *without_answer()),
        estimands=(
            EstimandText(
                id="acute",
                title="Does a microdose change mood on the day it is taken?",
                role="primary",
                treatment="Microdose capsule against placebo capsule on the dosing day",
                population="Everyone who took at least one capsule and answered that day",
                variable="PANAS balance, dosing day, 2–6 hours after the capsule",
                intercurrent_events=(
                    ("guessing_the_arm", "treatment_policy"),
                    ("stopping_dosing", "while_on_treatment"),
                ),
                summary="Difference of means",
            ),
            EstimandText(
                id="four_weeks",
                title="Does four weeks of microdosing change well-being?",
                role="secondary",
                treatment="Four microdose weeks against four placebo weeks",
                population="Everyone with a baseline and one follow-up",
                variable="Change from baseline after four weeks",
                intercurrent_events=(("guessing_the_arm", "treatment_policy"),),
                summary="Difference of mean changes",
            ),
        ),
        flow=flow(),
        characteristics=characteristics(),
        tables=(counterexamples(),),
        findings=(
            "QIDS above its maximum of 27 in four rows (participants 139 and 199): kept, flagged.",
            "Expectation is missing for participants 7, 154, 185 and 207.",
        ),
        cannot_answer=(
            "Whether belief mediates the effect: guesses were asked after the outcomes.",
            "Whether effects depend on dose: contents were self-sourced and never assayed.",
        ),
    )


@cache
def blinded() -> Results:
    """What a sealed dataset gives: nothing by arm."""
    whole = example()
    source = replace(whole.provenance, blinded=True, allocations_hash="")
    one_arm = replace(flow(), rows=tuple(row for row in flow().rows if row[2] is None))
    return Results(provenance=source, results=(), estimands=whole.estimands, flow=one_arm)
