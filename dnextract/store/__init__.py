"""The store: one DuckDB file with every record of every article, and where it came from (`docs/store.md`)."""

from dnextract.store.opening import open_store
from dnextract.store.rows import Changes, Counts, FailedInput, FileState, Identity, StoredDocument
from dnextract.store.schema import SCHEMA_VERSION
from dnextract.store.selection import A_YEAR_BEFORE, Article, Key, Keyed, LeftOut, Selection
from dnextract.store.store import Observation, Store

__all__ = [
    "A_YEAR_BEFORE",
    "SCHEMA_VERSION",
    "Article",
    "Changes",
    "Counts",
    "FailedInput",
    "FileState",
    "Identity",
    "Key",
    "Keyed",
    "LeftOut",
    "Observation",
    "Selection",
    "Store",
    "StoredDocument",
    "open_store",
]
