"""A participant of the demonstration, whose documents are there, and amendments to it."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from limen.conduct.core.deployment import Deployment
from limen.conduct.core.models import Participant, ProtocolVersion, Site, StaffMember
from limen.conduct.core.services.add_staff import add_staff
from limen.conduct.core.services.amend import amend
from limen.conduct.core.services.invite import invite
from limen.protocol import shipped

DEMONSTRATION = shipped()["demonstration"].read_text(encoding="utf-8")


@pytest.fixture
def berta(demonstration_study, by) -> Participant:
    """Somebody invited to the demonstration."""
    return invite(Site.objects.get(identifier="riga"), by=by).participant


@pytest.fixture
def ivo(demonstration_study, by) -> StaffMember:
    """An investigator at berta's site."""
    return add_staff(
        "ivo",
        full_name="Ivo Kalniņš",
        password="harbour lantern oak",
        roles={"riga": ["investigator"]},
        by=by,
    )


@pytest.fixture
def rita(demonstration_study, by) -> StaffMember:
    """Another investigator there."""
    return add_staff(
        "rita",
        full_name="Rita R.",
        password="harbour lantern oak",
        roles={"riga": ["investigator"]},
        by=by,
    )


@pytest.fixture
def amended(deployment: Deployment, by) -> Callable[[str], ProtocolVersion]:
    """Puts other words of the information into force, so that everybody consents again."""
    files: list[Path] = []

    def apply(words: str) -> ProtocolVersion:
        file = deployment.documents / f"amended-{len(files)}.md"
        file.write_text(words, encoding="utf-8")
        files.append(file)
        text = DEMONSTRATION.replace(
            next(line for line in DEMONSTRATION.splitlines() if line.startswith("version:")),
            f'version: "{len(files) + 1}.0"',
        ).replace(pinned(), sha256(words.encode("utf-8")).hexdigest())
        return amend(text, deployment, by=by, reason="new words", consent_again=True)

    yield apply
    for file in files:
        file.unlink()


def pinned() -> str:
    """The hash that the demonstration pins for its information."""
    lines = DEMONSTRATION.splitlines()
    start = lines.index("    - id: information")
    return next(line for line in lines[start:] if "sha256" in line).split()[-1]
