"""What the checks share: the protocol, its ids, and words for a reference that leads nowhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from limen.errors import ProtocolError
from limen.protocol.check.finding import Finding
from limen.protocol.document.lookup import numbered, suggestion
from limen.protocol.document.measurement import Guess, Occasion, Outcome
from limen.protocol.document.opening import Path
from limen.protocol.document.part import Unknown, known
from limen.protocol.document.protocol import Protocol

Value = TypeVar("Value")


def said(value: Value) -> Value | None:
    """Return a value, or None where the protocol does not say."""
    return None if isinstance(value, Unknown) else value


def all_of(values: Iterable[Value] | Unknown | None) -> list[Value]:
    """Return the elements of a list, none where the protocol does not say."""
    return [] if values is None or isinstance(values, Unknown) else list(values)


@dataclass(frozen=True)
class Context:
    """A protocol under check. Ids in `lost` belong to pieces that could not be read."""

    protocol: Protocol
    lost: Collection[str] = field(default_factory=frozenset)

    def each(self, *path: str) -> Iterator[tuple[Path, Any]]:
        """Yield the elements of a list of the document, each with its path."""
        here: Any = self.protocol
        for step in path:
            here = getattr(here, step, None) if known(here) else None
        for number, element in enumerate(all_of(here)):
            if known(element):
                yield (*path, number), element

    def ids(self, *path: str) -> list[str]:
        """Return the ids of a list of the document."""
        return [element.id for _, element in self.each(*path)]

    @cached_property
    def outcomes(self) -> dict[str, Outcome]:
        """The outcomes by id."""
        return {outcome.id: outcome for _, outcome in self.each("outcomes")}

    @cached_property
    def guesses(self) -> dict[str, Guess]:
        """The treatment guesses by id."""
        return {guess.id: guess for _, guess in self.each("guesses")}

    @cached_property
    def definitions(self) -> dict[str, Occasion]:
        """The definitions of occasions by id."""
        return {definition.id: definition for _, definition in self.each("occasions")}

    @cached_property
    def kinds(self) -> dict[str, str | None]:
        """The kind of each respondent by id; None where the protocol does not say."""
        return {person.id: said(person.kind) for _, person in self.each("respondents")}

    @cached_property
    def periods(self) -> int:
        """Number of periods of the treatment phase."""
        periods = said(self.protocol.periods)
        count = said(periods.count) if periods is not None else 1
        return 1 if count is None else count

    def occasions(self, references: Iterable[str] | Unknown | None) -> set[str]:
        """Return the single occasions that references stand for; wrong ones are left out."""
        found: set[str] = set()
        for reference in all_of(references):
            definition = self.definitions.get(reference.partition(".")[0])
            if definition is not None and known(definition.schedule):
                try:
                    found |= set(numbered(definition, reference, self.periods))
                except (ProtocolError, TypeError):  # unknown numbers, or reported elsewhere
                    continue
        return found

    def in_forms(self, what: str, name: str) -> set[str]:
        """Return the occasions at which a form measures something: `measures` or `measurements`."""
        found: set[str] = set()
        for _, form in self.each("forms"):
            if name in all_of(getattr(form, what)):
                found |= self.occasions(form.occasions)
        return found

    def refers(
        self, path: Path, value: Any, allowed: Iterable[str], what: str
    ) -> Iterator[Finding]:
        """Yield a finding if a reference leads nowhere."""
        words = list(allowed)
        if isinstance(value, str) and value not in words and value not in self.lost:
            yield Finding(path, f"There is no {what} '{value}'.", suggestion(value, words))

    def refer(
        self, path: Path, values: Any, allowed: Iterable[str], what: str
    ) -> Iterator[Finding]:
        """Yield a finding for each reference of a list that leads nowhere."""
        words = list(allowed)
        for number, value in enumerate(all_of(values)):
            yield from self.refers((*path, number), value, words, what)

    def occasion(self, path: Path, reference: Any) -> Iterator[Finding]:
        """Yield a finding if there is no such occasion."""
        if not isinstance(reference, str):
            return
        name = reference.partition(".")[0]
        definition = self.definitions.get(name)
        if definition is None:
            yield from self.refers(path, name, self.definitions, "occasion")
        elif known(definition.schedule):
            try:
                numbered(definition, reference, self.periods)
            except ProtocolError as error:
                yield Finding(path, error.message, "Write one that takes place.")
            except TypeError:
                return  # a number in the schedule is unknown

    def occasion_list(self, path: Path, references: Any) -> Iterator[Finding]:
        """Yield a finding for each occasion of a list that does not exist."""
        for number, reference in enumerate(all_of(references)):
            yield from self.occasion((*path, number), reference)
