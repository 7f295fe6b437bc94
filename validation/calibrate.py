"""What `limen scenario calibrate` reports, from data drawn from scenarios that are known.

Two small studies: one with weekly doses, guesses, fillers and a rating of what is felt, and a diary
with stressors. Each parameter that a calibration reports must come back: its interval covers the
truth in 95 % of replicates. The rating takes most of the time, so it gets fewer replicates.
"""

from __future__ import annotations

from limen.protocol import parse_protocol
from limen.rehearse.calibrate.recovery import recover
from limen.simulate.scenario import parse_scenario
from limen.simulate.study import Study

PEOPLE = 150
RATED = 5  # how many times fewer replicates have the rating

HEAD = """\
limen: 1
id: small
title: A small study
version: "1.0"
status: planned
languages: [en]
population: {planned: 100, description: Adults, sites: [{id: home, title: At home}]}
respondents: [{id: participant, kind: participant}]
phases:
  - {id: run_in, kind: run_in, days: 7}
  - {id: treatment, kind: treatment, days: 28}
substances: [{id: lsd, title: LSD}]
interventions:
  - {id: placebo, kind: inactive_placebo, title: Placebo}
  - {id: low, kind: active, title: Low, substance: lsd, dose: {amount: 10, unit: ug}}
instruments:
  - id: scale
    title: A continuous scale
    kind: questionnaire
    subscales: [{id: total, better: higher}, {id: burden, better: lower}, {id: floor, better: lower,
      low: 0, high: 100}]
    licence: none
    source: Invented for a test
"""
DOSED = """\
periods: {count: 4, days: 7}
arms:
  - {id: PL, title: Placebo, periods: [placebo]}
  - {id: HH, title: Half, periods: [placebo, placebo, low, low], order: drawn}
  - {id: MD, title: Low, periods: [low]}
design: {kind: self_blinded, procedure: Envelopes, codes_opened: after_last_answer}
regimen: {kind: on_days, days: [1, 4]}
administration: {opens: "07:00", closes: "11:00", filler: placebo}
allocation: {kind: self_drawn, ratio: {PL: 1, HH: 1, MD: 1}}
occasions:
  - {id: before, kind: visit, phase: run_in, schedule: {kind: once, day: 7}, measures: [scale]}
  - {id: day, kind: visit, phase: treatment, measures: [scale, limen_intensity],
     schedule: {kind: on_days, days: [1, 4, 8, 15, 22]}}
outcomes:
  - {id: wellbeing, title: Well-being, instrument: scale, subscale: total, occasions: [before, day],
     exposure: administration, better: higher}
  - {id: strain, title: Strain, instrument: scale, subscale: floor, occasions: [day],
     exposure: administration, better: lower}
  - {id: intensity, title: Intensity, instrument: limen_intensity, subscale: intensity,
     occasions: [day], exposure: administration, better: neither, control: positive}
guesses:
  - {id: guess, title: Guess, occasions: [day], about: administration, options: [placebo, low],
     dont_know: true, confidence: true, after: [intensity], before: [wellbeing]}
expectancies:
  - {id: benefit, title: Expected benefit, occasion: before, interventions: [low]}
covariates:
  - {id: age, title: Age, kind: number, from: participants, name: age_years, unit: years}
  - {id: habit, title: Habit, kind: factor, levels: [none, some, much], from: participants}
analysis:
  analyses:
    - {id: blinding, title: Guesses, role: secondary, estimator: blinding, guess_from: guess,
       bootstrap: 20}
"""
DIARY = """\
arms:
  - {id: PL, title: Placebo, periods: [placebo]}
  - {id: MD, title: Low, periods: [low]}
design: {kind: parallel}
regimen: {kind: every_n_days, every: 7, administrations: 4}
allocation: {kind: permuted_blocks, ratio: {PL: 1, MD: 1}, block_sizes: [4]}
occasions:
  - {id: early, kind: diary, phase: run_in, schedule: {kind: daily, last: 7}, measures: [scale]}
  - {id: late, kind: diary, phase: treatment, schedule: {kind: daily, last: 14}, measures: [scale]}
outcomes:
  - id: reactivity
    title: Stressor reactivity
    derived: {kind: stressor_reactivity, problems: wellbeing, stressors: burden, run_in: [early]}
    occasions: [late]
    exposure: arm
    better: lower
  - {id: wellbeing, title: Well-being, instrument: scale, subscale: total, occasions: [early, late],
     exposure: arm, better: lower}
  - {id: burden, title: Burden, instrument: scale, subscale: burden, occasions: [early, late],
     exposure: arm, better: lower}
analysis:
  analyses:
    - {id: model, title: Model, role: secondary, estimator: mixed_model, outcomes: [wellbeing]}
"""
DOSED_TRUTH = """\
outcomes:
  - {id: wellbeing, mean: 10, sd_between: 2, sd_within: 3, trend_per_week: 0.3, placebo: 0.5,
     expectation: 0.4, direct: {active: 1}, belief: 1.5}
  - {id: strain, mean: 3, sd_between: 4, sd_within: 4}
  - {id: intensity, mean: 0, sd_within: 12, felt: {level: 20, slope: 20, unsteady: 0.5}}
noticing: {d_prime: {active: 0.8}}
belief: {criterion: 0.4, criterion_sd: 0.6, expectation: 0.3, undecided: 0.2, side_effects: 0.8,
  confidence: 0.8}
expectation: {mean: 0.5, sd: 0.15}
side_effects: [{term: headache, share: 0.05, added: {active: 0.08}}]
adherence: {missed_dose: 0.05, missed_entry: 0.08, filler_share: 0.2}
leaving: {at_random_per_week: 0.03, after_side_effect: 0.1, stays_without_dosing: 0.3}
rescue: {per_week: 0.03}
covariates:
  - {id: age, mean: 40, sd: 12, low: 21, high: 65}
  - {id: habit, shares: [0.5, 0.3, 0.2]}
"""
DIARY_TRUTH = """\
outcomes:
  - {id: wellbeing, mean: 45, sd_between: 3, sd_within: 4, autocorrelation: 0.4, stress: 0.6,
     trend_per_week: 0.5}
stressors: {per_day: 1.5, person_sd: 0.4, exposure_change: {active: -0.2}}
adherence: {missed_entry: 0.1}
"""
TRUTHS = {"dosed": DOSED_TRUTH, "diary": DIARY_TRUTH}


