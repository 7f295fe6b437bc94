"""Small protocols of all five designs, whose scores are continuous and unbounded."""

from __future__ import annotations

HEAD = """\
limen: 1
id: small
title: A small study
version: "1.0"
status: planned
languages: [en]
population:
  planned: {people}
  description: Adults
  sites: [{{id: riga, title: Riga, time_zone: Europe/Riga}}]
  strata: [{{id: sex, title: Sex, from: baseline, levels: [female, male]}}]
respondents:
  - {{id: participant, kind: participant}}
  - {{id: rater, kind: blinded_rater}}
phases:
  - {{id: run_in, kind: run_in, days: 7}}
  - {{id: treatment, kind: treatment, days: 28}}
  - {{id: after, kind: follow_up, days: 14}}
substances: [{{id: lsd, title: LSD}}]
interventions:
  - {{id: placebo, kind: inactive_placebo, title: Placebo}}
  - {{id: low, kind: active, title: Low, substance: lsd, dose: {{amount: 10, unit: ug}}}}
instruments:
  - id: scale
    title: A continuous scale
    kind: questionnaire
    subscales: [{{id: total, better: higher}}, {{id: other, better: lower}}]
    licence: none
    source: Invented for a test
"""
DESIGNS = {
    "parallel": """\
arms:
  - {id: PL, title: Placebo, periods: [placebo]}
  - {id: MD, title: Low, periods: [low]}
design: {kind: parallel}
regimen: {kind: every_n_days, every: 7, administrations: 4}
allocation: {kind: permuted_blocks, ratio: {PL: 1, MD: 1}, strata: [sex], block_sizes: [2, 4]}
""",
    "crossover": """\
periods: {count: 2, days: 11, washout_days: 6, carry_over: {expected_days: 5, handled_by: model}}
arms:
  - {id: PL, title: Placebo first, periods: [placebo, low]}
  - {id: MD, title: Low first, periods: [low, placebo]}
design: {kind: crossover, balance: williams}
regimen: {kind: on_days, days: [1, 8]}
allocation: {kind: permuted_blocks, ratio: {PL: 1, MD: 1}, block_sizes: [4]}
""",
    "self_blinded": """\
periods: {count: 4, days: 7}
arms:
  - {id: PL, title: Placebo, periods: [placebo]}
  - {id: HH, title: Half, periods: [placebo, placebo, low, low], order: drawn}
  - {id: MD, title: Low, periods: [low]}
design: {kind: self_blinded, procedure: Envelopes, codes_opened: after_last_answer}
regimen: {kind: on_days, days: [1]}
administration: {opens: "07:00", closes: "11:00", filler: placebo}
allocation: {kind: self_drawn, ratio: {PL: 1, HH: 1, MD: 1}}
""",
    "n_of_1": """\
periods: {count: 4, days: 7}
arms:
  - {id: own, title: Own order, periods: [placebo, placebo, low, low], order: drawn}
design: {kind: n_of_1, cycles: 2}
regimen: {kind: on_days, days: [1]}
""",
    "observational": """\
arms:
  - {id: PL, title: Does not, periods: [placebo]}
  - {id: MD, title: Does, periods: [low]}
design: {kind: observational, comparison: PL}
""",
}
TAIL = """\
measurements:
  - {{id: pulse, title: Pulse, unit: beats per minute, low: 40, high: 180}}
occasions:
  - id: baseline
    kind: visit
    phase: run_in
    schedule: {{kind: once, day: 7}}
    measures: [scale, wemwbs]
  - id: day
    kind: visit
    phase: treatment
    schedule: {{kind: on_days, days: {days}}}
    measures: [scale, panas, wemwbs, limen_intensity]
    measurements: [pulse]
  - id: interview
    kind: rater_assessment
    phase: treatment
    respondent: rater
    schedule: {{kind: once, day: 28}}
    measures: [cgi_s]
  - {{id: later, kind: visit, phase: after, schedule: {{kind: once, day: 14}}, measures: [scale]}}
outcomes:
  - {{id: mood, title: Mood, instrument: scale, subscale: total, occasions: [day],
     exposure: {exposure}, better: higher}}
  - {{id: change, title: Change, instrument: scale, subscale: other, occasions: [day, later],
     exposure: {exposure}, better: lower, change_from: baseline}}
  - {{id: affect, title: Affect, instrument: panas, subscale: balance, occasions: [day],
     exposure: {exposure}, better: higher}}
  - {{id: positive, title: Positive, instrument: panas, subscale: positive, occasions: [day],
     exposure: {exposure}, better: higher}}
  - {{id: negative, title: Negative, instrument: panas, subscale: negative, occasions: [day],
     exposure: {exposure}, better: lower}}
  - {{id: wellbeing, title: Well-being, instrument: wemwbs, subscale: total, occasions: [day],
     exposure: {exposure}, better: higher}}
  - {{id: intensity, title: Intensity, instrument: limen_intensity, subscale: intensity,
     occasions: [day], exposure: {exposure}, better: neither, control: positive}}
  - {{id: severity, title: Severity, instrument: cgi_s, subscale: severity,
     occasions: [interview], exposure: arm, better: lower}}
  - {{id: pulse, title: Pulse, measurement: pulse, occasions: [day], exposure: {exposure},
     better: neither, unit: beats per minute, control: negative}}
guesses:
  - {{id: guess, title: Guess, occasions: [day], about: {about}, options: {options},
     dont_know: true, confidence: true, after: [intensity], before: [mood]}}
  - {{id: rated, title: The rater's guess, respondent: rater, occasions: [interview],
     about: arm, options: {arms}, dont_know: false, after: [severity]}}
expectancies:
  - {{id: benefit, title: Expected benefit, occasion: baseline, interventions: [placebo, low]}}
covariates:
  - {{id: benefit, title: Expected benefit, kind: number, from: expectancies}}
  - {{id: age, title: Age, kind: number, from: participants, name: age_years, unit: years}}
  - {{id: sex, title: Sex, kind: factor, levels: [female, male], from: participants}}
  - {{id: before, title: Well-being before, kind: number, from: scores, name: wemwbs,
     subscale: total, occasion: baseline}}
analysis:
  analyses:
    - {{id: model, title: Model, role: secondary, estimator: mixed_model,
       outcomes: [mood, positive], covariates: [benefit, age, sex, before]}}
    - {{id: blinding, title: Guesses, role: secondary, estimator: blinding, guess_from: guess,
       bootstrap: 20}}
    - {{id: events, title: Events, role: safety, estimator: adverse_events}}
"""
EXPOSURES = {
    "parallel": ("arm", "arm", "[PL, MD]", "[1, 8, 15, 22]"),
    "crossover": ("period", "period", "[placebo, low]", "[1, 8, 18, 25]"),
    "self_blinded": ("administration", "administration", "[placebo, low]", "[1, 8, 15, 22]"),
    "n_of_1": ("period", "period", "[placebo, low]", "[1, 8, 15, 22]"),
    "observational": ("arm", "arm", "[PL, MD]", "[1, 8, 15, 22]"),
}


def small_text(design: str = "parallel", people: int = 60) -> str:
    """A small planned study of a design."""
    exposure, about, options, days = EXPOSURES[design]
    arms = "[own]" if design == "n_of_1" else "[PL, MD]"
    tail = TAIL.format(exposure=exposure, about=about, options=options, days=days, arms=arms)
    if design == "n_of_1":  # nothing to guess with a single arm
        start = tail.index("  - {id: rated")
        tail = tail[:start] + tail[tail.index("expectancies:") :]
    return HEAD.format(people=people) + DESIGNS[design] + tail
