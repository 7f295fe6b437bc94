"""`limen conduct` as somebody at a server's command line uses it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import command
import pytest
import servers

from limen.protocol import shipped

PASSWORD = "harbour lantern oak\n"

# What a day in the study leaves behind, through the services that pages use.
A_DAY = """
from pathlib import Path
from limen.conduct.core.lifecycle import at_work
at_work(Path({folder!r}))
from limen.conduct.core.actor import COMMAND
from limen.conduct.core.models import Site
from limen.conduct.core.services.invite import invite
from limen.conduct.core.services.keep_contact import keep_contact
anna = invite(Site.objects.first(), by=COMMAND).participant
keep_contact(anna, "email", "anna@example.org", by=COMMAND)
"""
READING = """
from pathlib import Path
from limen.conduct.core.lifecycle import at_work
at_work(Path({folder!r}))
from limen.conduct.core.models import Participant
from limen.conduct.core.services.keep_contact import read_contact
print(read_contact(Participant.objects.get(), "email"))
"""


def limen(*words: object, code: int = 0, text: str = "") -> str:
    """Run `limen conduct` and return what it printed; its exit code must be `code`."""
    status, printed = command.run([str(word) for word in words], text)
    assert status == code, printed
    assert "Traceback" not in printed
    return printed


def python(code: str, folder: Path) -> str:
    """Run a few lines in a process of their own."""
    return command.python(code.format(folder=str(folder)))


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A demonstration, opened, in which a day has passed, with a backup and its keys apart."""
    folder = tmp_path_factory.mktemp("drill") / "study"
    limen("init", folder, "--protocol", "resilience", "--demonstration")
    limen(
        "staff", "add", folder, "carla", "--role", "coordinator", "--password-stdin", text=PASSWORD
    )
    for site in ("site_1", "site_2"):
        for approval in ("ethics", "controlled_substance"):
            given = ("--approval", approval, "--reference", "1", "--from", "2026-01-01")
            limen("approve", folder, "--site", site, *given)
    limen("open", folder)
    python(A_DAY, folder)
    limen("backup", folder, "--keys-to", folder.parent / "safe")
    return folder


def backup_of(folder: Path) -> Path:
    (found,) = (folder / "backups").iterdir()
    return found


def test_what_init_makes_is_for_its_owner_only(made):
    for path in [made, made / "keys", *(made / "keys").iterdir(), made / "limen-conduct.toml"]:
        assert path.stat().st_mode & 0o077 == 0, path
    assert (made / "study.sqlite3").stat().st_mode & 0o077 == 0
    text = shipped()["resilience"].read_text(encoding="utf-8")
    assert (made / "protocol" / "version-1.yaml").read_text(encoding="utf-8") == text


def test_the_drill_a_restored_study_verifies_and_its_contacts_can_be_read(made, tmp_path):
    head = re.search(r"ends at (\S+)", limen("verify", made))[1]
    again = tmp_path / "again"
    said = limen("restore", backup_of(made), again, "--keys", made.parent / "safe")
    assert "as in the backup" in said
    assert "no longer holds" not in limen("verify", again, "--head", head)
    assert python(READING, again) == "anna@example.org"


def test_the_drill_onto_postgresql(made, tmp_path, deployment):
    with servers.empty_postgresql() as url:
        again, keys = tmp_path / "again", made.parent / "safe"
        limen("restore", backup_of(made), again, "--keys", keys, "--database", url)
        assert python(READING, again) == "anna@example.org"
        assert not (again / "study.sqlite3").exists()
        limen("verify", again)
        backup = limen("backup", again, "--into", tmp_path / "backups")
        assert "Made" in backup
        said = limen("restore", backup_of(made), tmp_path / "third", "--keys", keys,
                     "--database", url, code=2)  # fmt: skip
        assert "holds a study already" in said
        assert not (tmp_path / "third").exists()


def test_without_its_keys_a_study_lives_and_contacts_are_given_up(made, tmp_path):
    again = tmp_path / "again"
    assert "Say where the keys are" in limen("restore", backup_of(made), again, code=2)
    limen("restore", backup_of(made), again, "--without-keys")
    assert python(READING, again) == "None"
    limen("verify", again)


