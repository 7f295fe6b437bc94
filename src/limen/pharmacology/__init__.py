"""Dose → concentration → occupancy or effect → noticing: exposure in approved studies.

Everything here describes groups of people in studies, from published numbers. It recommends no
dose, and it cannot tell anybody what a dose will do to them.
"""

from limen.pharmacology.checks import Check, checks_table, predictive_checks
from limen.pharmacology.course import Course, course
from limen.pharmacology.curves import exposure_tables, perceptibility_table
from limen.pharmacology.effect_site import (
    effect_peak_hours,
    effect_site_concentration,
    equilibration_for_peak,
    share_of_maximum,
)
from limen.pharmacology.exposure import Exposure, exposure
from limen.pharmacology.kinetics import (
    Kinetics,
    accumulation,
    area_under_curve,
    concentration,
    peak_concentration,
    peak_hours,
    relative_peak,
)
from limen.pharmacology.occupancy import Binding, draw_binding
from limen.pharmacology.people import (
    Variability,
    draw_kinetics,
    draw_people,
    kinetics_of_people,
    variability_of,
)
from limen.pharmacology.substance import (
    Substance,
    load_substance,
    shipped_substances,
    substance,
)

__all__ = [
    "Binding",
    "Check",
    "Course",
    "Exposure",
    "Kinetics",
    "Substance",
    "Variability",
    "accumulation",
    "area_under_curve",
    "checks_table",
    "concentration",
    "course",
    "draw_binding",
    "draw_kinetics",
    "draw_people",
    "effect_peak_hours",
    "effect_site_concentration",
    "equilibration_for_peak",
    "exposure",
    "exposure_tables",
    "kinetics_of_people",
    "load_substance",
    "peak_concentration",
    "peak_hours",
    "perceptibility_table",
    "predictive_checks",
    "relative_peak",
    "share_of_maximum",
    "shipped_substances",
    "substance",
    "variability_of",
]
