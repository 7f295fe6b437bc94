"""The open report: one file, the same bytes of the same state, and no arm in it."""

from __future__ import annotations

import random
import re
import uuid
from html.parser import HTMLParser

import cast
import command
import pharmacy
import pytest
import servers
import team

from limen.conduct.core import clock
from limen.conduct.core.export.setting import SNAPSHOT
from limen.conduct.core.models import AuditEntry, Site
from limen.conduct.core.monitoring.scope import scope_of
from limen.conduct.core.services.invite import invite
from limen.conduct.core.trail import head
from limen.conduct.staff.monitoring.matters import MATTERS
from limen.conduct.staff.monitoring.report import open_report

_HASH = re.compile(r"\b[0-9a-f]{64}\b")


class Parts(HTMLParser):
    """What an HTML file would load, and the ids in it."""

    def __init__(self) -> None:
        """Nothing yet."""
        super().__init__()
        self.loads: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note addresses and ids."""
        found = dict(attrs)
        self.loads += [str(found[name]) for name in ("src", "href") if name in found]
        self.loads += [tag] * (tag in ("script", "iframe", "object", "form"))
        if "id" in found:
            self.ids.append(str(found["id"]))


def test_it_is_one_file_that_holds_everything(crowd):
    text = open_report().content.decode()
    parts = Parts()
    parts.feed(text)
    assert all(address.startswith("#") for address in parts.loads)
    assert len(parts.ids) == len(set(parts.ids))
    assert "url(" not in text
    assert "holds no arm" in text
    study_hash = scope_of(Site.objects.all()).study.version.hash
    for said in (study_hash, "20 May 2026, 12:00:00 UTC", str(head(SNAPSHOT))):
        assert said in text
    for read in MATTERS.values():
        topic = read(scope_of(Site.objects.all()))
        assert f'id="{topic.id}"' in text
        for exhibit in topic.exhibits:
            assert f'id="{topic.id}-{exhibit.table.key}"' in text


def test_the_same_state_at_the_same_moment_gives_the_same_bytes(crowd):
    first, again = open_report(), open_report()
    assert first == again
    invite(Site.objects.first(), by=cast.BY)
    assert open_report().content != first.content


def test_it_says_the_same_whatever_language_somebody_reads(crowd):
    from django.utils.translation import override

    plain = open_report()
    with override("de"):
        assert open_report() == plain


def lived(swapped: bool, monkeypatch) -> str:
    """Randomise people, give them kits, break one blind; the report of it."""
    chance = random.Random(3)
    monkeypatch.setattr(uuid, "uuid4", lambda: uuid.UUID(int=chance.getrandbits(128), version=4))
    with servers.sqlite(servers.DEMONSTRATION), clock.as_of(team.BEGAN):
        pharmacy.loaded(pharmacy.sealed(swapped=swapped))
        people = cast.people()
        persons = [pharmacy.newcomer(people.here, people.ines) for _ in range(2)]
        persons.append(pharmacy.newcomer(people.elsewhere, people.ines))
        for one in persons:
            pharmacy.given(one)
            team.begins(one)
        with clock.as_of(team.EVENING):
            team.answers(persons[0], "diary.2")
            team.tells(persons[0])
            text = open_report().content.decode()
    servers.READY.keys.release_file.unlink(missing_ok=True)
    return _HASH.sub("*", text)


def test_with_everybodys_arm_exchanged_it_is_the_same(deployment, monkeypatch):
    one, other = (lived(swapped, monkeypatch) for swapped in (False, True))
    assert "3 of 24 planned people were randomised" in one
    assert one == other


@pytest.fixture
def folder(tmp_path):
    """A demonstration that was made by the command."""
    made = tmp_path / "study"
    words = ["init", made, "--protocol", "demonstration", "--demonstration"]
    assert command.run([str(word) for word in words], "")[0] == 0
    return made


def test_the_command_writes_it_and_the_trail_knows(folder, tmp_path):
    out = tmp_path / "open-report.html"
    words = ["report", str(folder), "--out", str(out)]
    status, printed = command.run(words, "")
    assert status == 0, printed
    assert b"holds no arm" in out.read_bytes()
    status, printed = command.run(words, "")
    assert status != 0
    assert "exists" in printed
    status, printed = command.run([*words[:-1], str(tmp_path / "none" / "report.html")], "")
    assert status != 0
    assert "no folder" in printed
    found = command.python(
        "from pathlib import Path\nfrom limen.conduct.core.lifecycle import at_work\n"
        f"at_work(Path({str(folder)!r}))\nfrom limen.conduct.core.models import AuditEntry\n"
        "print(list(AuditEntry.objects.filter(event='report.taken').values_list('payload')))"
    )
    from hashlib import sha256

    assert found.count("sha256") == 1
    assert sha256(out.read_bytes()).hexdigest() in found


def test_taking_it_is_recorded_also_after_the_lock(crowd):
    from limen.conduct.core.trail.locked import AFTER_THE_LOCK

    assert "report.taken" in AFTER_THE_LOCK
    assert not AuditEntry.objects.filter(event="report.taken").exists()
