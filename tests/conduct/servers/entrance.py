"""The way in for staff: a password, and the code that an app on their telephone would show."""

from __future__ import annotations

from typing import Any

import cast
from django.test import Client
from hands import follow, leave_by

from limen.conduct.core import clock
from limen.conduct.core.models import StaffMember
from limen.conduct.core.signing import totp
from limen.conduct.core.signing.factor import enrol, factor_of, opened_secret

SIGN_IN, CODE, SET_UP = "/staff/sign-in/", "/staff/sign-in/code/", "/staff/sign-in/set-up/"


def set_up(member: StaffMember) -> list[str]:
    """Set up a second factor with the code of before, so that of now is unused; recovery codes."""
    secret = totp.new_secret()
    before = totp.code_of(secret, totp.step_at(clock.now()) - 1)
    return enrol(member, secret, before, by=cast.BY)


def secret_of(member: StaffMember) -> str:
    """Return the secret in somebody's app."""
    factor = factor_of(member)
    assert factor is not None
    return opened_secret(member, bytes(factor.secret))


def code_of(member: StaffMember, *, later: int = 0) -> str:
    """Return the code that the app shows now, or so many half minutes later."""
    return totp.code_of(secret_of(member), totp.step_at(clock.now()) + later)


def gives_password(client: Client, name: str, password: str = cast.PASSWORD, **more: str) -> Any:
    """Send the first page of the sign-in."""
    return client.post(SIGN_IN, {"name": name, "password": password, **more})


def signs_in(client: Client, name: str, password: str = cast.PASSWORD, **more: str) -> Any:
    """Send both pages of the sign-in, if the first is taken; the second factor is set up before."""
    member = StaffMember.objects.filter(name=name, is_active=True).first()
    if member is not None and factor_of(member) is None:
        set_up(member)
    answer = gives_password(client, name, password, **more)
    if answer.status_code != 302:
        return answer
    assert answer.headers["Location"] == CODE
    used = factor_of(member).last_step >= totp.step_at(clock.now())
    return client.post(CODE, {"code": code_of(member, later=1 if used else 0)})


def at_a_browser(page: Any, name: str, password: str = cast.PASSWORD) -> None:
    """Sign in at the page of a real browser, which must show the sign-in; set up what is missing.

    The study is a demonstration, so the page itself shows the code.
    """
    button = page.locator("main button")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(password)
    leave_by(page, button)
    page.get_by_label("Code of the app").fill(page.locator(".working .code").inner_text())
    leave_by(page, button)
    if page.locator(".codes").count():
        follow(page, "I have them: go on")
