"""What the published files call things, and what the protocol and the instruments call them."""

from __future__ import annotations

PROTOCOL = "self_blinding"  # the shipped protocol

ACUTE, WEEKLY = "acute", "weekly"  # occasion definitions, repeated by week
BASELINE, AFTER, FOLLOW_UP = "baseline", "post", "follow_up"
ACUTE_GUESS, WEEKLY_GUESS = "acute_guess", "weekly_guess"
BENEFIT = "benefit"  # the expectancy that the files call `expectation`

MICRODOSE, PLACEBO = "microdose", "placebo"
INTERVENTION = {"MD": MICRODOSE, "PL": PLACEBO}
ARM = {"PL": "PL", "HH": "HH", "MD": "MD"}
LONG_OCCASION = {"pre": BASELINE, "post": AFTER, "ltfu": FOLLOW_UP}

_TASKS = {
    "CPS": ("cps", "composite"),
    "ooo": ("cps", "odd_one_out"),
    "rotations": ("cps", "rotations"),
    "spatial_planning": ("cps", "spatial_planning"),
    "spatial_span": ("cps", "spatial_span"),
    "feature_match": ("cps", "feature_match"),
    "paired_associates": ("cps", "paired_associates"),
}

# `pacutes.csv`: test_name -> (instrument, subscale)
SHORT_TESTS = {
    "PANAS": ("panas", "balance"),
    "positive": ("panas", "positive"),
    "negative": ("panas", "negative"),
    "intensity": ("vas", "intensity"),
    "energy": ("vas", "energy"),
    "mood": ("vas", "mood"),
    "creativity": ("vas", "creativity"),
    "focus": ("vas", "focus"),
    "temper": ("vas", "temper"),
    "WEMWB": ("wemwbs", "total"),
    "QIDS": ("qids_sr16", "total"),
    "STAIT": ("stai_t", "total"),
    "SCS": ("scs", "total"),
    **_TASKS,
}

# `accumulatives.csv`: test -> (instrument, subscale); two are misspelt in the file
LONG_TESTS = {
    "RPWB": ("rpwb", "total"),
    "positive relations": ("rpwb", "positive_relations"),
    "personal growth": ("rpwb", "personal_growth"),
    "autonomy": ("rpwb", "autonomy"),
    "enviromental mastery": ("rpwb", "environmental_mastery"),
    "purpose in life": ("rpwb", "purpose_in_life"),
    "self-acceptence": ("rpwb", "self_acceptance"),
    "CAMS": ("cams_r", "total"),
    "SWL": ("swls", "total"),
    "GPTS": ("gpts", "total"),
    "extraversion": ("big_five", "extraversion"),
    "agreeableness": ("big_five", "agreeableness"),
    "intellect": ("big_five", "intellect"),
    "conscientiousness": ("big_five", "conscientiousness"),
    "neuroticism": ("big_five", "neuroticism"),
    "openness": ("big_five", "openness"),
    **_TASKS,
}

# column -> (measurement, unit)
MEASURED = {
    "psychiatric_past": ("psychiatric_past", "diagnoses during lifetime"),
    "psychiatric_now": ("psychiatric_now", "conditions under medication now"),
    "sss": ("sss", "points of the short suggestibility scale"),
    "n_micro_months": ("n_micro_months", "months of microdosing before"),
    "n_macro_exp": (
        "n_macro_exp",
        "code: 0 never, 1 once, 2 2-5 times, 3 6-10, 4 11-20, 5 21-50, 6 more than 50",
    ),
    "education": (
        "education",
        "code: 0 no degree, 1 high school, 2 bachelor's or equivalent, 3 master's or doctorate",
    ),
}
ZERO_IF_MISSING = ("n_micro_months", "n_macro_exp")  # the file writes 0 where nobody answered

DRIED = frozenset({"Psilocybin mushroom", "Psilocybin truffle"})
SEEDS = frozenset({"LSA (as A. nervosa)"})
QIDS_MAXIMUM = 27  # Rush et al. 2003: nine domains of 0-3
