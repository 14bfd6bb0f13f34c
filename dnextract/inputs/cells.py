"""The cells of a table's row as an article."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from dnextract.corpus import Article
from dnextract.errors import CorpusError
from dnextract.inputs.legacy import repair

__all__ = ["Columns", "article_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Which column of a table holds what of an article.

    `None` means the column of the field's own name, if there is one; a column that is named must be there.
    """

    text: str | None = None
    id: str | None = None
    published: str | None = None
    place: str | None = None
    title: str | None = None
    source: str | None = None
    url: str | None = None

    def names(self) -> dict[str, str]:
        """Give the name of the column of each field."""
        return {field.name: getattr(self, field.name) or field.name for field in fields(self)}

    def required(self) -> set[str]:
        """Give the columns without which a table cannot be read."""
        named = {getattr(self, field.name) for field in fields(self)} - {None}
        return {self.text or "text", *named}


def article_of(cells: Mapping[str, Any], columns: Columns, *, doc_id: str) -> Article:
    """Make an article of a row; `doc_id` names it where the row has no id.

    Raises `CorpusError` for a row without a text.
    """
    named = {field: cells.get(name) for field, name in columns.names().items()}
    text = named.pop("text")
    if not isinstance(text, str) or not text.strip():
        name = columns.text or "text"
        if name not in cells:
            raise CorpusError(f"has no {name!r}; name the column of the text with --text-column")
        if text is None or isinstance(text, str):
            raise CorpusError(f"holds no text in {name!r}")
        raise CorpusError(f"holds no text in {name!r}, but {type(text).__name__}")
    known = {field: shown for field, cell in named.items() if (shown := _known(cell))}
    text, *values = repair([_valid(text), *known.values()])
    return Article(**{"id": doc_id, "text": text, **dict(zip(known, values, strict=True))})


def _known(cell: Any) -> str:
    """Write what is known of an article; empty is unknown, a day is written in ISO form."""
    if cell is None:
        return ""
    text = cell.isoformat() if isinstance(cell, date) else str(cell)
    return _valid(text).strip()


def _valid(text: str) -> str:
    """Replace halves of characters, which JSON can write and nothing can store, by U+FFFD."""
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
