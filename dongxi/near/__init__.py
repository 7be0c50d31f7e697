"""Near-duplicates of any number of documents, in bounded memory; see `dongxi.near.drive`."""

from dongxi.near.drive import search, searched, stored

__all__ = ["search", "searched", "stored"]
