"""The study that the rehearsal's benchmark rehearses: 200 people × 8 visits, every quick estimator.

The scenario goes the whole way: dose, a person's own exposure, noticing, belief, outcome.
"""

from __future__ import annotations

from limen.protocol import Protocol, parse_protocol
from limen.rehearse import Cell
from limen.simulate.scenario import parse_scenario

QUICK = """\
    - {id: effect, title: Effect, role: primary, estimand: effect, estimator: mixed_model,
       outcomes: [wellbeing], covariates: [age]}
    - {id: adjusted, title: Guesses in the model, role: sensitivity, estimator: mixed_model,
       outcomes: [wellbeing], guess: adjusted, guess_from: guess}
    - {id: blinding, title: Guesses, role: secondary, estimator: blinding, guess_from: guess}
    - {id: curve, title: Guess-rate curve, role: sensitivity, estimator: guess_rate_curve,
       outcomes: [wellbeing], occasions: [visit.8], guess_from: guess}
    - {id: held, title: Belief held fixed, role: sensitivity, estimator: direct_effect,
       outcomes: [wellbeing], occasions: [visit.8], guess_from: guess, confounders: [age, benefit],
       intermediate: [felt]}
    - {id: dynamics, title: Variance and inertia, role: exploratory, estimator: affect_dynamics,
       outcomes: [mood], at_least: 5}
    - {id: improved, title: Who improved, role: exploratory, estimator: reliable_change,
       outcomes: [change], follow_up: visit.8, reliability: 0.8, reliability_source: Invented}
    - {id: events, title: Adverse events, role: safety, estimator: adverse_events}
"""
MMRM = """\
    - {id: repeated, title: Repeated measures, role: primary, estimand: effect, estimator: mmrm,
       outcomes: [wellbeing], covariates: [age], fallback: [ar1], baseline: false}
"""
PLAIN = """\
    - {id: plain, title: Effect, role: secondary, estimator: mixed_model, outcomes: [unbounded],
       by_occasion: false}
"""
_PROTOCOL = """\
limen: 1
id: benchmark
title: Eight visits of a parallel study
version: "1.0"
status: planned
languages: [en]
population:
  planned: {people}
  description: Adults
  screening: [{{id: age_years, title: Age, kind: number, unit: years}}]
respondents: [{{id: participant, kind: participant}}]
phases:
  - {{id: run_in, kind: run_in, days: 7}}
  - {{id: treatment, kind: treatment, days: {days}}}
substances: [{{id: lsd, title: LSD}}]
interventions:
  - {{id: placebo, kind: inactive_placebo, title: Placebo}}
  - {{id: lsd_10, kind: active, title: LSD, substance: lsd, dose: {{amount: 10, unit: ug}}}}
arms:
  - {{id: PL, title: Placebo, periods: [placebo]}}
  - {{id: MD, title: Micro-doses, periods: [lsd_10]}}
design: {{kind: parallel}}
regimen: {{kind: every_n_days, every: 7, administrations: {visits}}}
allocation: {{kind: permuted_blocks, ratio: {{PL: 1, MD: 1}}, block_sizes: [4]}}
instruments:
  - id: scale
    title: A scale
    kind: questionnaire
    subscales:
      - {{id: wellbeing, better: higher, low: 0, high: 100}}
      - {{id: mood, better: higher, low: 0, high: 100}}
      - {{id: unbounded, better: higher}}
    licence: none
    source: Invented for a benchmark
  - id: intensity
    title: A rating
    kind: questionnaire
    subscales: [{{id: felt, better: neither, low: 0, high: 100}}]
    licence: none
    source: Invented for a benchmark
occasions:
  - {{id: baseline, kind: visit, phase: run_in, schedule: {{kind: once, day: 7}},
     measures: [scale]}}
  - {{id: visit, kind: visit, phase: treatment, schedule: {{kind: on_days, days: {on}}},
     measures: [scale, intensity]}}
outcomes:
  - {{id: wellbeing, title: Well-being, instrument: scale, subscale: wellbeing,
     occasions: [visit], exposure: arm, better: higher}}
  - {{id: change, title: Change of well-being, instrument: scale, subscale: wellbeing,
     occasions: [visit], exposure: arm, better: higher, change_from: baseline}}
  - {{id: mood, title: Mood, instrument: scale, subscale: mood, occasions: [visit],
     exposure: arm, better: higher}}
  - {{id: unbounded, title: On a scale without ends, instrument: scale, subscale: unbounded,
     occasions: [visit], exposure: arm, better: higher}}
  - {{id: felt, title: What is felt, instrument: intensity, subscale: felt, occasions: [visit],
     exposure: arm, better: neither, control: positive}}
expectancies:
  - {{id: benefit, title: Expected benefit, occasion: baseline, interventions: [lsd_10]}}
guesses:
  - {{id: guess, title: Which arm?, occasions: [visit], about: arm, options: [PL, MD],
     dont_know: true, confidence: true, after: [felt], before: [wellbeing]}}
covariates:
  - {{id: age, title: Age, kind: number, from: participants, name: age_years, unit: years}}
  - {{id: benefit, title: Expected benefit, kind: number, from: expectancies}}
safety:
  roles: [{{id: physician, title: Physician, reached_by: By telephone}}]
  adverse_events: {{occasions: [visit], dictionary: ctcae_v5}}
estimands:
  - id: effect
    title: Effect on well-being
    role: primary
    treatment: {{active: MD, reference: PL, basis: arm}}
    outcome: wellbeing
    intercurrent_events:
      {{guessing_the_arm: treatment_policy, stopping_dosing: treatment_policy,
       dose_change: treatment_policy, rescue_medication: treatment_policy,
       emergency_unblinding: treatment_policy}}
    summary: mean_difference
analysis:
  analyses:
{plan}"""
WHOLE_PATH = """\
limen: 1
id: whole_path
title: Exposure, noticing, belief, outcome
effects_in: sd_better
every_outcome: {direct: {active: 0.2}, belief: 0.3}
positive_controls: {felt: {level: 20, slope: 20, unsteady: 0.5}, mean: 0, sd_within: 15}
exposure: {substance: lsd, d_prime: proportional, scales: [noticing, direct]}
belief: {criterion: 0.78, criterion_sd: 0.5, undecided: 0.3, expectation: 0.2, side_effects: 0.5}
side_effects: [{term: headache, share: 0.05, added: {active: 0.1}}]
adherence: {missed_entry: 0.1, missed_dose: 0.05}
leaving: {at_random_per_week: 0.01}
"""


DRUG_ONLY = """\
limen: 1
id: drug_only
title: An effect of the drug, and nothing else
effects_in: sd_better
every_outcome: {direct: {active: 0.2}}
"""


def cell(
    *, plan: str = QUICK, supposed: str = WHOLE_PATH, people: int = 200, visits: int = 8
) -> Cell:
    """The study under a scenario, with more or fewer people and visits."""
    protocol = _protocol(plan, people, visits)
    return Cell(protocol=protocol, scenario=parse_scenario(supposed, protocol=protocol))


def _protocol(plan: str, people: int, visits: int) -> Protocol:
    days = [7 * number + 3 for number in range(visits)]
    plan = plan.replace("visit.8", f"visit.{visits}")
    return parse_protocol(
        _PROTOCOL.format(people=people, visits=visits, days=7 * visits, on=days, plan=plan)
    )
