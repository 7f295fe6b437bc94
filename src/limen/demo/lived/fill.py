"""A study in the middle of its life: made by virtual people on the real pages, day by day."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from limen.demo.lived.character import PEOPLE, Character
from limen.demo.lived.mind import Mind
from limen.demo.lived.person import Person
from limen.demo.lived.story import ZONES, Step, steps
from limen.demo.lived.team import (
    ACCOUNTS,
    COORDINATOR,
    INVESTIGATOR,
    Colleague,
    set_up_second_factor,
)
from limen.demo.lived.telephone import Telephone
from limen.errors import ConductError

if TYPE_CHECKING:
    from limen.conduct.core.deployment import Deployment

STUDY = "demonstration"
ADDRESS = "http://localhost:8000"
SETTINGS_FILE = "limen-conduct.toml"
CONTACTS = {
    "study": "The study team (made up)",
    "telephone": "+44 20 7946 0123",
    "email": "team@example.org",
    "hours": "Monday to Friday, 9:00 to 17:00",
    "emergency": "112",
    "crisis": "A crisis line (made up)",
}
_NEW_YORK = "America/New_York"
_LINK = re.compile(r"(/e/[^/\s]+/)")
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, kw_only=True)
class Lived:
    """What was made: who is in it, how to get in."""

    folder: Path
    people: tuple[Person, ...]
    entries: int  # that participants sent
    code: str  # an invitation that nobody has used
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
    _initialise(folder)
    _name_contacts(folder / SETTINGS_FILE)
    from limen.conduct.core.lifecycle import at_work

    deployment = at_work(folder)
    return _Life(deployment, characters, seed, end or datetime.now(UTC)).lived(progress)


def _initialise(folder: Path) -> None:
    """Make the folder as its operator would, with the command: a process serves one folder only."""
    program = "from limen.cli import main; main()"
    verb = ["conduct", "init", str(folder), "--protocol", STUDY, "--demonstration"]
    command = [sys.executable, "-c", program, *verb, "--address", ADDRESS]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode != 0:
        raise ConductError(f"The demonstration's folder was not made: {made.stderr.strip()}")


def _name_contacts(settings: Path) -> None:
    """Write whom participants can call; numbers that are set aside for stories, but for 112."""
    text = settings.read_text(encoding="utf-8")
    for key, value in CONTACTS.items():
        empty = f'{key} = ""'
        text = re.sub(rf"(^\[help\].*?)^{re.escape(empty)}", rf'\g<1>{key} = "{value}"', text,
                      count=1, flags=re.DOTALL | re.MULTILINE)  # fmt: skip
    settings.write_text(text, encoding="utf-8")


class _Life:
    """The virtual team and people, while the clock runs."""

    def __init__(
        self, deployment: Deployment, characters: tuple[Character, ...], seed: int, end: datetime
    ) -> None:
        self.deployment, self.end = deployment, end
        self.plan = steps(characters, end=end, seed=seed)
        self.people = [
            Person(one, Mind(one, seed), Telephone("localhost"), zone=ZONES[one.site])
            for one in characters
        ]
        self.entries = 0
        self._codes: dict[int, str] = {}

    def lived(self, progress: Progress) -> Lived:
        """Open the study and run the clock to the end."""
        from limen.conduct.core import clock

        first = self.plan[0].at - timedelta(hours=1)
        with clock.as_of(first):
            self._open()
        hour = first
        for number, step in enumerate(self.plan):
            progress("Living through the study", number, len(self.plan))
            hour = self._pass(hour, step.at)
            with clock.as_of(step.at):
                self._do(step)
        self._pass(hour, self.end)
        progress("Living through the study", len(self.plan), len(self.plan))
        code, _, _ = self.carla.invite("riga")
        return Lived(
            folder=self.deployment.folder,
            people=tuple(self.people),
            entries=self.entries,
            code=code,
            until=self.end,
        )

    def _open(self) -> None:
        from limen.conduct.core.actor import COMMAND
        from limen.conduct.core.services.add_staff import add_staff
        from limen.conduct.core.services.open_study import open_study

        open_study(self.deployment, by=COMMAND)
        for one in ACCOUNTS:
            add_staff(
                one.name,
                full_name=one.full_name,
                password=one.password,
                roles=one.roles,
                by=COMMAND,
            )
            set_up_second_factor(one.name)
        self.carla = Colleague(COORDINATOR, Telephone("localhost"))
        self.iris = Colleague(INVESTIGATOR, Telephone("localhost"))

    def _pass(self, since: datetime, until: datetime) -> datetime:
        """Let time pass as the worker does, once an hour."""
        from limen.conduct.core import clock, messages

        while since + timedelta(hours=1) <= until:
            since += timedelta(hours=1)
            with clock.as_of(since):
                messages.tick()
        return since

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
