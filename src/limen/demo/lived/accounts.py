"""How to get into the demonstration: told in the terminal, and kept beside the study."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from limen.demo.lived.fill import Lived
from limen.demo.lived.folder import ADDRESS
from limen.demo.lived.pharmacy import CLINICIAN, CLINICIANS_WORDS, HOLDERS
from limen.demo.lived.team import ACCOUNTS
from limen.demo.names import ACCOUNTS as FILE


def team_of() -> str:
    """Return the team's accounts, a line each: name, password, what they do."""
    return "\n".join(f"  {one.name:<7}{one.password:<27}{one.does}" for one in ACCOUNTS)


def holders_of() -> str:
    """Return the two key holders, a line each: name, passphrase."""
    return "\n".join(f"  {name:<7}{words}" for name, words in HOLDERS.items())


def accounts(made: Lived) -> str:
    """Return who is in the study and how to come in as each of them."""
    people = "\n".join(
        f"  {one.number:<10}{one.words}{_waits(made, one.number)}"
        for one in made.people
        if one.here and one.words
    )
    return (
        dedent(
            """\
            A study half lived, up to {until}: {people} invited, {entries} entries sent.
            Nobody in it is real.

            Take part yourself:  {address}/i/{code}/
            Or go on as one of them, at {address}/way-back/ with these words:
            {words}
            Each line of words lets in once; the page then shows eight new ones.
            The study team, at {address}/staff/:
            {team}
            After the password a page asks for the code of an app, and shows it, as this is a
            demonstration. In the terminal: limen conduct staff code {folder} {first}
            E-mails that were sent lie in {outbox}.
            To let time pass: stop the server, write by how many seconds its clock is ahead into
            {clock} (18000 is five hours), start it again.

            The sealed supply, which the server cannot open, lies in {supply} with every key.
            Learn what one person has, as the clinician at night: sign in as {clinician}, open a
            person, break the blind of a kit, and open it in the browser with the file
            {key} and the passphrase  {words_of_key}
            The fingerprint on the clinician's card:  {fingerprint}
            The two key holders, who open everything once the study is locked:
            {holders}
            """
        )
        .replace("{words}", people)
        .replace("{team}", team_of())
        .replace("{holders}", holders_of())
        .format(
            until=f"{made.until:%Y-%m-%d %H:%M} UTC",
            people=len(made.people),
            entries=made.entries,
            address=ADDRESS,
            folder=made.folder,
            first=ACCOUNTS[0].name,
            code=made.code,
            outbox=made.folder / "outbox",
            clock=made.folder / "demonstration-clock",
            supply=made.pharmacy.folder,
            clinician=CLINICIAN,
            key=made.pharmacy.folder / "keys" / f"{CLINICIAN}.private.json",
            words_of_key=CLINICIANS_WORDS,
            fingerprint=made.pharmacy.fingerprint,
        )
    )


def _waits(made: Lived, number: str) -> str:
    """What somebody is asked at this moment, on a line of its own."""
    due = ", ".join(made.waits.get(number, ()))
    return f"\n{'':12}due now: {due}" if due else ""


def keep_accounts(made: Lived) -> Path:
    """Write them into the demonstration's folder, for its owner only; return the file."""
    file = made.folder / FILE
    file.touch(mode=0o600)
    file.write_text(accounts(made), encoding="utf-8")
    return file
