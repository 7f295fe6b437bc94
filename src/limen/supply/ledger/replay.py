"""The replay: the ledger from its first line on, and whether every unit is accounted for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from limen.errors import Problem, SupplyError
from limen.supply.chain import Link, head, read_chain
from limen.supply.ledger.entry import entry_of
from limen.supply.ledger.stock import STATES, Stock
from limen.supply.sealed import ServerPart

_LEAST_HEAD = 12


@dataclass(frozen=True, kw_only=True)
class Reconciliation:
    """What the replay found. `units` counts kits by state; they add up to those of the supply."""

    entries: int
    head: str
    units: Mapping[str, int]
    problems: tuple[str, ...]

    @property
    def reconciled(self) -> bool:
        """Whether every unit is accounted for."""
        return not self.problems


def replay(
    file: Path, part: ServerPart, *, final: bool = False, expected_head: str = ""
) -> Reconciliation:
    """Return what follows from the ledger.

    With `final`, kits that are still in stock are problems, and dispensed ones too where the
    protocol wants them back. `expected_head` is a hash that a witness wrote down: a ledger that
    lost its end does not hold it. `SupplyError` if the chain is broken.
    """
    links = read_chain(file)
    stock = stock_after(links, part, file)
    problems = [f"kit {kit} {what}" for kit, what in sorted(stock.open_differences.items())]
    if expected_head and len(expected_head) < _LEAST_HEAD:
        raise SupplyError(f"Give at least {_LEAST_HEAD} digits of the hash that was written down.")
    if expected_head and not any(link.hash.startswith(expected_head) for link in links):
        problems.append(f"no line has the hash {expected_head}: the end is cut off")
    if final:
        problems += _left_over(stock, part)
    units = Counter(now.state for now in stock.kits.values())
    return Reconciliation(
        entries=len(links),
        head=head(links),
        units={state: units[state] for state in STATES},
        problems=tuple(problems),
    )


def stock_after(links: Sequence[Link], part: ServerPart, file: Path) -> Stock:
    """Return the stock after these lines; `SupplyError` at the first that cannot be."""
    stock = Stock.of(part.contents)
    for link in links:
        if link.content.get("supply") != part.supply:
            raise _impossible(file, link.number, "belongs to another supply.")
        entry = entry_of(link.content)
        message = stock.problem(entry)
        if message:
            raise _impossible(file, link.number, message)
        stock.apply(entry)
    return stock


def _left_over(stock: Stock, part: ServerPart) -> list[str]:
    settled = {"expected", "destroyed", "missing"} | (set() if part.returned else {"dispensed"})
    return [
        f"kit {kit} is {now.state} at {now.place or 'no place'}"
        for kit, now in sorted(stock.kits.items())
        if now.state not in settled
    ]


def _impossible(file: Path, line: int, message: str) -> SupplyError:
    problem = Problem(file=file, line=line, message=message)
    return SupplyError("The ledger does not replay.", [problem])
