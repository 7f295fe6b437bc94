"""The virtual study while its clock runs: each step, done on the pages by whoever does it."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from limen.demo.lived.clinic import (
    answer_alerts,
    break_blind,
    judge_events,
    record_paper_break,
    resume_doses,
)
from limen.demo.lived.kits import hand_out, lower_dose, randomise, take_back
from limen.demo.lived.kits import replace as replace_kit
from limen.demo.lived.person import Person
from limen.demo.lived.pharmacy import Pharmacy
from limen.demo.lived.team import Colleague
from limen.demo.lived.telephone import Telephone
from limen.demo.lived.visits import (
    ask,
    fill_form,
    give_supervised_dose,
    let_go,
    rate,
    take_medicine,
    take_over_deviations,
)
from limen.demo.whole.cast import DOSES_IN_A_KIT, ZONES, One
from limen.demo.whole.mind import Feeling
from limen.demo.whole.plan import Step

FORMS: Final = {
    "before": ("vital_signs", "laboratory", "ecg", "echocardiography", "pregnancy", "drugs"),
    "first_dose": ("first_dose",),
    "midway": ("vital_signs",),
    "end": ("vital_signs", "laboratory", "ecg", "echocardiography", "drugs"),
}
"""What is filled in at which visit."""
_FIRST_KITS = 2  # bottles at the first dose; the third is given midway


class Life:
    """Everybody in the virtual study; `happened` counts what took place."""

    def __init__(
        self,
        people: Sequence[One],
        team: dict[str, Colleague],
        pharmacy: Pharmacy,
        *,
        seed: int,
    ) -> None:
        self.team, self.pharmacy = team, pharmacy
        self.carla, self.iris, self.mei, self.rosa = (
            team[name] for name in ("carla", "iris", "mei", "rosa")
        )
        self.chance = random.Random(f"{seed} life")
        self.happened: Counter[str] = Counter()
        self.queries: list[str] = []
        self.people = people
        self.persons = [_person(one, seed) for one in people]
        self.sets: dict[str, str] = {}  # number -> set

    def do(self, step: Step) -> None:
        """Do one step, if the person is still there for it."""
        one, person = self.people[step.who], self.persons[step.who]
        if person.here:
            local = step.at.astimezone(ZoneInfo(person.zone))
            getattr(self, f"_{step.what}")(one, person, local, step.about)

    # before the first dose

    def _is_invited(self, one: One, person: Person, local: datetime, about: str) -> None:
        code, person.number, person.address = self.carla.invite(one.character.site)
        person.come_in(code)
        self.happened["invited"] += 1

    def _agrees(self, one: One, person: Person, local: datetime, about: str) -> None:
        person.here = person.agree()
        person.answer_screening()

    def _is_decided_on(self, one: One, person: Person, local: datetime, about: str) -> None:
        self.iris.sign_below(person)
        self.iris.decide(person, eligible=True)
        self.carla.set_start(person)
        self.happened["enrolled"] += 1

    # doses

    def _is_randomised(self, one: One, person: Person, local: datetime, about: str) -> None:
        number = randomise(self.carla, person)
        if not number:  # what had to be there before is not: they never begin
            self.happened["not randomised"] += 1
            return
        self.sets[person.number] = number
        person.mind.arm = self.pharmacy.arm_of(number)
        hand_out(self.carla, person, _FIRST_KITS)
        self.happened["randomised"] += 1
        self.happened["kits handed over"] += _FIRST_KITS

    def _takes_first_dose(self, one: One, person: Person, local: datetime, about: str) -> None:
        if person.mind.kits:
            self._feels(person)
            give_supervised_dose(self.carla, person, 1, local)
            self.happened["doses taken"] += 1

    def _is_released(self, one: One, person: Person, local: datetime, about: str) -> None:
        if person.mind.kits:
            let_go(self.iris, person, 1)
            self.happened["released after the first dose"] += 1

    def _takes_dose(self, one: One, person: Person, local: datetime, about: str) -> None:
        if not person.mind.kits:
            return
        self._feels(person)
        if person.take_dose(local):
            self.happened["doses taken"] += 1
        else:
            _mind(person).dose = 0.0

    def _feels(self, person: Person) -> None:
        """Let the body know what is in the kit; the server is told its number alone."""
        held, level = self.pharmacy.held_by(person.mind.next_kit)
        mind = _mind(person)
        share = mind.truth.reduced if level == "reduced" else 1.0
        mind.dose = share if held.startswith("lsd") else 0.0

    def _gets_more_kits(self, one: One, person: Person, local: datetime, about: str) -> None:
        if person.mind.kits:
            hand_out(self.carla, person, 1)
            self.happened["kits handed over"] += 1

    def _brings_kits_back(self, one: One, person: Person, local: datetime, about: str) -> None:
        self.happened["kits brought back"] += take_back(self.carla, person)

    # what people and the team enter

    def _answers(self, one: One, person: Person, local: datetime, about: str) -> None:
        if about.startswith("next_day"):
            _mind(person).dose = 0.0
        self.happened["entries"] += person.answer(about, local)
        if about.startswith("dosing_day"):
            _mind(person).dose = 0.0

    def _is_examined(self, one: One, person: Person, local: datetime, about: str) -> None:
        for form in FORMS[about]:
            fill_form(self.iris, person, about, form, local=local, chance=self.chance)
            self.happened["forms filled in"] += 1
        if (about == "before" and self.chance.random() < 0.1) or not self.queries:
            words = "Is this the value of that day? (made up)"
            self.queries.append(ask(self.mei, person, about, FORMS[about][0], words=words))
            self.happened["queries"] += 1

    def _is_rated(self, one: One, person: Person, local: datetime, about: str) -> None:
        rate(self.rosa, person, about, "rating", chance=self.chance)
        self.happened["ratings"] += 1

    # what befalls them

    def _befalls(self, one: One, person: Person, local: datetime, about: str) -> None:
        getattr(self, f"_befalls_{about}")(person, local)
        self.happened[about.replace("_", " ")] += 1

    def _befalls_strong_effect(self, person: Person, local: datetime) -> None:
        _mind(person).overwhelmed = True

    def _befalls_dark_thoughts(self, person: Person, local: datetime) -> None:
        person.mind.thoughts = 1

    def _befalls_severe_event(self, person: Person, local: datetime) -> None:
        person.report("Anxiety that did not let go of me", "3", local)
        self.happened["adverse events"] += 1

    def _befalls_lithium(self, person: Person, local: datetime) -> None:
        take_medicine(self.carla, person, "Lithium", since=local)

    def _befalls_broken_kit(self, person: Person, local: datetime) -> None:
        replace_kit(self.carla, person)

    def _befalls_opened(self, person: Person, local: datetime) -> None:
        kit = person.mind.next_kit
        content = break_blind(
            self.iris, person, self.pharmacy, kit=kit, words="A seizure. (made up)"
        )
        if content["intervention"] != self.pharmacy.held_by(kit)[0]:
            raise AssertionError(f"Kit {kit} opened as {content['intervention']}.")

    def _befalls_opened_on_paper(self, person: Person, local: datetime) -> None:
        record_paper_break(self.iris, person, kit=person.mind.next_kit, opened=local)

    def _befalls_withdraws(self, person: Person, local: datetime) -> None:
        person.withdraw()
        take_back(self.carla, person)

    def _befalls_is_lost(self, person: Person, local: datetime) -> None:
        self.carla.end(person, "lose", reason="")
        person.here = False

    def _befalls_stops_doses(self, person: Person, local: datetime) -> None:
        self.carla.end(person, "discontinue", reason="")

    def _is_called(self, one: One, person: Person, local: datetime, about: str) -> None:
        """Is called by the physician on call; doses go on, lowered after a strong effect."""
        answered = answer_alerts(self.iris, person)
        if not answered:
            return
        self.happened["alerts answered"] += answered
        person.mind.thoughts = 0
        resume_doses(self.iris, person, reason="Spoken with them; they are well. (made up)")
        self.happened["doses resumed"] += 1
        if about == "lithium":
            self.happened["deviations"] += take_over_deviations(self.iris, person)
        if about == "strong_effect":
            take_back(self.carla, person)
            lower_dose(self.iris, person, "reduced", reason="safety_rule")
            hand_out(self.carla, person, 1)
            self.happened["dose lowered"] += 1

    def _falls_ill(self, one: One, person: Person, local: datetime, about: str) -> None:
        person.report(about, "1", local)
        self.happened["adverse events"] += 1

    def _is_judged(self, one: One, person: Person, local: datetime, about: str) -> None:
        self.happened["events judged"] += judge_events(self.iris, person, term="headache")

    def _is_over(self, one: One, person: Person, local: datetime, about: str) -> None:
        self.carla.end(person, "complete", reason="")
        self.happened["completed"] += 1


def _person(one: One, seed: int) -> Person:
    mind = Feeling(one.character, seed, doses_in_a_kit=DOSES_IN_A_KIT)
    return Person(one.character, mind, Telephone("localhost"), zone=ZONES[one.character.site])


def _mind(person: Person) -> Feeling:
    assert isinstance(person.mind, Feeling)
    return person.mind
