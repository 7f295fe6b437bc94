"""Learn a scenario from a dataset, and say what the data cannot identify."""

from limen.rehearse.calibrate.calibrate import calibrate, items_of
from limen.rehearse.calibrate.calibration import Calibration, Corner, Learned, NotIdentified
from limen.rehearse.calibrate.parts.effects import Assume
from limen.rehearse.calibrate.write import write_calibrated

__all__ = [
    "Assume",
    "Calibration",
    "Corner",
    "Learned",
    "NotIdentified",
    "calibrate",
    "items_of",
    "write_calibrated",
]
