"""Folders and databases that were made in part, or belong to somebody else."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import command
import psycopg
import pytest
import servers

from limen.conduct.core.deployment import Deployment
from limen.errors import ConductError

pytestmark = pytest.mark.long

INIT = ("--protocol", "resilience", "--demonstration")
# A process that is killed in the middle of restoring: after so many tables were read.
KILLED = """
import os, signal, sys
from pathlib import Path
from limen.conduct.core.lifecycle import restore
backup, folder, keys, url = sys.argv[1:]
def now(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)
import limen.conduct
begun = limen.conduct.start
def start(folder):
    begun(folder)
    import limen.conduct.core.{module} as module
    module.{name} = now
import limen.conduct.core.lifecycle.staged as staged
staged.start = start
restore(Path(backup), Path(folder), keys=Path(keys), database_url=url)
"""


def limen(*words: object, code: int = 0) -> str:
    status, printed = command.run([str(word) for word in words])
    assert status == code, printed
    assert "Traceback" not in printed
    return printed


def killed(step: tuple[str, str], *words: object) -> None:
    """Restore in a process that is killed at a step."""
    code = KILLED.replace("{module}", step[0]).replace("{name}", step[1])
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("LIMEN", "DJANGO"))}
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, words)],
        capture_output=True, text=True, env=environment, check=False,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL, done.stderr


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A study with a backup and its keys apart."""
    folder = tmp_path_factory.mktemp("lives") / "study"
    limen("init", folder, *INIT)
    for approval in ("ethics", "controlled_substance"):
        given = ("--approval", approval, "--reference", "1", "--from", "2026-01-01")
        limen("approve", folder, "--site", "site_1", *given)
    limen("open", folder)
    limen("invite", folder, "--site", "site_1")
    limen("backup", folder, "--keys-to", folder.parent / "safe")
    return folder


def backup_of(folder: Path) -> Path:
    (found,) = (each for each in (folder / "backups").iterdir() if each.is_dir())
    return found


def tables(url: str) -> set[str]:
    with psycopg.connect(url) as connection:
        rows = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' UNION ALL "
            "SELECT proname FROM pg_proc WHERE proname = 'limen_append_only'"
        )
        return {name for (name,) in rows}


def test_another_folders_database_is_refused(made, tmp_path):
    other = tmp_path / "other"
    limen("init", other, *INIT)
    shutil.copyfile(made / "study.sqlite3", other / "study.sqlite3")
    for verb in (["verify"], ["check", "--no-mail"], ["backup"], ["upgrade"], ["invite"]):
        said = limen(verb[0], other, *verb[1:], code=2)
        assert "and its database are two studies" in said
        assert "DATABASE_URL" in said


def test_a_database_url_does_not_carry_one_folders_verbs_into_anothers_study(
    made, tmp_path, deployment
):
    with servers.empty_postgresql() as url:
        mine = tmp_path / "mine"
        limen("init", mine, *INIT, "--database", url)
        assert "2 studies" not in limen("verify", mine)
        python = (
            "import os; os.environ['DATABASE_URL'] = {url!r}\n"
            "from pathlib import Path; from limen.conduct.core.lifecycle import at_work\n"
            "try: at_work(Path({folder!r}))\n"
            "except Exception as error: print(error)"
        )
        said = command.python(python.format(url=url, folder=str(made)))
        assert "and its database are two studies" in said
        assert command.python(python.format(url=url, folder=str(mine))) == ""


def test_a_restored_study_is_another_than_the_one_it_was_made_from(made, tmp_path):
    again = tmp_path / "again"
    limen("restore", backup_of(made), again, "--keys", made.parent / "safe")
    assert Deployment(again).identity not in ("", Deployment(made).identity)
    shutil.copyfile(made / "study.sqlite3", again / "study.sqlite3")
    assert "two studies" in limen("verify", again, code=2)


@pytest.mark.parametrize(
    "step",
    [
        ("backup.restore", "verify"),
        ("backup", "finish_restoring"),
        ("backup.restore", "unfinished_erasures"),
        ("protocol_files", "write_protocol_files"),
    ],
    ids=str,
)
def test_a_restore_that_is_killed_leaves_nothing_that_can_be_used(made, tmp_path, step):
    again, keys = tmp_path / "again", made.parent / "safe"
    killed(step, backup_of(made), again, keys, "")
    assert not again.exists()
    (remains,) = tmp_path.glob(".again.partial-*")
    if step == ("backup.restore", "verify"):
        assert [key.name for key in (remains / "keys").iterdir()] == ["secret.key"]
    with pytest.raises(ConductError, match="was being made when that was broken off"):
        Deployment.at(remains)
    assert "was broken off" in limen("verify", remains, code=2)
    moved = remains.rename(tmp_path / "moved")
    assert "was broken off" in limen("verify", moved, code=2)
    moved.rename(remains)
    limen("restore", backup_of(made), again, "--keys", keys)
    assert [path.name for path in tmp_path.iterdir()] == ["again"]
    limen("verify", again)


