"""Where the real server's attackers are: `validation/`, which measures the same for longer."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[3]))

from validation.conduct.served import DATABASES


@pytest.fixture(params=DATABASES)
def database(request: pytest.FixtureRequest) -> str:
    """One database after the other; PostgreSQL is skipped by name where it cannot start."""
    if request.param == "postgresql":
        import servers

        servers.postgresql_template(servers.DEMONSTRATION)
    return str(request.param)
