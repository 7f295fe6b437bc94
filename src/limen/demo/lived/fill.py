"""A study in the middle of its life: made by virtual people on the real pages, day by day."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from limen.demo.lived.character import PEOPLE, Character
from limen.demo.lived.clinic import answer_alerts, judge_events, resume_doses
from limen.demo.lived.folder import make_folder
from limen.demo.lived.hurry import do_not_wait_for_the_disk
from limen.demo.lived.kits import hand_out, randomise, replace
from limen.demo.lived.mind import Mind
from limen.demo.lived.opened import fill_stock, go_on_call, open_study
from limen.demo.lived.person import Person
from limen.demo.lived.pharmacy import Pharmacy, prepare
from limen.demo.lived.story import ZONES, Step, steps
from limen.demo.lived.team import ACCOUNTS, SITES
from limen.demo.lived.telephone import Telephone
from limen.demo.lived.visits import ask, fill_form, rate, take_medicine
from limen.demo.lived.worker import let_pass

if TYPE_CHECKING:
    from limen.conduct.core.deployment import Deployment

STUDY, DOSES = "demonstration", 5
_NEW_YORK = "America/New_York"
_LINK = re.compile(r"(/e/[^/\s]+/)")
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, kw_only=True)
class Lived:
    """What was made: who is in it, how to get in."""

    folder: Path
    pharmacy: Pharmacy  # the unblinded side, beside it
    people: tuple[Person, ...]
    entries: int  # that participants sent
    code: str  # an invitation that nobody has used
    waits: Mapping[str, tuple[str, ...]]  # by number: what is due now, as the person reads it
    until: datetime


def fill(
    folder: Path,
    *,
    seed: int,
    end: datetime | None = None,
    characters: tuple[Character, ...] = PEOPLE,
    progress: Progress = lambda what, done, total: None,
) -> Lived:
    """Make a deployment of the demonstration's protocol and let virtual people live in it.

    Every entry goes through the pages, under a clock that runs ahead to `end` (left out: now), so
    what is due in it is due now. `ConductError` if the folder exists.
    """
    make_folder(folder, STUDY)
    from limen.conduct.core.lifecycle import at_work

    deployment, until = at_work(folder), end or datetime.now(UTC)
    do_not_wait_for_the_disk()
    return _Life(deployment, characters, seed, until).lived(progress)


class _Life:
    """The virtual team and people, while the clock runs."""

    def __init__(
        self, deployment: Deployment, characters: tuple[Character, ...], seed: int, end: datetime
    ) -> None:
        self.deployment, self.end, self.seed = deployment, end, seed
        self.plan = steps(characters, end=end, seed=seed)
        self.people = [
            Person(one, Mind(one, seed), Telephone("localhost"), zone=ZONES[one.site])
            for one in characters
        ]
        self.entries = 0
        self.chance = random.Random(f"{seed} visits")
        self._codes: dict[int, str] = {}

    def lived(self, progress: Progress) -> Lived:
        """Open the study and run the clock to the end."""
        from limen.conduct.core import clock

        first = self.plan[0].at - timedelta(hours=1)
        with clock.as_of(first):
            self._open(first)
        hour = first
        for number, step in enumerate(self.plan):
            progress("Living through the study", number, len(self.plan))
            hour = let_pass(hour, step.at)
            with clock.as_of(step.at):
                self._do(step)
        let_pass(hour, self.end)
        progress("Living through the study", len(self.plan), len(self.plan))
        code, _, _ = self.carla.invite("riga")
        return Lived(
            folder=self.deployment.folder,
            pharmacy=self.pharmacy,
            people=tuple(self.people),
            entries=self.entries,
            code=code,
            waits={one.number: self._waits(one) for one in self.people if one.here},
            until=self.end,
        )

    def _waits(self, person: Person) -> tuple[str, ...]:
        from limen.conduct.core.occasions.named import title_of

        due = (one.partition(".")[0] for one in _due(person.number))
        return tuple(title_of(self.pharmacy.protocol, one) for one in due)

    def _open(self, now: datetime) -> None:
        from limen.conduct.core.models import Study

        protocol = Study.objects.select_related("version").get().protocol
        place = self.deployment.folder.with_name("supply")
        self.pharmacy = prepare(protocol, place, seed=self.seed, at=now)
        team = open_study(self.deployment, ACCOUNTS, self.pharmacy, now=now)
        self.carla, self.iris, self.mei, self.rosa = (
            team[name] for name in ("carla", "iris", "mei", "rosa")
        )
        fill_stock(self.carla, self.pharmacy, SITES, now=now)
        go_on_call(self.iris, ZONES, now=now)

    def _do(self, step: Step) -> None:
        person = self.people[step.who]
        if person.here:
            getattr(self, f"_{step.what}")(person, step.at.astimezone(ZoneInfo(person.zone)))

    def _is_invited(self, person: Person, local: datetime) -> None:
        character = person.character
        code, person.number, person.address = self.carla.invite(
            character.site, telephone=character.telephone
        )
        self._codes[id(person)] = code

    def _agrees(self, person: Person, local: datetime) -> None:
        if not person.character.telephone:
            self.carla.consent_on_paper(person, local)
            self.carla.answer_screening(person)
            return
        person.come_in(self._codes[id(person)])
        person.here = person.agree()
        if person.here:
            person.answer_screening()

    def _is_decided_on(self, person: Person, local: datetime) -> None:
        self.iris.sign_below(person)
        person.here = not person.character.disorder
        self.iris.decide(person, eligible=person.here)
        if person.here:
            self.carla.set_start(person)
            if person.character.wants_email:
                self._wants_email(person)

    def _wants_email(self, person: Person) -> None:
        from limen.conduct.core import messages

        person.want_email()
        messages.tick()
        for file in sorted((self.deployment.folder / "outbox").glob("*.eml")):
            found = _LINK.search(file.read_text(encoding="utf-8", errors="replace"))
            if found and person.character.name.lower() in file.read_text(encoding="utf-8"):
                page = person.telephone.open(found.group(1))
                person.telephone.send(page, {})

    def _is_examined(self, person: Person, local: datetime) -> None:
        """Before the first dose: what staff find, and enter."""
        for form in ("vital_signs", "laboratory", "ecg", "tests"):
            if form == "laboratory" and not person.character.laboratory:
                continue
            fill_form(self.iris, person, "baseline", form, local=local, chance=self.chance)

    def _is_rated(self, person: Person, local: datetime) -> None:
        rate(self.rosa, person, "week.1", "rating", chance=self.chance)

    def _is_asked_about(self, person: Person, local: datetime) -> None:
        ask(self.mei, person, "baseline", "ecg", words="Is this the value of that day? (made up)")

    def _takes_tramadol(self, person: Person, local: datetime) -> None:
        take_medicine(self.carla, person, "Tramadol", since=local)

    def _gets_kits(self, person: Person, local: datetime) -> None:
        """Is randomised and given every kit, if nothing stands in the way this morning."""
        if person.mind.kits or not (number := randomise(self.carla, person)):
            return
        person.mind.arm = self.pharmacy.arm_of(number)
        hand_out(self.carla, person, DOSES)

    def _breaks_a_kit(self, person: Person, local: datetime) -> None:
        if person.mind.kits:
            replace(self.carla, person)

    def _is_called(self, person: Person, local: datetime) -> None:
        """Is called about an alert; doses go on, and the event is judged."""
        if answer_alerts(self.iris, person):
            resume_doses(self.iris, person, reason="Well again, and wants to go on. (made up)")
            judge_events(self.iris, person, term="anxiety")

    def _has_dark_thoughts(self, person: Person, local: datetime) -> None:
        person.mind.thoughts = 1

    def _looks(self, person: Person, local: datetime) -> None:
        if person.character.telephone:
            self.entries += person.look(local)
            return
        for identifier in _due(person.number):
            self.carla.enter(person, identifier, local)
            self.entries += 1

    def _flies_west(self, person: Person, local: datetime) -> None:
        person.fly_west()
        person.zone = _NEW_YORK

    def _pauses(self, person: Person, local: datetime) -> None:
        person.pause(local.date(), 2)

    def _loses_telephone(self, person: Person, local: datetime) -> None:
        person.lose_telephone()

    def _has_headache(self, person: Person, local: datetime) -> None:
        person.report("Headache", "1", local)

    def _is_very_anxious(self, person: Person, local: datetime) -> None:
        person.report("Anxiety that did not let go of me", "3", local)

    def _withdraws(self, person: Person, local: datetime) -> None:
        person.withdraw()


def _due(number: str) -> list[str]:
    """Return the occasions of a participant that are open now."""
    from limen.conduct.core.models import Occasion

    state = Occasion.State
    found = Occasion.objects.filter(
        participant__number=number, state__in=(state.OPEN, state.STARTED), respondent="participant"
    )
    return list(found.values_list("identifier", flat=True))
