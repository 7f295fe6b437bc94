"""Lives of occasions, and the clock on the wall as a second route to their moments."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "lives"))
sys.path.insert(0, str(HERE.parents[1] / "calendar" / "second_route"))
