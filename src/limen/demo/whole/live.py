"""A study from its first invitation to its last report: prepared, lived, locked, read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from limen.demo.lived.folder import make_folder
from limen.demo.lived.hurry import do_not_wait_for_the_disk
from limen.demo.lived.opened import fill_stock, go_on_call, open_study
from limen.demo.lived.pharmacy import Pharmacy, prepare
from limen.demo.lived.team import ACCOUNTS, Account
from limen.demo.lived.worker import let_pass
from limen.demo.whole.cast import FIRST_DAY, SITES, STUDY, ZONES, One, cast
from limen.demo.whole.closing import Closed, close
from limen.demo.whole.interim import Looked, look
from limen.demo.whole.life import Life
from limen.demo.whole.plan import END, Step, steps

if TYPE_CHECKING:
    from limen.conduct.core.deployment import Deployment
    from limen.supply.keys.pair import Cost

Progress = Callable[[str, int, int], None]
FOLDERS: Final = ("server", "interim", "dataset", "allocations", "report")  # beside `supply`
_TICK: Final = timedelta(hours=6)
_ROSTER: Final = timedelta(days=27)
_BEFORE_LOCK: Final = timedelta(days=5)


@dataclass(frozen=True, kw_only=True)
class Whole:
    """What was made of it: where everything lies, and what took place how often."""

    out: Path
    server: Path
    life: Life
    looked: Looked  # the interim look
    closed: Closed  # the lock, and what followed
    until: datetime


def live(
    out: Path,
    *,
    people: int = 80,
    seed: int,
    database: str = "",
    cost: Cost | None = None,
    papers: bool = True,
    progress: Progress = lambda what, done, total: None,
) -> Whole:
    """Live the study of `protocols/six_weeks.yaml` in `out`, and return what was made.

    `database` is the URL of an empty PostgreSQL database, SQLite if left out; `cost` is what a
    guess of a passphrase costs. `ConductError` if `out/server` exists.
    """
    make_folder(out / "server", STUDY, database=database)
    from limen.conduct.core import clock
    from limen.conduct.core.lifecycle import at_work

    deployment = at_work(out / "server")
    do_not_wait_for_the_disk()
    them = cast(people, seed=seed)
    plan = steps(them, seed=seed)
    start = FIRST_DAY.replace(hour=6, tzinfo=UTC)
    pharmacy, life = _opened(deployment, out, them, seed=seed, start=start, cost=cost,
                             papers=papers)  # fmt: skip
    half = _half_done(them)
    now, on_call = start, start
    looked: Looked | None = None
    for number, step in enumerate(plan):
        progress("Living through the study", number, len(plan))
        now = let_pass(now, step.at, step=_TICK)
        if step.at >= on_call + _ROSTER:
            on_call = _next_roster(life, step)
        if looked is None and step.at >= half:
            looked = look(out, pharmacy, at=step.at, seed=seed)
        _do(life, step)
    until = plan[-1].at + _BEFORE_LOCK
    let_pass(now, until, step=_TICK)
    assert looked is not None
    closed = close(out, deployment, life, at=until, seed=seed, progress=progress)
    clock.not_before(deployment.clock_file, until)  # who looks around later finds it in step
    return Whole(
        out=out, server=out / "server", life=life, looked=looked, closed=closed, until=until
    )


def accounts() -> tuple[Account, ...]:
    """Return the team, as it works at the sites of this study."""
    return tuple(
        replace(one, roles=dict.fromkeys(SITES, next(iter(one.roles.values())))) for one in ACCOUNTS
    )


def _opened(
    deployment: Deployment,
    out: Path,
    them: tuple[One, ...],
    *,
    seed: int,
    start: datetime,
    cost: Cost | None,
    papers: bool,
) -> tuple[Pharmacy, Life]:
    from limen.conduct.core import clock
    from limen.conduct.core.models import Study

    with clock.as_of(start):
        protocol = Study.objects.select_related("version").get().protocol
        sets = max(4, -(-len(them) * 3 // (2 * len(SITES))))  # half as many again as are planned
        pharmacy = prepare(
            protocol, out / "supply", seed=seed, at=start, count=sets, cost=cost, papers=papers
        )
        team = open_study(deployment, accounts(), pharmacy, now=start)
        fill_stock(team["carla"], pharmacy, SITES, now=start)
        go_on_call(team["iris"], ZONES, now=start)
    return pharmacy, Life(them, team, pharmacy, seed=seed)


def _half_done(them: tuple[One, ...]) -> datetime:
    """Return the day after half of the people have come to the end of their doses."""
    ends = sorted(one.first_dose for one in them)
    return (ends[(len(ends) - 1) // 2] + timedelta(days=END)).replace(tzinfo=UTC)


def _next_roster(life: Life, step: Step) -> datetime:
    from limen.conduct.core import clock

    with clock.as_of(step.at):
        go_on_call(life.iris, ZONES, now=step.at)
    return step.at


def _do(life: Life, step: Step) -> None:
    from limen.conduct.core import clock

    with clock.as_of(step.at):
        life.do(step)
