"""The small study that the calendar's tests lay out."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from limen.protocol import Protocol


def _module() -> ModuleType:
    spec = importlib.util.spec_from_file_location("study", Path(__file__).with_name("study.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


_STUDY = _module()


@pytest.fixture(scope="session")
def study() -> Callable[..., Protocol]:
    """`study(regimen=..., occasions=...)`: the example with some parts replaced."""
    made: Callable[..., Protocol] = _STUDY.study
    return made


@pytest.fixture(scope="session")
def occasion() -> Callable[..., str]:
    """`occasion("day", "kind: once, day: 1")`: a diary's line in the document."""
    made: Callable[..., str] = _STUDY.occasion
    return made
