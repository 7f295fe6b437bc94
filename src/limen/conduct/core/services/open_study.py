"""The study opens: from now on people may be invited."""

from __future__ import annotations

from limen.conduct.core import obstacles
from limen.conduct.core.actor import Actor
from limen.conduct.core.deployment import Deployment
from limen.conduct.core.dispatch.supplies.obstacles import of_supply
from limen.conduct.core.documents import found_documents
from limen.conduct.core.models import ConsentDocument, ProtocolVersion, Study
from limen.conduct.core.trail import Record, recording
from limen.counted import counted
from limen.errors import ConductError, Problem


def open_study(deployment: Deployment, *, by: Actor) -> Study:
    """Open the study, and take in the words of its consent documents.

    `ConductError` with everything that stands in the way. A demonstration opens all the same, and
    its entry counts what would have kept a real study closed.
    """
    with recording("study.opened", by=by) as record:
        study = Study.objects.select_related("version").get()
        if study.opened_at is not None:
            raise ConductError(f"The study has been open since {study.opened_at:%Y-%m-%d}.")
        problems = standing_in_the_way(study, deployment)
        if problems and not study.demonstration:
            count = counted(len(problems), "reason")
            raise ConductError(f"The study cannot open yet ({count}):", problems)
        record.note("obstacles", len(problems))
        take_in_documents(record, study.version, deployment)
        study.opened_at = record.at
        record.change(study, "opened_at")
        return study


def standing_in_the_way(study: Study, deployment: Deployment) -> tuple[Problem, ...]:
    """Return everything that keeps the study from opening, each with its remedy."""
    return (
        *obstacles.of_protocol(study.protocol, deployment),
        *obstacles.of_site(deployment),
        *of_supply(study, deployment),
    )


def take_in_documents(
    record: Record, version: ProtocolVersion, deployment: Deployment
) -> list[ConsentDocument]:
    """Add the words of the documents that a version pins and the folder holds."""
    return record.add_all(
        ConsentDocument(
            version=version,
            identifier=found.pinned.id,
            title=found.pinned.title,
            label=found.pinned.version,
            language=found.pinned.language,
            sha256=found.pinned.sha256,
            text=found.text,
        )
        for found in found_documents(version.protocol, deployment.documents)
    )
