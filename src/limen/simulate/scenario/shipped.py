"""The scenarios that come with Limen, and the ones that are named instead of written."""

from __future__ import annotations

from pathlib import Path

from limen.errors import DocumentError
from limen.protocol import Protocol
from limen.protocol.document.lookup import suggestion
from limen.simulate.scenario.document import Scenario
from limen.simulate.scenario.load import load_scenario, parse_scenario

_FOLDER = Path(__file__).parent / "shipped_files"
_ORDER = (
    "null",
    "drug_only",
    "belief_only",
    "both",
    "perceptible_dose",
    "side_effects_unblind",
    "benefit_unblinds",
    "collider",
    "efficacy_expectancy_feedback",
    "lsd_exposure",
)


def shipped_scenarios() -> dict[str, Path]:
    """Return the shipped scenarios by name, each a YAML file, simplest first."""
    return {name: _FOLDER / f"{name}.yaml" for name in _ORDER}


def scenario_file(name: str | Path) -> Path:
    """Return the file of this name, or the shipped scenario; `DocumentError` if neither is."""
    path = Path(name)
    known = shipped_scenarios()
    if path.exists() or str(name) not in known:
        if not path.exists() and path.suffix not in (".yaml", ".yml"):
            raise DocumentError(
                f"There is no file and no scenario '{name}'. {suggestion(str(name), known)}"
            )
        return path
    return known[str(name)]


def named_scenario(name: str | Path, *, protocol: Protocol | None = None) -> Scenario:
    """Return the scenario of a file, or the shipped one of this name.

    Problems of a shipped one tell its name: nobody is to change its file.
    """
    file = scenario_file(name)
    if file.parent != _FOLDER:
        return load_scenario(file, protocol=protocol)
    return parse_scenario(file.read_text(encoding="utf-8"), file=Path(name), protocol=protocol)
