"""Where the pages of this room are, and for whom; `looked_at.PAGES` says which must be here.

A name with several lines has several faces.
"""

from __future__ import annotations

from dataclasses import dataclass

from crowd import Crowd
from django.urls import reverse

from limen.conduct.core.models import Participant, StaffMember

SETTINGS = {"participant:language", "participant:zone"}  # they show what is set; nobody's answer


@dataclass(frozen=True)
class Page:
    """A page as one person sees it; `who` is None for somebody whom no device knows."""

    name: str
    address: str
    who: Participant | StaffMember | None = None

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
    anna, ella, ines = crowd.anna, crowd.ella, crowd.team.ines
    assert crowd.headache  # there is an event to correct
    answer = crowd.answer
    plain = ("home", "invite", "messages", "trail", "study", "amendments")
    of_anna = ("person", "invite_again", "contact", "intake", "event", "pause", "resume",
               "discontinue", "complete", "lose", "withdraw", "erase", "place")  # fmt: skip
    of_ella = ("person", "counter_sign", "screening", "decision", "start")
    of_bea = ("person", "comprehension", "paper_consent")
    return [
        _page("staff:sign_in", None),
        *(_page(f"staff:{name}", ines) for name in plain),
        *(_page(f"staff:{name}", ines, anna.code) for name in of_anna),
        *(_page(f"staff:{name}", ines, ella.code) for name in of_ella),
        *(_page(f"staff:{name}", ines, crowd.bea.code) for name in of_bea),
        _page("staff:correct_event", ines, anna.code, 1),
        _page("staff:occasion", ines, anna.code, "diary.1"),
        _page("staff:enter", ines, anna.code, "dosing_day.1"),
        _page("staff:cancel", ines, anna.code, "diary.5"),
        _page("staff:correct", ines, anna.code, "diary.1", answer.pk),
    ]


def _participant(name: str, *args: object, more: str = "", who: Participant | None = None) -> Page:
    return _page(f"participant:{name}", who, *args, more=more)


def _page(name: str, who: Participant | StaffMember | None, *args: object, more: str = "") -> Page:
    return Page(name, reverse(name, args=args) + more, who)
