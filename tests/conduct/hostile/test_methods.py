"""Other methods, odd addresses, other hosts: refused, and nothing of them stays."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client
from siege import Siege, listening, nothing_is_written

ODD_METHODS = ("OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND")
EVERYBODY = ("nobody", "anna", "boris", "carla", "dario", "ines", "mei", "adam")

ODD_ADDRESSES = [
    "/o/..%2f..%2fkeys%2fmaster/",
    "/o/%2e%2e%2fdiary.2/",
    "/o/diary.2%2f/",
    "/o/diary.2%00/",
    "/o/%ff%fe/",
    "/o/%ed%a0%80/",
    "/o/diary.2%0d%0aSet-Cookie:%20a=b/",
    "/o/' OR 1=1 --/",
    "/o/" + "x" * 3000 + "/",
    "/i/%00/",
    "/i/..%2f..%2f/",
    "/i/%ff/",
    "/i/" + "7" * 3000 + "/",
    "/e/%00/",
    "/e/..%2f/",
    "/e/" + "a" * 3000 + "/",
    "/e/a:b:c/",
    "/e/.eJw:1:a/",
    "/e/%f0%9f%98/",
    "/calendar/%00.ics",
    "/calendar/..%2f..%2fkeys.ics",
    "/calendar/%ff.ics",
    "/calendar/.ics",
    "/received/00000000-0000-0000-0000-00000000000g/",
    "/received/%00/",
    "/static/../keys/master",
    "/static/..%2f..%2fkeys%2fmaster",
    "/static/%00",
    "/static//etc/passwd",
    "/static/%2e%2e/%2e%2e/limen.conduct.toml",
    "//example.org/",
    "/\\example.org",
    "/%5c%5cexample.org/",
    "/staff/p/00000000-0000-0000-0000-000000000000/",
    "/staff/p/not-a-code/",
    "/staff/p/%00/",
    "/staff/?number=%00",
    "/staff/?page=-1",
    "/staff/?page=1e999",
    "/staff/?page=" + "9" * 5000,
    "/staff/?status=%27&site=%00&need=__class__",
    "/staff/?number=" + "%25" * 1000,
    "/staff/trail/?page=%00&event=%00&by=%ff&from=9999999-01-01&number=99999999999999999999999",
    "/staff/messages/?page=nan",
    "/intake/?dose=" + "9" * 5000,
    "/intake/?dose=%00",
    "/me/zone/?zone=../../etc/passwd",
    "/me/zone/?zone=%00",
    "/me/zone/?zone=Europe%2fRiga%00",
    "/screening/?question=__class__",
    "/information/check/?again=%00",
    "/phrase/?others=99&next=%00",
    "/language/?next=%00",
    "/?next=%00",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/today/%0d%0aX-Evil:%201",
]


def test_no_page_knows_other_methods(under_siege):
    with nothing_is_written():
        for method in ODD_METHODS:
            for page, address in under_siege.addresses():
                for who in ("nobody", "anna", "carla"):
                    answer = under_siege.browsers[who].generic(method, address)
                    assert 300 <= answer.status_code < 500, (method, page, who)


def test_asking_for_the_head_of_a_page_changes_nothing(under_siege):
    with nothing_is_written():
        for page, address in under_siege.addresses():
            for who in EVERYBODY:
                answer = under_siege.browsers[who].head(address)
                assert answer.status_code < 500, (page, who)
                assert answer.content == b""


def test_odd_addresses_break_nothing_and_open_nothing(under_siege_on_each_database):
    siege = under_siege_on_each_database
    with nothing_is_written():
        for address in ODD_ADDRESSES:
            for who in ("nobody", "anna", "carla"):
                answer = siege.browsers[who].get(address)
                assert answer.status_code < 500, (address[:80], who)
                to = answer.headers.get("Location", "")
                assert not to.startswith(("//", "/\\", "http://e", "https://e")), address
                assert "X-Evil" not in answer.headers
                assert "Set-Cookie" not in answer.headers
                assert b"root:" not in answer.content


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "testserver.evil.example"},
        {"Host": "testserver@evil.example"},
        {"Host": "testserver:80:80"},
        {"Host": "a b"},
        {"Host": ""},
        {"Host": "[::1"},
        {"Host": "тест.example"},
    ],
)
def test_another_host_name_is_refused(under_siege, headers):
    with nothing_is_written(), listening() as lines:
        for page, address in under_siege.addresses():
            if page in ("health",):
                continue
            answer = under_siege.browsers["anna"].get(address, headers=headers)
            assert "evil.example" not in answer.content.decode("utf-8", "replace"), page
            assert "evil.example" not in answer.headers.get("Location", "")
            assert answer.status_code < 500
    assert "evil" not in "".join(lines)


def test_what_a_proxy_would_say_is_not_believed(under_siege):
    """Without `behind_proxy` nobody's word counts: for the scheme, the host, or who asks."""
    said = {
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-For": "203.0.113.9",
        "X-Real-IP": "203.0.113.9",
        "Forwarded": "host=evil.example;for=203.0.113.9;proto=https",
        "X-Original-URL": "/staff/",
        "X-HTTP-Method-Override": "DELETE",
    }
    with listening() as lines:
        for who in ("nobody", "anna", "carla"):
            for page, address in under_siege.addresses():
                answer = under_siege.browsers[who].get(address, headers=said)
                plain = f"{answer.headers} {answer.content.decode('utf-8', 'replace')}"
                assert "evil.example" not in plain, page
                assert "https://testserver" not in plain, page
                assert "Strict-Transport-Security" not in answer.headers
    assert "203.0.113.9" not in "".join(lines)


