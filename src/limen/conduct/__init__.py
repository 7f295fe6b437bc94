"""The study's server: what real participants and staff use. A deployment is one folder.

`limen.conduct.start(folder)` makes Django ready for the deployment in a folder; everything below
`limen.conduct.core.models` and `limen.conduct.core.services` may be imported only after it. What a
folder holds is in `limen.conduct.core.deployment`. The room imports neither `limen.analyse` nor the
parts of `limen.allocation` that make lists: a web server can neither compare arms nor make them.
"""

from __future__ import annotations

import atexit
import os
from pathlib import Path

FOLDER_VARIABLE = "LIMEN_CONDUCT_FOLDER"
SETTINGS = "limen.conduct.settings"

__all__ = ["FOLDER_VARIABLE", "SETTINGS", "start"]


def start(folder: Path) -> None:
    """Make Django ready for the deployment in `folder`; once per process.

    Raises `ConductError` if the folder is no deployment, or if this process serves another one.
    """
    from limen.conduct.core.deployment import Deployment
    from limen.errors import ConductError

    deployment = Deployment.at(folder)
    begun = os.environ.get(FOLDER_VARIABLE)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    os.environ[FOLDER_VARIABLE] = str(deployment.folder)

    import django
    from django.apps import apps
    from django.conf import settings
    from django.db import connections

    if apps.ready and deployment.folder != settings.LIMEN_FOLDER:
        if begun is not None:
            os.environ[FOLDER_VARIABLE] = begun
        raise ConductError(
            f"This process works on {settings.LIMEN_FOLDER} already; "
            f"start another one for {deployment.folder}."
        )
    if not apps.ready:
        django.setup()
        from limen.conduct.core import clock

        clock.set_from(deployment.clock_file, demonstration=deployment.configuration.demonstration)
        atexit.register(connections.close_all)  # or their libraries complain when the process ends
