"""Which room's `test_browser.py` looks at which page: one line per name of the URLconf.

`browser` is the room with people at every stage; a page stands elsewhere if it needs more than
those. A name that stands nowhere fails a test, and so does a page that its room does not open.
"""

from __future__ import annotations

from collections.abc import Iterator

#: Each is opened at 390 and at 1280 px, and looked at by `eyes.faults`.
PAGES: dict[str, tuple[str, ...]] = {
    "approvals": ("staff:approvals", "staff:delegation", "staff:payments", "staff:person_payments"),
    "browser": (
        "participant:calendar",
        "participant:check",
        "participant:confirm_email",
        "participant:copy_page",
        "participant:data",
        "participant:decline",
        "participant:devices",
        "participant:enter",
        "participant:erase",
        "participant:event",
        "participant:help",
        "participant:information",
        "participant:intake",
        "participant:invitation",
        "participant:language",
        "participant:me",
        "participant:occasion",
        "participant:pause",
        "participant:phrase",
        "participant:received",
        "participant:reminders",
        "participant:screening",
        "participant:sign",
        "participant:today",
        "participant:way_back",
        "participant:withdraw",
        "participant:withdrawn",
        "participant:zone",
        "staff:amendments",
        "staff:cancel",
        "staff:complete",
        "staff:comprehension",
        "staff:contact",
        "staff:correct",
        "staff:correct_event",
        "staff:counter_sign",
        "staff:decision",
        "staff:discontinue",
        "staff:enter",
        "staff:erase",
        "staff:event",
        "staff:home",
        "staff:intake",
        "staff:invite",
        "staff:invite_again",
        "staff:lose",
        "staff:messages",
        "staff:occasion",
        "staff:paper_consent",
        "staff:pause",
        "staff:person",
        "staff:place",
        "staff:resume",
        "staff:screening",
        "staff:sign_in",
        "staff:start",
        "staff:study",
        "staff:trail",
        "staff:withdraw",
    ),
    "dispatch": (
        "staff:kits",
        "staff:opened",
        "staff:opening",
        "staff:opening_paper",
        "staff:stock",
    ),
    "forms": (
        "staff:form",
        "staff:form_enter",
        "staff:form_freeze",
        "staff:form_not_done",
        "staff:forms",
        "staff:forms_sign",
        "staff:release",
    ),
    "locking": ("staff:casebook", "staff:casebooks", "staff:lock"),
    "monitoring": ("staff:monitoring", "staff:monitoring_report", "staff:monitoring_topic"),
    "ratings": (
        "staff:correct_measurement",
        "staff:guess",
        "staff:rating",
        "staff:rating_correct",
        "staff:rating_guess",
        "staff:ratings",
    ),
    "safety": (
        "staff:dosing",
        "staff:judge_event",
        "staff:safety",
        "staff:safety_alert",
        "staff:safety_events",
        "staff:safety_roster",
        "staff:scores",
    ),
    "signing": (
        "staff:end_role",
        "staff:members",
        "staff:reset_factor",
        "staff:second_factor",
        "staff:set_up_factor",
    ),
    "team": (
        "staff:ask",
        "staff:contacts",
        "staff:correct_deviation",
        "staff:correct_medication",
        "staff:day",
        "staff:deviations",
        "staff:medications",
        "staff:person_deviations",
        "staff:queries",
        "staff:query",
    ),
}
#: Buttons on other pages: none of them answers a GET.
BUTTONS = (
    "participant:held",
    "participant:resume",
    "staff:form_verify",
    "staff:safety_roster_end",
    "staff:sign_out",
)
#: Read by programs, or kept as a file that is no page.
NO_PAGE = {
    "health": "JSON",
    "participant:copy": "PDF",
    "participant:download": "ZIP",
    "participant:feed": "a calendar",
    "staff:event_report": "PDF",
}


def names() -> Iterator[str]:
    """Every name that stands here, as often as it does."""
    for those in (*PAGES.values(), BUTTONS, NO_PAGE):
        yield from those
