"""Amendments: shown before they are applied; the past stays as it was."""

from __future__ import annotations

import pytest
import servers

from limen.conduct.core.models import AuditEntry, Participant, ProtocolVersion, Site, Study
from limen.conduct.core.protocol_files import differing, write_protocol_files
from limen.conduct.core.services.amend import amend, preview
from limen.conduct.core.services.invite import invite
from limen.conduct.core.trail import recording, verify
from limen.errors import ConductError

TEXT = servers.PROTOCOL


def changed(old: str, new: str, *, label: str = "2.0") -> str:
    """The protocol with one passage replaced, under a new version."""
    assert old in TEXT
    version = next(line for line in TEXT.splitlines() if line.startswith("version:"))
    return TEXT.replace(version, f'version: "{label}"', 1).replace(old, new, 1)


ANOTHER_TITLE = changed("title: First site", "title: The first site")  # nobody consents again


@pytest.fixture
def agreed(study, by) -> Participant:
    """A participant who has consented."""
    anna = invite(Site.objects.first(), by=by).participant
    with recording("consent.given", by=by, participant=anna) as record:
        stored = record.fresh(anna)
        stored.status, stored.consent_due = Participant.Status.CONSENTED, False
        record.change(stored, "status", "consent_due")
    return stored


def test_a_preview_says_what_and_for_whom_and_writes_nothing(study, agreed, deployment, by):
    entries = AuditEntry.objects.count()
    found = preview(ANOTHER_TITLE, deployment)
    assert [(each.path, each.reconsent) for each in found.amendment.changes] == [
        ("version", "never"),
        ("population.sites.site_1.title", "never"),
    ]
    assert (found.old_label, found.new_label) == (study.version.label, "2.0")
    assert (dict(found.people), found.under_consent) == ({"consented": 1}, 1)
    assert found.problems == ()
    assert AuditEntry.objects.count() == entries
    assert ProtocolVersion.objects.count() == 1


def test_a_new_version_is_in_force_and_the_old_rows_keep_theirs(study, agreed, deployment, by):
    version = amend(ANOTHER_TITLE, deployment, by=by, reason="a better name")
    assert Study.objects.get().version == version
    assert (version.number, version.label, version.text) == (2, "2.0", ANOTHER_TITLE)
    anna = Participant.objects.get()
    assert anna.version == study.version
    assert anna.consent_due is False
    assert AuditEntry.objects.latest("number").protocol == version.hash
    assert AuditEntry.objects.get(number=3).protocol == study.version.hash
    assert invite(Site.objects.first(), by=by).participant.version == version
    assert verify().faults == ()


@pytest.mark.parametrize("decided", [True, False])
def test_where_the_committee_decides_its_decision_is_followed(
    study, agreed, deployment, by, decided
):
    text = changed("description: Adults", "description: Women")
    found = preview(text, deployment)
    assert found.amendment.reconsent == "ask"
    with pytest.raises(ConductError, match="leave it to the ethics committee"):
        amend(text, deployment, by=by, reason="words")
    version = amend(text, deployment, by=by, reason="words", consent_again=decided)
    assert version.reconsent_needed is decided
    assert Participant.objects.get().consent_due is decided


def test_where_its_fields_say_so_everybody_consents_again(study, agreed, deployment, by):
    text = changed("kind: follow_up, days: 28", "kind: follow_up, days: 35")
    assert preview(text, deployment).amendment.reconsent == "always"
    with pytest.raises(ConductError, match="need everybody's consent again"):
        amend(text, deployment, by=by, reason="longer", consent_again=False)
    amend(text, deployment, by=by, reason="longer")
    assert Participant.objects.get().consent_due is True
    assert verify().faults == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (TEXT, "It means the same as a version that was applied"),
        (TEXT + "\n# a comment\n", "It means the same as a version that was applied"),
        (TEXT.replace("id: resilience", "id: another", 1), "It is another study: 'another'"),
        (
            TEXT.replace("title: First site", "title: The first site", 1),
            "There was a version '1.0' already",
        ),
        (
            changed("languages: [en]", "languages: [nl]").replace("language: en", "language: nl"),
            "People take part in 'en'",
        ),
        (changed("id: site_1", "id: site_9"), "Site 'site_1' has participants"),
    ],
)
def test_what_cannot_be_applied_is_refused_with_the_reason(
    study, agreed, deployment, by, text, said
):
    entries = AuditEntry.objects.count()
    assert said in str([str(problem) for problem in preview(text, deployment).problems])
    with pytest.raises(ConductError, match="was not applied") as refusal:
        amend(text, deployment, by=by, reason="because", consent_again=True)
    assert said in str(refusal.value)
    assert AuditEntry.objects.count() == entries


def test_an_amendment_needs_a_reason(study, deployment, by):
    with pytest.raises(ConductError, match="No reason was given"):
        amend(ANOTHER_TITLE, deployment, by=by, reason=" ")


def test_a_version_that_cannot_open_is_not_applied_to_a_study_of_real_people(study, deployment, by):
    with recording("study.changed", by=by) as record:
        study.demonstration = False
        record.change(study, "demonstration")
    with pytest.raises(ConductError, match="cannot open before it is known"):
        amend(ANOTHER_TITLE, deployment, by=by, reason="because")


def test_applied_versions_lie_in_the_folder_to_be_read(study, deployment, by):
    write_protocol_files(deployment)
    amend(ANOTHER_TITLE, deployment, by=by, reason="a better name")
    assert [version.number for version in differing(deployment)] == [2]
    (file,) = write_protocol_files(deployment)
    assert file.read_text(encoding="utf-8") == ANOTHER_TITLE
    assert differing(deployment) == []
    file.write_text("something else")
    assert [version.number for version in differing(deployment)] == [2]
    for path in deployment.protocol_folder.iterdir():
        path.unlink()
