"""Whatever text is stored, no page, file, mail or calendar takes it for anything but text."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from functools import partial
from html.parser import HTMLParser

import agreement
import cast
import entrance
import pharmacy
import pytest
import servers
import siege as walls
import team
from django.core import mail
from django.test import Client, override_settings
from siege import EVENING, Siege

from limen.conduct.core import clock
from limen.conduct.core.actor import Actor
from limen.conduct.core.answering import asked
from limen.conduct.core.consenting import give_consent
from limen.conduct.core.content_policy import POLICY
from limen.conduct.core.documents import take_documents
from limen.conduct.core.messages import ask_confirmation, tick
from limen.conduct.core.models import (
    AuditEntry,
    ContactDetail,
    OutboxMessage,
    Participant,
    Study,
)
from limen.conduct.core.services.create_study import create_study
from limen.conduct.core.services.invite import invite
from limen.conduct.core.services.keep_contact import keep_contact
from limen.conduct.core.services.open_study import open_study
from limen.conduct.core.trail import recording, verify
from limen.errors import ConductError
from limen.protocol import parse_protocol, shipped

EVIL = (
    "<script>alert(1)</script><img src=x onerror=alert(1)><svg/onload=alert(1)>"
    "\"'><b onmouseover=alert(1)>&lt;</script>{{ 7*7 }}{% debug %}'; DROP TABLE core_study; --"
)
SHORT = "<i onclick=a()>\"'&;DROP"
TITLE = "<script>alert(2)</script>"
MARKDOWN = """
<script>alert(3)</script>
<iframe src="https://evil.example"></iframe>
[a](javascript:alert(3)) [b](https://evil.example "x\\" onclick=\\"a") ![c](https://evil.example/c.png)
<https://evil.example> <style>body{}</style> <a href="data:text/html,x" style="x">d</a>
<form action="https://evil.example"><input name=a></form> `</script>` <svg onload=alert(3)>
"""


class Page(HTMLParser):
    """Notes what could run, or would be fetched, in a page."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self.fetched: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        self.wrong += [f"{tag} {name}" for name in held if name.startswith("on")]
        if "style" in held or tag in ("style", "iframe", "object", "embed", "base", "applet"):
            self.wrong.append(f"{tag} of a style or a frame")
        if tag == "script" and "src" not in held and held.get("type") != "application/json":
            self.wrong.append("an inline script")
        if tag == "meta" and "http-equiv" in held:
            self.wrong.append("http-equiv")
        for name in ("src", "href", "action", "formaction", "poster", "data", "xlink:href"):
            value = held.get(name)
            if value and re.match(r"\s*(javascript|data|vbscript):", value, re.IGNORECASE):
                self.wrong.append(f"{tag} {name}={value}")
            if value and (tag not in ("a", "form") or name == "src"):
                self.fetched.append(value)
        if tag == "form" and not (held.get("action") or "/").startswith(("/", "?", "#")):
            self.wrong.append(f"a form to {held['action']}")


def looked_at(content: bytes) -> Page:
    page = Page()
    page.feed(content.decode())
    page.close()
    return page


def evil_study() -> None:
    """Create and open a study whose protocol and documents are full of it."""
    text = servers.DEMONSTRATION
    for title in (
        "Evening diary",
        "Information for participants",
        "Declaration of consent",
        "How much calmer you expect to be in the evening, 0 to 100",
        "Riga",
        "Porto",
    ):
        text = text.replace(f"title: {title}", f'title: "{title} {TITLE}"')
    text = text.replace("Demonstration: small doses", f"{TITLE} Demonstration: small doses")
    protocol = parse_protocol(text)
    take_documents(protocol, shipped()["demonstration"].parent, into=servers.READY.documents)
    create_study(text, by=cast.BY, demonstration=True)
    servers.approve()
    open_study(servers.READY, by=cast.BY)


@pytest.fixture
def full_of_it(deployment, monkeypatch) -> Iterator[Siege]:
    with servers.unfilled(), clock.as_of(EVENING):
        evil_study()
        supply = partial(pharmacy.sealed.__wrapped__, Study.objects.get().protocol)
        monkeypatch.setattr(pharmacy, "sealed", supply)
        siege = walls.raise_walls()
        anna, by = siege.anna, Actor.participant(siege.anna)
        keep_contact(anna, "name", EVIL, by=cast.BY)
        keep_contact(anna, "telephone", EVIL, by=cast.BY)
        found = team.occasion(anna, "diary.2")
        form = {k: (EVIL if v == team.WORDS else v) for k, v in team.filled(asked(found)).items()}
        team.answers(anna, "diary.2", form)
        for browser in siege.browsers.values():
            browser.raise_request_exception = False
        phone, ines = siege.browsers["anna"], siege.browsers["ines"]
        told = phone.get("/event/").content.decode()
        assert "event.what" in told
        from limen.conduct.core.answering.services.adverse_events import event_questions

        form = team.filled(event_questions(anna)) | {"event.what": EVIL}
        assert phone.post("/event/", form).status_code == 302
        one = siege.address("staff:correct_event")
        judged = {"term": SHORT, "coded_term": SHORT, "reason": EVIL}
        assert ines.post(one, judged).status_code == 302
        row = team.response(anna, "diary.2")
        again = {"none": "on", "reason": EVIL}
        assert ines.post(team.address("correct", anna, "diary.2", row.pk), again).status_code == 302
        with recording("test.renamed", by=by) as record:
            siege.people.ines.full_name = EVIL[:100]
            record.change(siege.people.ines, "full_name")
        yield siege


def test_no_page_runs_or_fetches_what_was_stored(full_of_it):
    """Every page, for everybody, with its policy, without a script or a style in it."""
    wrong, seen = [], 0
    for page, address in full_of_it.addresses():
        for who, browser in full_of_it.browsers.items():
            answer = browser.get(address)
            assert answer.status_code < 500, (page, who)
            assert answer.headers["Content-Security-Policy"] == POLICY
            assert "text/html" not in answer.headers.get("Content-Type", "") or (
                answer.headers["X-Frame-Options"] == "DENY"
            )
            if "text/html" in answer.headers.get("Content-Type", "") and answer.content:
                found = looked_at(answer.content)
                seen += 1
                wrong += [(page, who, one) for one in found.wrong]
                wrong += [
                    (page, who, one) for one in found.fetched if not one.startswith(("/", "#", "?"))
                ]
                assert b"49" not in re.findall(rb"&lt;</script>(\d+)", answer.content)
                assert b"alert(1)</script>" not in answer.content, (page, who)
                assert b"alert(2)</script>" not in answer.content, (page, who)
    # The signed copy is a file of its own: its style is its own too, and nobody frames it.
    assert [one for one in wrong if one[0] != "participant:copy_page"] == []
    assert seen > 100
    assert verify().faults == ()
    assert Study.objects.exists()


def test_what_was_typed_wrongly_comes_back_as_text(full_of_it):
    siege = full_of_it
    for who, page, form in (
        (
            "nobody",
            "participant:enter",
            {"code": EVIL, "next": EVIL, "attempt": EVIL, "kept": EVIL},
        ),
        ("nobody", "participant:way_back", {"words": EVIL + " one two three four five six seven"}),
        ("anna", "participant:event", {"event.what": EVIL, EVIL: "x", "page_mark": EVIL}),
        ("anna", "participant:occasion", {"client_id": EVIL, EVIL: EVIL}),
        ("anna", "participant:reminders", {"email": EVIL}),
        ("anna", "participant:pause", {"how": "day", "day": EVIL}),
        ("anna", "participant:zone", {"zone": EVIL}),
        ("anna", "participant:intake", {"envelope": EVIL, "note": EVIL, "dose": EVIL}),
        ("carla", "staff:sign_in", {"name": EVIL, "next": EVIL}),
        ("carla", "staff:contact", {"kind": EVIL, "text": EVIL}),
        ("carla", "staff:pause", {"until": EVIL}),
        ("carla", "staff:correct_event", {"onset_day": EVIL, "term": EVIL}),
        ("carla", "staff:correct_event", {"onset_day": "9" * 30, "term": "x", "reason": "y"}),
        ("ines", "staff:amendments", {"text": f"title: {EVIL}"}),
        ("ines", "staff:decision", {"reason": EVIL}),
    ):
        answer = siege.browsers[who].post(siege.address(page), form)
        assert answer.status_code < 500, (page, form)
        assert looked_at(answer.content).wrong == [], page
        assert b"alert(1)</script>" not in answer.content, page


def test_markdown_of_a_document_shows_words_and_nothing_else():
    from limen.conduct.core.consenting.words import sections

    for section in sections("# A\n" + MARKDOWN + "\n## B\n" + MARKDOWN):
        found = looked_at(str(section.html).encode())
        assert found.wrong == []
        assert found.fetched == []


def test_the_signed_copy_holds_a_name_as_a_name(full_of_it):
    person = invite(full_of_it.people.here, by=cast.BY).participant
    agreement.reads(person)
    agreement.passes(person)
    consent = give_consent(person, **agreement.signing(person) | {"signature": EVIL[:80]})
    phone = cast.device_of(Participant.objects.get(pk=person.pk))
    paper = phone.get("/information/copy.pdf", follow=True)
    page = phone.get("/information/copy.html")
    assert consent.pk
    for answer in (paper, page):
        assert answer.status_code == 200
        assert "attachment" in answer.headers["Content-Disposition"]
        assert b"/JavaScript" not in answer.content
        assert b"(javascript" not in answer.content
    assert b"<script" not in page.content
    assert b"&lt;script&gt;alert(1)" in page.content
    # A file of its own has its policy and its style in itself; nothing else is in it.
    assert set(looked_at(page.content).wrong) <= {"style of a style or a frame", "http-equiv"}
    assert looked_at(page.content).fetched == []


def test_json_for_scripts_ends_no_script(full_of_it):
    siege = full_of_it
    text = siege.browsers["anna"].get("/o/diary.3/", follow=True).content.decode()
    text += siege.browsers["anna"].get("/event/").content.decode()
    for block in re.findall(
        r'<script id="[^"]+" type="application/json">(.*?)</script>', text, re.S
    ):
        assert "<" not in block


def test_the_calendar_keeps_its_lines(full_of_it):
    siege = full_of_it
    content = siege.browsers["nobody"].get(siege.address("participant:feed")).content
    assert b"alert" not in content
    assert content.count(b"BEGIN:VCALENDAR") == 1
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")


ADDRESSES = (
    "a@example.org\r\nBcc: evil@example.org",
    "a@example.org\nBcc: evil@example.org",
    "a@example.org,evil@example.org",
    "a@example.org;evil@example.org",
    "<a@example.org>",
    "A <a@example.org>",
    "a@example.org\x00",
    "a@exa mple.org",
    "a@example.org%0aBcc:x",
    '"a\r\nBcc: evil@example.org"@example.org',
    "=?utf-8?q?a=0aBcc:x?=@example.org",
    "a@[127.0.0.1]\r\n",
    "a" * 250 + "@example.org",
    "\ud7ff@example.org",
)


@override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend")
def test_an_address_brings_no_header_and_nobody_else(under_siege):
    mail.outbox = []
    phone, asked_for = under_siege.browsers["anna"], 0
    for number, text in enumerate(ADDRESSES):
        with clock.as_of(EVENING.replace(month=4 + number % 8, day=1 + number)):
            answer = phone.post("/me/reminders/", {"email": text})
            assert answer.status_code in (302, 400), text
            asked_for += answer.status_code == 302
            tick()
    for sent in mail.outbox:
        assert len(sent.recipients()) == 1
        assert "evil" not in sent.message().as_string()
        assert not re.search(r"^Bcc:", sent.message().as_string(), re.MULTILINE)
    assert ContactDetail.objects.filter(kind="email").exists()


def test_an_address_with_a_line_break_is_refused_by_the_service(under_siege):
    with pytest.raises(ConductError):
        ask_confirmation(under_siege.anna, "a@b.org\r\nBcc: c@d.org", by=cast.BY)
    assert not OutboxMessage.objects.filter(purpose="confirm").exists()


def test_a_cell_that_a_spreadsheet_would_compute_is_kept_as_it_was_said(under_siege):
    """Decided: data stay what was said; who opens them in a spreadsheet imports them as text."""
    siege = under_siege
    from limen.conduct.core.answering.services.adverse_events import event_questions

    formula = '=HYPERLINK("https://evil.example";"x")'
    form = team.filled(event_questions(siege.anna)) | {"event.what": formula}
    assert siege.browsers["anna"].post("/event/", form).status_code == 302
    packed = zipfile.ZipFile(
        io.BytesIO(siege.browsers["anna"].get("/me/data/download.zip").content)
    )
    cells = []
    for name in packed.namelist():
        if name.endswith(".csv"):
            rows = csv.reader(io.StringIO(packed.read(name).decode("utf-8-sig")))
            cells += [cell for row in rows for cell in row]
        assert not name.startswith(("/", ".."))
    assert formula in cells


def test_the_trail_of_it_holds_no_words(full_of_it):
    for payload in AuditEntry.objects.values_list("payload", flat=True):
        assert "alert(" not in payload
        assert "DROP" not in payload


def test_cookies_are_kept_from_scripts_and_from_other_sites(under_siege):
    siege = under_siege
    siege.browsers["anna"].post("/phrase/", {"make": "1"})
    siege.browsers["anna"].post("/me/calendar/", {"make": "1"})
    siege.browsers["anna"].post("/language/", {"language": "en"})
    newcomer = Client()
    newcomer.post("/", {"code": siege.code})
    staff = Client()
    entrance.signs_in(staff, "carla")
    Client().get("/")
    seen = {}
    for client in (siege.browsers["anna"], newcomer, staff):
        for name, cookie in client.cookies.items():
            if cookie["path"]:
                seen[name] = cookie
    for name, cookie in seen.items():
        assert cookie["samesite"] in ("Lax", "Strict"), name
        assert cookie["httponly"] or name == "limen_form", name
        assert not cookie["domain"]
    assert {"limen_device", "limen_phrase", "limen_calendar", "limen_staff", "limen_known"} <= set(
        seen
    )
    assert seen["limen_staff"]["path"] == "/staff/"


def test_over_https_every_cookie_is_secure(under_siege):
    names = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "LANGUAGE_COOKIE_SECURE")
    secure = dict.fromkeys(names, True)
    with override_settings(**secure):
        for client, path, form in (
            (Client(), "/", {"code": under_siege.code}),
            (Client(), "/staff/sign-in/", {"name": "carla", "password": cast.PASSWORD}),
            (under_siege.browsers["anna"], "/me/calendar/", {"make": "1"}),
            (under_siege.browsers["anna"], "/language/", {"language": "en"}),
        ):
            client.get("/help/", secure=True)
            answer = client.post(path, form, secure=True)
            assert answer.status_code == 302
            for name, cookie in answer.cookies.items():
                assert cookie["secure"], name


def test_no_page_with_somebodys_data_is_kept_on_the_way(under_siege):
    for page, address in under_siege.addresses():
        for who in ("anna", "carla", "nobody"):
            told = under_siege.browsers[who].get(address).headers["Cache-Control"]
            assert "no-store" in told or page == "participant:feed", page
            assert "public" not in told
    assert "no-store" in under_siege.browsers["anna"].get("/nowhere/").headers["Cache-Control"]
