"""The store: one DuckDB file with every record of every article, and where it came from.

| table | holds |
|---|---|
| `schema_version` | the number of this layout |
| `documents` | an article: `id` (SHA-256 of its text), `name`, `path`, and what is known of it |
| `records` | `document_id`, then the columns of `forms.Row`; numbers `DECIMAL(38, 9)`, days `DATE` |
| `failures` | an input that could not be read: `source`, `reason`, `at` (UTC), `run` |
| `runs` | one row a run: when (UTC), by which version, with which counts; `ended` is null if it was cut off |
| `observations` | a view: each record's figure beside its article's source, title, address and date |

The text of the articles is not stored; each record carries its sentence.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from dnextract.errors import CorpusError, MissingExtraError
from dnextract.forms import PRECISION, SCALE, Row, arrow_table, column_types

if TYPE_CHECKING:
    import duckdb

__all__ = ["SCHEMA_VERSION", "Counts", "Observation", "Store", "StoredDocument", "open_store"]

SCHEMA_VERSION = 1

_SQL_TYPES = {
    str: "VARCHAR",
    int: "BIGINT",
    float: "DOUBLE",
    date: "DATE",
    Decimal: f"DECIMAL({PRECISION}, {SCALE})",
    tuple[str, ...]: "VARCHAR[]",
}

_COLUMNS = ", ".join(f'r."{name}"' for name in Row._fields)
_EVERYTHING = f"""
SELECT d.name AS doc, d.source, d.title, d.url, d.published, {_COLUMNS}
FROM records r JOIN documents d ON d.id = r.document_id
ORDER BY d.name, d.id, r.start, r.id
"""


class StoredDocument(NamedTuple):
    """A row of `documents`; `id` is the hash of its text, `path` where it was read."""

    id: str
    name: str
    path: str
    source: str | None
    title: str | None
    url: str | None
    published: date | None
    place: str | None


class Counts(NamedTuple):
    """What a run did: articles stored, already known and failed, and records stored."""

    stored: int = 0
    known: int = 0
    failed: int = 0
    records: int = 0


class Observation(NamedTuple):
    """A stored record with its article."""

    doc: str
    source: str | None
    title: str | None
    url: str | None
    published: date | None
    row: Row

    def cells(self) -> dict[str, object]:
        """Give article and record side by side, by column."""
        return {**dict(zip(self._fields, self[:-1], strict=False)), **self.row._asdict()}


@contextmanager
def open_store(path: Path, *, read_only: bool = False) -> Iterator["Store"]:
    """Open a store, made anew where there is none.

    Raises `CorpusError` where the file is held by another process, is no store, has another schema
    version, or cannot be written; `MissingExtraError` without duckdb.
    """
    try:
        import duckdb
    except ModuleNotFoundError:
        raise MissingExtraError("duckdb", "batch") from None
    try:
        with duckdb.connect(path, read_only=read_only) as connection:
            _prepare(connection, path, read_only=read_only)
            yield Store(connection)
    except duckdb.Error as error:
        message = " ".join(str(error).split())
        if "Could not set lock" in message:
            message = "another process has it open; close that one and try again"
        raise CorpusError(f"{path}: {message}") from error


def _prepare(connection: "duckdb.DuckDBPyConnection", path: Path, *, read_only: bool) -> None:
    tables = {name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    if not tables and not read_only:
        connection.execute(_schema())
    elif "schema_version" not in tables:
        raise CorpusError(f"{path}: is a DuckDB file, but no dnextract store; give another --db")
    else:
        found = connection.execute("SELECT version FROM schema_version").fetchall()
        if found != [(SCHEMA_VERSION,)]:
            version = found[0][0] if found else "unknown"
            raise CorpusError(
                f"{path}: is a store of schema {version}, this dnextract knows schema {SCHEMA_VERSION}; "
                "make a new store from the articles"
            )


def _schema() -> str:
    columns = ",\n".join(
        f'  "{name}" {_SQL_TYPES[kind]}{"" if nullable else " NOT NULL"}'
        for name, (kind, nullable) in column_types().items()
    )
    return f"""
BEGIN;
CREATE TABLE schema_version (version INTEGER NOT NULL);
INSERT INTO schema_version VALUES ({SCHEMA_VERSION});
CREATE TABLE documents (
  id VARCHAR PRIMARY KEY, name VARCHAR NOT NULL, path VARCHAR NOT NULL, source VARCHAR, title VARCHAR,
  url VARCHAR, published DATE, place VARCHAR, run INTEGER NOT NULL);
