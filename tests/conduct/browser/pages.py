"""Where every page is, for whom: a line per name of the URLconf. A page missing here fails a test.

A name with several lines has several faces. What is no page stands in `NO_PAGE`, with the reason.
"""

from __future__ import annotations

from dataclasses import dataclass

from crowd import Crowd
from django.urls import reverse

from limen.conduct.core.models import Participant

NO_PAGE = {
    "participant:copy": "a file (PDF)",
    "participant:copy_page": "a file (HTML)",
    "participant:download": "a file (ZIP)",
    "participant:feed": "a calendar, read by programs",
    "participant:resume": "a button on other pages",
    "staff:sign_out": "a button on other pages",
    "staff:form_verify": "a button on the form",
    "health": "read by programs",
    "participant:held": "a button on Today",
    "staff:safety_roster_end": "a button on the roster",
    "staff:event_report": "a file (PDF)",
    "staff:monitoring_report": "a file (HTML)",
}
ELSEWHERE = {
    **{
        f"staff:{name}": "tests/conduct/team/test_browser.py"
        for name in (
            "day",
            "queries",
            "query",
            "ask",
            "deviations",
            "person_deviations",
            "contacts",
            "correct_deviation",
            "medications",
            "correct_medication",
        )
    },
    "staff:approvals": "tests/conduct/approvals/test_browser.py",
    "staff:delegation": "tests/conduct/approvals/test_browser.py",
    "staff:payments": "tests/conduct/approvals/test_browser.py",
    "staff:person_payments": "tests/conduct/approvals/test_browser.py",
    "staff:second_factor": "tests/conduct/signing/test_browser.py",
    "staff:set_up_factor": "tests/conduct/signing/test_browser.py",
    "staff:lock": "tests/conduct/locking/test_browser.py",
    "staff:casebooks": "tests/conduct/locking/test_browser.py",
    "staff:casebook": "tests/conduct/locking/test_browser.py",
    "staff:stock": "tests/conduct/dispatch/test_browser.py",
    "staff:kits": "tests/conduct/dispatch/test_browser.py",
    "staff:opening": "tests/conduct/dispatch/test_browser.py",
    "staff:opened": "tests/conduct/dispatch/test_browser.py",
    "staff:opening_paper": "tests/conduct/dispatch/test_browser.py",
    **{
        f"staff:{name}": "tests/conduct/ratings/test_browser.py"
        for name in ("ratings", "rating", "rating_guess", "rating_correct", "correct_measurement")
    },
    "staff:safety": "tests/conduct/safety/test_browser.py",
    "staff:safety_alert": "tests/conduct/safety/test_browser.py",
    "staff:safety_roster": "tests/conduct/safety/test_browser.py",
    "staff:monitoring": "tests/conduct/monitoring/test_browser.py",
    "staff:monitoring_topic": "tests/conduct/monitoring/test_browser.py",
    "staff:safety_events": "tests/conduct/safety/test_browser.py",
    "staff:dosing": "tests/conduct/safety/test_browser.py",
    "staff:scores": "tests/conduct/safety/test_browser.py",
    "staff:judge_event": "tests/conduct/safety/test_browser.py",
    "staff:forms": "tests/conduct/forms/test_browser.py",
    "staff:forms_sign": "tests/conduct/forms/test_browser.py",
    "staff:form": "tests/conduct/forms/test_browser.py",
    "staff:form_enter": "tests/conduct/forms/test_browser.py",
    "staff:form_not_done": "tests/conduct/forms/test_browser.py",
    "staff:form_freeze": "tests/conduct/forms/test_browser.py",
    "staff:release": "tests/conduct/forms/test_browser.py",
}
"""Pages that need more than this crowd: the rooms' own tests look at them."""
SETTINGS = {"participant:language", "participant:zone"}  # they show what is set; nobody's answer


@dataclass(frozen=True)
class Page:
    """A page as one person sees it; `who` is None for somebody whom no device knows."""

    name: str
    address: str
    who: Participant | None = None
    member: str = "ines"  # of the team, on its pages

    @property
    def called(self) -> str:
        """How a failure names it."""
        return f"{self.name} {self.address}"


def of_participants(crowd: Crowd) -> list[Page]:
    """Every page of participants."""
    anna, token = crowd.anna, crowd.token
    return [
        _participant("enter"),
        _participant("invitation", crowd.code),
        _participant("way_back"),
        _participant("help"),
        _participant("language"),
        _participant("confirm_email", token),
        _participant("confirm_email", "over"),
        _participant("information", who=crowd.bea),
        _participant("decline", who=crowd.bea),
        _participant("check", who=crowd.cleo),
        _participant("sign", who=crowd.dora),
        _participant("screening", who=crowd.ella),
        _participant("today", who=crowd.ella),
        _participant("today", who=anna),
        _participant("occasion", "diary.1", who=anna),
        _participant("occasion", "dosing_day.1", who=anna),
        _participant("occasion", "baseline", who=crowd.gina),
        _participant("intake", who=anna),
        _participant("event", who=anna),
        _participant("received", crowd.headache, who=anna),
        _participant("help", who=anna),
        _participant("phrase", who=anna),
        _participant("me", who=anna),
        _participant("zone", who=anna),
        _participant("zone", more="?zone=America/New_York", who=anna),
        _participant("pause", who=anna),
        _participant("withdraw", who=anna),
        _participant("devices", who=anna),
        _participant("reminders", who=crowd.gina),
        _participant("reminders", who=anna),
        _participant("calendar", who=anna),
        _participant("data", who=anna),
        _participant("erase", who=anna),
        _participant("withdrawn", who=crowd.fay),
    ]


def of_staff(crowd: Crowd) -> list[Page]:
    """Every page of the team."""
    anna, ella = crowd.anna, crowd.ella
    assert crowd.headache  # there is an event to correct
    answer = crowd.answer
    plain = ("home", "invite", "messages", "trail", "study", "amendments")
    of_anna = ("person", "invite_again", "contact", "intake", "event", "pause", "resume",
               "discontinue", "complete", "lose", "withdraw", "erase", "place")  # fmt: skip
    of_ella = ("person", "counter_sign", "screening", "decision", "start")
    of_bea = ("person", "comprehension", "paper_consent")
    return [
        *(_staff(name) for name in plain),
        *(_staff(name, anna) for name in of_anna),
        *(_staff(name, ella) for name in of_ella),
        *(_staff(name, crowd.bea) for name in of_bea),
        _staff("correct_event", anna, 1),
        _staff("occasion", anna, "diary.1"),
        _staff("enter", anna, "dosing_day.1"),
        _staff("cancel", anna, "diary.5"),
        _staff("correct", anna, "diary.1", answer.pk),
        Page("staff:members", reverse("staff:members"), member=crowd.adam),
        Page("staff:reset_factor", reverse("staff:reset_factor", args=["ines"]), member=crowd.adam),
        Page("staff:end_role", reverse("staff:end_role", args=[crowd.role]), member=crowd.adam),
    ]


def _participant(name: str, *args: object, more: str = "", who: Participant | None = None) -> Page:
    address = reverse(f"participant:{name}", args=args) + more
    return Page(f"participant:{name}", address, who)


def _staff(name: str, person: Participant | None = None, *args: object) -> Page:
    code = () if person is None else (person.code,)
    return Page(f"staff:{name}", reverse(f"staff:{name}", args=[*code, *args]))
