"""What a report shows before any model: who took part, who they were, what is missing."""

from limen.analyse.describe.characteristics import characteristics
from limen.analyse.describe.flow import participant_flow
from limen.analyse.describe.guesses import pooled_guesses
from limen.analyse.describe.missingness import missingness

__all__ = ["characteristics", "missingness", "participant_flow", "pooled_guesses"]