def without_rating(text: str) -> str:
    """The dosed study without its rating of what is felt, which takes most of the time."""
    lines = text.splitlines(keepends=True)
    start = next(i for i, line in enumerate(lines) if "id: intensity, title" in line)
    kept = "".join(lines[:start] + lines[start + 2 :])
    return kept.replace("after: [intensity], ", "").replace(", limen_intensity", "")


def study_of(which="dosed", *, people=100, truth=None, rating=True):
    """A study and what is true of it; `truth` in place of what is said above."""
    text = HEAD + (DOSED if which == "dosed" else DIARY)
    protocol = parse_protocol(text if rating else without_rating(text))
    said = TRUTHS[which] if truth is None else truth
    if not rating:
        lines = said.splitlines(keepends=True)
        said = "".join(line for line in lines if "id: intensity" not in line)
    head = f"limen: 1\nid: truth\ntitle: Truth\nparticipants: {people}\n"
    return Study(protocol, parse_scenario(head + said, protocol=protocol))


def summary(found, only=""):
    """Numbers of each parameter, short enough to be read."""
    return {
        path: {name: float(f"{value:.5g}") for name, value in vars(one).items()}
        for path, one in found.items()
        if path.startswith(only)
    }


def run(replicates: int, seed: int) -> dict[str, object]:
    """Truth, mean, spread, standard error and coverage of everything reported."""
    worlds = {
        "doses and guesses": recover(
            study_of("dosed", people=PEOPLE, rating=False),
            replicates=replicates,
            seed=seed,
            assume="belief_causes_outcome",
        ),
        "diary": recover(
            study_of("diary", people=PEOPLE),
            replicates=replicates,
            seed=seed,
            assume="guess_follows_outcome",
        ),
    }
    rated = recover(
        study_of("dosed", people=PEOPLE), replicates=max(replicates // RATED, 2), seed=seed + 1
    )
    return {
        "participants": PEOPLE,
        **{name: summary(found) for name, found in worlds.items()},
        "rating of what is felt": summary(rated, "outcomes.intensity"),
        "monte_carlo_error_of_coverage": (0.05 * 0.95 / replicates) ** 0.5,
    }
