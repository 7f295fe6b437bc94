"""The end of the virtual study: finished, signed, locked; then it is unsealed and analysed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from limen.demo.lived.kits import write_off
from limen.demo.lived.person import Person
from limen.demo.lived.team import Colleague
from limen.demo.lived.visits import answer_query, close_query, not_done
from limen.demo.whole.analysed import analyse
from limen.demo.whole.interim import unsealed
from limen.demo.whole.life import Life
from limen.errors import LimenError

if TYPE_CHECKING:
    from limen.conduct.core.deployment import Deployment

_VERIFIED: Final = "vital_signs"  # a monitor compares these with their source
_FORM = re.compile(r'href="(/staff/p/[0-9a-f-]+/o/[^/"]+/form/[^/"]+/)"')


@dataclass(frozen=True, kw_only=True)
class Closed:
    """What came of the study."""

    at: datetime
    dataset: Path
    report: Path
    head: str  # the end of the trail, the entry of the lock
    hash: str  # of the dataset, the same for every export after the lock
    findings: int  # errors that `limen dataset check` found


def close(
    out: Path,
    deployment: Deployment,
    life: Life,
    *,
    at: datetime,
    seed: int,
    progress: Callable[[str, int, int], None],
) -> Closed:
    """Finish, sign, lock, export, check, unseal and analyse; `LimenError` if anything is open."""
    from limen.conduct.core import clock
    from limen.conduct.core.actor import COMMAND
    from limen.conduct.core.export.write import export
    from limen.conduct.core.locking import lock_study
    from limen.dataset import read_dataset
    from limen.dataset.check import check_dataset

    with clock.as_of(at):
        _finish(life, progress)
        head = str(lock_study(by=COMMAND).head)
        exported = export(out / "dataset")
    study = read_dataset(out / "dataset")
    allocations = unsealed(
        life.pharmacy, out / "dataset", out / "allocations", purpose="lock", at=at,
        reason="The database is locked",
    )  # fmt: skip
    return Closed(
        at=at,
        dataset=out / "dataset",
        report=analyse(out / "dataset", allocations, out / "report", seed=seed),
        head=head,
        hash=exported.hash,
        findings=len(check_dataset(study).errors),
    )


def _finish(life: Life, progress: Callable[[str, int, int], None]) -> None:
    """Do what the lock still waits for."""
    for one, person in zip(life.people, life.persons, strict=True):
        life.happened["kits written off"] += write_off(life.carla, person, one.character.site)
    for address in life.queries:
        answer_query(life.carla, address, words="Yes, it is. (made up)")
        close_query(life.mei, address, words="Thank you.")
    for number, person in enumerate(life.persons):
        progress("Signing and locking", number, len(life.persons))
        _forms_of(life, person)
    progress("Signing and locking", len(life.persons), len(life.persons))
    _sign_casebooks(life.iris)


def _forms_of(life: Life, person: Person) -> None:
    """Say what was not done, let the monitor look at some forms, and let the investigator sign."""
    for occasion, form in _waiting(person.number):
        not_done(life.carla, person, occasion, form, reason="They did not come. (made up)")
        life.happened["forms not done"] += 1
    page = life.mei.open(f"{person.address}forms/")
    for address in dict.fromkeys(_FORM.findall(page.html)):
        if address.endswith(f"/{_VERIFIED}/"):
            page = life.mei.open(address)
            if any(one.action.endswith("/verify/") for one in page.forms):
                action = next(one.action for one in page.forms if one.action.endswith("/verify/"))
                life.mei.browser.send(page, {}, action=action)
                life.happened["forms verified"] += 1
    page = life.iris.open(f"{person.address}forms/sign/")
    if any("password" in one.fields for one in page.forms):
        life.iris.browser.hand_in(page, {"password": life.iris.account.password})


def _waiting(number: str) -> list[tuple[str, str]]:
    """Return the forms of somebody that nobody has filled in, and nobody will."""
    from limen.conduct.core.forms import forms_due
    from limen.conduct.core.models import Participant

    found = forms_due(Participant.objects.filter(number=number))
    return [(one.occasion.identifier, one.form.id) for one in found if one.is_waiting]


def _sign_casebooks(who: Colleague) -> None:
    page = who.open("/staff/casebooks/")
    if not any("casebook" in one.fields for one in page.forms):
        raise LimenError("No casebook can be signed.")
    who.browser.send(page, {"password": who.account.password}, tick="casebook")
