"""What every page shows: the study's title, and whom to call."""

from __future__ import annotations

from functools import cache, cached_property

from django.conf import settings

from limen.conduct.core.deployment import Deployment, Help
from limen.conduct.core.models import Participant, Study


class Shell:
    """What stands around each page, read only if the page asks for it."""

    def __init__(self, participant: Participant | None) -> None:
        self._participant = participant

    @cached_property
    def title(self) -> str:
        """The study's title, as in the participant's version of the protocol."""
        if self._participant is not None:
            return self._participant.version.protocol.title
        return Study.objects.values_list("title", flat=True).first() or ""

    @cached_property
    def help(self) -> Help:
        """Whom to call; of the participant's site where that differs."""
        site = self._participant.site.identifier if self._participant is not None else ""
        return contacts().of_site(site)


@cache
def contacts() -> Help:
    """Return the contacts of this deployment; read once per process, as all settings are."""
    folder = settings.LIMEN_FOLDER
    return Deployment.at(folder).configuration.help if folder else Help()
