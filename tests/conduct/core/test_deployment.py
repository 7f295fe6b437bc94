"""The folder: keys, settings, what is refused."""

from __future__ import annotations

import pytest

from limen.conduct.core.deployment import Configuration, Deployment, Keys
from limen.conduct.core.deployment.configuration import read_configuration, starting_text
from limen.errors import ConductError

ADDRESS = "https://study.example.org"


def read(tmp_path, text: str) -> Configuration:
    file = tmp_path / "limen-conduct.toml"
    file.write_text(text, encoding="utf-8")
    return read_configuration(file, tmp_path / "study.sqlite3")


def test_the_settings_that_a_new_folder_gets_are_read_back(tmp_path):
    found = read(tmp_path, starting_text(address=ADDRESS, demonstration=True))
    assert (found.address, found.https, found.demonstration) == (ADDRESS, True, True)
    assert found.hosts == ("study.example.org", "localhost", "127.0.0.1")
    assert found.database["ENGINE"].endswith("sqlite3")
    assert found.database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert (found.mail.host, found.backups.warn_after_hours) == ("", 24)


@pytest.mark.parametrize("address", ["study.example.org", "https://", "https://[", 'https://a"b'])
def test_what_is_no_address_is_refused(address):
    with pytest.raises(ConductError, match="is no address"):
        starting_text(address=address)


def test_the_environment_names_the_database_before_the_file_does(tmp_path, monkeypatch):
    text = starting_text(address=ADDRESS, database_url="postgresql://file/one")
    assert read(tmp_path, text).database["NAME"] == "one"
    monkeypatch.setenv("DATABASE_URL", "postgresql://ann%40x:p%2Fw@db:5433/two?sslmode=require")
    found = read(tmp_path, text).database
    assert (found["NAME"], found["USER"], found["PASSWORD"]) == ("two", "ann@x", "p/w")
    assert (found["HOST"], found["PORT"]) == ("db", "5433")
    assert found["OPTIONS"]["sslmode"] == "require"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[server", "It is no TOML"),
        ("[servers]\naddress = 'x'", "servers: There is no such section. Sections are server"),
        ("[server]\nadress = 'x'", "server.adress: No such setting. [server] has address"),
        ("[mail]\nport = '25'", "mail.port: '25' does not fit here. Write a whole number."),
        ("[mail]\nport = true", "mail.port: True does not fit here. Write a whole number."),
        ("[mail]\nsecurity = 'ssl'", "mail.security: 'ssl' is not known."),
        ("[database]\nurl = 'mysql://x/y'", "SQLite or PostgreSQL"),
        ("[database]\nurl = 'postgresql://u@h:abc/db'", "database.url: It is no URL"),
        ("[database]\nurl = 'postgresql://u:p@h/db'", "It holds a password"),
        ("[database]\nurl = 'postgresql://h/db?password=p'", "It holds a password"),
        ("[server]\nhosts = [1]", "server.hosts: [1] does not fit here. Write a list of texts"),
    ],
)
def test_a_mistake_in_the_settings_is_named_with_its_remedy(tmp_path, text, said):
    with pytest.raises(ConductError) as refusal:
        read(tmp_path, text)
    assert said in str(refusal.value)


def test_all_mistakes_are_named_at_once(tmp_path):
    with pytest.raises(ConductError) as refusal:
        read(tmp_path, "[server]\nhosts = 'x'\n[mail]\nport = 'x'\n")
    assert len(refusal.value.problems) == 2


def test_the_password_for_mail_comes_from_a_file_or_the_environment(tmp_path, monkeypatch):
    secret = tmp_path / "password"
    secret.write_text("hush\n")
    mail = read(tmp_path, f'[mail]\npassword_file = "{secret}"\n').mail
    assert mail.password() == "hush"
    secret.unlink()
    with pytest.raises(ConductError, match="is not there"):
        mail.password()
    monkeypatch.setenv("LIMEN_MAIL_PASSWORD", "whisper")
    assert read(tmp_path, "").mail.password() == "whisper"


def test_a_folder_without_settings_is_no_deployment(tmp_path):
    with pytest.raises(ConductError, match="limen conduct init"):
        Deployment.at(tmp_path)


def test_keys_are_made_once_and_only_their_owner_can_read_them(tmp_path):
    keys = Keys(tmp_path / "keys")
    keys.make()
    assert len(keys.master()) == 32
    assert len(keys.secret()) == 64
    assert keys.master() != bytes.fromhex(keys.secret())
    assert keys.open_to_others() == ()
    assert keys.master_id not in keys.master().hex()
    with pytest.raises(ConductError, match="Keys are never replaced"):
        keys.make()
    keys.master_file.chmod(0o644)
    assert keys.open_to_others() == (keys.master_file,)


@pytest.mark.parametrize("content", ["", "zz" * 32, "ab" * 31])
def test_a_key_that_is_none_is_named(tmp_path, content):
    keys = Keys(tmp_path / "keys")
    keys.make()
    keys.master_file.write_text(content)
    with pytest.raises(ConductError, match=r"master\.key: It is no key"):
        keys.master()


def test_keys_are_copied_whole_and_never_over_others(tmp_path):
    keys, safe = Keys(tmp_path / "keys"), tmp_path / "safe"
    keys.make()
    keys.note_erased(["b", "a"])
    keys.note_erased(["a"])
    keys.copy_to(safe)
    copied = Keys(safe)
    assert (copied.master(), copied.secret()) == (keys.master(), keys.secret())
    assert copied.erased_file.read_text() == "a\nb\n"
    assert copied.open_to_others() == ()
    others = Keys(tmp_path / "others")
    others.make()
    with pytest.raises(ConductError, match="It is not empty, and holds no copy of these keys"):
        others.copy_to(safe)
    assert copied.master() == keys.master()


def test_a_copy_of_the_keys_is_renewed_after_an_erasure(tmp_path):
    keys, safe = Keys(tmp_path / "keys"), tmp_path / "safe"
    keys.make()
    keys.copy_to(safe)
    keys.note_erased(["a"])
    keys.copy_to(safe)
    assert Keys(safe).erased() == {"a"}


def test_an_erasure_is_noted_on_a_line_of_its_own(tmp_path):
    keys = Keys(tmp_path / "keys")
    keys.make()
    keys.erased_file.write_text("a")  # an editor left the line without its end
    keys.note_erased(["b"])
    assert keys.erased() == {"a", "b"}
