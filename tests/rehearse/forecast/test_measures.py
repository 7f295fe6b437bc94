"""Quantities of a simulated trial, computed again from the tables of the same trial."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import ttest_ind, ttest_rel

from limen.protocol import load_protocol, shipped
from limen.rehearse.forecast import named_beliefs
from limen.rehearse.forecast.predict.parameters import scenarios
from limen.rehearse.forecast.predict.predict import simulated
from limen.rehearse.forecast.predict.supplied import completed
from limen.simulate import dataset

DRAWS = 20
CASES = {"T02": "holze_crossover", "T10": "mdlsd", "T14": "mueller_adhd"}


class Trial:
    """The tables of draw 3 of shipped beliefs, with what was given in them."""

    def __init__(self, name):
        protocol = load_protocol(shipped()[CASES[name]])
        shortened = named_beliefs(name).model_copy(update={"draws": DRAWS})
        values = simulated(protocol, shortened)
        self.values = dict(zip([one.id for one in shortened.predictions], values[3], strict=True))
        self.beliefs, whole = shortened, completed(protocol, shortened)
        scenario = list(scenarios(shortened, whole))[3]
        made, allocations = dataset(whole, scenario, seed=shortened.seed, replicate=3 * 256)
        self.made = made.unseal(allocations)
        self.given = self.made.allocations.query("intervention != ''")
        self.arm = self.given.groupby("participant").arm.first()

    def guesses(self):
        found = self.made.table("guesses")
        return found.assign(arm=found.participant.map(self.arm))

    def scores(self, instrument, subscale):
        found = self.made.table("scores")
        found = found[(found.instrument == instrument) & (found.subscale == subscale)]
        return found.assign(arm=found.participant.map(self.arm))


@pytest.fixture(scope="module", params=CASES)
def trial(request):
    return Trial(request.param)


@pytest.fixture(scope="module")
def crossover():
    return Trial("T02")


@pytest.fixture(scope="module")
def mdlsd():
    return Trial("T10")


@pytest.fixture(scope="module")
def adhd():
    return Trial("T14")


def test_every_quantity_exists_in_a_trial_of_that_size(trial):
    assert all(np.isfinite(value) for value in trial.values.values())


def of_dose(trial, table):
    """The rows of a table with the intervention of their session's period."""
    given = trial.given.assign(period=trial.given.period.astype(int))
    given = given.set_index(["participant", "period"]).intervention
    period = table.occasion.str.extract(r"\.(\d+)$")[0].astype(int)
    return table.assign(dose=[given[key] for key in zip(table.participant, period, strict=True)])


def test_guesses_after_each_dose_are_those_of_the_tables(crossover):
    table = of_dose(crossover, crossover.guesses())
    for dose, said in (("placebo", "placebo"), ("lsd_5", "5"), ("lsd_20", "20")):
        own = table[table.dose == dose]
        name = said if dose == "placebo" else dose.removeprefix("lsd_")
        assert crossover.values[f"says_dose_after_{name}"] == pytest.approx(
            (own.answer != "placebo").mean()
        )
        assert crossover.values[f"says_{name}_after_{name}"] == pytest.approx(
            (own.answer == dose).mean()
        )
    assert crossover.values["correct_guesses"] == pytest.approx((table.answer == table.dose).mean())


def test_differences_within_people_are_those_of_the_tables(crossover):
    table = of_dose(crossover, crossover.scores("poms", "vigour"))
    wide = table.pivot_table(index="participant", columns="dose", values="score")
    sd = table[table.dose == "placebo"].score.std()
    difference = (wide.lsd_20 - wide.placebo).mean()
    assert crossover.values["vigour_20_sd"] == pytest.approx(difference / sd)
    p = ttest_rel(wide.lsd_20, wide.placebo).pvalue
    assert crossover.values["vigour_20_higher"] == float(p < 0.05 and difference > 0)


def test_guesses_of_the_arm_are_those_of_the_tables(mdlsd):
    table = mdlsd.guesses()
    said = table.answer == "LSD"
    active, placebo = (said[table.arm == arm] for arm in ("LSD", "PL"))
    assert mdlsd.values["lsd_says_lsd"] == pytest.approx(active.mean())
    assert mdlsd.values["placebo_says_lsd"] == pytest.approx(placebo.mean())
    assert mdlsd.values["bang_lsd"] == pytest.approx(2 * active.mean() - 1)
    assert mdlsd.values["bang_placebo"] == pytest.approx(1 - 2 * placebo.mean())
    assert mdlsd.values["correct_guesses"] == pytest.approx((table.answer == table.arm).mean())


def test_differences_between_people_are_those_of_the_tables(mdlsd):
    table = mdlsd.scores("mdlsd_daily", "energy")
    own = table[table.occasion.str.startswith("dosing_day")]
    people = own.groupby(["arm", "participant"]).score.mean()
    difference = people["LSD"].mean() - people["PL"].mean()
    assert mdlsd.values["energy_points"] == pytest.approx(difference)
    sd = own[own.arm == "PL"].score.std()
    assert mdlsd.values["energy_sd"] == pytest.approx(difference / sd)
    p = ttest_ind(people["LSD"], people["PL"], equal_var=False).pvalue
    assert mdlsd.values["energy_significant"] == float(p < 0.05 and difference > 0)


def test_changes_are_taken_from_the_baseline(adhd):
    wide = adhd.scores("aisrs", "total").pivot_table(
        index=["arm", "participant"], columns="occasion", values="score"
    )
    change = (wide["week_6"] - wide["baseline"]).dropna()
    assert adhd.values["aisrs_change_lsd"] == pytest.approx(change["LSD"].mean())
    assert adhd.values["aisrs_points"] == pytest.approx(change["LSD"].mean() - change["PL"].mean())


def test_events_and_leaving_are_those_of_the_tables(adhd):
    events = adhd.made.table("adverse_events").participant.map(adhd.arm).value_counts()
    people = adhd.arm.value_counts()
    for arm, name in (("LSD", "lsd"), ("PL", "placebo")):
        assert adhd.values[f"events_{name}"] == pytest.approx(events[arm] / people[arm])
        status = adhd.made.table("participants").set_index("participant").status
        left = (status[adhd.arm[adhd.arm == arm].index] != "completed").mean()
        assert adhd.values[f"left_{name}"] == pytest.approx(left)
    assert adhd.values["events_difference"] == pytest.approx(
        adhd.values["events_lsd"] - adhd.values["events_placebo"]
    )
