"""Stores of figures made by hand: what articles state, without a text to extract it from."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from dnextract import parse_quantity
from dnextract.columns import stored_row
from dnextract.forms import Row, flat_row
from dnextract.grammar.calendar import interval_of
from dnextract.identity import hashed
from dnextract.records import Record, Span
from dnextract.store import Changes, StoredDocument, open_store

RUN = datetime(2025, 1, 15, 8)
BARE = Span(start=0, end=0, text="")


def stated(says: str, **fields: Any) -> Row:
    """Make the row of a figure in the words of an article: "hơn 3 triệu USD".

    `period` and `baseline` are labels; the other fields are those of a `Row`.
    """
    quantity = parse_quantity(says)
    record = Record(id=says, span=BARE, sentence=BARE, quantity=quantity, confidence=0.9, rules=[])
    row = flat_row(record)._replace(text=says, metric="doanh thu", item=None)
    row = row._replace(
        **time("period", fields.pop("period", "2024")), **time("baseline", fields.pop("baseline", None))
    )
    return row._replace(**fields)


def time(field: str, label: str | None) -> dict[str, Any]:
    if label is None:
        return {}
    interval = interval_of(label)
    cells = {"": label, "_norm": label, "_start": interval.start, "_end": interval.end}
    return {f"{field}{name}": cell for name, cell in cells.items()}


def write_store(db: Path, articles: Mapping[str, Sequence[Row]]) -> None:
    """Make a store of articles by name and date ("a 2024-05-31") with their rows."""
    documents: list[StoredDocument] = []
    records: dict[str, Sequence[str]] = {}
    for title, rows in articles.items():
        name, _, published = title.partition(" ")
        document = hashed(title.encode())
        day = date.fromisoformat(published) if published else None
        documents.append(StoredDocument(document, name, f"{name}.txt", None, None, None, None, day, None))
        own = [row._replace(id=f"{name}{k}", start=k) for k, row in enumerate(rows)]
        records[document] = [stored_row(row) for row in own]
    with open_store(db) as store:
        run = store.begin_run(version="1", started=RUN)
        store.write(Changes(documents=documents, records=records), at=RUN, run=run)
