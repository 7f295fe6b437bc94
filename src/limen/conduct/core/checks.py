"""What `limen conduct check` looks at: everything that goes wrong on servers, with remedies."""

from __future__ import annotations

import shutil
import smtplib
from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.core import checks
from django.core.mail import get_connection
from django.db import connection
from django.utils.dateparse import parse_datetime

from limen.conduct.core import clock
from limen.conduct.core.approvals import lapsing_soon, of_all_sites
from limen.conduct.core.backup import damaged, manifests
from limen.conduct.core.deployment import Deployment
from limen.conduct.core.dispatch.supplies.obstacles import of_supply
from limen.conduct.core.guards import unguarded
from limen.conduct.core.messages.folder import outbox
from limen.conduct.core.models import AuditEntry, Site, Study, Supply
from limen.conduct.core.protocol_files import differing
from limen.conduct.core.safety import unwatched
from limen.conduct.core.services.erase import unfinished_erasures
from limen.errors import ConductError, Problem

_DRIFT = timedelta(seconds=5)
_LITTLE_SPACE = 1 << 30  # bytes


def problems(deployment: Deployment, *, mail: bool = True) -> tuple[Problem, ...]:
    """Return what is wrong with a server; `mail` also signs in to the mail server."""
    return (
        *of_keys(deployment),
        *of_settings(deployment),
        *of_record(deployment),
        *_of_supply(deployment),
        *of_clock(),
        *of_backups(deployment),
        *of_watch(),
        *of_approvals(),
        *(of_mail(deployment) if mail else ()),
    )


def of_keys(deployment: Deployment) -> Iterator[Problem]:
    """Yield keys that are missing, wrong, or readable by others."""
    for path in deployment.keys.open_to_others():
        remedy = f"chmod {'700' if path.is_dir() else '600'} {path}"
        yield Problem(message="Others can read it.", remedy=remedy, file=path)
    try:
        deployment.keys.secret()
        found = deployment.keys.master_id
    except ConductError as error:
        yield from error.problems
        return
    wanted = Study.objects.values_list("master_key_id", flat=True).first()
    if wanted != found:
        message = f"The master key is {found}; the study's is {wanted}: nothing can be decrypted."
        remedy = "Put back the copy of the keys that you keep elsewhere."
        yield Problem(message=message, remedy=remedy, file=deployment.keys.master_file)


def of_settings(deployment: Deployment) -> Iterator[Problem]:
    """Yield what Django's own checks for servers say, and an address that is not safe."""
    configuration = deployment.configuration
    file = deployment.settings_file
    if not configuration.https and not configuration.demonstration:
        remedy = 'Write address = "https://…" once a proxy or certificate is there.'
        message = "People would send their answers unprotected."
        yield Problem(message=message, remedy=remedy, file=file, path="server.address")
    demonstration = Study.objects.values_list("demonstration", flat=True).first()
    if bool(demonstration) != configuration.demonstration:
        message = "It is not what the study was made as."
        remedy = f"Write demonstration = {str(bool(demonstration)).lower()}."
        yield Problem(message=message, remedy=remedy, file=file, path="server.demonstration")
    for found in checks.run_checks():
        if found.level >= checks.ERROR:
            yield Problem(message=found.msg, remedy=found.hint or "", path=str(found.id))


def of_record(deployment: Deployment) -> Iterator[Problem]:
    """Yield guards that are gone, files that differ, erasures that are not finished."""
    for table in unguarded("default"):
        remedy = "limen conduct verify FOLDER, then find out who took it down."
        message = "A guard against UPDATE and DELETE is gone."
        yield Problem(message=message, remedy=remedy, path=table)
    for version in differing(deployment):
        remedy = "Delete the file; the next upgrade or amendment writes it again."
        yield Problem(message="The file is not what was applied.", remedy=remedy, path=str(version))
    for participant in unfinished_erasures():
        message = "Noted as erased, and the key is there still."
        remedy = "Erase again."
        yield Problem(message=message, remedy=remedy, path=f"participant {participant}")
    for code in sorted(deployment.keys.unswept()):
        message = "Erased, and old pages of the database may still hold the key."
        remedy = "A worker that runs removes them once nobody reads an older state of the database."
        yield Problem(message=message, remedy=remedy, path=f"participant {code}")
    if not deployment.keys.sealed_file.exists():
        message = "It is not there, so no entry of the trail must bear a seal."
        remedy = "Put back the copy of the keys that you keep elsewhere."
        yield Problem(message=message, remedy=remedy, file=deployment.keys.sealed_file)
    free = shutil.disk_usage(deployment.folder).free
    if free < _LITTLE_SPACE:
        message = f"Only {free // (1 << 20)} MiB are free on its disk."
        yield Problem(message=message, remedy="Make space.", file=deployment.folder)


