"""References are data: BibTeX entries live in docstrings, and everything else reads them there."""

from __future__ import annotations

import re
from inspect import cleandoc, getdoc

_BIBTEX = re.compile(r"```bibtex\n(.*?)```", re.DOTALL)


def references(method: object) -> tuple[str, ...]:
    """The BibTeX entries in the docstring of a function, class or module, in order."""
    return tuple(cleandoc(entry) for entry in _BIBTEX.findall(getdoc(method) or ""))
