"""A deployment's life: made, opened for work, upgraded, restored. Each verb begins here.

Nothing here imports models before Django is started for the folder.
"""

from __future__ import annotations

from limen.conduct.core.lifecycle.at_work import at_work, pending_migrations
from limen.conduct.core.lifecycle.initialise import initialise
from limen.conduct.core.lifecycle.restore import restore
from limen.conduct.core.lifecycle.upgrade import Upgraded, upgrade

__all__ = ["Upgraded", "at_work", "initialise", "pending_migrations", "restore", "upgrade"]
