"""Settings that a test changes are as they were after it."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Django's settings; what is set there is taken back."""
    from django.conf import settings as django

    class Changed:
        def __setattr__(self, name: str, value: object) -> None:
            monkeypatch.setattr(django, name, value)

    return Changed()
