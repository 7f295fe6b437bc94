"""Drawing a study under a scenario, as arrays with replicates first."""

from limen.simulate.draw.answers import DONT_KNOW, NOT_ASKED, Guesses
from limen.simulate.draw.draw import Draw, draw
from limen.simulate.draw.noise import BLOCK

__all__ = ["BLOCK", "DONT_KNOW", "NOT_ASKED", "Draw", "Guesses", "draw"]
