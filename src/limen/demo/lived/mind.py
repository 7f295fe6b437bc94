"""What a virtual person answers: moods that drift, days that burden, effects that may be felt."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from limen.demo.lived.character import Character
from limen.demo.lived.form import Field, Form
from limen.instruments import catalogue

_BURDENED = 0.18  # share of the twelve kinds of stressor that happen on a day
_FELT = {"PL": 8.0, "MD": 24.0}  # how strong an effect is felt on a dosing day, 0 to 100


class Mind:
    """One virtual person's answers; `arm` is what chance gave them, and nobody ever asks for it.

    `kits` are those that they have at home, in the order in which they take from them. `thoughts`
    is what they answer when they are asked whether they think of ending their life.
    """

    def __init__(self, character: Character, seed: int, *, doses_in_a_kit: int = 1) -> None:
        self.character = character
        self.chance = random.Random(f"{seed} {character.name}")
        self.arm = "PL"  # until there is a set; the unblinded side says of which arm
        self.kits: list[str] = []
        self.taken = 0
        self.thoughts = 0
        self._doses_in_a_kit = doses_in_a_kit
        self._drift = 0.0
        self._felt = 0.0
        self.trouble = ("Headache", "1")  # what an adverse event is reported as

    @property
    def next_kit(self) -> str:
        """The kit from which the next dose is taken."""
        return self.kits[min(self.taken // self._doses_in_a_kit, len(self.kits) - 1)]

    def answers(self, form: Form, *, local: datetime) -> dict[str, str]:
        """Return what this person types into a page of questions at a local time."""
        self._live(local)
        found = {}
        for one in form.asked:
            if one.name.startswith("declined:"):
                continue
            answer = self._answer(one, local)
            if answer is not None:
                found[one.name] = answer
        return found

    def _live(self, local: datetime) -> None:
        self._drift = 0.7 * self._drift + self.chance.gauss(0, 7)
        self._felt = min(100.0, max(0.0, self.chance.gauss(_FELT[self.arm], 14)))

    def _answer(self, one: Field, local: datetime) -> str | None:
        subject, _, slot = one.name.rpartition(".")
        if subject.endswith("limen_stressors") and slot.isdigit():
            happened = self.chance.random() < _BURDENED
            return str(self.chance.choice((1, 1, 2, 2, 3, 4)) if happened else 0)
        if subject in ("", "limen_dose"):
            return self._dose(one, slot, local)
        if subject in ("event", "limen_ae_report"):
            return self._event(one, slot, local)
        if subject.endswith("limen_safety"):
            return str(self.thoughts) if slot == "thoughts" else "0"
        if subject.endswith("limen_daily"):
            return self._level(one, self._state(slot))
        if slot == "intensity":
            return self._level(one, self._felt)
        if subject.endswith("limen_sleep"):
            return self._night(one, slot, local)
        if one.kind in ("radio", "select") and "MD" in one.choices:
            return self._guess()
        return self._any(one)

    def _dose(self, one: Field, slot: str, local: datetime) -> str | None:
        said = {"status": "taken", "food": self.chance.choice("01")}
        if slot in ("code", "envelope"):
            kit = self.next_kit
            self.taken += 1
            return kit
        if slot == "taken_at":
            form = "%H:%M" if one.kind == "time" else "%Y-%m-%dT%H:%M"
            return (local - timedelta(minutes=20)).strftime(form)
        return said.get(slot)

    def _event(self, one: Field, slot: str, local: datetime) -> str | None:
        if slot == "began":
            return (local - timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M")
        if slot == "any":  # nothing since; what happens is reported when it happens
            return next(choice for choice in one.choices if choice in ("0", "no"))
        what, severity = self.trouble
        said = {
            "what": what,
            "over": "0",
            "severity": severity,
            "serious": "none",
            "help": "none",
            "action": "none",
            "related": "cannot_tell",
        }
        return said.get(slot)

    def _state(self, slot: str) -> float:
        distress = self.character.distress + self._drift
        return distress if slot == "irritability" else 100 - distress

    def _guess(self) -> str:
        if self._felt < 15 and self.chance.random() < 0.4:
            return "dont_know"
        return "MD" if self._felt > 18 else "PL"

    def _level(self, one: Field, mean: float) -> str:
        low, high = _range(one)
        return str(round(min(high, max(low, self.chance.gauss(mean, 9)))))

    def _night(self, one: Field, slot: str, local: datetime) -> str | None:
        evening = (local - timedelta(days=1)).replace(hour=22, minute=40, second=0, microsecond=0)
        later = {"into_bed": 0, "try_sleep": 25, "final_wake": 510, "out_of_bed": 530}
        if slot in later:
            moment = evening + timedelta(minutes=later[slot] + self.chance.randrange(10))
            return moment.strftime("%Y-%m-%dT%H:%M")
        minutes = {"sol_min": (5, 30), "waso_min": (0, 25), "awakenings": (0, 3)}
        if slot in minutes:
            return str(self.chance.randint(*minutes[slot]))
        return self._any(one)

    def _any(self, one: Field) -> str | None:
        """Return some answer that the field takes; None to leave it empty."""
        if one.kind in ("radio", "select"):
            real = [choice for choice in one.choices if choice and not choice.startswith("declin")]
            return self.chance.choice(real) if real else None
        if one.kind in ("number", "range") or one.is_numeric:
            low, high = _range(one)
            return str(round(self.chance.uniform(low + 0.3 * (high - low), high)))
        return None


def _range(one: Field) -> tuple[float, float]:
    """Return the range of a number: the page's, else the instrument's."""
    if one.low is not None and one.high is not None:
        return one.low, one.high
    instrument, _, slot = one.name.rpartition(".")
    known = catalogue().get(instrument)
    items = {item.id: item for item in known.items} if known else {}
    return (items[slot].low, items[slot].high) if slot in items else (0.0, 10.0)
