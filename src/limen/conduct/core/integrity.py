"""Everything that `limen conduct verify` looks at: the trail, and what guards it."""

from __future__ import annotations

from dataclasses import replace

from limen.conduct.core.backup import damaged, manifests
from limen.conduct.core.deployment import Deployment
from limen.conduct.core.guards import unguarded
from limen.conduct.core.protocol_files import differing
from limen.conduct.core.services.erase import unfinished_erasures
from limen.conduct.core.trail import Head, Verification, verify


def verify_deployment(deployment: Deployment, *, noted: tuple[Head, ...] = ()) -> Verification:
    """Replay the trail, also against the ends that backups and people noted; look at its guards."""
    heads = [*noted, *(manifest.head for _, manifest in manifests(deployment.backups))]
    found = verify(heads=heads)
    faults = [
        *found.faults,
        *(f"backup {one.file}: {one.message}" for one in damaged(deployment.backups)),
        *(
            f"table {name}: a guard against UPDATE and DELETE is gone"
            for name in unguarded("default")
        ),
        *(f"participant {one}: erased, and the key is there" for one in unfinished_erasures()),
        *(f"protocol {one}: its file is not what was applied" for one in differing(deployment)),
    ]
    return replace(found, faults=tuple(faults))
