"""A thief has the files, but not `keys/`: what they find says nothing about anybody."""

from __future__ import annotations

import csv
import io
import logging
import shutil
import zipfile
from pathlib import Path
from uuid import uuid4

import cast
import entrance
import pytest
import team
from django.db import connection
from django.test import Client
from siege import EVENING, MAIL, NAME, Siege, listening

from limen.conduct.core import clock
from limen.conduct.core.actor import Actor
from limen.conduct.core.answering import asked
from limen.conduct.core.answering.services import (
    correct,
    correct_administration,
    correct_event,
    event_questions,
    record_administration,
)
from limen.conduct.core.backup import make_backup
from limen.conduct.core.entering import calendar_token, come_in, make_phrase
from limen.conduct.core.export import export
from limen.conduct.core.messages import ask_confirmation, tick
from limen.conduct.core.models import (
    Administration,
    AdverseEvent,
    AuditEntry,
    EligibilityAnswer,
    FreeText,
    ParticipantKey,
)
from limen.conduct.core.services.erase import erase
from limen.conduct.core.services.free_text import sealed_reason
from limen.conduct.core.trail import recording, verify

SECRETS = ("the blue bicycle of my sister", "my envelope smelled of lemons", "the lift stood still")


def lives(siege: Siege) -> dict[str, bytes]:
    """Let Anna say, type and receive what is nobody's business; return it by what it is."""
    anna, by = siege.anna, Actor.participant(siege.anna)
    phone = siege.browsers["anna"]
    report = team.filled(event_questions(anna)) | {
        "event.what": SECRETS[0],
        "client_id": str(uuid4()),
    }
    assert phone.post("/event/", report).status_code == 302
    record_administration(
        anna, client_id=uuid4(), status="missed", number=1, note=SECRETS[1], by=by
    )
    questions = asked(team.occasion(anna, "diary.2")).questions
    texts = {one.key: SECRETS[2] for one in questions if one.kind == "text"}
    form = team.filled(asked(team.occasion(anna, "diary.2"))) | texts
    phone.post("/o/diary.2/", form | {"client_id": str(uuid4())})
    phrase, calendar = make_phrase(anna, by=by), calendar_token(anna, by=by)
    came_in = come_in(siege.code)
    ask_confirmation(anna, MAIL, by=by)
    staff = Client()
    recovery = entrance.set_up(siege.people.carla)
    entrance.signs_in(staff, "carla")
    said = {
        "name": NAME,
        "e-mail": MAIL,
        "mailbox": MAIL.partition("@")[0],
        "event": SECRETS[0],
        "dose": SECRETS[1],
        "recovery words": phrase,
        "other words": came_in.phrase,
        "calendar": calendar,
        "device": came_in.token,
        "invitation": siege.code,
        "invitation's letters": siege.code.replace("-", ""),
        "password": cast.PASSWORD,
        "recovery code": recovery[0],
        "second factor": entrance.secret_of(siege.people.carla),
        "telephone": phone.cookies["limen_device"].value,
        "signature": "Anna Ābele",
        "session": "",
    }
    if texts:
        said["diary"] = SECRETS[2]
    return {what: text.encode() for what, text in said.items() if text}


def files_of_database() -> list[Path]:
    file = Path(connection.settings_dict["NAME"])
    return sorted(file.parent.glob(f"{file.name}*"))


def found(secrets: dict[str, bytes], files: list[Path]) -> set[tuple[str, str]]:
    """Return what can be read where, as it is, in UTF-16, or in a packed file."""
    hits = set()
    for file in files:
        contents = [file.read_bytes()]
        if zipfile.is_zipfile(file):
            packed = zipfile.ZipFile(file)
            contents += [packed.read(name) for name in packed.namelist()]
        for content in contents:
            for what, text in secrets.items():
                forms = (
                    text,
                    text.hex().encode(),
                    text.upper(),
                    b"\0".join(bytes([b]) for b in text),
                )
                if any(form in content for form in forms):
                    hits.add((what, file.suffix))
    return hits


def everything_in(folder: Path) -> list[Path]:
    return [file for file in sorted(folder.rglob("*")) if file.is_file()]


def test_database_backups_and_exports_say_nothing_to_who_has_no_keys(
    under_siege, deployment, tmp_path
):
    with listening() as lines:
        secrets = lives(under_siege)
        make_backup(deployment, into=tmp_path)
        export(tmp_path / "dataset", by=cast.BY)
    assert found({"staff": b"carla"}, files_of_database())  # so the search finds what there is
    assert found(secrets, files_of_database()) == set()
    backups = [file for file in everything_in(tmp_path) if "dataset" not in file.parts]
    assert backups
    assert found(secrets, backups) == set()
    exported = found(secrets, everything_in(tmp_path / "dataset"))
    assert {what for what, _ in exported} <= {"event", "dose", "diary"}  # what a dataset is for
    text = "\n".join(lines).encode()
    assert not [what for what, secret in secrets.items() if secret in text]