NEXTS = (
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:evil.example",
    "http://evil.example/today/",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)//",
    "data:text/html,a",
    "/%09/evil.example",
    "/\t/evil.example",
    "\t//evil.example",
    "/today/\r\nX-Evil: 1",
    "//testserver@evil.example/",
    "https://testserver.evil.example/",
    "/staff/",
    "／／evil.example",
    "/today/../../..//evil.example",
    "/static/../evil",
    "/o/a\r\nX-Evil: 1/",
    "//ⓔvil.example",
    "/today/?next=//evil.example#",
    "",
    "//evil.example/today/",
    "\x00//evil.example",
    " //evil.example",
    "/today/\x00",
)


def test_nobody_is_led_elsewhere(under_siege):
    siege, away = under_siege, []
    phone, browser = siege.browsers["anna"], siege.browsers["carla"]
    for wanted in NEXTS:
        answers = [
            phone.get("/", {"next": wanted}),
            phone.post("/language/", {"language": "en", "next": wanted}),
            phone.post("/phrase/", {"next": wanted}),
            browser.get("/staff/sign-in/", {"next": wanted}),
        ]
        for answer in answers:
            to = answer.headers.get("Location", "/")
            assert answer.status_code < 500
            if not to.startswith("/") or to.startswith(("//", "/\\")) or "X-Evil" in answer.headers:
                away.append((wanted, to))
        shown = [
            Client().get("/", {"next": wanted}),
            phone.get("/language/", {"next": wanted}),
            Client().post("/", {"next": wanted, "code": "no"}),
        ]
        for answer in shown:
            page = answer.content.decode()
            assert f'href="{wanted}' not in page or not wanted
    assert away == []


def test_the_page_after_the_phrase_leads_to_a_page_of_ours(under_siege):
    """The words are shown once, with a link onward: the address bar must not choose it."""
    phone = under_siege.browsers["anna"]
    phone.post("/phrase/", {"make": "1"})
    for wanted in NEXTS:
        page = phone.get("/phrase/", {"next": wanted}).content.decode()
        leads = [unescape(to) for to in re.findall(r'(?:href|action|value)="([^"]*)"', page)]
        assert not [to for to in leads if re.match(r"[\s\\/]*[\\/]{2}|\w+:(?!\d)", to)
                    and not to.startswith("tel:")], wanted  # fmt: skip


def test_a_forged_form_is_refused_everywhere(under_siege):
    """No token, somebody's else's, or one made up: 403, and nothing is written."""
    siege: Siege = under_siege
    other = Client(enforce_csrf_checks=True)
    other.get("/")
    theirs = other.cookies["limen_form"].value
    forms = ({}, {"csrfmiddlewaretoken": "x" * 64}, {"csrfmiddlewaretoken": theirs})
    for browser in siege.browsers.values():
        browser.handler.enforce_csrf_checks = True
        browser.cookies["limen_form"] = "A" * 32
    told = [(form, {"Origin": "http://testserver"}) for form in forms]
    told += [({}, {"Origin": origin}) for origin in ("https://evil.example", "null")]
    with nothing_is_written():
        for form, headers in told:
            for page, address in siege.addresses():
                for who in ("anna", "ines"):
                    answer = siege.browsers[who].post(address, form, headers=headers)
                    assert answer.status_code in (403, 405), (page, who)
