"""The self-blinding study's published models, against R on the same public files."""

import csv
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import t as student

from limen.analyse.mixed_models import FixedDesign, contrasts, p_values
from limen.analyse.mixed_models.fit import fit

REFERENCE = Path(__file__).parents[2] / "reference"


def rows_of(name):
    with (REFERENCE / name).open() as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def acute(self_blinding_folder):
    with (self_blinding_folder / "pacutes.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {
        outcome: [row for row in rows if row["test_name"] == outcome]
        for outcome in {row["test_name"] for row in rows}
    }


def column(term, rows):
    """One of R's columns: `conditionPL`, `guessPL`, their product, `c(sex)male` or a number."""
    if term == "(Intercept)":
        return np.ones(len(rows))
    if ":" in term:
        return np.prod([column(part, rows) for part in term.split(":")], axis=0)
    for name in ("condition", "guess"):
        if term.startswith(name):
            return np.array([row[name] == term[len(name) :] for row in rows], dtype=float)
    if term.startswith("c(sex)"):
        return np.array([row["sex"] == term[6:] for row in rows], dtype=float)
    return np.array([float(row[term]) for row in rows])


def published_fit(rows, terms):
    _, group = np.unique([int(row["trial_id"]) for row in rows], return_inverse=True)
    X = np.column_stack([column(term, rows) for term in terms])
    y = np.array([[float(row["value"]) for row in rows]])
    return X, fit(FixedDesign(X, group).statistics(y))


def models():
    found = {}
    for row in rows_of("r_reference_acute.csv"):
        found.setdefault((row["outcome"], row["model"]), []).append(row)
    return found


@pytest.mark.parametrize(("outcome", "model"), models().keys())
def test_published_models(acute, outcome, model):
    """lmerTest::lmer, REML; summary with Satterthwaite and Kenward–Roger."""
    reference = models()[outcome, model]
    X, found = published_fit(acute[outcome], [row["term"] for row in reference])
    p = X.shape[1]
    plain = contrasts(found, np.eye(p), labels=["c"] * p)
    small = contrasts(found, np.eye(p), labels=["c"] * p, df="kenward_roger")

    def theirs(key):
        return np.array([float(row[key]) for row in reference])

    assert len(X) == int(reference[0]["n_obs"])
    assert plain.value[0] == pytest.approx(theirs("estimate"), rel=4e-7)
    assert plain.standard_error[0] == pytest.approx(theirs("se"), rel=2e-7)
    assert plain.df[0] == pytest.approx(theirs("df"), rel=5e-7)
    assert p_values(plain)[0] == pytest.approx(theirs("p"), rel=1e-5, abs=1e-14)
    assert small.standard_error[0] == pytest.approx(theirs("kr_se"), rel=2e-7)
    assert small.df[0] == pytest.approx(theirs("kr_df"), rel=5e-7)
    assert np.sqrt(found.sigma2[0]) == pytest.approx(theirs("sigma")[0], rel=2e-7)
    assert np.sqrt(found.tau2[0]) == pytest.approx(theirs("tau")[0], rel=1e-6)
    assert found.deviance[0] == pytest.approx(-2 * theirs("logLik_REML")[0], rel=1e-10)