def test_other_keys_do_not_fit_and_nothing_is_made(made, tmp_path):
    from limen.conduct.core.deployment import Keys

    Keys(tmp_path / "others").make()
    said = limen(
        "restore", backup_of(made), tmp_path / "again", "--keys", tmp_path / "others", code=2
    )
    assert "The keys do not fit" in said
    nowhere = tmp_path / "nowhere"
    said = limen("restore", backup_of(made), tmp_path / "again", "--keys", nowhere, code=2)
    assert f"{nowhere / 'master.key'}: It cannot be read" in said
    assert [path.name for path in tmp_path.iterdir()] == ["others"]


def test_check_names_what_is_wrong_with_remedies(made):
    (made / "keys" / "master.key").chmod(0o644)
    found = json.loads(limen("check", made, "--json", code=1))
    (made / "keys" / "master.key").chmod(0o600)
    assert found["ok"] is False
    said = {problem["message"]: problem["remedy"] for problem in found["problems"]}
    assert said["Others can read it."] == f"chmod 600 {made / 'keys' / 'master.key'}"
    (remark,) = found["remarks"]
    assert str(made / "outbox") in remark
    assert remark in limen("check", made)
    assert "There is no backup." not in said


def test_a_study_that_cannot_open_says_why_and_stays_closed(tmp_path):
    folder = tmp_path / "study"
    said = limen("init", folder, "--protocol", "mdlsd")
    assert "Before the study can open" in said
    refused = limen("open", folder, code=1)
    assert "The study cannot open yet" in refused
    assert "Real people may be reached through HTTPS only." in refused
    found = json.loads(limen("verify", folder, "--json"))
    assert found["entries"] == 1
    assert "exists already, and nothing is overwritten" in limen(
        "init", folder, "--protocol", "mdlsd", code=2
    )


def test_an_amendment_is_shown_and_only_then_applied(made, tmp_path):
    again = tmp_path / "again"
    limen("restore", backup_of(made), again, "--keys", made.parent / "safe")
    new = tmp_path / "new.yaml"
    old = (made / "protocol" / "version-1.yaml").read_text(encoding="utf-8")
    version = next(line for line in old.splitlines() if line.startswith("version:"))
    text = old.replace(version, 'version: "2.0"', 1).replace(
        "title: First site", "title: The site", 1
    )
    new.write_text(text, encoding="utf-8")
    shown = limen("amend", again, new)
    assert "nobody needs to consent again" in shown
    assert "People: 1 invited; 0 of them under consent." in shown
    assert not (again / "protocol" / "version-2.yaml").exists()
    assert "No reason was given" in limen("amend", again, new, "--apply", code=2)
    assert "is in force" in limen("amend", again, new, "--apply", "--reason", "a new name")
    assert (again / "protocol" / "version-2.yaml").read_text(encoding="utf-8") == text
    assert "means the same as a version that was applied" in limen("amend", again, new, code=1)


def test_somebody_who_changes_a_row_by_hand_is_found_out(made, tmp_path):
    import sqlite3
    from contextlib import closing

    again = tmp_path / "again"
    limen("restore", backup_of(made), again, "--keys", made.parent / "safe")
    with closing(sqlite3.connect(again / "study.sqlite3")) as database:
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            database.execute("UPDATE core_auditentry SET event = 'x'")
        database.rollback()
        database.execute("DROP TRIGGER core_auditentry_no_update")
        database.execute("UPDATE core_participant SET status = 'enrolled'")
        database.commit()
    said = limen("verify", again, code=1)
    assert "core.participant 1: it was changed behind the trail's back" in said
    assert "table core_auditentry: a guard against UPDATE and DELETE is gone" in said


def test_upgrade_of_what_is_current_does_nothing(made):
    assert "There is nothing to do." in limen("upgrade", made)
    assert len(list((made / "backups").iterdir())) == 1


def test_an_older_database_must_be_upgraded_and_a_backup_is_made_first(tmp_path):
    again = tmp_path / "again"
    limen("init", again, "--protocol", "resilience", "--demonstration")
    python(
        "from pathlib import Path; from limen.conduct import start; start(Path({folder!r}))\n"
        "from django.core.management import call_command\n"
        "call_command('migrate', 'core', '0002_record_rest', verbosity=0)\n",
        again,
    )
    (again / "deployment.id").unlink()  # as an earlier version made a folder
    (again / "keys" / "sealed.txt").unlink()
    assert "must be upgraded first" in limen("verify", again, code=2)
    assert "Applied core.0003_append_only" in limen("upgrade", again)
    assert len(list((again / "backups").iterdir())) == 1
    said = limen("verify", again)
    assert "Entries 2 to 2 are sealed with a key that is not in the database" in said
    assert (again / "deployment.id").read_text().strip()


