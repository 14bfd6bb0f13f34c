"""The inputs of a run, step by step: articles, failures, and files that need not be read again."""

import hashlib
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, groupby, islice
from typing import NamedTuple

from dnextract.batch.work import read_files, reading_crashed
from dnextract.errors import CorpusError
from dnextract.identity import hashed
from dnextract.inputs import (
    DEFAULT_LIMIT,
    STDIN,
    Columns,
    Failure,
    Found,
    Source,
    location,
    read_table,
    source_status,
)
from dnextract.parallel import WorkerPool
from dnextract.store import FileState, Store

__all__ = [
    "File",
    "Reading",
    "Step",
    "changed_files",
    "chunked_files",
    "file_step",
    "is_table",
    "read_steps",
    "table_steps",
]

_LOOKED_UP = 512  # files at a time
_FILES, _BYTES = 50, 8_000_000  # of a chunk that one worker reads
_SETTLED = 2_000_000_000  # nanoseconds; a file that is younger may change without a new time


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How inputs are read: the columns of tables, and the bytes of the largest article."""

    columns: Columns = field(default_factory=Columns)
    limit: int = DEFAULT_LIMIT


class Step(NamedTuple):
    """One step through the inputs: an article, a failure, the end of a file, or several of these at once.

    `state` is that of a file which has been read to its end; `known` counts the articles of one that need not
    be read. `size` is how many bytes of the inputs this step took.
    """

    source: str
    found: Found | None = None
    failure: Failure | None = None
    state: FileState | None = None
    known: int = 0
    size: int = 0


class File(NamedTuple):
    """A file that must be read, as it is now."""

    source: Source
    state: FileState


def read_steps(
    sources: Iterable[Source | Failure], store: Store, pool: WorkerPool, reading: Reading
) -> Iterator[Step]:
    """Read inputs in order: files of one article by the pool, tables here."""
    for tables, files in groupby(changed_files(sources, store, reading), is_table):
        if tables:
            for file in files:
                assert isinstance(file, File)
                yield from table_steps(file, reading)
        else:
            yield from _file_steps(files, pool, reading)


def is_table(item: File | Step) -> bool:
    """Tell whether an item is a file of many articles."""
    return isinstance(item, File) and item.source.kind.is_table


def changed_files(
    sources: Iterable[Source | Failure], store: Store, reading: Reading
) -> Iterator[File | Step]:
    """Give the files that have changed since they were read, and steps for all other inputs."""
    iterator = iter(sources)
    while some := list(islice(iterator, _LOOKED_UP)):
        items = [item if isinstance(item, Failure) else _stated(item, reading) for item in some]
        before = store.files([item.state.path for item in items if isinstance(item, File)])
        for item in items:
            if isinstance(item, Failure):
                yield Step(item.source, failure=item)
            else:
                yield _compared(item, before.get(item.state.path))


def _stated(source: Source, reading: Reading) -> File | Failure:
    try:
        status = source_status(source)
    except CorpusError as error:
        return Failure(source.name, str(error))
    settled = time.time_ns() - status.st_mtime_ns > _SETTLED
    columns = reading.columns if source.kind.is_table else None
    how = hashed(repr((source.kind, source.known, columns)).encode("utf-8", "surrogatepass"))
    modified = status.st_mtime_ns if settled else None
    return File(source, FileState(location(source.name), status.st_size, modified, None, how, 1))


def _compared(file: File, before: FileState | None) -> File | Step:
    """Tell whether a file is as it was when it was read: by size and time, else by its content."""
    source, now = file
    alike = (
        before
        if before and (before.size, before.reading) == (now.size, now.reading) and source.name != STDIN
        else None
    )
    if alike and now.modified is not None and now.modified == alike.modified:
        return Step(source.name, known=alike.articles, size=now.size)
    if source.kind.is_table:
        return file
    now = now._replace(content=_content(source))  # before it is read, so that a change in between shows
    if alike and now.content is not None and now.content == alike.content:
        return Step(source.name, state=now, known=alike.articles, size=now.size)
    return File(source, now)


def _content(source: Source) -> str | None:
    try:
        with source.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()[:32]
    except OSError:  # said when it is read
        return None


def _file_steps(files: Iterator[File | Step], pool: WorkerPool, reading: Reading) -> Iterator[Step]:
    chunks: deque[list[File | Step]] = deque()

    def to_read() -> Iterator[list[Source]]:
        for chunk in chunked_files(files):
            chunks.append(chunk)
            yield [item.source for item in chunk if isinstance(item, File)]

    for results in pool.map(partial(read_files, reading.limit), to_read(), crashed=reading_crashed):
        read = chain.from_iterable(results)
        for item in chunks.popleft():
            yield item if isinstance(item, Step) else file_step(item, next(read))


def chunked_files(files: Iterable[File | Step]) -> Iterator[list[File | Step]]:
    """Put together the files of one article that are read at a time, with the steps between them."""
    chunk: list[File | Step] = []
    size = 0
    for item in files:
        chunk.append(item)
        size += item.state.size if isinstance(item, File) else 0
        if len(chunk) >= _FILES or size >= _BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def file_step(file: File, read: Found | Failure) -> Step:
    """Make the step of a file of one article that has been read."""
    name, size = file.source.name, file.state.size
    if isinstance(read, Failure):
        return Step(name, failure=read, size=size)
    return Step(name, found=read, state=file.state, size=size)


def table_steps(file: File, reading: Reading) -> Iterator[Step]:
    """Read a table; it has a state at its end if none of its rows failed."""
    name, before, articles, whole = file.source.name, 0, 0, True
    for item, position in read_table(file.source, columns=reading.columns, limit=reading.limit):
        size, before = max(0, position - before), max(before, position)
        if isinstance(item, Failure):
            whole = False
            yield Step(name, failure=item, size=size)
        else:
            articles += 1
            yield Step(name, found=item, size=size)
    state = file.state._replace(articles=articles) if whole else None
    yield Step(name, state=state, size=max(0, file.state.size - before))
