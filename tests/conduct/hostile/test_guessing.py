"""Guessing: of codes, words and passwords, by one and by many, and what a stranger cannot do."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import cast
import command
import entrance
import pytest
import servers
from django.contrib.auth import hashers
from django.db import connections
from django.test import Client
from siege import EVENING, nothing_is_written

from limen.conduct.core import clock, throttle
from limen.conduct.core.entering import make_phrase
from limen.conduct.core.entering.phrase import words
from limen.errors import ThrottledError

SIGN_IN = "/staff/sign-in/"


def tries(browser: Client, name: str, password: str = "wrong wrong wrong") -> int:
    return browser.post(SIGN_IN, {"name": name, "password": password}).status_code


@pytest.fixture
def quick(monkeypatch) -> list[str]:
    """Passwords are compared at once, and it is noted how often."""
    compared: list[str] = []

    def verify(self: object, password: str, encoded: str) -> bool:
        compared.append("verify")
        return False

    def encode(self: object, password: str, salt: str) -> str:
        compared.append("encode")
        return f"argon2$argon2id$v=19$m=8,t=1,p=1${salt}$x"

    monkeypatch.setattr(hashers.Argon2PasswordHasher, "verify", verify)
    monkeypatch.setattr(hashers.Argon2PasswordHasher, "encode", encode)
    return compared


def test_passwords_of_one_name_are_guessed_from_many_places_no_faster(under_siege, quick):
    """Each guess with a browser and an address of its own: the name is what counts."""
    answers = [
        Client(REMOTE_ADDR=f"10.0.{n}.1").post(SIGN_IN, {"name": "carla", "password": f"{n}"})
        for n in range(60)
    ]
    assert len(quick) <= 6
    assert {one.status_code for one in answers[10:]} == {429}


@pytest.mark.parametrize("name", ["CARLA", " carla ", "Carla\t", "carLa"])
def test_another_spelling_of_a_name_is_no_other_door(under_siege, quick, name):
    for _ in range(8):
        tries(Client(), "carla")
    before = len(quick)
    tries(Client(), name)
    assert len(quick) == before


def test_many_names_from_one_place_are_guessed_slowly(under_siege, quick):
    for number in range(80):
        tries(Client(), f"name-{number}")
    assert len(quick) <= 62


def test_a_name_that_nobody_has_costs_as_much_as_one_that_somebody_has(under_siege, quick):
    """The same work is done, so the time tells nothing; a clock would measure the machine."""
    costs = {}
    for name in ("carla", "nobody-at-all", "adam"):
        before = len(quick)
        answer = Client().post(SIGN_IN, {"name": name, "password": "wrong"})
        costs[name] = (len(quick) - before, answer.status_code, len(answer.content) - len(name))
    assert len(set(costs.values())) == 1


def test_a_stranger_keeps_nobody_out_who_signed_in_on_their_browser(under_siege):
    carla = Client()
    assert entrance.signs_in(carla, "carla").status_code == 302
    carla.post("/staff/sign-out/")
    for hours in range(0, 48, 8):
        with clock.as_of(EVENING + timedelta(hours=hours)):
            for _ in range(12):
                throttle.failed(throttle.staff_key("carla"))
            assert tries(Client(), "carla", cast.PASSWORD) == 429
            assert entrance.signs_in(carla, "carla").headers["Location"] == "/staff/"
            carla.post("/staff/sign-out/")


def test_nobody_is_kept_out_for_ever_on_a_new_browser_either(under_siege):
    for _ in range(60):
        throttle.failed(throttle.staff_key("carla"))
    with clock.as_of(EVENING + timedelta(seconds=901)):
        assert tries(Client(), "carla", cast.PASSWORD) == 302


def test_a_cookie_of_a_known_browser_that_is_stolen_or_forged_opens_nothing(under_siege, quick):
    for token in ("forged", throttle.known_token("ines"), throttle.known_token("carla") + "x"):
        browser = Client()
        browser.cookies[throttle.KNOWN_COOKIE] = token
        for _ in range(8):
            tries(browser, "carla")
    assert len(quick) <= 6
    browser = Client()
    browser.cookies[throttle.KNOWN_COOKIE] = throttle.known_token("carla")
    for _ in range(50):
        tries(browser, "carla")
    assert len(quick) <= 12
    assert browser.get("/staff/").status_code == 302


def test_what_was_counted_is_counted_after_a_restart_and_by_another_process(
    under_siege, deployment, tmp_path
):
    for _ in range(12):
        throttle.failed("staff:carla")
    (tmp_path / "another").mkdir()
    with servers.apart(tmp_path / "another") as environment:
        told = command.python(
            "import os\n"
            f"os.environ.update({dict(environment)!r})\n"
            "from pathlib import Path\n"
            "from limen.conduct import start\n"
            f"start(Path({str(tmp_path / 'another')!r}))\n"
            "from datetime import datetime\n"
            "from limen.conduct.core import clock, throttle\n"
            f"with clock.as_of(datetime.fromisoformat({EVENING.isoformat()!r})):\n"
            "    try:\n"
            "        throttle.refuse_if_busy('staff:carla'); print('open')\n"
            "    except Exception as error: print(type(error).__name__)\n"
        )
    assert told.splitlines()[-1] == "ThrottledError"


def test_guesses_at_once_are_few_more_than_one_after_the_other(under_siege_on_each_database, quick):
    """Each process looks before it compares: no more slip through than work at the same time."""

    def guess(_: int) -> None:
        try:
            with clock.as_of(EVENING):
                for _ in range(10):
                    tries(Client(raise_request_exception=False), "carla")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(guess, range(6)))
    assert len(quick) <= 6 + 6


def test_codes_and_words_are_guessed_slowly_by_everybody_together(under_siege):
    for number in range(300):
        throttle.failed(f"code:{number}")
    answers = [Client().post("/", {"code": f"{n}ABC-0000-0000-0000"}).status_code for n in range(9)]
    assert 429 in answers
    with pytest.raises(ThrottledError):
        throttle.refuse_if_busy("code:ANY1")
    with clock.as_of(EVENING + timedelta(seconds=11)):  # and not for long
        assert Client().post("/", {"code": under_siege.code}).status_code == 302


def test_wrong_words_change_nothing_and_the_right_ones_still_let_in(under_siege):
    siege = under_siege
    phrase = make_phrase(siege.anna, by=cast.BY)
    with nothing_is_written():
        for number in range(4):
            other = " ".join(words()[number : number + 8])
            assert Client().post("/way-back/", {"words": other}).status_code == 400
        assert Client().post("/way-back/", {"words": phrase + " " + phrase}).status_code == 400
        assert Client().post("/way-back/", {"words": "%"}).status_code == 400
        assert Client().post("/way-back/", {"words": "' OR 1=1 --" * 20}).status_code == 400
    assert Client().post("/way-back/", {"words": phrase}).status_code == 302
    assert Client().post("/way-back/", {"words": phrase}).status_code == 400  # it is spent


def test_a_page_tells_a_code_that_exists_from_none_by_nothing(under_siege):
    """Opened, not sent: the same page for a code that somebody waits for, and for any other."""
    import re

    def plain(code: str) -> str:
        text = Client().get(f"/i/{code}/").content.decode()
        text = re.sub(r'(csrfmiddlewaretoken|attempt)" value="[^"]+"', "", text)
        return text.replace(code, "")

    assert plain(under_siege.code) == plain("7K2M-P0QX-3RTA-9V4C")


def test_a_signature_is_guessed_as_slowly(under_siege, quick):
    ines = under_siege.browsers["ines"]
    address = under_siege.address("staff:decision")
    found = [
        ines.post(address, {"eligible": "no", "password": f"{n}"}).status_code for n in range(12)
    ]
    assert found[-1] == 429
    assert len(quick) <= 6
