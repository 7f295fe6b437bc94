"""The groups that stand side by side in a description: everyone, and each arm once unsealed."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from limen.analyse.layout import UNKNOWN
from limen.analyse.reading import Reader
from limen.analyse.reading.index import Index
from limen.results import Bools


def groups(reader: Reader) -> Mapping[str, Bools]:
    """Title → members, shape (N,): all participants, each arm, and those whose arm is unknown."""
    people = reader.dataset.participants
    found = {"All": np.ones(len(people), dtype=bool)}
    if reader.sealed:
        return found
    arm = reader.exposure.arm(Index(people, ()))
    for code, title in enumerate(reader.exposure.arm_titles):
        found[title] = arm == code
    if np.any(arm == UNKNOWN):
        found["Arm not recorded"] = arm == UNKNOWN
    return found
