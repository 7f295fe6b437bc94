"""All of the supply that the server may import: it checks what is sealed, and cannot open it."""

from limen.supply.sealed.ask import ask
from limen.supply.sealed.check import read_server_part
from limen.supply.sealed.numbers import check_digit, is_number, spoken
from limen.supply.sealed.opener import Opener, read_opener, with_opener
from limen.supply.sealed.part import KitSet, PackedKit, Place, SealedKit, ServerPart
from limen.supply.sealed.release import release, release_key

__all__ = [
    "KitSet",
    "Opener",
    "PackedKit",
    "Place",
    "SealedKit",
    "ServerPart",
    "ask",
    "check_digit",
    "is_number",
    "read_opener",
    "read_server_part",
    "release",
    "release_key",
    "spoken",
    "with_opener",
]
