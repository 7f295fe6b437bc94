"""Sealing: libsodium's boxes, and the one way in which they are put together here."""

from limen.supply.seal.halves import InTwo, both_halves, half_of, open_in_two, seal_in_two
from limen.supply.seal.message import Signer, padded_bytes, read_message, sealed_bytes

__all__ = [
    "InTwo",
    "Signer",
    "both_halves",
    "half_of",
    "open_in_two",
    "padded_bytes",
    "read_message",
    "seal_in_two",
    "sealed_bytes",
]
