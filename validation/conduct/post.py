"""A slow mail server in a thread of this process: what is killed takes nothing of it along."""

from __future__ import annotations

import importlib.util
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from validation.conduct.served import ROOT

_SINK = ROOT / "tests" / "conduct" / "messages" / "post" / "sink.py"
_STEPS = ("mail", "rcpt", "data", "end")
_SLOW = 0.03  # seconds at most for each step


@contextmanager
def slow_post(seed: int) -> Iterator[Any]:
    """A mail server that takes everything and keeps it, for the block; `ids`, `port`."""
    spec = importlib.util.spec_from_file_location("limen_sink", _SINK)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    drawn = random.Random(seed)
    with module.listening() as sink:
        for step in _STEPS:
            sink.hooks[step] = lambda: time.sleep(drawn.uniform(0.0, _SLOW))
        yield sink