CREATE TABLE records (
  document_id VARCHAR NOT NULL,
{columns});
CREATE TABLE failures (
  source VARCHAR NOT NULL, reason VARCHAR NOT NULL, "at" TIMESTAMP NOT NULL, run INTEGER NOT NULL);
CREATE TABLE runs (
  id INTEGER PRIMARY KEY, version VARCHAR NOT NULL, started TIMESTAMP NOT NULL, ended TIMESTAMP,
  stored INTEGER, known INTEGER, failed INTEGER, records INTEGER);
CREATE VIEW observations AS
  SELECT r.indicator, r.metric, r.scope, r.place, r.entity,
    r.period_norm AS period, r.period_start, r.period_end,
    r.lo, r.hi, r.qual, r.unit, r.per, r.item, r.kind, r.aspect, r.dir, r."of", r.status,
    r.baseline_norm AS baseline, r.text, r.sentence, r.confidence,
    d.source, d.title, d.url, d.published, d.id AS document_id, r.id AS record_id
  FROM records r JOIN documents d ON d.id = r.document_id;
COMMIT;
"""


class Store:
    """An open store; made by `open_store`. One process may hold it for writing."""

    def __init__(self, connection: "duckdb.DuckDBPyConnection") -> None:
        self._connection = connection

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.begin()
        try:
            yield
        except BaseException:
            self._connection.rollback()
            raise
        self._connection.commit()

    def begin_run(self, *, version: str, started: datetime) -> int:
        """Note that a run starts; give its number."""
        (number,) = self._one("SELECT coalesce(max(id), 0) + 1 FROM runs")
        self._connection.execute(
            "INSERT INTO runs (id, version, started) VALUES (?, ?, ?)", [number, version, started]
        )
        return int(number)

    def end_run(self, run: int, counts: Counts, *, ended: datetime) -> None:
        """Note that a run ended, and what it did."""
        self._connection.execute(
            "UPDATE runs SET ended = ?, stored = ?, known = ?, failed = ?, records = ? WHERE id = ?",
            [ended, *counts, run],
        )

    def knows(self, document_id: str) -> bool:
        """Tell whether an article of this content is stored."""
        found = self._one("SELECT count(*) FROM documents WHERE id = ?", document_id)
        return bool(found[0])

    def add(self, document: StoredDocument, rows: Sequence[Row], *, run: int) -> None:
        """Store an article with its records, in one transaction."""
        with self._transaction():
            self._connection.execute(
                "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", [*document, run]
            )
            if rows:
                self._connection.register("incoming", arrow_table(rows))
                self._connection.execute("INSERT INTO records SELECT ?, * FROM incoming", [document.id])
                self._connection.unregister("incoming")

    def clear_failure(self, source: str) -> None:
        """Forget that an input failed, for it has been read since."""
        self._connection.execute("DELETE FROM failures WHERE source = ?", [source])

    def fail(self, source: str, reason: str, *, at: datetime, run: int) -> None:
        """Note that an input failed, in place of an earlier failure of the same input."""
        with self._transaction():
            self.clear_failure(source)
            self._connection.execute("INSERT INTO failures VALUES (?, ?, ?, ?)", [source, reason, at, run])

    def totals(self) -> tuple[int, int]:
        """Count the stored articles and records."""
        documents, records = self._one(
            "SELECT (SELECT count(*) FROM documents), (SELECT count(*) FROM records)"
        )
        return int(documents), int(records)

    def observations(self) -> Iterator[Observation]:
        """Give every record with its article, by article and place in the text."""
        found = self._connection.execute(_EVERYTHING)
        while chunk := found.fetchmany(10_000):
            for doc, source, title, url, published, *cells in chunk:
                row = Row(*cells)
                yield Observation(doc, source, title, url, published, row._replace(rules=tuple(row.rules)))

    def write_parquet(self, path: Path) -> None:
        """Write every record with its article to a Parquet file, numbers and days typed."""
        self._connection.sql(_EVERYTHING).write_parquet(str(path))

    def _one(self, query: str, *parameters: str) -> tuple[Any, ...]:
        found: tuple[Any, ...] | None = self._connection.execute(query, parameters).fetchone()
        assert found is not None  # every caller counts, and a count is always one row
        return found
