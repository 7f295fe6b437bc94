"""The deployment that this process serves."""

from __future__ import annotations

from django.conf import settings

from limen.conduct.core.deployment import Deployment
from limen.errors import ConductError


def served() -> Deployment:
    """Return the deployment in the folder that Django was started for."""
    folder = settings.LIMEN_FOLDER
    if folder is None:
        raise ConductError("Django was started without the folder of a deployment.")
    return Deployment(folder)
