"""The same study lived twice, with everybody's arm exchanged: nothing that leaves may differ.

Same numbers, clock and people; the server parts differ in ciphertext only. Every page of the team
and of the participant, every e-mail, log line, table of the export and command is compared, once
what is random by nature (ciphertexts, tokens, keys) is taken out. The long test takes the pages
from the URLconf, each as every role sees it, so that none can be forgotten.
"""

from __future__ import annotations

import logging
import random
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import cast
import crawl
import interview
import pharmacy
import planted
import pytest
import sealing
import servers
import team
from django.apps import apps
from django.core import mail
from django.test import override_settings
from django.urls import reverse
from pharmacy import BY

from limen.conduct.core import clock
from limen.conduct.core.actor import Actor
from limen.conduct.core.answering.services import record_administration
from limen.conduct.core.dispatch.kits.give import replace
from limen.conduct.core.dispatch.kits.take_back import take_back
from limen.conduct.core.dispatch.reconcile import reconcile
from limen.conduct.core.export import export
from limen.conduct.core.messages import tick
from limen.conduct.core.models import AuditEntry, Kit, Participant, Site, StaffMember
from limen.conduct.core.services.add_staff import add_staff
from limen.conduct.staff.monitoring.report import open_report
from limen.supply.opening import Holders, open_set, read_unblinded_part
from limen.supply.sealed import read_server_part

PLAIN = ("home", "stock", "messages", "trail", "study", "members", "safety", "monitoring")
ABOUT_ONE = ("person", "kits", "opening", "opening_paper", "intake", "screening", "discontinue")
MINE = ("today", "me", "intake", "data", "help")
#: What differs between any two runs: sealed bytes, form tokens, hashes of the trail.
RANDOM = re.compile(
    r'csrfmiddlewaretoken" value="\w+"|"(?:content|own_share|released_share|verify_key)": "[^"]*"'
    r"|\b[0-9a-f]{64}\b|\b[0-9a-f]{12}…|once\" value=\"[\w-]+\"|[0-9a-f-]{36}"
)


def plain(text: str) -> str:
    """A text without what is random by nature."""
    return RANDOM.sub("*", text)


@contextmanager
def listening() -> Iterator[list[str]]:
    """Everything that is logged, at any level."""
    said: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda entry: said.append(entry.getMessage())  # type: ignore[method-assign]
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    try:
        yield said
    finally:
        root.removeHandler(handler)
        root.setLevel(before)


def lived(swapped: bool, folder, monkeypatch, *, crawled: bool = False) -> dict[str, str]:
    """Live through the study; return every text that leaves the server, by where it is read.

    If it is `crawled`, more happens in it, and every page is read as every role.
    """
    chance = random.Random(3)
    monkeypatch.setattr(uuid, "uuid4", lambda: uuid.UUID(int=chance.getrandbits(128), version=4))
    texts: dict[str, str] = {}
    with servers.sqlite(servers.DEMONSTRATION), clock.as_of(team.BEGAN), listening() as said:
        pharmacy.loaded(pharmacy.sealed(swapped=swapped))
        people = cast.people()
        persons = [pharmacy.newcomer(people.here, people.ines) for _ in range(2)]
        persons.append(pharmacy.newcomer(people.elsewhere, people.ines))
        pharmacy.listed(people.ines)
        kits = [pharmacy.given(one) for one in persons]
        for one in persons:
            team.begins(one)
        with clock.as_of(team.EVENING):
            _happens(people, persons, kits, texts)
            texts |= _crawl(people, persons) if crawled else _pages(people, persons)
            tick()
            texts["mails"] = "\n".join(f"{one.subject}\n{one.body}" for one in mail.outbox)
            exported = export(folder, by=BY).folder
        texts["logs"] = "\n".join(said)
        texts["trail"] = "\n".join(
            f"{event} {by} {re.sub(r'[0-9a-f]{64}', '*', payload)}"
            for event, by, payload in AuditEntry.objects.values_list("event", "by", "payload")
        )
        texts["reconcile"] = repr(reconcile())
        for file in sorted(one for one in exported.rglob("*") if one.is_file()):
            texts[f"export/{file.relative_to(exported)}"] = file.read_text(encoding="utf-8")
    servers.READY.keys.release_file.unlink(missing_ok=True)
    return {name: plain(text) for name, text in texts.items()}


def _happens(people, persons, kits, texts) -> None:
    """A dose, a wrong code, a replacement, a return, and one blind that is broken."""
    anna, ben, _ = (Participant.objects.get(pk=one.pk) for one in persons)
    for nth, (person, code) in enumerate(((anna, kits[0].number), (ben, kits[0].number))):
        record_administration(
            person,
            client_id=uuid.UUID(int=nth + 1),
            status="taken",
            number=1,
            envelope=code,
            taken_at=team.EVENING.replace(hour=6),
            by=Actor.participant(person),
        )
    spare = replace(ben, kits[1].number, reason="broken", by=BY)
    assert spare.spare
    take_back(anna, kits[0].number, units=3, by=BY)
    form = {
        "kit": kits[0].number,
        "category": "emergency",
        "words": "Seizure, treatment depends on it",
        "password": cast.PASSWORD,
    }
    browser = team.browser_of(people.ines)
    texts["opened"] = browser.post(team.address("opening", anna), form).content.decode()


