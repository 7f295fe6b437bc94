"""Where tallies of finished blocks are kept: in memory, or in a folder that survives an end."""

from limen.rehearse.store.folder import Folder
from limen.rehearse.store.shelf import Memory, Shelf

__all__ = ["Folder", "Memory", "Shelf"]
