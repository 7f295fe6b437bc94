"""The tables of `docs/develop/reminders.md` say what the code does."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from people import CLOSES, FIRST
from promises import ANSWERS, DEATHS

from limen.conduct.core.messages.claim import LEASE
from limen.conduct.core.messages.decide import FIRST_DELAY, LONGEST_DELAY, Facts, decide
from limen.conduct.core.messages.facts import carrier
from limen.conduct.core.messages.feed import RECENT
from limen.conduct.core.messages.links import VALID_FOR, Use
from limen.conduct.core.messages.state import STEPS, Evidence, State

PAGE = Path(__file__).parents[3] / "docs" / "develop" / "reminders.md"
TEXT = PAGE.read_text(encoding="utf-8")
WELL = Facts(reminds=True, due_at=FIRST, window_end=CLOSES)
REASONS = {
    "contact data were erased": {"erased": True},
    "the participant has left": {"left": True},
    "the occasion is over or was sent": {"occasion_is_on": False},
    "the occasion was begun since the reminder was due": {"begun_at": FIRST},
    "the participant pauses": {"paused": True},
    "its window has ended": {"window_end": FIRST - timedelta(seconds=1)},
    "there is no way to the person": {"unreachable": "no e-mail address"},
    "a later reminder of the same occasion is due as well": {"later_is_due": True},
}


def table(heading: str) -> list[list[str]]:
    """The cells of the first table below a heading."""
    section = re.split(r"^#+ ", TEXT.split(f"# {heading}\n", 1)[1], flags=re.MULTILINE)[0]
    found = re.search(r"(?:^\|.*\n)+", section, flags=re.MULTILINE)
    assert found is not None, heading
    rows = found.group().splitlines()[2:]
    return [[cell.strip().strip("`") for cell in row.strip("|").split("|")] for row in rows]


def test_every_step_is_in_the_table_of_states():
    said = {
        row[0]: set() if row[1] == "–" else {word.strip() for word in row[1].split(",")}
        for row in table("The states")
    }
    assert said == {str(state): {str(after) for after in STEPS[state]} for state in State}


def test_every_kind_of_evidence_is_explained():
    assert [row[0] for row in table("The evidence")] == [str(kind) for kind in Evidence]


def test_the_table_of_deaths_is_the_one_that_is_tested():
    said = {row[0]: (int(row[1]), row[2]) for row in table("A worker dies")}
    assert said == DEATHS


def test_the_table_of_a_mail_servers_words_is_the_one_that_is_tested():
    said = [((row[0], row[1]), row[2]) for row in table("What a mail server says")]
    assert said == [(words, state) for words, (state, _) in ANSWERS.items()]


def test_what_is_due_ends_as_the_table_says_and_in_its_order():
    *rows, last = table("When it is due")
    assert [row[0] for row in rows] == list(REASONS)
    assert last[:2] == ["none of these", "sent"]
    assert decide(WELL, FIRST) is None
    for nth, row in enumerate(rows):
        facts = WELL
        for other in rows[nth:]:  # the first that holds decides, whatever else holds
            facts = replace(facts, **REASONS[other[0]])
        ending = decide(facts, FIRST)
        assert ending is not None
        assert [str(ending.state), str(ending.evidence)] == row[1:], row[0]


def test_every_means_is_served_as_it_says():
    served = {row[0]: row[1].startswith("e-mail") for row in table("Means")}
    assert served == {channel: carrier(channel) is not None for channel in served}
    assert set(served) == {"push", "email", "text_message", "call"}


def test_its_numbers_are_the_codes():
    assert timedelta(minutes=3) == LEASE
    assert timedelta(seconds=30) == FIRST_DELAY
    assert timedelta(minutes=30) == LONGEST_DELAY
    assert VALID_FOR[Use.CONFIRM] == timedelta(days=3)
    assert timedelta(days=7) == RECENT
    for words in ("three minutes", "30 seconds", "half an hour", "three days", "seven days"):
        assert words in TEXT.replace("\n", " ")
