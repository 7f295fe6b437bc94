"""A study half lived: virtual people on the real pages, for whoever wants to look around."""

from limen.demo.lived.fill import Lived, fill

__all__ = ["Lived", "fill"]