def test_the_folder_but_its_keys_says_nothing_either(under_siege, deployment):
    secrets = lives(under_siege)
    tick()
    files = [
        file
        for file in everything_in(deployment.folder)
        if deployment.keys.folder not in file.parents
    ]
    hits = found(secrets, files)
    # A demonstration's e-mails are written to be looked at; a study's leave by a mail server.
    assert {what for what, kind in hits if kind != ".eml"} == set()
    assert {what for what, kind in hits if kind == ".eml"} <= {"e-mail", "mailbox"}


def test_after_an_erasure_nothing_of_hers_can_be_read_even_with_the_keys(under_siege, deployment):
    secrets = lives(under_siege)
    anna = under_siege.anna
    wrapped = bytes(ParticipantKey.objects.get(participant=anna).wrapped)
    erase(anna, by=cast.BY)
    for text in FreeText.objects.filter(participant=anna):
        from limen.conduct.core.services.free_text import read_text
        from limen.errors import ErasedError

        with pytest.raises(ErasedError):
            read_text(text)
    assert found({**secrets, "key": wrapped}, files_of_database()) == set()
    for page, address in under_siege.addresses():
        for who in ("anna", "carla", "ines", "mei"):
            answer = under_siege.browsers[who].get(address)
            assert answer.status_code < 500, (page, who)
            for what in ("name", "e-mail", "event", "dose", "signature"):
                assert secrets[what] not in answer.content, (page, who, what)
    assert verify().faults == ()


def test_after_an_erasure_her_file_and_the_export_hold_no_words(under_siege, tmp_path):
    secrets = lives(under_siege)
    erase(under_siege.anna, by=cast.BY)
    packed = under_siege.browsers["anna"].get("/me/data/download.zip").content
    (tmp_path / "mine.zip").write_bytes(packed)
    export(tmp_path / "dataset", by=cast.BY)
    hits = found(secrets, everything_in(tmp_path))
    assert hits == set()
    assert zipfile.ZipFile(io.BytesIO(packed)).namelist()


def test_after_an_erasure_the_demonstrations_e_mails_do_not_name_her(under_siege, deployment):
    lives(under_siege)
    tick()
    erase(under_siege.anna, by=cast.BY)
    letters = sorted((deployment.folder / "outbox").glob("*.eml"))
    assert found({"e-mail": MAIL.encode()}, letters) == set()


def test_after_an_erasure_nothing_that_staff_wrote_of_her_names_her(under_siege):
    siege = under_siege
    row = team.response(siege.anna, "diary.2")
    form = {"none": "on", "reason": f"{NAME} told me on the telephone"}
    address = team.address("correct", siege.anna, "diary.2", row.pk)
    assert siege.browsers["carla"].post(address, form).status_code == 302
    erase(siege.anna, by=cast.BY)
    assert found({"name": NAME.encode()}, files_of_database()) == set()


def test_no_reason_of_any_kind_and_no_term_is_ever_in_the_clear(under_siege, tmp_path):
    siege, why = under_siege, f"{NAME} told me"
    anna, carla = siege.anna, Actor.staff(siege.people.carla)
    corrects_everything(siege, why)
    assert found({"name": NAME.encode()}, files_of_database()) == set()
    pages = [siege.address(f"staff:{page}") for page in ("person", "intake", "judge_event")]
    pages += [team.address("occasion", anna, "diary.2"), team.address("screening", anna)]
    ines = siege.browsers["ines"]
    for page in pages:
        assert NAME in ines.get(page).content.decode(), page
    export(tmp_path / "before", by=cast.BY)
    assert correction_in(tmp_path / "before")["reason"] == why
    erase(anna, by=carla)
    for page in pages:
        told = ines.get(page).content.decode()
        assert NAME not in told, page
        assert "(erased)" in told, page
        assert "sealed:" not in told, page
    export(tmp_path / "dataset", by=cast.BY, with_texts=True)
    corrected = correction_in(tmp_path / "dataset")
    assert (corrected["reason"], corrected["state"]) == ("", "missing")
    files = everything_in(tmp_path / "dataset")
    assert found({"name": NAME.encode(), "ciphertext": b"sealed:"}, files) == set()
    assert verify().faults == ()


def correction_in(dataset: Path) -> dict[str, str]:
    """Return the one answer of a dataset that staff have corrected."""
    with (dataset / "responses.csv").open(encoding="utf-8", newline="") as file:
        (row,) = (row for row in csv.DictReader(file) if row["source"].endswith("correction"))
    return row


