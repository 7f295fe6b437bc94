"""A new deployment: folder, keys, database, study."""

from __future__ import annotations

from pathlib import Path

from limen.conduct.core.deployment import Deployment
from limen.conduct.core.deployment.configuration import starting_text
from limen.conduct.core.documents import take_documents
from limen.conduct.core.lifecycle.staged import begin, staged
from limen.protocol import parse_protocol


def initialise(
    folder: Path,
    protocol_text: str,
    *,
    address: str = "http://localhost:8000",
    demonstration: bool = False,
    database_url: str = "",
    materials: Path | None = None,
) -> Deployment:
    """Make the deployment of a study in a new folder and return it.

    Any protocol that loads is accepted; what keeps it from opening is `obstacles`. Raises
    `ProtocolError` for one that does not, `ConductError` if the folder or the database is not
    empty. The folder appears when everything in it is made. `materials` is a folder, such as the
    protocol's own; documents that the protocol pins are taken over from it and its `documents/`.
    """
    parse_protocol(protocol_text)
    settings = starting_text(
        address=address, demonstration=demonstration, database_url=database_url
    )
    with staged(folder, settings) as deployment:
        deployment.keys.make()
        if materials is not None:
            take_documents(parse_protocol(protocol_text), materials, into=deployment.documents)
        begin(deployment, place=folder)
        _make_study(deployment, protocol_text, demonstration)
    return Deployment.at(folder)


def _make_study(deployment: Deployment, protocol_text: str, demonstration: bool) -> None:
    from django.core.management import call_command

    from limen.conduct.core.actor import COMMAND
    from limen.conduct.core.protocol_files import write_protocol_files
    from limen.conduct.core.services.create_study import create_study

    call_command("migrate", verbosity=0, interactive=False)
    create_study(protocol_text, by=COMMAND, demonstration=demonstration)
    write_protocol_files(deployment)
    deployment.keep_to_owner()
