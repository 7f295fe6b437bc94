"""What `create` draws at random, apart so that a test can hold it still."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from limen.supply.plan.numbering import Below


@dataclass(frozen=True, kw_only=True)
class Chances:
    """The secret seed of the list, the source of numbers, and the id of the supply.

    The defaults are the operating system's; anything that somebody can repeat is for tests only.
    Keys, nonces and halves are not here: nobody may hold those still.
    """

    seed: int = field(default_factory=lambda: secrets.randbits(256), repr=False)
    below: Below = secrets.randbelow
    supply: str = field(default_factory=lambda: secrets.token_hex(8))