def test_somebody_is_invited_and_erased_at_the_command_line(made, tmp_path):
    again = tmp_path / "again"
    limen("restore", backup_of(made), again, "--keys", made.parent / "safe")
    assert "It has several sites. Name one: site_1, site_2." in limen("invite", again, code=2)
    assert "There is no site 'mars'" in limen("invite", again, "--site", "mars", code=2)
    said = limen("invite", again, "--site", "site_2")
    code = re.search(r"Code: (\S+)", said)[1]
    assert f"Link: http://localhost:8000/i/{code}/" in said
    assert "site_2-001 is invited until 14 days from now." in said
    assert "There is no participant 'site_9'" in limen("erase", again, "site_9", code=2)
    other = limen("erase", again, "site_1-001", text="site_1-002\n", code=2)
    assert "Nobody was erased: that was not the number." in other
    assert python(READING.replace(".get()", '.get(number="site_1-001")'), again) != "None"
    said = limen("erase", again, "site_1-001", text="site_1-001\n")
    assert "site_1-001 is erased" in said
    assert python(READING.replace(".get()", '.get(number="site_1-001")'), again) == "None"
    limen("verify", again)


def test_the_record_becomes_a_dataset(made, tmp_path):
    said = limen("export", made, "--out", tmp_path / "dataset")
    described = json.loads((tmp_path / "dataset" / "dataset.json").read_text(encoding="utf-8"))
    assert "limen dataset check" in said
    assert described["hash"] in said
    assert all(finding in said for finding in described["provenance"]["findings"])
    assert "may name people" not in said


def test_a_dataset_with_their_own_words_says_that_it_may_name_people(made, tmp_path):
    said = limen("export", made, "--out", tmp_path / "dataset", "--with-texts")
    assert "may name people" in said


def test_the_help_names_every_verb_and_teaches_the_order():
    said = limen("--help")
    lines = [line.strip() for line in said.splitlines()]
    shown = [line for line in lines if line.startswith("limen conduct ")]
    verbs = [line.split()[2] for line in shown]
    assert verbs == ["init", "staff", "check", "open", "serve", "invite", "export"]
    assert "not part of this version" not in said


def test_a_folder_that_may_not_be_written_is_named(made, tmp_path):
    import os

    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    again = tmp_path / "again"
    limen("restore", backup_of(made), again, "--keys", made.parent / "safe")
    again.chmod(0o500)
    (again / "study.sqlite3").chmod(0o400)
    said = limen("invite", again, "--site", "site_1", code=2)
    again.chmod(0o700)
    assert "Run this as the account that owns the folder." in said


def test_no_folder_is_no_deployment(tmp_path):
    assert "Make a deployment: limen conduct init" in limen("verify", tmp_path, code=2)


def test_what_the_database_refuses_is_a_sentence(made, tmp_path):
    import shutil
    import sqlite3
    from contextlib import closing

    again = tmp_path / "again"
    limen("restore", backup_of(made), again, "--keys", made.parent / "safe")
    with closing(sqlite3.connect(again / "study.sqlite3")) as database:
        database.execute("DROP TABLE core_site")
        database.commit()
    said = limen("verify", again, code=2)
    assert "The database did not do it.\n  It says: no such table: core_site." in said
    for file in again.glob("study.sqlite3*"):
        file.unlink()
    (again / "study.sqlite3").write_text("no database, and long enough to be none" * 100)
    assert "cannot be reached or read: file is not a database" in limen("verify", again, code=2)
    (again / "study.sqlite3").unlink()
    assert "Its database holds no study" in limen("verify", again, code=2)
    shutil.rmtree(again)


def test_a_password_is_written_into_no_settings(made, tmp_path):
    url = "postgresql://limen:hush@localhost/limen"
    words = ("init", tmp_path / "study", "--protocol", "mdlsd", "--database", url)
    assert "It holds a password" in limen(*words, code=2)
    assert list(tmp_path.iterdir()) == []


def test_staff_get_another_password_and_a_weak_one_is_refused(made):
    words = ("staff", "password", made, "carla", "--password-stdin")
    assert "too short" in limen(*words, text="short\n", code=2)
    assert "has a new password" in limen(*words, text=PASSWORD)
    assert "There is nobody called 'dario'. Staff: carla." in limen(
        "staff", "password", made, "dario", "--password-stdin", text=PASSWORD, code=2
    )
