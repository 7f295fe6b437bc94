"""The folder of a virtual study's server, made as its operator would make it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from limen.errors import ConductError

ADDRESS = "http://localhost:8000"
_SETTINGS_FILE = "limen-conduct.toml"
_CONTACTS = {
    "study": "The study team (made up)",
    "telephone": "+44 20 7946 0123",
    "email": "team@example.org",
    "hours": "Monday to Friday, 9:00 to 17:00",
    "emergency": "112",
    "crisis": "A crisis line (made up)",
}


def make_folder(folder: Path, study: str, *, database: str = "") -> None:
    """Make the folder with the command: a process serves one folder only.

    `database` is the URL of a PostgreSQL database; left out, SQLite. `ConductError` if the folder
    exists.
    """
    program = "from limen.cli import main; main()"
    verb = ["conduct", "init", str(folder), "--protocol", study, "--demonstration"]
    command = [sys.executable, "-c", program, *verb, "--address", ADDRESS]
    command += ["--database", database] if database else []
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode != 0:
        raise ConductError(f"The demonstration's folder was not made: {made.stderr.strip()}")
    _name_contacts(folder / _SETTINGS_FILE)


def _name_contacts(settings: Path) -> None:
    """Write whom participants can call; numbers that are set aside for stories, but for 112."""
    text = settings.read_text(encoding="utf-8")
    for key, value in _CONTACTS.items():
        empty = f'{key} = ""'
        text = re.sub(rf"(^\[help\].*?)^{re.escape(empty)}", rf'\g<1>{key} = "{value}"', text,
                      count=1, flags=re.DOTALL | re.MULTILINE)  # fmt: skip
    settings.write_text(text, encoding="utf-8")
