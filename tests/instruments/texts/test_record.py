"""What each licence class asks, what is recorded, and how the study's folder guards it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from invented_words import own, redcap

import limen
from limen.errors import InstrumentError
from limen.instruments import LICENCES, get
from limen.instruments.texts import Terms, load, prepare, stored_texts, text_of, verify, write
from limen.instruments.texts.record import recorded, stated_terms

WHEN = datetime(2026, 11, 26, 9, 30, tzinfo=timezone(timedelta(hours=2)))
GAD7 = get("gad7")
ENOUGH = {
    "A": {"source": "a website"},
    "B": {"citation": "Somebody 2020", "licence": "CC BY 4.0"},
    "C": {"owners_terms": "Do not change it."},
    "D": {"non_commercial": True},
    "E": {"permission": "letter 7"},
    "F": {"licence": "order 12"},
    "O": {},
}


@pytest.fixture
def stored(put):
    def made(licence="A", text=None, **more):
        instrument = replace(GAD7, licence=licence)
        proposal = prepare(instrument, put("own.yaml", text or own()))
        terms = Terms(**{**ENOUGH[licence], **more})
        return recorded(proposal, terms, by="Ada", when=WHEN)

    return made


@pytest.fixture
def spoil():
    """Change the stored words as an editor would."""

    def changed(file: Path, old: str, new: str) -> Path:
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new), "utf-8")
        return file

    return changed


@pytest.mark.parametrize("licence", LICENCES)
def test_a_class_gets_what_it_asks_and_is_refused_without(licence, stored, put):
    assert stored(licence).record.licence_class == licence
    for name in ENOUGH[licence]:
        empty = {**ENOUGH[licence], name: False if name == "non_commercial" else "  "}
        proposal = prepare(replace(GAD7, licence=licence), put("own.yaml", own()))
        with pytest.raises(InstrumentError) as caught:
            recorded(proposal, Terms(**empty), by="Ada", when=WHEN)
        assert [problem.path for problem in caught.value.problems] == [name]
        assert f"class {licence} ({LICENCES[licence]})" in str(caught.value)
        assert "State it: --" in str(caught.value)


def test_every_missing_statement_is_told_at_once(put):
    proposal = prepare(replace(GAD7, licence="B"), put("own.yaml", own()))
    with pytest.raises(InstrumentError) as caught:
        recorded(proposal, Terms(status="final"), by=" ", when=WHEN)
    paths = [problem.path for problem in caught.value.problems]
    assert paths == ["citation", "licence", "status", "by"]


@pytest.mark.parametrize("licence", LICENCES)
def test_only_public_open_and_own_words_may_be_changed(licence, stored):
    assert stored(licence).record.modifiable == (licence in "ABO")


def test_the_record_says_whence_by_whom_and_when(stored, put):
    file = put("own.yaml", own())
    record = stored("C", translator="Grace", status="study").record
    assert record.owners_terms == "Do not change it."
    assert record.modifiable is False
    assert (record.structure_version, record.translator, record.status) == (
        GAD7.version, "Grace", "study",
    )  # fmt: skip
    assert (record.imported_by, record.imported_at) == ("Ada", "2026-11-26T07:30:00Z")
    assert record.file_name == "own.yaml"
    assert record.file_sha256 == prepare(GAD7, file).sha256
    assert record.text_sha256 == prepare(GAD7, file).text.sha256


def test_the_file_may_state_terms_but_never_a_permission():
    stated = {"source": "a book", "terms": "Ask first.", "status": "official", "permission": "x"}
    terms = stated_terms(stated, Terms(source="a website"), status=None)
    assert (terms.source, terms.owners_terms, terms.status) == (
        "a website",
        "Ask first.",
        "official",
    )
    assert terms.permission == ""
    assert stated_terms(stated, Terms(), status="draft").status == "draft"
    assert stated_terms({}, Terms(), status=None).status == "draft"


def test_what_is_written_is_what_is_read(stored, tmp_path):
    folder = tmp_path / "study" / "instruments"
    text = stored()
    file = write(text, folder)
    assert file == folder / "gad7.en.json"
    assert load(file) == text
    assert not load(file).edited
    assert list(stored_texts(folder)) == [file]
    assert [each.name for each in folder.iterdir()] == ["gad7.en.json"]
    assert verify(load(file), GAD7, file) == []


def test_a_stored_file_can_be_imported_again_with_one_hash(stored, tmp_path):
    text = stored()
    file = write(text, tmp_path / "study")
    assert prepare(GAD7, file).text.sha256 == text.record.text_sha256


def test_a_study_asks_for_words_by_instrument_and_language(stored, tmp_path):
    text = stored()
    write(text, tmp_path / "study")
    assert text_of(tmp_path / "study", GAD7, "en") == text
    with pytest.raises(InstrumentError, match="no words of 'gad7' in 'de'") as caught:
        text_of(tmp_path / "study", GAD7, "de")
    assert "limen instruments add gad7 --from FILE" in str(caught.value)
    with pytest.raises(InstrumentError, match=r"Limen has 2\.0\.0"):
        text_of(tmp_path / "study", replace(GAD7, version="2.0.0"), "en")


def test_words_are_replaced_only_when_asked_and_the_old_hash_is_kept(stored, tmp_path):
    first, second = stored(), stored(text=own().replace("Second", "Another"))
    file = write(first, tmp_path / "study")
    before = file.read_bytes()
    with pytest.raises(InstrumentError, match="It exists already"):
        write(second, tmp_path / "study")
    assert file.read_bytes() == before
    write(second, tmp_path / "study", replacing=True)
    assert load(file).record.replaces == first.record.text_sha256
    assert load(file).text == second.text
    assert [each.name for each in file.parent.iterdir()] == [file.name]


def test_nothing_is_left_where_writing_fails(stored, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.link", full)
    with pytest.raises(OSError, match="No space"):
        write(stored(), tmp_path / "study")
    assert list((tmp_path / "study").iterdir()) == []


def test_words_never_go_into_the_package(stored, tmp_path):
    package = Path(limen.__file__).parent
    for folder in (package / "instruments", package / "words"):
        with pytest.raises(InstrumentError, match="never go into the package"):
            write(stored(), folder)
    assert not (package / "words").exists()
    (tmp_path / "file").write_text("x")
    with pytest.raises(InstrumentError, match="This is no folder"):
        write(stored(), tmp_path / "file")


@pytest.mark.parametrize("licence", LICENCES)
def test_an_edited_text_is_refused_unless_it_may_be_changed(licence, stored, tmp_path, spoil):
    instrument = replace(GAD7, licence=licence)
    file = spoil(write(stored(licence), tmp_path), "Second question", "Second thought")
    assert load(file).edited
    if licence in "ABO":
        assert "edited after import" in verify(load(file), instrument, file)[0]
        return
    with pytest.raises(InstrumentError, match="edited after import, and their terms allow no"):
        verify(load(file), instrument, file)


def test_a_record_that_contradicts_the_catalogue_is_refused(stored, tmp_path, spoil):
    owned = replace(GAD7, licence="C")
    file = spoil(write(stored("C"), tmp_path), '"modifiable": false', '"modifiable": true')
    with pytest.raises(InstrumentError, match="says class C, Limen says C"):
        verify(load(file), owned, file)
    spoil(file, '"licence_class": "C"', '"licence_class": "A"')
    with pytest.raises(InstrumentError, match="says class A, Limen says C"):
        verify(load(file), owned, file)


def test_words_for_another_structure_or_place_are_refused(stored, tmp_path):
    file = write(stored(), tmp_path)
    with pytest.raises(InstrumentError, match=r"for structure 1.0.0; Limen has 2.0.0"):
        verify(load(file), replace(GAD7, version="2.0.0"), file)
    with pytest.raises(InstrumentError, match="Slots and words do not fit: 7"):
        verify(load(file), replace(GAD7, items=GAD7.items[:6]), file)
    moved = file.rename(tmp_path / "gad7.de.json")
    with pytest.raises(InstrumentError, match="words of 'gad7' in 'en'"):
        verify(load(moved), GAD7, moved)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda c: c.pop("record"), "'record' is missing"),
        (lambda c: c["record"].pop("imported_by"), "imported_by"),
        (lambda c: c["record"].update(modifiable="no"), "'modifiable' of its record is 'no'"),
        (lambda c: c["record"].update(more=1), "unknown key 'more'"),
        (lambda c: c.update(items=[]), "no stored text"),
        (lambda c: c["items"]["1"].update(stem=4), "4 is no text"),
        (lambda c: c.update(limen_text=2), "written by another version"),
    ],
)
def test_a_stored_file_that_lacks_something_is_refused(stored, tmp_path, change, said):
    file = write(stored(), tmp_path)
    content = json.loads(file.read_text("utf-8"))
    change(content)
    file.write_text(json.dumps(content))
    with pytest.raises(InstrumentError, match="cannot be imported") as caught:
        load(file)
    assert said in str(caught.value)


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(InstrumentError, match="There is no such folder"):
        list(stored_texts(tmp_path / "nowhere"))


def test_a_failed_check_writes_nothing(put, tmp_path):
    with pytest.raises(InstrumentError):
        prepare(GAD7, put("x.csv", redcap()[:-200]), language="en")
    assert [file.name for file in tmp_path.iterdir()] == ["x.csv"]


def test_words_take_the_form_that_pages_read(stored):
    words = stored().text.words("A title")
    assert words.title == "A title"
    assert words.instruction == "What stands above.\nOn two lines."
    assert words.items["3"] == "What stands before the third.\n\nThird question, é"
    assert words.hints == {"4": "A second line."}
    assert words.labels["7"]["0"] == "Zero"


def test_now_is_told_in_utc(stored):
    assert datetime.strptime(stored().record.imported_at, "%Y-%m-%dT%H:%M:%SZ").replace(
        tzinfo=UTC
    ) == WHEN.astimezone(UTC)
