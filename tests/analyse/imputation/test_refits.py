"""Refits: one after the other by hand, and once for analyses that share a study."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from limen.analyse.imputation import refits as module
from limen.analyse.imputation.jackknife import first_fit
from limen.analyse.imputation.refits import refits
from limen.analyse.imputation.study import study_of
from limen.analyse.mmrm import fit_moments, moments


@pytest.fixture
def laid_out(study):
    return study_of(study, baseline=True, covariates=(), visit=None)


def test_each_is_the_fit_of_the_others(laid_out):
    fit = first_fit(laid_out, ["unstructured"])
    found = refits(laid_out, fit)
    assert found.done.all()
    for out in (0, 7, 49):
        others = np.arange(50) != out
        plain = fit_moments(moments(laid_out.X[others], laid_out.y[others][None]))
        assert found.beta[out] == pytest.approx(plain.beta[0], rel=1e-5, abs=1e-6)
        assert found.sigma[out] == pytest.approx(plain.sigma[0], rel=1e-4)
    assert len(np.unique(found.beta[:, 0])) > 40


def test_the_same_study_is_refitted_once_and_another_is_not_taken_for_it(laid_out, monkeypatch):
    fit = first_fit(laid_out, ["unstructured"])
    first = refits(laid_out, fit)
    assert refits(replace(laid_out), fit) is first
    moved = replace(laid_out, y=laid_out.y + np.where(np.arange(50) == 3, 1.0, 0.0)[:, None])
    other = refits(moved, first_fit(moved, ["unstructured"]))
    assert not np.allclose(other.beta, first.beta)
    monkeypatch.setattr(module, "_KEPT", 1)
    refits(replace(laid_out, y=moved.y + 1), fit)
    assert len(module._found) == 1
    again = refits(laid_out, fit)
    assert again is not first
    assert np.array_equal(again.beta, first.beta)
