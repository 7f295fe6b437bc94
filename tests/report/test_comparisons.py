"""What an interval leaves out: the value that means no effect, which is 1 for a ratio."""

import pytest

from limen.report.comparisons import excludes_null
from limen.results import Estimate


@pytest.mark.parametrize(
    ("lower", "upper", "null", "excluded"),
    [
        (0.5, 1.8, 1.0, False),
        (1.1, 3.0, 1.0, True),
        (0.2, 0.9, 1.0, True),
        (-0.1, 0.4, 0.0, False),
        (0.1, 0.4, 0.0, True),
        (-0.4, -0.1, 0.0, True),
    ],
)
def test_an_interval_excludes_its_own_null(lower, upper, null, excluded):
    estimate = Estimate(
        label="ratio", value=(lower + upper) / 2, lower=lower, upper=upper, null=null
    )
    assert excludes_null(estimate) is excluded
