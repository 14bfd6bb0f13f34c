"""What goes into a store, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

__all__ = ["Changes", "Counts", "FailedInput", "FileState", "Identity", "StoredDocument"]


class StoredDocument(NamedTuple):
    """A row of `documents`; `id` is the hash of its text, `path` and `line` where it was read."""

    id: str
    name: str
    path: str
    line: int | None
    source: str | None
    title: str | None
    url: str | None
    published: date | None
    place: str | None


class Identity(NamedTuple):
    """A row of `identities`: the version of an article (`key`) that was last read from an input (`place`).

    `document_id` is that of its text, `digest` the hash of all that is known of it. One version of each
    article is `current`; the others have been superseded, by one read later.
    """

    key: str
    place: str
    document_id: str
    digest: str
    current: bool = True


class FileState(NamedTuple):
    """A row of `files`: an input that was read to its end without a failure, as it was then.

    `modified` is in nanoseconds, `None` where it cannot tell a later change; `content` is the hash of the
    bytes, `None` for a table of articles; `reading` that of how it was read.
    """

    path: str
    size: int
    modified: int | None
    content: str | None
    reading: str
    articles: int


class FailedInput(NamedTuple):
    """A row of `failures` without time and run."""

    source: str
    line: int | None
    reason: str


class Counts(NamedTuple):
    """What a run did: articles new, changed, already known and failed inputs, and records written."""

    new: int = 0
    changed: int = 0
    known: int = 0
    failed: int = 0
    records: int = 0

    def plus(self, other: "Counts") -> "Counts":
        """Add up."""
        return Counts(*map(sum, zip(self, other, strict=True)))


@dataclass(slots=True)
class Changes:
    """What one transaction does: removals first, then additions.

    `records` has the `stored_row` of each record, by the id of its document; `identities` all versions of
    each article of which one has changed, by its key; `counts` are those of the whole run so far; `read`
    names the inputs whose earlier failures are over.
    """

    removed: set[str] = field(default_factory=set)
    documents: list[StoredDocument] = field(default_factory=list)
    records: dict[str, Sequence[str]] = field(default_factory=dict)
    identities: dict[str, list[Identity]] = field(default_factory=dict)
    files: dict[str, FileState] = field(default_factory=dict)
    read: set[str] = field(default_factory=set)
    failures: list[FailedInput] = field(default_factory=list)
    counts: Counts = field(default_factory=Counts)

    def __bool__(self) -> bool:
        return bool(self.identities or self.files or self.read or self.failures)