def _of_supply(deployment: Deployment) -> Iterator[Problem]:
    """Yield what an open study with kits lacks; before that, it keeps the study from opening."""
    study = Study.objects.select_related("version").filter(opened_at__isnull=False).first()
    if study is not None and (Supply.objects.exists() or not study.demonstration):
        yield from of_supply(study, deployment)


def of_clock() -> Iterator[Problem]:
    """Yield a clock that is behind the trail, or apart from the database's.

    A demonstration's may be ahead of the time.
    """
    now = clock.now()
    last = AuditEntry.objects.order_by("-number").values_list("at", flat=True).first()
    demonstration = settings.LIMEN_DEMONSTRATION  # lives through weeks under a clock of its own
    if last is not None and last > now + _DRIFT and not demonstration:
        message = f"The trail's last entry is of {last:%Y-%m-%d %H:%M}, and now is {now:%H:%M}."
        yield Problem(
            message=message, remedy="Set the clock; keep it right with NTP.", path="clock"
        )
    if connection.vendor == "postgresql" and not clock.ahead():
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()::text")
            theirs = parse_datetime(cursor.fetchone()[0])
        if theirs is not None and abs(theirs - clock.now()) > _DRIFT:
            message = f"The database's clock shows {theirs:%H:%M:%S}, this one {now:%H:%M:%S}."
            remedy = "Keep both right with NTP."
            yield Problem(message=message, remedy=remedy, path="clock")


def of_backups(deployment: Deployment) -> Iterator[Problem]:
    """Yield backups that are damaged or too old, or that there is none."""
    yield from damaged(deployment.backups)
    latest = max((m.made_at for _, m in manifests(deployment.backups)), default=None)
    limit = timedelta(hours=deployment.configuration.backups.warn_after_hours)
    remedy = "limen conduct backup FOLDER, every night, and copy it to another machine."
    if latest is None:
        yield Problem(message="There is no backup.", remedy=remedy, file=deployment.backups)
    elif clock.now() - latest > limit:
        message = f"The latest is of {latest:%Y-%m-%d %H:%M}."
        yield Problem(message=message, remedy=remedy, file=deployment.backups)


def remarks(deployment: Deployment) -> Iterator[str]:
    """Yield what is in order, and not as somebody might expect."""
    if deployment.configuration.demonstration and not deployment.configuration.mail.host:
        yield f"No e-mail leaves this demonstration: each lies in {outbox(deployment)} to be read."
    study = Study.objects.select_related("version").first()
    if study is None or study.opened_at is None:
        return
    for one in lapsing_soon(Site.objects.all(), clock.now(), protocol=study.protocol):
        yield f"{one} Record its renewal on the page Approvals."
    if study.demonstration:
        for problem in _lacking():
            yield f"{problem.message} {problem.remedy}"


def of_watch() -> Iterator[Problem]:
    """Yield sites of a study of real people where nobody is on call for some safety rule."""
    study = Study.objects.select_related("version").first()
    if study is None or study.demonstration or study.opened_at is None:
        return
    for site in Site.objects.all():
        for role in unwatched(site, study.protocol, clock.now()):
            message = f"Nobody is on call at {site}: {role.title}."
            remedy = "Plan it on the page Safety, On call."
            yield Problem(message=message, remedy=remedy, path=f"safety.roles.{role.id}")


def of_approvals() -> Iterator[Problem]:
    """Yield what sites of an open study of real people lack: those enrol nobody."""
    if Study.objects.filter(demonstration=False, opened_at__isnull=False).exists():
        yield from _lacking()


def _lacking() -> Iterator[Problem]:
    yield from (problem for found in of_all_sites().values() for problem in found)


def of_mail(deployment: Deployment) -> Iterator[Problem]:
    """Yield why no e-mail can leave; a demonstration needs no mail server (`remarks`)."""
    mail, file = deployment.configuration.mail, deployment.settings_file
    if not mail.host and deployment.configuration.demonstration:
        return
    if not mail.host:
        message = "No e-mail is sent: reminders and links reach nobody."
        remedy = "Write the site's mail server, or tell people so."
        yield Problem(message=message, remedy=remedy, file=file, path="mail.host")
        return
    if not mail.sender:
        message = "Nobody is named as the sender."
        remedy = 'Write sender = "The study <study@example.org>".'
        yield Problem(message=message, remedy=remedy, file=file, path="mail.sender")
    try:
        found = get_connection(fail_silently=False)
        found.open()
        found.close()
    except (OSError, smtplib.SMTPException) as error:
        message = f"{mail.host}:{mail.port} does not take mail: {error}."
        remedy = "Look at host, port, security, user and password."
        yield Problem(message=message, remedy=remedy, file=file, path="mail")
