"""Four routes to the same words give the same text and one hash; another word gives another."""

from __future__ import annotations

import json
import unicodedata
from hashlib import sha256

import pytest
from invented_words import ABOVE, HEADING, HINT, LABELS, fhir, own, redcap, reproschema, stem

from limen.instruments.texts.files.redcap_form import NAMES


@pytest.fixture
def routes(put, tmp_path):
    return {
        "own": put("own.yaml", own()),
        "own, labels at each item": put("own2.yaml", own(shared=False)),
        "REDCap": put("redcap.csv", redcap()),
        "REDCap, names of the interface": put("names.csv", "\ufeff" + redcap(heading=NAMES)),
        "FHIR R4": put("r4.json", fhir()),
        "FHIR R5": put("r5.json", fhir(release="R5")),
        "FHIR, values as codes": put("codes.json", fhir(weight=False)),
        "ReproSchema": reproschema(tmp_path / "activity"),
        "ReproSchema with prefixes": reproschema(tmp_path / "prefixed", prefix="schema:"),
    }


def test_every_route_gives_the_same_words(routes, propose):
    texts = {name: propose(file).text for name, file in routes.items()}
    first = texts["own"]
    assert first.instructions == ABOVE
    assert first.items["3"].before == HEADING
    assert first.items["4"].hint != ""
    assert first.items["7"].stem == unicodedata.normalize("NFC", stem(7))
    assert list(first.items["1"].labels.values()) == list(LABELS)
    without_hint = {name: text for name, text in texts.items() if "ReproSchema" not in name}
    assert {text.sha256 for text in without_hint.values()} == {first.sha256}


def test_the_activity_has_all_but_the_second_line_which_it_cannot_hold(routes, propose, put):
    plain = put("plain.yaml", own().replace(f"    hint: {HINT}\n", ""))
    expected = propose(plain).text.sha256
    assert propose(routes["ReproSchema"]).text.sha256 == expected
    assert propose(routes["ReproSchema with prefixes"]).text.sha256 == expected


def test_the_hash_is_that_of_sorted_compact_json_in_nfc(put, propose):
    file = put("own.yaml", own().replace("é", "e\u0301").replace("\n", "\r\n"))
    text = propose(file).text
    by_hand = {
        "instrument": "gad7",
        "instructions": ABOVE,
        "items": {
            str(n): {
                **({"before": HEADING} if n == 3 else {}),
                **({"hint": HINT} if n == 4 else {}),
                "labels": {str(value): label for value, label in enumerate(LABELS)},
                "stem": unicodedata.normalize("NFC", stem(n)),
            }
            for n in range(1, 8)
        },
        "language": "en",
    }
    line = json.dumps(by_hand, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert text.sha256 == sha256(line.encode("utf-8")).hexdigest()
    assert text.sha256 == propose(put("plain.yaml", own())).text.sha256


def test_line_ends_and_white_space_make_no_difference(put, propose):
    def hashed(above):
        content = fhir()
        content["item"][0]["text"] = above
        return propose(put("x.json", content)).text.sha256

    assert hashed("One\nTwo") == hashed("One\rTwo") == hashed(" One\r\nTwo\n ")
    assert hashed("One\nTwo") != hashed("One Two")


@pytest.mark.parametrize(
    ("old", "new"),
    [("Second question", "Second Question"), ("Zero", "Nought"), ("On two", "On 2"), (HINT, "…")],
)
def test_another_word_gives_another_hash(put, propose, old, new):
    one, other = put("own.yaml", own()), put("other.yaml", own().replace(old, new))
    assert propose(one).text.sha256 != propose(other).text.sha256


def test_the_source_is_named_by_its_own_hash(routes, propose):
    proposal = propose(routes["REDCap"])
    assert proposal.sha256 == sha256(routes["REDCap"].read_bytes()).hexdigest()
    assert proposal.kind == "REDCap data dictionary"
    folder = routes["ReproSchema"]
    lines = "".join(
        f"{sha256(file.read_bytes()).hexdigest()}  {file.relative_to(folder).as_posix()}\n"
        for file in sorted(folder.rglob("*"), key=lambda each: each.relative_to(folder).as_posix())
        if file.is_file()
    )
    assert propose(folder).sha256 == sha256(lines.encode()).hexdigest()


def test_the_kind_of_file_is_told_by_its_content_not_its_name(put, propose):
    assert propose(put("a.txt", redcap())).kind == "REDCap data dictionary"
    assert propose(put("b.csv", own())).kind == "Limen's own text file"
    assert propose(put("c.yaml", fhir())).kind == "FHIR Questionnaire (R4)"
    assert propose(put("d", fhir(release="R5"))).kind == "FHIR Questionnaire (R5)"
