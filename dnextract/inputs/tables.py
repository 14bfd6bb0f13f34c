"""Tables of articles: JSON Lines, CSV and Parquet, read row by row in constant memory."""

import csv
import gzip
import io
import json
import shutil
import tempfile
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO, NamedTuple

from dnextract.errors import CorpusError, MissingExtraError
from dnextract.inputs.cells import Columns, article_of
from dnextract.inputs.decoding import decode
from dnextract.inputs.files import DEFAULT_LIMIT, open_source
from dnextract.inputs.sources import Failure, Found, Kind, Source, location

__all__ = ["Columns", "read_table"]

_ROWS = 256  # of a Parquet file, at a time
_SAMPLE = 1 << 18  # bytes of a CSV file that tell its encoding and delimiter
_DELIMITERS = ",;\t|"
_HOPELESS = 100  # broken lines, and no other, after which a file is none of JSON lines


class _Row(NamedTuple):
    """The cells of a row, or why it has none; a row without a line says something of the whole table."""

    line: int | None
    cells: Mapping[str, Any] | str


def read_table(
    source: Source, *, columns: Columns | None = None, limit: int = DEFAULT_LIMIT
) -> Iterator[tuple[Found | Failure, int]]:
    """Read the articles of a table in order, each with the number of the file's bytes read so far.

    A row that cannot be read is a `Failure`, and the rows after it are read; so is what ends the table
    before its time. A row of more than `limit` bytes is not read. Raises `MissingExtraError` for Parquet
    without pyarrow.
    """
    columns = columns or Columns()
    read = {Kind.jsonl: _jsonl_rows, Kind.csv: _csv_rows, Kind.parquet: _parquet_rows}[source.kind]
    try:
        with open_source(source) as (stream, file):
            empty = True
            for row in read(stream, columns, limit):
                empty = False
                yield _found(source, row, columns), file.tell()
            if empty:
                raise CorpusError("holds no rows")
    except CorpusError as error:
        yield Failure(source.name, str(error)), 0


def _found(source: Source, row: _Row, columns: Columns) -> Found | Failure:
    if isinstance(row.cells, str):
        return Failure(source.name, row.cells, row.line)
    try:
        article = article_of(row.cells, columns, doc_id=f"{source.stem}-{row.line}")
    except CorpusError as error:
        return Failure(source.name, str(error), row.line)
    id_column = columns.id or "id"
    origin = f"{location(source.name)}#{article.id}" if row.cells.get(id_column) else None
    return Found(source.name, article, row.line, origin)


def _jsonl_rows(stream: BinaryIO, columns: Columns, limit: int) -> Iterator[_Row]:
    """Read one object a line; JSON is UTF-8, with or without a byte order mark."""
    number = broken = 0
    missing = columns.required()
    while line := stream.readline(limit + 1):
        number += 1
        if number == 1 and line.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise CorpusError("is UTF-16; JSON Lines are UTF-8: save it so and try again")
        if len(line) > limit and not line.endswith(b"\n"):
            while (rest := stream.readline(limit)) and not rest.endswith(b"\n"):
                pass
            yield _Row(number, _too_long(limit))
            continue
        line = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
        if line.strip():
            cells = _json_cells(line)
            yield _Row(number, cells)
            if isinstance(cells, dict):
                missing -= cells.keys()
            elif (broken := broken + 1) == number == _HOPELESS:
                raise CorpusError(f"holds no JSON in its first {_HOPELESS} lines; the rest is not read")
    missing.discard(columns.text or "text")  # each row without it has said so
    if missing and number:
        yield _Row(None, f"has no {_listed(missing)} in any line; name its columns by the --…-column options")


def _json_cells(line: bytes) -> dict[str, Any] | str:
    try:
        cells = json.loads(line.strip())
    except UnicodeDecodeError as error:
        return f"is not UTF-8 (byte {error.start})"
    except json.JSONDecodeError as error:
        return f"is no JSON: {error.msg} (column {error.colno})"
    except RecursionError:
        return "is no JSON: nested too deep"
    except ValueError as error:  # a number of thousands of digits
        return f"is no JSON: {error}"
    return cells if isinstance(cells, dict) else f"is no JSON object, but a {type(cells).__name__}"


