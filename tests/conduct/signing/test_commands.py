"""`limen conduct staff …`: roles, leaving, second factors, and the demonstration's code."""

from __future__ import annotations

import command
import pytest

SET_UP = """
from pathlib import Path; from limen.conduct.core.lifecycle import at_work
at_work(Path({folder!r}))
from limen.demo.lived.team import set_up_second_factor
set_up_second_factor({name!r})
"""


def staff(folder, *words: str, text: str = "") -> tuple[int, str]:
    return command.run(["staff", words[0], *_between(words, str(folder))], text)


def _between(words: tuple[str, ...], folder: str) -> list[str]:
    first = 2 if words[0] == "role" else 1
    return [*words[1:first], folder, *words[first:]]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A demonstration of one site with two administrators."""
    folder = tmp_path_factory.mktemp("made") / "study"
    words = ["init", str(folder), "--protocol", "demonstration", "--demonstration"]
    assert command.run(words)[0] == 0
    for name in ("anna", "bert"):
        more = ("--role", "administrator", "--site", "riga", "--password-stdin")
        status, said = staff(folder, "add", name, *more, text="harbour lantern oak\n")
        assert status == 0, said
    return folder


def test_a_role_begins_and_ends(made):
    status, said = staff(made, "role", "add", "anna", "--role", "monitor", "--site", "riga")
    assert (status, said.strip()) == (0, "Added anna: monitor at riga.")
    status, said = staff(made, "role", "end", "anna", "--role", "monitor", "--site", "riga")
    assert (status, said.strip()) == (0, "Ended anna: monitor at riga.")
    status, said = staff(made, "role", "end", "anna", "--role", "monitor", "--site", "riga")
    assert status == 2
    assert "Roles: anna: administrator at riga." in said
    status, said = staff(made, "role", "add", "anna", "--role", "rater", "--site", "riga")
    assert status == 2
    assert "A rater at riga is blind" in said
    status, said = staff(made, "role", "add", "nobody", "--role", "rater", "--site", "riga")
    assert status == 2
    assert "Staff: anna, bert." in said


def test_the_code_of_a_demonstration_is_printed_and_that_of_a_real_study_is_not(made):
    status, said = staff(made, "code", "anna")
    assert status == 2
    assert "no second factor" in said
    command.python(SET_UP.format(folder=str(made), name="anna"))
    status, said = staff(made, "code", "anna")
    assert status == 0
    assert said[:6].isdigit()
    assert "works now" in said
    settings = made / "limen-conduct.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("demonstration = true", "demonstration = false"))
    status, said = staff(made, "code", "anna")
    settings.write_text(text)
    assert status == 2
    assert "This study is no demonstration" in said
    assert "reset-factor" in said


def test_a_reset_and_leaving(made):
    command.python(SET_UP.format(folder=str(made), name="bert"))
    status, said = staff(made, "reset-factor", "bert")
    assert (status, said.strip()) == (
        0,
        "bert sets up a new second factor at the next sign-in.",
    )
    assert "has no second factor yet" in staff(made, "reset-factor", "bert")[1]
    status, said = staff(made, "leave", "bert")
    assert (status, said.strip()) == (0, "bert may not sign in any more.")
    status, said = staff(made, "leave", "anna")
    assert status == 2
    assert "only administrator at riga" in said
