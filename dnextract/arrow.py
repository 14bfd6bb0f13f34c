"""Records of many articles as Arrow tables, for engines that hold articles in columns."""

import logging
from collections.abc import Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from dnextract.columns import arrow_table
from dnextract.document import Document
from dnextract.errors import CorpusError, MissingExtraError
from dnextract.forms import Row
from dnextract.identity import content_hash
from dnextract.pipeline import Extractor, default_extractor

if TYPE_CHECKING:
    import pyarrow

__all__ = ["extract_batches", "records_schema"]

_LOG = logging.getLogger(__name__)


def extract_batches(
    batches: "Iterable[pyarrow.RecordBatch]",
    text: str = "text",
    published: str | None = "published",
    *,
    place: str | None = "place",
    id: str | None = None,
    extractor: Extractor | None = None,
) -> "Iterator[pyarrow.RecordBatch]":
    """Extract articles that come as Arrow record batches; one batch of records comes out for each.

    `text`, `published` and `place` name the columns; the last two may be missing. A record's `document_id`
    is the cell of the column `id`, else the hash of the text, as in a store; the other columns are those
    of `records_schema`. A row without text has no records; one whose date cannot be read is extracted
    without it, and a warning is logged.

    Raises `CorpusError` for a batch without the column of the text or the id, `MissingExtraError` without
    pyarrow.
    """
    extractor = extractor or default_extractor()
    columns = {"text": text, "published": published, "place": place, "id": id}
    return map(partial(_extract_batch, extractor, columns), batches)


def _extract_batch(
    extractor: Extractor, columns: dict[str, str | None], batch: "pyarrow.RecordBatch"
) -> "pyarrow.RecordBatch":
    import pyarrow as pa

    names = batch.schema.names
    for field in ("text", "id"):
        if columns[field] is not None and columns[field] not in names:
            raise CorpusError(f"no column {columns[field]!r} in a batch with the columns {', '.join(names)}")
    cells = {
        field: batch.column(name).to_pylist() if name in names else [None] * batch.num_rows
        for field, name in columns.items()
    }
    rows = (dict(zip(cells, row, strict=True)) for row in zip(*cells.values(), strict=True))
    documents = (
        (content_hash(row["text"]) if columns["id"] is None else str(row["id"]), _extract(extractor, row))
        for row in rows
        if row["text"]
    )
    table = _records_table((owner, row) for owner, document in documents for row in document.rows())
    arrays = [column.combine_chunks() for column in table.columns]
    return pa.RecordBatch.from_arrays(arrays, schema=table.schema)


def _extract(extractor: Extractor, row: dict[str, Any]) -> Document:
    try:
        return extractor.extract(row["text"], row["published"], row["place"])
    except ValueError as error:
        _LOG.warning("an article is read without its date: %s", error)
        return extractor.extract(row["text"], None, row["place"])


def records_schema() -> "pyarrow.Schema":
    """Give the Arrow schema of records: `document_id`, then the columns of `Document.to_arrow`."""
    schema: pyarrow.Schema = _records_table([]).schema
    return schema


def _records_table(rows: Iterable[tuple[str, Row]]) -> "pyarrow.Table":
    """Put records, each with the id of its document, into one Arrow table.

    Raises `MissingExtraError` without pyarrow.
    """
    try:
        import pyarrow as pa
    except ModuleNotFoundError:
        raise MissingExtraError("pyarrow", "batch") from None
    owned = list(rows)
    ids = pa.array([document_id for document_id, _ in owned], pa.string())
    table = arrow_table([row for _, row in owned])
    return table.add_column(0, pa.field("document_id", pa.string(), nullable=False), ids)