def test_who_restores_at_the_same_time_is_left_alone(made, tmp_path):
    import fcntl

    other = tmp_path / ".again.partial-other"
    other.mkdir()
    with (other / ".unfinished").open("w") as mark:
        fcntl.flock(mark, fcntl.LOCK_EX)
        limen("restore", backup_of(made), tmp_path / "again", "--keys", made.parent / "safe")
        assert other.exists()


@pytest.mark.long
def test_a_restore_onto_postgresql_that_is_killed_can_be_made_again(made, tmp_path, deployment):
    again, keys = tmp_path / "again", made.parent / "safe"
    with servers.empty_postgresql() as url:
        killed(("backup.restore", "verify"), backup_of(made), again, keys, url)
        assert "core_study" in tables(url)
        limen("restore", backup_of(made), again, "--keys", keys, "--database", url)
        limen("verify", again)
        assert "limen_unfinished" not in tables(url)
        said = limen("init", tmp_path / "third", *INIT, "--database", url, code=2)
        assert "holds a study already" in said
        limen("verify", again)


@pytest.mark.long
def test_what_fails_after_the_tables_were_made_leaves_none(made, tmp_path, deployment):
    with servers.empty_postgresql() as url:
        with psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE somebody_elses (id int)")
        before = tables(url)
        damaged = tmp_path / "damaged"
        shutil.copytree(backup_of(made), damaged)
        changed_inside(damaged)
        keys = made.parent / "safe"
        words = ("restore", damaged, tmp_path / "again", "--keys", keys, "--database", url)
        assert "does not verify" in limen(*words, code=2)
        assert tables(url) == before
        python = (
            "import sys, limen.conduct.core.lifecycle\n"
            "room = sys.modules['limen.conduct.core.lifecycle.initialise']\n"
            "from pathlib import Path\n"
            "from limen.protocol import shipped\n"
            "def fails(*_, **__): raise SystemExit('no')\n"
            "def made(*words):\n"
            "    from limen.conduct.core.services import create_study\n"
            "    create_study.create_study = fails\n"
            "    return study(*words)\n"
            "study = room._make_study; room._make_study = made\n"
            "text = shipped()['resilience'].read_text()\n"
            "try: room.initialise(Path({folder!r}), text, database_url={url!r})\n"
            "except SystemExit as end: print(end)"
        )
        assert command.python(python.format(folder=str(tmp_path / "new"), url=url)) == "no"
        assert tables(url) == before
        limen("init", tmp_path / "new", *INIT, "--database", url)
        limen("verify", tmp_path / "new")


def changed_inside(backup: Path) -> None:
    """Change a row of a backup, and the hashes that would tell."""
    import gzip
    import json

    from limen.conduct.core.backup.tables import hash_of

    file = backup / "core.site.jsonl.gz"
    changed = gzip.decompress(file.read_bytes()).replace(b"First site", b"Third site")
    file.write_bytes(gzip.compress(changed))
    manifest = json.loads((backup / "manifest.json").read_text())
    manifest["tables"]["core.site"]["sha256"] = hash_of(file)
    (backup / "manifest.json").write_text(json.dumps(manifest))


@pytest.mark.long
def test_two_processes_never_make_a_study_in_one_database(tmp_path, deployment):
    from limen.conduct.core.lifecycle.empty_database import _LOCK

    with servers.empty_postgresql() as url, psycopg.connect(url) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        said = limen("init", tmp_path / "new", *INIT, "--database", url, code=2)
        assert "Another process is making a study in it" in said
        assert tables(url) == set()


@pytest.mark.long
def test_lost_keys_do_not_bring_back_who_was_erased_later(made, tmp_path):
    lived = tmp_path / "lived"
    limen("restore", backup_of(made), lived, "--keys", made.parent / "safe")
    limen("backup", lived)
    backup = backup_of(lived)
    limen("erase", lived, "site_1-001", "--yes")
    for folder, source, more in (
        (tmp_path / "beside", backup, ()),
        (tmp_path / "named", tmp_path / "copy", ("--erased", lived / "backups" / "erased.txt")),
    ):
        if source != backup:
            shutil.copytree(backup, source)
        limen("restore", source, folder, "--without-keys", *more)
        said = command.python(
            "from pathlib import Path; from limen.conduct.core.lifecycle import at_work\n"
            f"at_work(Path({str(folder)!r}))\n"
            "from limen.conduct.core.models import ParticipantKey\n"
            "print(ParticipantKey.objects.get().destroyed_at is not None)"
        )
        assert said == "True"
        limen("verify", folder)
        assert (folder / "keys" / "erased.txt").read_text()
    shutil.rmtree(tmp_path / "beside")
    words = ("restore", tmp_path / "copy", tmp_path / "beside", "--without-keys")
    assert "There is no such file" in limen(*words, "--erased", tmp_path / "none", code=2)
