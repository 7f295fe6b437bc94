"""Every page × everybody × GET and POST: a page that is missing from the table fails.

Anna takes part at the first site, boris at the second. Carla coordinates the first site, dario the
second; ines investigates at the first, mei monitors it, adam administers it, and rita rates
there, blind. Words of the table:
`yes` the page is there for them; `sign in`, `come in` they are sent to the door of staff or of
participants; `forbidden` 403, `unknown` 404, `no` 405.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import agreement
import cast
import pytest
import servers
from django.db import connections
from django.test import Client
from django.urls import get_resolver, reverse

sys.path.insert(0, str(Path(__file__).parent / "staff" / "team"))
import team

sys.path.insert(0, str(Path(__file__).parent / "safety" / "night"))
import night

sys.path.insert(0, str(Path(__file__).parent / "team" / "kept"))
import kept

sys.path.insert(0, str(Path(__file__).parent / "ratings" / "interview"))
import interview

sys.path.insert(0, str(Path(__file__).parent / "dispatch" / "pharmacy"))
import pharmacy

sys.path.insert(0, str(Path(__file__).parent / "forms" / "visit"))
import visit

from limen.conduct.core import clock
from limen.conduct.core.entering import calendar_token
from limen.conduct.core.models import Duty, Measurement, Membership, Participant, Submission
from limen.conduct.core.services.invite import invite

WHO = ("nobody", "anna", "boris", "carla", "dario", "ines", "mei", "adam", "rita")
STAFF = ("carla", "dario", "ines", "mei", "adam", "rita")


def row(**words: str) -> dict[str, str]:
    """A line of the table: for each of the nine, what they get; `others` for those not named.

    Of what says nothing about the others, rita gets nothing.
    """
    others = words.pop("others", "")
    found = {who: words.get(who, others) for who in WHO}
    return found | {"rita": found["rita"] or "forbidden"}


#: Of staff's pages: nobody and participants are sent to sign in.
DOOR = {"nobody": "sign in", "anna": "sign in", "boris": "sign in"}
NO = row(others="no")
OPEN = row(others="yes")
EVERY_MEMBER = row(**DOOR, others="yes")
READS = row(**DOOR, carla="yes", dario="unknown", ines="yes", mei="yes", adam="unknown",
            rita="unknown")  # fmt: skip
WRITES = row(**DOOR, carla="yes", dario="unknown", ines="yes", mei="forbidden", adam="forbidden")
DECIDES = row(**DOOR, ines="yes", others="forbidden")
ENTERS = row(**DOOR, carla="yes", dario="unknown", ines="yes", mei="forbidden", adam="unknown",
             rita="unknown")  # fmt: skip
READERS = row(**DOOR, adam="forbidden", rita="forbidden", others="yes")
WRITERS = row(**DOOR, carla="yes", dario="yes", ines="yes", others="forbidden")
ALERT = row(**DOOR, carla="yes", dario="unknown", ines="yes", mei="yes", adam="forbidden")
ACTS = row(**DOOR, carla="forbidden", dario="unknown", ines="yes", mei="forbidden",
           adam="forbidden")  # fmt: skip
OPENED = row(**DOOR, carla="unknown", dario="unknown", ines="yes", others="forbidden")
INVITES = row(**DOOR, carla="yes", dario="unknown", ines="yes", others="forbidden")
AMENDS = row(**DOOR, ines="yes", adam="yes", others="forbidden")
MONITORS = row(**DOOR, ines="yes", mei="yes", others="forbidden")
RATES = row(**DOOR, rita="yes", others="forbidden")
#: The demonstration's protocol asks raters for no guess; see tests/conduct/ratings/test_guess.py.
RATE_UNASKED = row(**DOOR, rita="unknown", others="forbidden")
#: Nor its physician; see tests/conduct/ratings/test_guess_beside.py.
UNASKED = row(**DOOR, mei="forbidden", adam="forbidden", rita="forbidden", others="unknown")
ADMINISTERS = row(**DOOR, adam="yes", others="forbidden")

READERS_OF_ONE = row(**DOOR, carla="yes", dario="unknown", ines="yes", mei="yes",
                     adam="forbidden", rita="forbidden")  # fmt: skip
VERIFIES = row(**DOOR, mei="yes", others="forbidden")

#: Of participants' pages: staff have no device there, so they are nobody.
MINE = row(anna="yes", boris="yes", others="come in")
ANNAS = row(anna="yes", boris="unknown", others="come in")

TABLE: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "health": (OPEN, NO),
    "staff:home": (EVERY_MEMBER, NO),
    "staff:sign_in": (OPEN, OPEN),
    "staff:second_factor": (EVERY_MEMBER, EVERY_MEMBER),
    "staff:set_up_factor": (EVERY_MEMBER, EVERY_MEMBER),
    "staff:sign_out": (NO, row(others="sign in")),
    "staff:invite": (WRITERS, INVITES),
    "staff:messages": (READERS, NO),
    "staff:day": (WRITERS, NO),
    "staff:queries": (READERS, NO),
    "staff:query": (READERS_OF_ONE, READERS_OF_ONE),
    "staff:ask": (READERS_OF_ONE, READERS_OF_ONE),
    "staff:deviations": (READERS, NO),
    "staff:person_deviations": (READS, ENTERS),
    "staff:correct_deviation": (WRITES, WRITES),
    "staff:contacts": (READS, ENTERS),
    "staff:medications": (READS, ENTERS),
    "staff:correct_medication": (WRITES, WRITES),
    "staff:safety": (READERS, NO),
    "staff:safety_events": (READERS, NO),
    "staff:safety_alert": (ALERT, ACTS),
    "staff:monitoring": (MONITORS, NO),
    "staff:monitoring_topic": (MONITORS, NO),
    "staff:monitoring_report": (row(**DOOR, others="forbidden"), NO),  # nobody has every site
    "staff:safety_roster": (AMENDS, AMENDS),
    "staff:safety_roster_end": (NO, AMENDS),
    "staff:event_report": (READS, NO),
    "staff:scores": (DECIDES, NO),
    "staff:ratings": (RATES, NO),
    "staff:rating": (RATES, RATES),
    "staff:rating_guess": (RATE_UNASKED, RATE_UNASKED),
    "staff:rating_correct": (RATES, RATES),
    "staff:stock": (READERS, WRITERS),
    "staff:approvals": (row(**DOOR, rita="forbidden", others="yes"), AMENDS),
    "staff:delegation": (READERS, DECIDES),
    "staff:payments": (READERS, NO),
    "staff:person_payments": (READS, ENTERS),
    "staff:kits": (READS, ENTERS),
    "staff:opened": (OPENED, OPENED),
    "staff:trail": (EVERY_MEMBER, NO),
    "staff:study": (EVERY_MEMBER, NO),
    "staff:amendments": (AMENDS, AMENDS),
    "staff:lock": (AMENDS, NO),
    "staff:casebooks": (DECIDES, DECIDES),
    "staff:members": (ADMINISTERS, ADMINISTERS),
    "staff:end_role": (ADMINISTERS, ADMINISTERS),
    "staff:reset_factor": (ADMINISTERS, ADMINISTERS),
    "staff:person": (READS, NO),
    "staff:occasion": (READS, NO),
    "staff:guess": (UNASKED, UNASKED),
    "staff:screening": (READS, ENTERS),
    "staff:forms": (READERS_OF_ONE, NO),
    "staff:form": (READERS_OF_ONE, NO),
    "staff:form_verify": (NO, VERIFIES),
    **{
        f"staff:{name}": (WRITES, WRITES)
        for name in (
            "invite_again", "contact", "comprehension", "paper_consent", "start", "intake", "event",
            "correct_event", "opening", "pause", "place", "resume", "discontinue", "complete",
            "lose", "withdraw", "enter", "cancel", "correct", "correct_measurement",
            "form_enter", "form_not_done", "release",
        )
    },
    **{f"staff:{name}": (DECIDES, DECIDES) for name in (
        "counter_sign", "decision", "erase", "dosing", "judge_event", "opening_paper",
        "form_freeze", "forms_sign",
        "casebook",
    )},
    **{
        f"participant:{name}": (OPEN, OPEN)
        for name in ("enter", "invitation", "way_back", "language", "confirm_email")
    },
    "participant:help": (OPEN, NO),
    "participant:feed": (OPEN, NO),  # its token is the key
    **{f"participant:{name}": (MINE, MINE) for name in (
        "phrase", "information", "check", "sign", "decline", "screening", "intake", "event", "zone",
        "pause", "withdraw", "reminders", "calendar", "erase",
    )},
    **{f"participant:{name}": (MINE, NO) for name in (
        "copy", "copy_page", "today", "withdrawn", "me", "data",
    )},
    "participant:resume": (NO, MINE),
    "participant:held": (NO, MINE),
    "participant:download": (MINE, NO),
    "participant:devices": (MINE, row(anna="unknown", boris="unknown", others="come in")),
    "participant:occasion": (ANNAS, ANNAS),
    "participant:received": (ANNAS, NO),
}  # fmt: skip


#: What is posted; elsewhere an empty form, which is refused where something must be said.
FORMS = {"staff:invite": {"site": "riga"}}


def pages() -> list[str]:
    """The name of every page of the server."""
    found = []
    for entry in get_resolver().url_patterns:
        inside = getattr(entry, "url_patterns", None)
        if inside is None:
            found.append(entry.name)
        else:
            found += [f"{entry.app_name}:{one.name}" for one in inside]
    return found


@pytest.fixture(scope="module")
def life() -> Iterator[tuple[Path, dict[str, str], dict[str, list[object]]]]:
    """A study in which something of everything has happened: its file, cookies, addresses."""
    file = servers.READY.folder / "who_may_see_what.sqlite3"
    with servers.sqlite(servers.DEMONSTRATION), clock.as_of(team.EVENING):
        people = cast.people()
        anna, boris = (
            _consented(invite(site, by=cast.BY).participant)
            for site in (people.here, people.elsewhere)
        )
        happens(people, anna)
        rita = team.rita()
        interview.rates(anna, rita)
        arguments = _arguments(anna)
        code = invite(people.here, by=cast.BY).code
        arguments["participant:invitation"] = [code]
        browsers = {"anna": cast.device_of(anna), "boris": cast.device_of(boris)}
        members = {name: getattr(people, name) for name in STAFF[:-2]}
        members |= {"adam": team.adam(), "rita": rita}
        browsers |= {name: team.browser_of(member) for name, member in members.items()}
        cookies = {who: one.cookies.output(header="", sep=";") for who, one in browsers.items()}
        source = connections["default"].settings_dict["NAME"]
        connections["default"].close()
        shutil.copyfile(source, file)
    yield file, cookies, arguments
    file.unlink()


def happens(people: cast.Cast, anna: Participant) -> None:
    """Let something of everything happen to Anna, so that each page has something to show."""
    team.begins(anna)
    team.answers(anna, "diary.2")
    team.tells(anna)
    team.measures(anna, "systolic", 142.0)
    night.tells(anna, at=team.EVENING)
    night.on_call(people.ines, anna.site)
    pharmacy.opened_once(anna, people.ines)
    kept.by_the_team(anna, people)
    visit.fills(anna, people.carla)


def _consented(person: Participant) -> Participant:
    agreement.agrees(person)
    return cast.agreed(person)


def _arguments(anna: Participant) -> dict[str, list[object]]:
    """What stands in the addresses: always anna's."""
    one, diary = [anna.code], [anna.code, "diary.2"]
    found: dict[str, list[object]] = {name: one for name in TABLE if name.startswith("staff:")}
    plain = ("home", "sign_in", "sign_out", "invite", "messages", "trail", "study", "amendments",
             "members", "safety", "safety_events", "safety_roster", "stock", "approvals",
             "delegation", "payments", "lock", "casebooks")  # fmt: skip
    found |= {f"staff:{name}": [] for name in plain}
    found |= {f"staff:{name}": diary for name in ("occasion", "enter", "cancel")}
    found["staff:guess"] = [anna.code, "last_contact", "physician"]
    found["staff:correct"] = [*diary, team.response(anna, "diary.2").pk]
    rating = [anna.code, "week.1", "rating"]
    found |= {"staff:ratings": [], "staff:rating": rating, "staff:rating_guess": rating}
    found["staff:rating_correct"] = [*rating, "measurement.distress_seen"]
    vitals = [anna.code, "baseline", "vital_signs"]
    found |= {f"staff:{name}": vitals for name in (
        "form", "form_enter", "form_not_done", "form_verify", "form_freeze",
    )}  # fmt: skip
    measured = Measurement.objects.filter(participant=anna, occasion__identifier="baseline")
    found["staff:correct_measurement"] = [anna.code, "baseline", measured.latest("pk").pk]
    found |= {
        f"staff:{name}": [*one, 1] for name in ("correct_event", "judge_event", "event_report")
    }
    found |= {f"staff:{name}": [] for name in ("second_factor", "set_up_factor")}
    found["staff:reset_factor"] = ["carla"]
    found["staff:end_role"] = [Membership.objects.filter(member__name="ines").latest("pk").pk]
    found["staff:opened"] = [*one, anna.openings.get().pk]
    found |= {f"staff:{name}": [] for name in ("monitoring", "monitoring_report")}
    found["staff:monitoring_topic"] = ["safety"]
    found |= {f"staff:{name}": [] for name in ("day", "queries", "deviations")}
    found |= {f"staff:correct_{name}": [*one, 1] for name in ("deviation", "medication")}
    found["staff:query"] = [anna.queries.get().pk]
    found["staff:safety_alert"] = [anna.alerts.get().pk]
    found["staff:safety_roster_end"] = [Duty.objects.get().pk]
    found["participant:occasion"] = ["diary.2"]
    found["participant:received"] = [
        Submission.objects.get(participant=anna, occasion__identifier="diary.2").client_id
    ]
    found["participant:confirm_email"] = ["no-such-token"]
    found["participant:feed"] = [calendar_token(anna, by=cast.BY)]
    return found


