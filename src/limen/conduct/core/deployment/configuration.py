"""The settings file: what a site may decide, read whole and checked before anything starts."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

from limen.errors import ConductError, Problem

DATABASE_VARIABLE = "DATABASE_URL"
MAIL_PASSWORD_VARIABLE = "LIMEN_MAIL_PASSWORD"


@dataclass(frozen=True, kw_only=True)
class Mail:
    """How e-mail leaves the server; without a host, none does."""

    host: str = ""
    port: int = 587
    user: str = ""
    password_file: str = ""
    security: Literal["starttls", "tls", "none"] = "starttls"
    sender: str = ""
    reply_to: str = ""

    def password(self) -> str:
        """Return the password from its file or the environment; empty if there is none."""
        if not self.password_file:
            return os.environ.get(MAIL_PASSWORD_VARIABLE, "")
        try:
            return Path(self.password_file).expanduser().read_text(encoding="utf-8").strip()
        except OSError as error:
            message = f"It cannot be read: {error.strerror}."
            problem = Problem(message=message, file=Path(self.password_file))
            raise ConductError("The password for e-mail is not there.", [problem]) from None


@dataclass(frozen=True, kw_only=True)
class Backups:
    """What `limen conduct check` expects of backups."""

    warn_after_hours: int = 24


@dataclass(frozen=True, kw_only=True)
class Safety:
    """How people on call are reached besides e-mail, and how often; docs/run/the-night-call.md.

    `pager_command` is a program with its arguments, `pager_url` an address that takes a POST: of
    one, the worker makes a call. `call_again_minutes` is the time between calls once nobody has
    acknowledged in time.
    """

    pager_command: tuple[str, ...] = ()
    pager_url: str = ""
    call_again_minutes: int = 60

    def __post_init__(self) -> None:
        """Make a list of the file a tuple."""
        object.__setattr__(self, "pager_command", tuple(self.pager_command))


@dataclass(frozen=True, kw_only=True)
class Help:
    """Whom participants can call; shown on every page of theirs.

    `study`, `telephone`, `email` and `hours` are the study team's; `emergency` is the number for
    danger to life; `crisis`, `crisis_telephone` and `crisis_hours` are those of a line for people
    in a crisis. `sites` says by site id what is otherwise there.
    """

    study: str = ""
    telephone: str = ""
    email: str = ""
    hours: str = ""
    emergency: str = ""
    crisis: str = ""
    crisis_telephone: str = ""
    crisis_hours: str = ""
    sites: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def of_site(self, identifier: str) -> Help:
        """Return what holds at a site."""
        there = self.sites.get(identifier, {})
        names = (field.name for field in fields(self) if field.name != "sites")
        said = {name: there.get(name, getattr(self, name)) for name in names}
        return Help(**said, sites=self.sites)

    @property
    def dial(self) -> str:
        """The team's number as a telephone dials it."""
        return _dialled(self.telephone)

    @property
    def emergency_dial(self) -> str:
        """The number for danger to life as a telephone dials it."""
        return _dialled(self.emergency)

    @property
    def crisis_dial(self) -> str:
        """The crisis line's number as a telephone dials it."""
        return _dialled(self.crisis_telephone)

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the settings without which nobody in need finds anybody."""
        needed = ("study", "telephone", "emergency", "crisis", "crisis_telephone")
        return tuple(name for name in needed if not getattr(self, name))


def _dialled(number: str) -> str:
    return "".join(sign for sign in number if sign in "+*#" or sign.isdigit())


@dataclass(frozen=True, kw_only=True)
class Configuration:
    """A deployment's settings.

    `address` is where people reach it; `hosts` are the names it answers to; `behind_proxy` says
    that a proxy ends HTTPS and sets X-Forwarded-Proto. `database` is Django's settings of the one
    database.
    """

    address: str
    hosts: tuple[str, ...]
    behind_proxy: bool
    demonstration: bool
    database: Mapping[str, Any]
    mail: Mail
    backups: Backups
    help: Help = Help()
    safety: Safety = Safety()

    @property
    def https(self) -> bool:
        """Whether people reach it through HTTPS, as real people must."""
        return self.address.startswith("https://")


STARTING = """\
# Settings of one study's server. Lines that begin with # are comments or examples.
# Secrets are not here: keys lie in keys/, passwords in the environment or in files.
# After a change: limen conduct check FOLDER

