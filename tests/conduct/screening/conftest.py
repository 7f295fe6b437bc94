"""A participant of the demonstration who has consented, and an investigator."""

from __future__ import annotations

import pytest
from agreement import agrees

from limen.conduct.core.models import Participant, Site, StaffMember
from limen.conduct.core.services.add_staff import add_staff
from limen.conduct.core.services.invite import invite

FITS = {
    "age_years": "34",
    "sex": "female",
    "earlier_psychedelics": "no",
    "present_disorder": "no",
    "psychosis_in_family": "no",
    "interacting_medicine": "no",
    "pregnant_or_nursing": "no",
}


@pytest.fixture
def fits() -> dict[str, str]:
    """Answers that make somebody eligible."""
    return dict(FITS)


@pytest.fixture
def invited_only(demonstration_study, by) -> Participant:
    """Somebody who has not consented."""
    return invite(Site.objects.get(identifier="riga"), by=by).participant


@pytest.fixture
def berta(invited_only) -> Participant:
    """Somebody in screening."""
    agrees(invited_only)
    return invited_only


@pytest.fixture
def ivo(demonstration_study, by) -> StaffMember:
    """An investigator at berta's site."""
    return add_staff(
        "ivo",
        full_name="Ivo K.",
        password="harbour lantern oak",
        roles={"riga": ["investigator"]},
        by=by,
    )
