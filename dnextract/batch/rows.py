"""Files, steps and what was extracted as rows of Arrow tables, in which they travel between machines.

A row is a file that must be read, or a step; `number` is that of its file among those of a dataset.
"""

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, fields
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dnextract.batch.steps import File, Step
from dnextract.batch.work import Outcome
from dnextract.corpus import Article
from dnextract.inputs import Failure, Found, Kind, Source
from dnextract.store import FileState

if TYPE_CHECKING:
    import pyarrow

__all__ = ["read_extraction", "read_row", "with_extraction", "write_rows"]


@cache
def _schema() -> "pyarrow.Schema":
    import pyarrow as pa

    text, whole = pa.string(), pa.int64()
    source = {"path": pa.binary(), "name": text, "kind": text, "packed": pa.bool_(), "known": text}
    state = dict.fromkeys(FileState._fields, text) | dict.fromkeys(("size", "modified", "articles"), whole)
    article = {field.name: text for field in fields(Article)}
    columns = {
        "number": whole,
        "name": text,
        "source": pa.struct(source.items()),
        "state": pa.struct(state.items()),
        "article": pa.struct(article.items()),
        "line": whole,
        "origin": text,
        "reason": text,
        "size": whole,
    }
    return pa.schema(columns.items())


def write_rows(items: Iterable[tuple[int, File | Step]]) -> "pyarrow.Table":
    """Put numbered files and steps into rows."""
    import pyarrow as pa

    return pa.Table.from_pylist([{"number": k, **_cells(item)} for k, item in items], _schema())


def _cells(item: File | Step) -> dict[str, Any]:
    if isinstance(item, File):
        source = item.source._asdict()
        source |= {"path": os.fsencode(item.source.path), "known": json.dumps(item.source.known)}
        return {"name": item.source.name, "source": source, "state": item.state._asdict()}
    cells: dict[str, Any] = {"name": item.source, "size": item.size}
    if item.state:
        cells["state"] = item.state._asdict()
    if item.found:
        cells |= {"article": asdict(item.found.article), "line": item.found.line, "origin": item.found.origin}
    elif item.failure:
        cells |= {"line": item.failure.line, "reason": item.failure.reason}
    return cells


def read_row(cells: dict[str, Any]) -> tuple[int, File | Step]:
    """Read the file or the step of a row, and its number."""
    name, line = cells["name"], cells["line"]
    state = FileState(**cells["state"]) if cells["state"] else None
    if source := cells["source"]:
        path, kind = Path(os.fsdecode(source["path"])), Kind(source["kind"])
        known = json.loads(source["known"])
        assert state is not None  # every file has one
        return cells["number"], File(Source(path, name, kind, source["packed"], known), state)
    found = Found(name, Article(**cells["article"]), line, cells["origin"]) if cells["article"] else None
    failure = Failure(name, cells["reason"], line) if cells["reason"] is not None else None
    return cells["number"], Step(name, found, failure, state, size=cells["size"])


def with_extraction(rows: "pyarrow.Table", outcomes: Iterable[Outcome]) -> "pyarrow.Table":
    """Add to each row of an article what came of it."""
    import pyarrow as pa

    text = pa.string()
    kind = pa.struct({"published": pa.date32(), "records": pa.list_(text), "problem": text}.items())
    remaining = iter(outcomes)
    cells = [next(remaining)._asdict() if found else None for found in rows["article"].is_valid().to_pylist()]
    return rows.append_column("outcome", pa.array(cells, kind))


def read_extraction(rows: "pyarrow.Table") -> list[Outcome]:
    """Read what came of each row of an article."""
    return [Outcome(**cells) for cells in rows["outcome"].drop_null().to_pylist()]
