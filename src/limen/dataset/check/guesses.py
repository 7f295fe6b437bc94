"""Treatment guesses: asked for in the protocol, with one of its options, and not missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from limen.dataset.check.promises import Promises
from limen.dataset.check.report import Findings
from limen.dataset.nearest import nearest
from limen.dataset.storage.rows import Rows
from limen.dataset.vocabulary import parts
from limen.errors import Problem
from limen.protocol import known
from limen.protocol.document.measurement import Guess

DONT_KNOW = "dont_know"


def check_guesses(tables: Mapping[str, Rows], promises: Promises, found: Findings) -> None:
    """Known guesses and options; and a guess wherever there is an outcome and all were asked."""
    guesses = tables["guesses"]
    defined = {guess.id: guess for guess in parts(promises.protocol.guesses)}
    for index, row in enumerate(guesses):
        wrong = _fault(row, defined)
        if wrong:
            found.error(
                f"guess {wrong[0]} {row['guess']} {row['answer']}",
                Problem(
                    file=guesses.file,
                    line=guesses.line(index),
                    path=f"guesses.{wrong[0]}",
                    message=wrong[1],
                    remedy=wrong[2],
                ),
            )
    for guess in defined.values():
        _check_missing(guess, tables, promises, found)


def _fault(row: Mapping[str, str], defined: Mapping[str, Guess]) -> tuple[str, str, str] | None:
    name, answer = row["guess"], row["answer"]
    if name not in defined:
        return "guess", f"the protocol has no guess {name!r}.", nearest(name, defined)
    guess = defined[name]
    options = [*parts(guess.options), *([DONT_KNOW] if guess.dont_know is True else [])]
    if not known(guess.options) or (answer == DONT_KNOW and not known(guess.dont_know)):
        return None
    if answer not in options:
        message = f"{answer!r} is no option of {name!r}."
        return "answer", message, f"Options: {', '.join(options)}."
    if row["about"] and known(guess.about) and row["about"] != guess.about:
        message = f"{row['about']!r}, but the protocol's {name!r} is about the {guess.about}."
        return "about", message, "Write what the protocol says, or leave it empty."
    return None


def _check_missing(
    guess: Guess, tables: Mapping[str, Rows], promises: Promises, found: Findings
) -> None:
    """Whoever has a score at an occasion of the guess, and no guess there."""
    if guess.share_asked != 1:
        return
    wanted = set(parts(guess.occasions))
    given = {
        (row["participant"], row["occasion"])
        for row in tables["guesses"]
        if row["guess"] == guess.id
    }
    scores = tables["scores"]
    seen = set(zip(scores.column("participant"), scores.column("occasion"), strict=True))
    people: defaultdict[str, set[str]] = defaultdict(set)
    for person, occasion in seen - given:
        if occasion in wanted or occasion.partition(".")[0] in wanted:
            people[occasion].add(person)
    for occasion in sorted(people):
        who = sorted(people[occasion])
        listed = ", ".join(who[:8]) + (", …" if len(who) > 8 else "")
        found.warn(
            f"no guess {guess.id}",
            Problem(
                file=tables["guesses"].file,
                path="guesses",
                message=f"{len(who)} with a score at {occasion} have no guess {guess.id!r} "
                f"there: participants {listed}.",
                remedy="They drop out of every analysis that uses this guess.",
            ),
        )
