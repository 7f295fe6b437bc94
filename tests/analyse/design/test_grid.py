"""Marginal means of a design, against means that can be had without one."""

import numpy as np
import pytest

from limen.analyse.design import design_matrix, reference_grid
from limen.analyse.layout import Covariate, Layout
from limen.errors import DesignMatrixError


def factorial() -> Layout:
    """Unbalanced: 60 people, two interventions, three groups of different size, one number."""
    rng = np.random.default_rng(3)
    people = 60
    sex = rng.choice(3, p=[0.6, 0.3, 0.1], size=(1, people)).astype(float)
    given = rng.integers(0, 2, size=(1, people, 2))
    value = rng.normal(size=(1, people, 2)) + given + sex[:, :, None]
    return Layout(
        outcome="mood",
        value=value,
        observed=np.ones((1, people, 2), dtype=bool),
        participants=tuple(map(str, range(people))),
        occasions=("v1", "v2"),
        interventions=("placebo", "microdose"),
        intervention=given,
        covariates={
            "sex": Covariate(name="sex", values=sex, levels=("female", "male", "non_binary")),
            "age": Covariate(name="age", values=rng.normal(40, 9, size=(1, people))),
        },
    )


def test_means_of_a_saturated_model_are_the_cell_means_averaged_equally():
    layout = factorial()
    design = design_matrix(layout, ["intervention*sex"])
    beta = np.linalg.lstsq(design.X, design.y[0], rcond=None)[0]
    grid = reference_grid(design, ["intervention"])

    given, sex = design.values["intervention"][0], design.values["sex"][0]
    for code, level in enumerate(("placebo", "microdose")):
        cells = [design.y[0][(given == code) & (sex == s)].mean() for s in range(3)]
        assert grid.row(intervention=level) @ beta == pytest.approx(np.mean(cells), abs=1e-12)
        assert grid.counts[code] == (given == code).sum()


def test_numbers_are_held_at_their_means_over_the_analysed_rows():
    design = design_matrix(factorial(), ["intervention*age", "sex"])
    grid = reference_grid(design, ["intervention"])
    age = design.values["age"][0].mean()

    assert grid.row(intervention="microdose") == pytest.approx([1, 1, age, 1 / 3, 1 / 3, age])


def test_differences_are_later_minus_earlier_within_the_other_factors():
    design = design_matrix(factorial(), ["intervention*sex"])
    grid = reference_grid(design, ["sex", "intervention"])
    differences = grid.differences("intervention")

    assert [(str(cell), later, earlier) for cell, later, earlier, _ in differences] == [
        ("sex female", "microdose", "placebo"),
        ("sex male", "microdose", "placebo"),
        ("sex non_binary", "microdose", "placebo"),
    ]
    names = list(design.names)
    row = differences[1][3]
    chosen = {names[i] for i in np.flatnonzero(row)}
    assert chosen == {"intervention[microdose]", "intervention[microdose]:sex[male]"}


def test_a_number_has_no_marginal_means():
    with pytest.raises(DesignMatrixError, match="age is not a factor"):
        reference_grid(design_matrix(factorial(), ["intervention", "age"]), ["age"])