[server]
address = "{address}"      # where participants and staff reach it, as they type it
hosts = [{hosts}]          # host names that it answers to
behind_proxy = false       # true if nginx, Caddy or the like ends HTTPS and sets X-Forwarded-Proto
demonstration = {demonstration}      # true: no real people; never change it in a study that runs

[database]
url = "{url}"              # empty: study.sqlite3 in this folder
# url = "postgresql://limen@localhost/limen"   # or in the environment, as DATABASE_URL
#                                                (needed if it holds a password)

[mail]
host = ""                  # the site's own mail server; empty: no e-mail is sent
port = 587
user = ""
password_file = ""         # a file that holds only the password; or LIMEN_MAIL_PASSWORD
security = "starttls"      # starttls, tls or none
sender = ""                # "The study <study@example.org>"
reply_to = ""              # where answers to e-mails go, if not to the sender

[help]                     # on every page of participants: whom they can call
study = ""                 # "Study team, Riga"
telephone = ""             # the team's, with country code: "+371 20 000 000"
email = ""
hours = ""                 # "Monday to Friday, 9:00 to 17:00"
emergency = ""             # the number for danger to life: "112"
crisis = ""                # a line for people in a crisis: "Skalbes, crisis line"
crisis_telephone = ""
crisis_hours = ""          # "day and night"
# [help.sites.porto]       # what is otherwise at a site, by its id in the protocol
# telephone = "+351 220 000 000"

[safety]                   # how people on call are reached besides e-mail
pager_command = []         # ["/usr/local/bin/page"]: a program that sends a text message or a page
pager_url = ""             # or an address of the site's gateway, which takes a POST
call_again_minutes = 60    # once nobody has acknowledged in time, everybody is called so often

