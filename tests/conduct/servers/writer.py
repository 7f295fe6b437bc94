"""A process that writes events and prints the number of each as soon as it is on the disk."""

import os
import sys
from pathlib import Path

from limen.conduct import FOLDER_VARIABLE, start

start(Path(os.environ[FOLDER_VARIABLE]))

from limen.conduct.core.actor import Actor  # noqa: E402
from limen.conduct.core.models import Participant  # noqa: E402
from limen.conduct.core.services.free_text import write_text  # noqa: E402
from limen.conduct.core.trail import recording  # noqa: E402

participant = Participant.objects.get(pk=int(sys.argv[1]))
while True:
    with recording("text.written", by=Actor("system", "writer")) as record:
        write_text(record, participant, "still here", purpose="response")
    print(record.number, flush=True)  # noqa: T201
