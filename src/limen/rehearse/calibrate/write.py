"""Writing a learned scenario."""

from __future__ import annotations

import re
from pathlib import Path

from limen.errors import DocumentError
from limen.protocol.template import as_yaml, id_of, write_new
from limen.rehearse.calibrate.calibration import Calibration


def write_calibrated(calibration: Calibration, path: Path) -> Path:
    """Write the commented scenario under the file's name; an existing file is never replaced.

    `DocumentError` if the file cannot be made.
    """
    path = as_yaml(path)
    new_id = f"id: {id_of(path, 'scenario')}"
    text = re.sub(r"^id: .*$", new_id, calibration.text, count=1, flags=re.MULTILINE)
    return write_new(path, text, error=DocumentError)