@pytest.fixture(scope="module")
def accumulative(self_blinding_folder):
    with (self_blinding_folder / "accumulatives.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    before = {(r["trial_id"], r["test"]): r["value"] for r in rows if r["tp"] == "pre"}
    for row in rows:
        row["baseline"] = before.get((row["trial_id"], row["test"]), "")
    return rows


def accumulative_columns(rows, terms):
    def one(term):
        if term == "(Intercept)":
            return np.ones(len(rows))
        if ":" in term:
            return np.prod([one(part) for part in term.split(":")], axis=0)
        for name, key in (("treatment", "group"), ("visit", "tp"), ("sex", "sex")):
            if term.startswith(name):
                return np.array([r[key] == term[len(name) :] for r in rows], dtype=float)
        return np.array([float(r[term]) for r in rows])

    return np.column_stack([one(term) for term in terms])


def accumulative_models():
    found = {}
    for row in rows_of("r_reference_accumulative.csv"):
        found.setdefault((row["outcome"], row["spec"]), []).append(row)
    return found


def accumulative_fit(rows, outcome, spec):
    needed = ["baseline", "value"]
    if spec == "adjusted":
        needed += ["age", "sex", "expectation", "psychiatric_past"]
    chosen = [
        r
        for r in rows
        if r["test"] == outcome and r["tp"] != "pre" and all(r[k] not in ("", "NA") for k in needed)
    ]
    chosen.sort(key=lambda r: int(r["trial_id"]))
    reference = accumulative_models()[outcome, spec]
    X = accumulative_columns(chosen, [r["term"] for r in reference])
    value = np.array([float(r["value"]) for r in chosen])
    change = value - np.array([float(r["baseline"]) for r in chosen])
    if spec == "delta_value_column":
        change = np.array([float(r["delta_value"]) for r in chosen])
    group = np.array([int(r["trial_id"]) for r in chosen])
    statistics = FixedDesign(X, group).statistics(change[None])
    return X, reference, fit(statistics, structure="compound_symmetry")


@pytest.mark.parametrize(("outcome", "spec"), accumulative_models().keys())
def test_accumulative_models(accumulative, outcome, spec):
    """nlme::gls with corCompSymm: the likelihood tightly, the rest as far as gls converges."""
    X, reference, found = accumulative_fit(accumulative, outcome, spec)
    p = X.shape[1]
    each = contrasts(found, np.eye(p), labels=["c"] * p, df="residual")

    def theirs(key):
        return np.array([float(row[key]) for row in reference])

    assert len(X) == int(reference[0]["n_obs"])
    assert found.deviance[0] == pytest.approx(-2 * theirs("logLik_REML")[0], rel=4e-9)
    assert each.value[0] == pytest.approx(theirs("estimate"), rel=3e-5, abs=1e-6)
    assert each.standard_error[0] == pytest.approx(theirs("se"), rel=3e-5)
    assert each.df[0] == pytest.approx(theirs("df_residual"))
    assert found.icc[0] == pytest.approx(theirs("rho")[0], rel=3e-5)
    assert found.tau2[0] == pytest.approx(theirs("cs_cov")[0], rel=6e-5)


def grid_row(terms, X, treatment, visit):
    """R's emmeans row: numbers at their means, the levels of sex averaged equally."""
    row = X.mean(axis=0)
    sexes = 1 + sum(term.startswith("sex") for term in terms)
    for index, term in enumerate(terms):
        parts = term.split(":")
        if term == "(Intercept)":
            row[index] = 1.0
        elif term.startswith("sex"):
            row[index] = 1 / sexes
        elif any(part.startswith(("treatment", "visit")) for part in parts):
            row[index] = float(
                all(part in (f"treatment{treatment}", f"visit{visit}") for part in parts)
            )
    return row


@pytest.mark.parametrize(("outcome", "spec"), accumulative_models().keys())
def test_accumulative_means_and_contrasts(accumulative, outcome, spec):
    """emmeans of the gls fits; df.error there is N − p − 1, as it counts the correlation too.

    The Satterthwaite df that emmeans gives to gls fits are not compared: they are its own
    approximation, and differ from lmerTest's of the same model (see the next test).
    """
    X, reference, found = accumulative_fit(accumulative, outcome, spec)
    terms = [row["term"] for row in reference]
    means = [
        r
        for r in rows_of("r_reference_accumulative_lsmeans.csv")
        if (r["outcome"], r["spec"]) == (outcome, spec)
    ]
    L = np.stack([grid_row(terms, X, r["treatment"], r["visit"]) for r in means])
    each = contrasts(found, L, labels=["m"] * len(L), df="residual")

    assert len(means) > 0
    assert each.value[0] == pytest.approx([float(r["lsmean"]) for r in means], rel=3e-5)
    assert each.standard_error[0] == pytest.approx([float(r["se"]) for r in means], rel=3e-5)
    assert each.df[0] - 1 == pytest.approx([float(r["df"]) for r in means])

    for r in rows_of("r_reference_accumulative_contrasts.csv"):
        if (r["outcome"], r["spec"]) != (outcome, spec):
            continue
        later, earlier = r["contrast"].split(" - ")
        row = grid_row(terms, X, later, r["visit"]) - grid_row(terms, X, earlier, r["visit"])
        one = contrasts(found, row[None], labels=["d"])
        assert one.value[0, 0] == pytest.approx(float(r["estimate"]), rel=1e-4, abs=1e-5)
        assert one.standard_error[0, 0] == pytest.approx(float(r["se"]), rel=3e-5)
        p = 2 * student.sf(abs(one.value[0, 0] / one.standard_error[0, 0]), float(r["df"]))
        assert p == pytest.approx(float(r["p_unadjusted"]), rel=1e-3)


@pytest.mark.parametrize(
    ("later", "earlier", "visit", "df"),
    [
        ("HH", "PL", "post", "280"),
        ("MD", "PL", "post", "292"),
        ("MD", "HH", "post", "287"),
        ("HH", "PL", "ltfu", "312"),
        ("MD", "PL", "ltfu", "311"),
        ("MD", "HH", "ltfu", "312"),
    ],
)
def test_accumulative_satterthwaite_is_that_of_lmer(
    accumulative, printed, later, earlier, visit, df
):
    """CAMS: lmer(chg ~ treatment * visit + baseline + (1 | trial_id)), then
    contrast(emmeans(m, "treatment", by = "visit", lmer.df = "satterthwaite"), "revpairwise").
    """
    X, reference, found = accumulative_fit(accumulative, "CAMS", "primary")
    terms = [row["term"] for row in reference]
    row = grid_row(terms, X, later, visit) - grid_row(terms, X, earlier, visit)

    assert contrasts(found, row[None], labels=["d"]).df[0, 0] == printed(df)