@contextmanager
def again(file: Path) -> Iterator[None]:
    """That study as it was, for the duration of the block."""
    with servers.sqlite_copy(file), clock.as_of(team.EVENING):
        yield


def outcome(answer) -> str:
    """An answer in a word of the table."""
    to = answer.headers.get("Location", "")
    if answer.status_code == 302 and to.startswith("/staff/sign-in/"):
        return "sign in"
    if answer.status_code == 401 or (answer.status_code == 302 and to.split("?")[0] == "/"):
        return "come in"
    words = {403: "forbidden", 404: "unknown", 405: "no"}
    assert answer.status_code < 500, answer.status_code
    return words.get(answer.status_code, "yes")


def test_every_page_is_in_the_table():
    assert set(pages()) == set(TABLE)


@pytest.mark.parametrize("page", TABLE)
def test_the_table_is_true(life, page):
    file, cookies, arguments = life
    address = reverse(page, args=arguments.get(page, []))
    for method, expected in zip(("get", "post"), TABLE[page], strict=True):
        with again(file):
            found = {}
            for who in sorted(
                WHO, key=lambda one: expected[one] == "yes"
            ):  # who changes, comes last
                client = Client()
                client.cookies.load(cookies.get(who, ""))
                found[who] = outcome(getattr(client, method)(address, FORMS.get(page, {})))
            assert found == expected, method
