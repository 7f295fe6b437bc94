"""Signing below a participant's consent."""

from __future__ import annotations

import agreement
import cast
import team

from limen.conduct.core.models import CounterSignature


def address(person) -> str:
    return team.address("counter_sign", person)


def test_it_works(bea, people, ines):
    agreement.agrees(bea)
    page = team.text_of(ines.get(address(bea)))
    assert "I have explained the study" in page
    assert "Information for participants" in page
    team.went_on(ines.post(address(bea), {"password": cast.PASSWORD}))
    found = CounterSignature.objects.get()
    assert (found.member, found.respondent) == (people.ines, "physician")
    assert found.meaning in page


def test_without_the_password_nothing_is_signed(bea, ines):
    agreement.agrees(bea)
    for password in ("", "wrong"):
        team.refused(ines.post(address(bea), {"password": password}), "nothing was signed")
    assert not CounterSignature.objects.exists()


def test_guessing_the_password_is_slowed(bea, ines):
    agreement.agrees(bea)
    for _attempt in range(6):
        ines.post(address(bea), {"password": "wrong"})
    assert ines.post(address(bea), {"password": cast.PASSWORD}).status_code == 429
    assert not CounterSignature.objects.exists()


def test_nobody_signs_twice(bea, ines):
    agreement.agrees(bea)
    ines.post(address(bea), {"password": cast.PASSWORD})
    answer = ines.post(address(bea), {"password": cast.PASSWORD})
    team.refused(answer, "has signed this consent already")


def test_there_is_nothing_to_sign_before_a_consent(bea, ines):
    assert ines.get(address(bea)).status_code == 404


def test_a_coordinator_cannot_sign(bea, carla):
    agreement.agrees(bea)
    assert carla.get(address(bea)).status_code == 403
    assert carla.post(address(bea), {"password": cast.PASSWORD}).status_code == 403