[backups]
warn_after_hours = 24      # `check` complains if the latest backup is older
"""
_SECTIONS: dict[str, dict[str, type]] = {
    "server": {"address": str, "hosts": list, "behind_proxy": bool, "demonstration": bool},
    "database": {"url": str},
    "mail": {field.name: int if field.name == "port" else str for field in fields(Mail)},
    "help": {field.name: dict if field.name == "sites" else str for field in fields(Help)},
    "safety": {"pager_command": list, "pager_url": str, "call_again_minutes": int},
    "backups": {"warn_after_hours": int},
}


def starting_text(*, address: str, demonstration: bool = False, database_url: str = "") -> str:
    """Return the commented settings of a new deployment; `ConductError` for no address."""
    host = _host(address)
    hosts = dict.fromkeys([host, "localhost", "127.0.0.1"])
    return STARTING.format(
        address=address,
        hosts=", ".join(f'"{name}"' for name in hosts),
        demonstration=str(demonstration).lower(),
        url=database_url,
    )


def _host(address: str) -> str:
    try:
        parts = urlsplit(address)
        host = parts.hostname if parts.scheme in ("http", "https") else None
    except ValueError:
        host = None
    if not host or any(mark in address for mark in '"\\ \n'):
        message = f"{address!r} is no address."
        problem = Problem(message=message, remedy="Write https://study.example.org.")
        raise ConductError("Nothing was made.", [problem])
    return host


def read_configuration(file: Path, database_file: Path) -> Configuration:
    """Return the settings in a file; `ConductError` with everything that is wrong in it."""
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        problem = Problem(message=f"It is no TOML: {error}.", remedy="Correct it.", file=file)
        raise ConductError(f"{file} cannot be read.", [problem]) from None
    problems = list(_misfits(content, file))
    server = content.get("server", {})
    named = os.environ.get(DATABASE_VARIABLE, "")
    url = named or content.get("database", {}).get("url", "")
    if not problems:
        problems += _database_problems(url, file, in_file=not named)
    if problems:
        raise ConductError(f"{file} has something wrong in it.", problems)
    return Configuration(
        address=server.get("address", "http://localhost:8000").rstrip("/"),
        hosts=tuple(server.get("hosts", ("localhost", "127.0.0.1"))),
        behind_proxy=server.get("behind_proxy", False),
        demonstration=server.get("demonstration", False),
        database=_postgresql(url) if url else _sqlite(database_file),
        mail=Mail(**content.get("mail", {})),
        backups=Backups(**content.get("backups", {})),
        help=Help(**content.get("help", {})),
        safety=Safety(**content.get("safety", {})),
    )


def _misfits(content: Mapping[str, Any], file: Path) -> Iterator[Problem]:
    for name, section in content.items():
        if name not in _SECTIONS or not isinstance(section, dict):
            remedy = f"Sections are {', '.join(_SECTIONS)}."
            yield Problem(message="There is no such section.", remedy=remedy, file=file, path=name)
            continue
        for key, value in section.items():
            wanted = _SECTIONS[name].get(key)
            path = f"{name}.{key}"
            if wanted is None:
                remedy = f"[{name}] has {', '.join(_SECTIONS[name])}."
                yield Problem(message="No such setting.", remedy=remedy, file=file, path=path)
            elif not _fits(value, wanted):
                message = f"{value!r} does not fit here."
                remedy = f"Write {_WORDS[wanted]}."
                yield Problem(message=message, remedy=remedy, file=file, path=path)
    yield from _help_misfits(content.get("help", {}), file)
    yield from _safety_misfits(content.get("safety", {}), file)
    security = content.get("mail", {}).get("security", "starttls")
    if security not in ("starttls", "tls", "none"):
        remedy = "Write starttls, tls or none."
        message = f"{security!r} is not known."
        yield Problem(message=message, remedy=remedy, file=file, path="mail.security")


def _safety_misfits(section: Any, file: Path) -> Iterator[Problem]:
    """Yield ways to call people that lead nowhere."""
    section = section if isinstance(section, dict) else {}
    url, minutes = section.get("pager_url", ""), section.get("call_again_minutes", 60)
    if isinstance(url, str) and url and not url.startswith(("https://", "http://")):
        remedy = 'Write pager_url = "https://…".'
        yield Problem(
            message="It is no address.", remedy=remedy, file=file, path="safety.pager_url"
        )
    if url and section.get("pager_command"):
        message = "There are two ways to call, and one call is made."
        yield Problem(message=message, remedy="Keep one.", file=file, path="safety")
    if type(minutes) is int and not 1 <= minutes <= 24 * 60:
        path = "safety.call_again_minutes"
        yield Problem(message="It is no such time.", remedy="Write 60.", file=file, path=path)


def _help_misfits(section: Any, file: Path) -> Iterator[Problem]:
    """Yield what does not fit in the contacts of single sites."""
    sites = section.get("sites", {}) if isinstance(section, dict) else {}
    keys = [name for name in _SECTIONS["help"] if name != "sites"]
    for site, contacts in sites.items() if isinstance(sites, dict) else ():
        path = f"help.sites.{site}"
        if not isinstance(contacts, dict):
            remedy = f"Write [{path}], and below it what is otherwise there."
            yield Problem(message="It is no section.", remedy=remedy, file=file, path=path)
            continue
        for key, value in contacts.items():
            if key not in keys or not isinstance(value, str):
                remedy = f"[{path}] has {', '.join(keys)}; each is a text in quotes."
                message = f"{key} does not fit here."
                yield Problem(message=message, remedy=remedy, file=file, path=f"{path}.{key}")


def _fits(value: Any, wanted: type) -> bool:
    texts = all(isinstance(one, str) for one in value) if isinstance(value, list) else True
    return type(value) is wanted and texts


_WORDS = {
    str: "a text in quotes",
    list: "a list of texts in quotes",
    bool: "true or false",
    int: "a whole number",
    dict: "a section of its own",
}


def _database_problems(url: str, file: Path, *, in_file: bool) -> Iterator[Problem]:
    remedy = "Leave it empty for SQLite, or write postgresql://user@host/database."
    message = ""
    try:
        parts = urlsplit(url)
        _ = parts.port  # read only when asked for
        if url and parts.scheme not in ("postgresql", "postgres"):
            message = "Limen keeps its record in SQLite or PostgreSQL."
        elif in_file and (parts.password or "password=" in parts.query):
            message = "It holds a password, and every backup would carry it away."
            remedy = f"Leave it empty, and set {DATABASE_VARIABLE} in the environment."
    except ValueError as error:
        message = f"It is no URL: {error}."
    if message:
        yield Problem(message=message, remedy=remedy, file=file, path="database.url")


def _sqlite(file: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(file),
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "timeout": 30,
            "transaction_mode": "IMMEDIATE",
            # FULL: what was acknowledged survives a power cut. secure_delete: what is overwritten
            # is gone. recursive_triggers: REPLACE may not slip past the guards of append-only rows.
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
                "PRAGMA secure_delete=ON; PRAGMA recursive_triggers=ON"
            ),
        },
    }


def _postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    options: dict[str, Any] = {"application_name": "limen"}
    host = parts.hostname or ""
    for pair in filter(None, parts.query.split("&")):
        key, _, value = pair.partition("=")
        if key == "host":  # a socket's folder
            host = unquote(value)
        else:
            options[key] = unquote(value)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "limen",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(host),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
