"""`limen instruments`: lists, shows, and suggests."""

from __future__ import annotations

import json
import math

from typer.testing import CliRunner

from limen.cli.instruments import app
from limen.errors import InstrumentError
from limen.instruments import catalogue


def test_the_command_lists_shows_and_suggests() -> None:
    run = CliRunner()
    listed = run.invoke(app, ["list"])
    assert listed.exit_code == 0
    assert all(id in listed.output for id in catalogue())
    shown = run.invoke(app, ["show", "panas"])
    assert "balance: Affect balance (positive minus negative), -40 to 40 points" in shown.output
    data = json.loads(run.invoke(app, ["show", "cps", "--json"]).output)
    assert math.isclose(data["subscales"][0]["reliability"]["coefficient"], 0.632)
    assert len(json.loads(run.invoke(app, ["list", "--json"]).output)) == len(catalogue())
    assert isinstance(run.invoke(app, ["show", "pnas"]).exception, InstrumentError)