def _csv_rows(stream: BinaryIO, columns: Columns, limit: int) -> Iterator[_Row]:
    """Read the rows under a header line; encoding and delimiter are found out from the first of them."""
    sample = stream.read(_SAMPLE)
    stream.seek(0)
    encoding = _csv_encoding(sample)
    head = sample.decode(encoding, "replace").partition("\n")[0]
    # What is wrongly encoded becomes a half character, so that it spoils its own row alone.
    lines = io.TextIOWrapper(stream, encoding, errors="surrogateescape", newline="")
    csv.field_size_limit(limit)
    try:
        reader = csv.reader(lines, delimiter=max(_DELIMITERS, key=head.count))
        try:
            header = [name.strip() for name in next(reader, [])]
        except csv.Error as error:
            raise CorpusError(f"is no CSV: {error}") from None
        _check_header(header, columns)
        yield from _csv_body(reader, header)
    finally:
        lines.detach()


def _csv_body(reader: Any, header: Sequence[str]) -> Iterator[_Row]:
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader, None)
        except csv.Error as error:
            yield _Row(line, f"is no CSV: {error}")
            continue
        if row is None:
            return
        if not row:
            continue
        if len(row) != len(header):
            reason = f"has {len(row)} cells, the header {len(header)}; quote those with a delimiter in them"
            yield _Row(line, reason)
        elif any("\ud800" <= c <= "\udfff" for cell in row for c in cell if not cell.isascii()):
            yield _Row(line, "is not in the encoding of the rows before it; save the table as UTF-8")
        else:
            yield _Row(line, dict(zip(header, row, strict=True)))


def _csv_encoding(sample: bytes) -> str:
    """Tell the encoding of a CSV file from its beginning; raises `CorpusError` where it cannot be told."""
    whole = sample[: sample.rfind(b"\n") + 1] if len(sample) == _SAMPLE else sample
    if whole.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        whole.decode("utf-8-sig")
    except UnicodeDecodeError:
        if decode(whole) == unicodedata.normalize("NFC", whole.decode("cp1258", "replace")):
            return "cp1258"
        raise CorpusError("is neither UTF-8, UTF-16 nor windows-1258; save it as UTF-8") from None
    return "utf-8-sig"


def _parquet_rows(stream: BinaryIO, columns: Columns, limit: int) -> Iterator[_Row]:
    try:
        import pyarrow
        from pyarrow.parquet import ParquetFile
    except ModuleNotFoundError:
        raise MissingExtraError("pyarrow", "batch") from None
    with tempfile.TemporaryFile() as unpacked:
        if isinstance(stream, gzip.GzipFile):  # Parquet is read from its end
            shutil.copyfileobj(stream, unpacked)
            stream = unpacked
        try:
            table = ParquetFile(stream)
            _check_header(table.schema_arrow.names, columns)
            wanted = [name for name in columns.names().values() if name in table.schema_arrow.names]
            number = 0
            for batch in table.iter_batches(_ROWS, columns=wanted):
                for cells in batch.to_pylist():
                    number += 1
                    yield _Row(number, cells)
        except pyarrow.ArrowException as error:
            raise CorpusError(f"cannot be read as Parquet: {' '.join(str(error).split())}") from None


def _check_header(header: Sequence[str], columns: Columns) -> None:
    missing = columns.required() - set(header)
    if missing:
        raise CorpusError(
            f"has no column {_listed(missing)}; its columns are {', '.join(header) or 'none'}; "
            "name them with the --…-column options"
        )


def _listed(names: set[str]) -> str:
    return ", ".join(repr(name) for name in sorted(names))


def _too_long(limit: int) -> str:
    return f"is longer than {limit:,} bytes; raise --max-bytes"
