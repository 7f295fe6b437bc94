"""`python -m limen.demo.lived FOLDER`: make the demonstration's study; a process of its own."""

from __future__ import annotations

import sys
from pathlib import Path

from limen.cli.progress import progress
from limen.demo.lived.accounts import keep_accounts
from limen.demo.lived.fill import fill
from limen.demo.names import SEED
from limen.errors import LimenError

if __name__ == "__main__":
    try:
        with progress("Living through a study", quiet="--quiet" in sys.argv) as step:
            keep_accounts(fill(Path(sys.argv[1]), seed=SEED, progress=step))
    except LimenError as failure:
        sys.exit(f"error: {failure}")
