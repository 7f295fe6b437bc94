"""Random numbers have a name: one seed per run, one stream per purpose."""

from __future__ import annotations

from hashlib import sha256

import numpy as np


def stream(seed: int, purpose: str, block: int = 0) -> np.random.Generator:
    """Return the generator for one purpose, e.g. `stream(20261123, "bootstrap")`.

    Streams do not share state, so drawing more for one purpose, or adding a purpose, leaves every
    other draw of an old run as it was. `block` numbers the fixed blocks of replicates in which a
    long run is drawn, so that a result does not depend on the number of workers.
    """
    words = np.frombuffer(sha256(purpose.encode()).digest(), dtype="<u4")
    return np.random.default_rng([seed, block, *words.tolist()])
