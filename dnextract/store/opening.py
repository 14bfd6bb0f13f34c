"""Opening a store, and saying in one line why one cannot be opened."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from dnextract.errors import CorpusError, MissingExtraError
from dnextract.store.schema import MIGRATION, SCHEMA_VERSION, schema
from dnextract.store.store import Store

if TYPE_CHECKING:
    import duckdb

__all__ = ["open_store"]

# Without a bound the engine would take most of the memory, a writer to keep what it reads and a reader to
# sort. What a reader sorts beyond this goes to a folder beside the store, for as long as it takes.
_Settings = dict[str, str | bool | int | float | list[str]]
_WRITER: _Settings = {"memory_limit": "40MB", "threads": 1}
_READER: _Settings = {"memory_limit": "1GB"}


@contextmanager
def open_store(path: Path, *, read_only: bool = False) -> Iterator[Store]:
    """Open a store, made anew where there is none.

    Raises `CorpusError` where the file is held by another process, is no store, has another schema
    version, or cannot be written; `MissingExtraError` without duckdb.
    """
    try:
        import duckdb
    except ModuleNotFoundError:
        raise MissingExtraError("duckdb", "batch") from None
    try:
        config = _reader(path) if read_only else _WRITER
        with duckdb.connect(path, read_only=read_only, config=config) as connection:
            _prepare(connection, path, read_only=read_only)
            yield Store(connection)
    except duckdb.Error as error:
        message = " ".join(str(error).split())
        if "Could not set lock" in message:
            message = "another process has it open; wait until it is done, or give another --db"
        raise CorpusError(f"{path}: {message}") from error


def _reader(path: Path) -> _Settings:
    beside = os.access(path.absolute().parent, os.W_OK)
    return _READER if beside else _READER | {"temp_directory": tempfile.gettempdir()}


def _prepare(connection: "duckdb.DuckDBPyConnection", path: Path, *, read_only: bool) -> None:
    tables = {name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    if not tables and not read_only:
        connection.execute(schema())
        return
    if "schema_version" not in tables:
        raise CorpusError(f"{path}: is a DuckDB file, but no dnextract store; give another --db")
    found = connection.execute("SELECT version FROM schema_version").fetchall()
    if found == [(SCHEMA_VERSION,)]:
        return
    version = found[0][0] if found else None
    newer = isinstance(version, int) and version > SCHEMA_VERSION
    raise CorpusError(
        f"{path}: is a store of schema {version or 'unknown'}, this dnextract has schema {SCHEMA_VERSION}; "
        + ("install a newer dnextract" if newer else MIGRATION)
    )