def _pages(people, persons) -> dict[str, str]:
    """Every page, as each of the blinded roles sees it."""
    found = {}
    for name, member in (("carla", people.carla), ("ines", people.ines), ("mei", people.mei)):
        browser = team.browser_of(member)
        addresses = [team.address(page) for page in PLAIN]
        addresses += [team.address(page, one) for page in ABOUT_ONE for one in persons]
        for place, address in enumerate(addresses):
            answer = browser.get(address)
            found[f"{name} {place}"] = f"{answer.status_code}\n{answer.content.decode()}"
    for place, one in enumerate(persons):
        telephone = cast.device_of(one)
        for page in MINE:
            answer = telephone.get(reverse(f"participant:{page}"))
            found[f"participant {place} {page}"] = answer.content.decode()
    return found


def _crawl(people, persons) -> dict[str, str]:
    """Every page of the URLconf as each role sees it, of somebody to whom everything happened."""
    anna = Participant.objects.get(pk=persons[0].pk)
    planted.plant(anna, people)
    rita = team.rita()
    interview.rates(anna, rita)
    roles = {name: getattr(people, name) for name in ("carla", "ines", "mei", "dario")}
    roles |= {"rita": rita, "adam": team.adam(), "omar": _of_all_sites()}
    found = {}
    with clock.as_of(interview.SUNDAY):
        for who, member in roles.items():
            browser = team.browser_of(member)
            for name, address in crawl.addresses([anna]):
                answer = browser.get(address)
                content = b"".join(answer) if answer.streaming else answer.content
                text = content.decode("utf-8", "replace")
                found[f"{name} {who} {address.replace(str(anna.code), 'anna')}"] = (
                    f"{answer.status_code}\n{text}"
                )
        report = open_report()
    return found | {"open report": report.content.decode()}


def _of_all_sites() -> StaffMember:
    """Monitors every site: the open report is theirs."""
    sites = Site.objects.values_list("identifier", flat=True)
    roles = {site: ["monitor"] for site in sites}
    return add_staff("omar", full_name="Omar O.", password=cast.PASSWORD, roles=roles, by=BY)


@pytest.fixture
def twice(deployment, tmp_path, monkeypatch):
    """Live the same life with the arms as they were drawn, and with everybody's exchanged."""

    def live(*, crawled: bool = False) -> tuple[dict[str, str], dict[str, str]]:
        found = []
        for swapped in (False, True):
            mail.outbox = []
            folder = tmp_path / str(swapped)
            found.append(lived(swapped, folder, monkeypatch, crawled=crawled))
        return found[0], found[1]

    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        yield live


def test_with_everybodys_arm_exchanged_nothing_differs(twice):
    one, other = twice()
    assert set(one) == set(other)
    assert len(one) > 90
    shown = [name for name in one if re.search(r"\d{3} \d{3} \d{3}", one[name])]
    assert len(shown) > 10  # these are pages with kits on them, not refusals
    assert {text[:3] for name, text in one.items() if name[-1].isdigit()} <= {
        "200",
        "302",
        "403",
        "404",
    }
    assert {name for name in one if one[name] != other[name]} == set()


#: In which the order of options follows the person's code, which is random.
SHUFFLED = ("paper_consent",)
#: Which no role is shown by GET, and why.
NOT_SHOWN = {
    "sign_in": "who is signed in goes on",
    "sign_out": "a button",
    "second_factor": "who is signed in has passed it",
    "set_up_factor": "so has who has none, in the tests",
    "safety_roster_end": "a button",
    "end_role": "a button",
    "reset_factor": "a button",
    "rating_guess": "the demonstration asks raters for none",
    "guess": "nor its physician",
    "form_verify": "a button",
    "form_freeze": "a button",
    "opened": "where it was opened, POST alone shows it",
}


def test_on_every_page_as_every_role_nothing_differs(twice):
    one, other = twice(crawled=True)
    assert set(one) == set(other)
    shown = {name.split()[0] for name, text in one.items() if text.startswith("200\n")}
    assert set(crawl.names()) - shown <= set(NOT_SHOWN)
    assert {name for name in one if _read(name, one) != _read(name, other)} == set()


def _read(name: str, texts: dict[str, str]) -> str | list[str]:
    shuffled = name.split()[0] in SHUFFLED
    return sorted(re.split(r"(?=<)|\n", texts[name])) if shuffled else texts[name]


def test_the_two_supplies_do_hold_the_opposite(deployment):
    parts = [read_server_part(pharmacy.sealed(swapped=one).server) for one in (False, True)]
    assert [one.set for one in parts[0].sets] == [one.set for one in parts[1].sets]
    assert list(parts[0].contents) == list(parts[1].contents)
    kit = next(iter(parts[0].contents))
    arms = []
    for swapped, part in zip((False, True), parts, strict=True):
        supply = pharmacy.sealed(swapped=swapped)
        holders = _holders(supply)
        unblinded = read_unblinded_part(supply.folder / "unblinded")
        arms.append(open_set(unblinded, part.set_of[kit].set, holders)["arm"])
    assert set(arms) == {"PL", "MD"}


def _holders(supply):
    return Holders(
        first=supply.people["anna"],
        second=supply.people["ben"],
        purpose="emergency",
        reason="Opened in a test of the leak",
        at=sealing.NOW,
    )


def test_no_column_of_the_database_names_an_arm_or_an_intervention(kit):
    protocol = pharmacy.DEMONSTRATION
    names = {str(one.id).encode() for one in protocol.interventions}
    names |= {str(one.title).encode() for one in protocol.interventions}
    dispatch = {"supply", "kitset", "kit", "sealedcontent", "kitmovement", "opening",
                "openinggrant", "doselevelchange"}  # fmt: skip
    for model in apps.get_app_config("core").get_models():
        if model._meta.model_name in dispatch:
            for row in model._default_manager.values_list():
                for cell in row:
                    raw = isinstance(cell, bytes | memoryview)
                    content = bytes(cell) if raw else str(cell).encode()
                    assert not any(name in content for name in names), model
    assert Kit.objects.exists()
