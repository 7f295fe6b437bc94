"""The pages of safety in a real browser, at 390 and at 1280 px: accessible, nothing sticks out."""

from __future__ import annotations

import night
import team


def test_every_page_is_accessible_and_fits(anna, people, tour):
    people.watches(people.ines, night.PHYSICIAN)
    team.answers(anna, "diary.2")
    night.tells(anna, at=team.EVENING)
    for name, address in _addresses(anna).items():
        tour.visit(name, address, people.ines)
    for name in ("today", "intake", "help"):
        tour.visit(name, f"/{name}/", anna)
    assert tour.faults() == {}


def _addresses(anna) -> dict[str, str]:
    return {
        "inbox": team.address("safety"),
        "roster": team.address("safety_roster"),
        "events": team.address("safety_events"),
        "alert": f"/staff/safety/a/{anna.alerts.get().pk}/",
        "dosing": team.address("dosing", anna),
        "scores": team.address("scores", anna),
        "judge": team.address("judge_event", anna, 1),
    }