def corrects_everything(siege: Siege, why: str) -> None:
    """Let staff correct an answer, an event, a dose and a screening answer, each for `why`."""
    anna, carla = siege.anna, Actor.staff(siege.people.carla)
    row = team.response(anna, "diary.2")
    correct(row, state="missing", reason=why, by=carla)
    event = AdverseEvent.objects.filter(participant=anna).latest("version")
    correct_event(event, changes={"term": f"Fall of {NAME}"}, reason=why, by=carla)
    if not Administration.objects.filter(participant=anna).exists():
        record_administration(anna, client_id=uuid4(), status="missed", number=1, by=carla)
    dose = Administration.objects.filter(participant=anna).latest("version")
    correct_administration(dose, status="refused", reason=why, by=carla)
    with recording("test.screened", by=carla, participant=anna) as record:
        record.add(
            EligibilityAnswer(
                participant=anna,
                protocol_version=anna.version,
                question="age_years",
                value="35",
                state="answered",
                version=9,
                reason=sealed_reason(anna, why),
                answered_at=record.at,
            )
        )


def test_the_trail_and_every_plain_column_hold_no_words_of_hers(under_siege):
    secrets = lives(under_siege)
    for entry in AuditEntry.objects.all():
        for secret in secrets.values():
            assert secret.decode() not in f"{entry.payload} {entry.by} {entry.event}"


ODD = [
    "/i/7K2MP0QX3RTA9V4C/",
    "/I/7K2M-P0QX-3RTA-9V4C/",
    "/7K2MP0QX3RTA9V4C",
    "/7k2m p0qx 3rta 9v4c/",
    "/annabel.ozola@example.org/",
    "/annabel.ozola%40example.org",
    "/e/eyJhIjoxfQ:1tXyZ0:aB3_d-9",
    "/today/?name=Annabel%20Ozola",
    "/Annabel%20Lisette%20Ozola/",
    "/harbour%20lantern%20oak/",
    "/calendar/Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5MGFiY2RlZmdoaQ.ics",
    "/o/the%20blue%20bicycle/",
]
TELLING = ("7K2M", "7k2m", "P0QX", "zola", "eyJh", "harbour", "Zm9v", "bicycle", "203.0.113")


def test_no_line_of_the_log_repeats_what_somebody_asked_for(under_siege):
    with listening() as lines:
        for address in ODD:
            for method in ("get", "post", "put"):
                send = getattr(Client(raise_request_exception=False), method)
                send(
                    address,
                    REMOTE_ADDR="203.0.113.7",
                    HTTP_USER_AGENT="Annabel Ozola's phone",
                    HTTP_REFERER="https://x.org/Annabel-Ozola",
                )
    assert lines
    told = {word for word in TELLING for line in lines if word in line}
    assert told == set()


def test_no_line_of_the_log_repeats_what_an_error_says(under_siege, monkeypatch):
    """An error's own words may be somebody's: PostgreSQL repeats the row that it refused."""
    from limen.conduct.participant.views import help as page

    def broken(*_: object, **__: object) -> None:
        raise ValueError(f"Failing row contains ({NAME}, {SECRETS[0]}, 5)")

    monkeypatch.setattr(page, "render", broken)
    with listening() as lines:
        answer = Client(raise_request_exception=False).get("/help/")
    assert answer.status_code == 500
    assert NAME not in answer.content.decode()
    text = "\n".join(lines)
    assert "ValueError" in text
    assert NAME not in text
    assert SECRETS[0] not in text


def test_what_is_logged_of_guesses_names_nobody(under_siege):
    with listening() as lines:
        logging.getLogger("limen.conduct.core.throttle").setLevel(logging.DEBUG)
        for _ in range(8):
            Client().post("/staff/sign-in/", {"name": "carla", "password": "my own secret"})
            Client().post("/", {"code": "7K2M-P0QX-3RTA-9V4C"})
    text = "\n".join(lines)
    assert "carla" not in text
    assert "my own secret" not in text
    assert "7K2M" not in text


def test_a_restored_backup_gives_back_nothing_that_was_erased(under_siege, deployment, tmp_path):
    """What a thief or a restorer finds in an older backup is shut: the list beside it says whom."""
    secrets = lives(under_siege)
    make_backup(deployment, into=deployment.backups)
    with clock.as_of(EVENING.replace(day=5)):
        erase(under_siege.anna, by=cast.BY)
    assert str(under_siege.anna.code) in deployment.erased_copy.read_text()
    backups = everything_in(deployment.backups)
    assert backups
    assert found(secrets, backups) == set()
    for folder in deployment.backups.iterdir():
        shutil.rmtree(folder) if folder.is_dir() else folder.unlink()
