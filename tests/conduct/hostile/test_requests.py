"""Malformed, oversized, odd and forged requests: refused, and nothing of them stays."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from siege import Siege, nothing_is_written

WHO = ("nobody", "anna", "carla")
ODD_METHODS = ("OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND")
FORM = "application/x-www-form-urlencoded"
BOUNDARY = "multipart/form-data; boundary=x"


def part(name: bytes, value: bytes, headers: bytes = b"") -> bytes:
    return (
        b"--x\r\nContent-Disposition: form-data; name=\"" + name + b"\"\r\n" + headers + b"\r\n"
        + value + b"\r\n--x--\r\n"
    )  # fmt: skip


#: (content type, body): none of them is anything that a page of ours sends.
BODIES: dict[str, tuple[str, bytes]] = {
    "a part without an end": (BOUNDARY, b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n'),
    "no boundary": ("multipart/form-data", b"--x--"),
    "a boundary of odd letters": ("multipart/form-data; boundary=\xff", b"--\xff--"),
    "another charset": (f"{FORM}; charset=utf-16", "a=1".encode("utf-16")),
    "half letters by another codec": (
        f"{BOUNDARY}; charset=raw_unicode_escape",
        part(b"signature", b"\\ud800"),
    ),
    "half letters as a code": (
        f"{BOUNDARY}; charset=raw_unicode_escape",
        part(b"code", b"\\ud800"),
    ),
    "a codec that refuses": (f"{BOUNDARY}; charset=undefined", part(b"a", b"b")),
    "a codec of domain names": (f"{BOUNDARY}; charset=idna", part(b"a", b"xn--\xff")),
    "base64 that is none": (
        BOUNDARY,
        part(b"a", b"!!!!!", b"Content-Transfer-Encoding: base64\r\n"),
    ),
    "bytes that are no letters": (FORM, b"answer=%ff%fe%80&code=\xff\xfe&name=%c3%28"),
    "nul": (FORM, b"code=%00&words=%00&name=%00&password=%00&signature=%00&status=%00&reason=%00"),
    "halves of letters": (FORM, b"code=%ed%a0%80&words=%ed%a0%80&email=%ed%a0%80%40example.org"),
    "ten megabytes": (FORM, b"code=" + b"x" * 10_000_000),
    "five thousand fields": (FORM, b"&".join(b"f%d=1" % n for n in range(5000))),
    "a file": (
        BOUNDARY,
        b'--x\r\nContent-Disposition: form-data; name="a"; filename="../a"\r\n\r\nb\r\n--x--\r\n',
    ),
    "json": ("application/json", json.dumps({"client_id": str(uuid4())}).encode()),
    "deep json": ("application/json", b"[" * 100_000),
    "deep json in a field": (FORM, b"client_id=" + b"[" * 100_000),
    "nothing": (FORM, b""),
    "an empty type": ("", b"a=1"),
    "a type that is none": (";;;", b"a=1"),
}  # fmt: skip

ODD_NUMBERS = (
    "-1",
    "1e999",
    "nan",
    "9" * 30,
    "9" * 5000,
    "٣",
    "\x00",
    "'; DROP TABLE core_study; --",
)
NUMBERS_IN = ("dose", "number", "taken_at", "client_at", "client_offset", "client_id", "page_mark",
              "severity_grade", "onset_day", "end_day", "until", "day", "start", "signed_at",
              "answered_at", "device", "number", "status", "eligible", "attempt", "next", "zone",
              "question", "answer", "kind", "site", "language", "envelope", "reason", "shown",
              "once", "how", "data_use", "do", "kept", "title", "read", "text")  # fmt: skip


#: What ends somebody's taking part comes last, or the rest would meet nobody.
LAST = ("participant:withdraw", "participant:erase", "staff:discontinue", "staff:complete",
        "staff:lose", "staff:withdraw", "staff:erase", "staff:sign_out")  # fmt: skip
#: Pages that read a number, a time, or a code.
READING = ("participant:occasion", "participant:intake", "participant:event", "participant:zone",
           "participant:pause", "participant:devices", "participant:language", "participant:check",
           "participant:phrase", "participant:reminders", "staff:invite", "staff:start",
           "staff:intake", "staff:event", "staff:correct_event", "staff:pause", "staff:enter",
           "staff:correct", "staff:cancel", "staff:paper_consent", "staff:contact",
           "staff:screening", "staff:amendments")  # fmt: skip


def broken(siege: Siege, send, pages: tuple[str, ...] = ()) -> list[tuple[str, str, int]]:
    """Send something to pages as some of everybody; return what the server broke at."""
    names = sorted(pages or [page for page, _ in siege.addresses()])
    found = []
    for page in sorted(names, key=lambda name: name in LAST):
        for who in WHO:
            status = send(siege.browsers[who], siege.address(page)).status_code
            if status >= 500:
                found.append((page, who, status))
    return found


def test_a_body_that_makes_no_sense_changes_nothing(under_siege):
    for browser in under_siege.browsers.values():
        browser.handler.enforce_csrf_checks = True
    pages = ("staff:sign_in", "staff:complete", "participant:occasion", "participant:calendar")
    with nothing_is_written():
        for kind, content in BODIES.values():
            for page in pages:
                for who in WHO:
                    answer = under_siege.browsers[who].generic(
                        "POST", under_siege.address(page), content, content_type=kind
                    )
                    assert 400 <= answer.status_code < 500


def test_a_body_that_makes_no_sense_breaks_nothing(under_siege_on_each_database):
    found = {}
    for body, (kind, content) in BODIES.items():

        def send(browser, address, kind=kind, content=content):
            return browser.generic("POST", address, content, content_type=kind)

        found[body] = broken(under_siege_on_each_database, send, (*READING, "participant:enter"))
    assert not any(found.values()), found


def test_no_page_breaks_at_letters_that_cannot_be_stored(under_siege_on_each_database):
    kind, content = BODIES["nul"]

    def send(browser, address):
        return browser.generic("POST", address, content, content_type=kind)

    assert broken(under_siege_on_each_database, send) == []


def test_a_number_that_is_none_breaks_nothing(under_siege_on_each_database):
    found = {}
    for number in ODD_NUMBERS:
        form = dict.fromkeys(NUMBERS_IN, number)

        def send(browser, address, form=form):
            return browser.post(address, form)

        found[number[:20]] = broken(under_siege_on_each_database, send, READING)
    assert not any(found.values()), found


def test_no_file_reaches_the_disk(under_siege, monkeypatch):
    import tempfile

    monkeypatch.setattr(tempfile, "NamedTemporaryFile", lambda *a, **k: pytest.fail("a file"))
    content = BODIES["a file"][1].replace(b"\r\n\r\nb", b"\r\n\r\n" + b"b" * 5_000_000)
    with nothing_is_written():
        for page in ("participant:enter", "participant:event", "staff:sign_in"):
            for who in WHO:
                browser = under_siege.browsers[who]
                answer = browser.generic(
                    "POST", under_siege.address(page), content, content_type=BOUNDARY
                )
                assert answer.status_code == 400
