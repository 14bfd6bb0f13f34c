"""Reading from and writing to an open store."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from dnextract.forms import Row
from dnextract.identity import hashed
from dnextract.store.rows import Changes, Counts, FileState, Identity
from dnextract.store.schema import insert_records
from dnextract.store.selection import (
    Keyed,
    LeftOut,
    NameColumn,
    Selection,
    any_selected,
    count_left_out,
    known_names,
    select_keyed,
)

if TYPE_CHECKING:
    import duckdb

__all__ = ["Observation", "Store"]

_RECORDS = 2_000  # inserted at a time, so that an article of very many fits into the memory
_ARTICLE = {"doc": "d.name", **{name: f"d.{name}" for name in ("source", "title", "url", "published")}}
_VALUE = "CASE WHEN r.lo = r.hi THEN r.lo END"
_COLUMNS = {**_ARTICLE, "value": _VALUE, **{name: f'r."{name}"' for name in Row._fields}}


class Observation(NamedTuple):
    """A stored record with its article."""

    doc: str
    source: str | None
    title: str | None
    url: str | None
    published: date | None
    row: Row


class Store:
    """An open store; made by `open_store`. One process may hold it for writing."""

    def __init__(self, connection: "duckdb.DuckDBPyConnection") -> None:
        self._connection = connection

    def begin_run(self, *, version: str, started: datetime) -> int:
        """Note that a run starts; give its number."""
        (number,) = self._one("SELECT coalesce(max(id), 0) + 1 FROM runs")
        self._connection.execute(
            "INSERT INTO runs VALUES (?, ?, ?, NULL, 0, 0, 0, 0, 0)", [number, version, started]
        )
        return int(number)

    def end_run(self, run: int, counts: Counts, *, ended: datetime | None) -> None:
        """Note what a run did, and when it ended; `None` for a run that was stopped before its end."""
        self._count(run, counts)
        self._connection.execute("UPDATE runs SET ended = ? WHERE id = ?", [ended, run])

    def _count(self, run: int, counts: Counts) -> None:
        self._connection.execute(
            "UPDATE runs SET new = ?, changed = ?, known = ?, failed = ?, records = ? WHERE id = ?",
            [*counts, run],
        )

    def files(self, paths: Sequence[str]) -> dict[str, FileState]:
        """Give what is known of the files among `paths` that were read before."""
        found = self._connection.execute(
            "SELECT path, size, modified, content, reading, articles FROM files "
            "WHERE id IN (SELECT unnest($1::UUID[]))",
            [[_path_id(path) for path in paths]],
        ).fetchall()
        return {
            path: FileState(path, size, modified, _hex(content), reading.hex, articles)
            for path, size, modified, content, reading, articles in found
        }

    def identities(self, keys: Iterable[str]) -> list[Identity]:
        """Give what is known of the articles among `keys`."""
        found = self._connection.execute(
            "SELECT key, place, document_id, digest, current FROM identities "
            "WHERE key IN (SELECT unnest($1::UUID[])) ORDER BY key, place",
            [sorted(set(keys))],
        ).fetchall()
        return [
            Identity(key.hex, place.hex, document_id.hex, digest.hex, current)
            for key, place, document_id, digest, current in found
        ]

    def holders(self, document_ids: Iterable[str]) -> dict[str, int]:
        """Count the articles that have each of the texts `document_ids` now."""
        found = self._connection.execute(
            "SELECT document_id, count(*) FROM identities "
            "WHERE current AND document_id IN (SELECT unnest($1::UUID[])) GROUP BY document_id",
            [sorted(set(document_ids))],
        ).fetchall()
        return {document_id.hex: count for document_id, count in found}

    def write(self, changes: Changes, *, at: datetime, run: int) -> None:
        """Make changes in one transaction: after a crash, all of them are there or none."""
        self._connection.begin()
        try:
            self._remove(changes)
            self._count(run, changes.counts)
            self._insert("documents", [(*document, run) for document in changes.documents])
            self._insert_records(changes.records)
            self._insert("identities", [row for rows in changes.identities.values() for row in rows])
            self._insert("files", [(_path_id(path), *state) for path, state in changes.files.items()])
            self._insert("failures", [(*failure, at, run) for failure in changes.failures])
        except BaseException:
            self._connection.rollback()
            raise
        self._connection.commit()

    def _remove(self, changes: Changes) -> None:
        removals: list[tuple[str, list[str]]] = [
            (
                "DELETE FROM records WHERE document_id IN (SELECT unnest($1))",
                sorted(changes.removed),
            ),
            ("DELETE FROM documents WHERE id IN (SELECT unnest($1))", sorted(changes.removed)),
            ("DELETE FROM identities WHERE key IN (SELECT unnest($1::UUID[]))", sorted(changes.identities)),
            (
                "DELETE FROM files WHERE id IN (SELECT unnest($1::UUID[]))",
                [_path_id(path) for path in sorted(changes.files.keys() | changes.read)],
            ),
            ("DELETE FROM failures WHERE source IN (SELECT unnest($1))", sorted(changes.read)),
        ]
        for statement, values in removals:
            if values:
                self._connection.execute(statement, [values])

    def _insert(self, table: str, rows: Sequence[Sequence[object]]) -> None:
        if rows:
            columns = [list(cells) for cells in zip(*rows, strict=True)]
            unnested = ", ".join(f"unnest(${number})" for number in range(1, len(columns) + 1))
            self._connection.execute(f"INSERT INTO {table} SELECT {unnested}", columns)

    def _insert_records(self, records: Mapping[str, Sequence[str]]) -> None:
        rows = ((document_id, record) for document_id, found in records.items() for record in found)
        while some := list(islice(rows, _RECORDS)):
            self._connection.execute(insert_records(), [list(cells) for cells in zip(*some, strict=True)])

    def totals(self) -> tuple[int, int]:
        """Count the stored articles and records."""
        documents, records = self._one(
            "SELECT (SELECT count(*) FROM documents), (SELECT count(*) FROM records)"
        )
        return int(documents), int(records)

    def by_other_versions(self, version: str) -> int:
        """Count the stored articles that another version of the library extracted."""
        (count,) = self._one(
            "SELECT count(*) FROM documents d JOIN runs r ON r.id = d.run WHERE r.version <> ?", [version]
        )
        return int(count)

    def table(self, columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        """Give `columns` of every record and its article, by article and place in the text.

        They are named as in `Observation` and `Row`; `value` is the number of a record that has one.
        """
        found = self._connection.execute(_select(columns))
        while chunk := found.fetchmany(10_000):
            yield from chunk

    def observations(self) -> Iterator[Observation]:
        """Give every record with its article, by article and place in the text."""
        for doc, source, title, url, published, *cells in self.table((*_ARTICLE, *Row._fields)):
            row = Row(*cells)
            yield Observation(doc, source, title, url, published, row._replace(rules=tuple(row.rules)))

    def write_parquet(self, path: Path, columns: Sequence[str]) -> None:
        """Write what `table` gives to a Parquet file, numbers and days typed."""
        path.open("wb").close()  # what cannot be written is no mistake of the store
        self._connection.sql(_select(columns)).write_parquet(str(path))

    def keyed(self, selection: Selection) -> Iterator[Keyed]:
        """Give the records of a selection that can be in a series, those about the same thing together."""
        return select_keyed(self._connection, selection)

    def left_out(self, selection: Selection) -> LeftOut:
        """Count the records of a selection that can be in no series."""
        return count_left_out(self._connection, selection)

    def holds(self, selection: Selection) -> bool:
        """Tell whether any record is in a selection, whatever its period."""
        return any_selected(self._connection, selection)

    def names(self, column: NameColumn) -> Sequence[str]:
        """Give the different values of a column of names, the most frequent first."""
        return known_names(self._connection, column)

    def _one(self, query: str, values: Sequence[object] = ()) -> tuple[Any, ...]:
        found: tuple[Any, ...] | None = self._connection.execute(query, values).fetchone()
        assert found is not None  # every caller counts, and a count is always one row
        return found


def _select(columns: Sequence[str]) -> str:
    named = ", ".join(f'{_COLUMNS[name]} AS "{name}"' for name in columns)
    return (
        f"SELECT {named} FROM records r JOIN documents d ON d.id = r.document_id "
        "ORDER BY d.name, d.id, r.start, r.id"
    )


def _path_id(path: str) -> str:
    return hashed(path.encode())


def _hex(value: UUID | None) -> str | None:
    return value.hex if value else None
