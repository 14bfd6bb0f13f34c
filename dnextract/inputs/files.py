"""Files that hold one article: a text or an HTML page, also packed by gzip."""

import gzip
import os
import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from dnextract.corpus import Article
from dnextract.errors import CorpusError
from dnextract.inputs.decoding import decode
from dnextract.inputs.pages import looks_like_page, read_page
from dnextract.inputs.sources import STDIN, Failure, Found, Kind, Source, file_source, location

__all__ = ["DEFAULT_LIMIT", "open_source", "read_article", "read_file", "read_stream", "source_status"]

DEFAULT_LIMIT = 20_000_000  # bytes of the largest article that is read, unpacked


def read_article(path: Path, *, limit: int = DEFAULT_LIMIT) -> Article:
    """Read one file: an HTML page by its suffix, else a text; the article's id is the file's stem.

    Raises `CorpusError` where the file cannot be read, is binary, is larger than `limit` bytes, is in an
    unknown encoding, or is a page without an article; `MissingExtraError` for a page without trafilatura.
    """
    if path.is_dir():
        raise CorpusError(f"{path}: is a folder; give its files, or use: dnextract batch {path}")
    try:
        return _read(file_source(path), limit)
    except CorpusError as error:
        raise CorpusError(f"{path}: {error}") from None


def read_stream(stream: BinaryIO, *, name: str = "stdin") -> Article:
    """Read an article from a stream, such as standard input; HTML is known by how it starts.

    Raises as `read_article`.
    """
    data = stream.read()
    try:
        return read_page(data, name) if looks_like_page(data) else Article(id=name, text=decode(data))
    except CorpusError as error:
        raise CorpusError(f"{name}: {error}") from None


def read_file(source: Source, *, limit: int = DEFAULT_LIMIT) -> Found | Failure:
    """Read the article of a file, or tell why it cannot be read.

    Raises `MissingExtraError` for a page without trafilatura.
    """
    try:
        article = _read(source, limit)
    except CorpusError as error:
        return Failure(source.name, str(error))
    if not article.text.strip():
        return Failure(source.name, "holds no text")
    return Found(source.name, article, origin=None if source.name == STDIN else location(source.name))


def _read(source: Source, limit: int) -> Article:
    with open_source(source) as (stream, _):
        data = stream.read(limit + 1)
    if len(data) > limit:
        raise CorpusError(
            f"is larger than {limit:,} bytes; raise --max-bytes, or make it a table of articles"
        )
    if source.kind is Kind.html:
        return read_page(data, source.stem)
    return Article(source.stem, decode(data), **(source.known or {}))


@contextmanager
def open_source(source: Source) -> Iterator[tuple[BinaryIO, BinaryIO]]:
    """Open a file for reading: its content, unpacked, and the file as it is, whose place tells how far it is.

    What goes wrong while it is open is a `CorpusError`.
    """
    source_status(source)
    try:
        with source.path.open("rb") as file:
            if not source.packed:
                yield file, file
                return
            with gzip.open(file) as unpacked:
                yield cast(BinaryIO, unpacked), file
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        reason = "the file is cut off" if isinstance(error, EOFError) else str(error)
        raise CorpusError(f"cannot be unpacked: {reason}; fetch it again") from None
    except OSError as error:
        raise _unreadable(error) from None


def source_status(source: Source) -> os.stat_result:
    """Give size and times of a file; raises `CorpusError` where there is no regular file."""
    try:
        status = source.path.stat()
    except FileNotFoundError:
        advice = "; add it, or drop its entry from index.json" if source.known is not None else ""
        raise CorpusError(f"no such file{advice}") from None
    except OSError as error:
        raise _unreadable(error) from None
    if not stat.S_ISREG(status.st_mode):  # a pipe or device would never end
        raise CorpusError("is no regular file")
    return status


def _unreadable(error: OSError) -> CorpusError:
    return CorpusError(f"cannot be read: {error.strerror or ' '.join(str(error).split())}")
