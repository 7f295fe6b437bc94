"""What the published files call things, and what the protocol and the instruments call them."""

from __future__ import annotations

PROTOCOL = "self_blinding"  # the shipped protocol

ACUTE, WEEKLY = "acute", "post_acute"  # occasion definitions, repeated by week
BASELINE, AFTER, FOLLOW_UP = "pre", "post", "long_term_follow_up"
ACUTE_GUESS, WEEKLY_GUESS = "acute_guess", "weekly_guess"
EXPECTANCY = "expectation"

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

# Columns of both files (the last two of one) that keep their name in the participants table:
# number of diagnoses, points of the short suggestibility scale, months, code 0 none ... 6 more than
# 50 times, number of conditions under medication, code 0 no degree ... 3 master's or doctorate.
HISTORY = (
    *("psychiatric_past", "sss", "n_micro_months", "n_macro_exp"),
    *("psychiatric_now", "education"),
)
ZERO_IF_MISSING = ("n_micro_months", "n_macro_exp")  # the file writes 0 where nobody answered

DRIED = frozenset({"Psilocybin mushroom", "Psilocybin truffle"})
SEEDS = frozenset({"LSA (as A. nervosa)"})
QIDS_MAXIMUM = 27  # Rush et al. 2003: nine domains of 0-3
