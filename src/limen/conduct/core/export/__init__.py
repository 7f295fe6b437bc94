"""What leaves the server: the study's dataset, a person's own data, and counts for staff.

Nothing here knows an arm, and nothing here writes to the record but the event that says that data
left. Reading happens in one state of the database (`SNAPSHOT`), row by row.
"""

from __future__ import annotations

from limen.conduct.core.export.adherence import Adherence, adherence
from limen.conduct.core.export.mine import my_data
from limen.conduct.core.export.write import Exported, export

__all__ = ["Adherence", "Exported", "adherence", "export", "my_data"]
