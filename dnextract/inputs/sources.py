"""The files a run shall read, found among files, folders, corpus folders and globs, in a fixed order."""

import glob
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from dnextract.corpus import INDEX, Article, Known, corpus_entries
from dnextract.errors import CorpusError

__all__ = [
    "STDIN",
    "Failure",
    "Found",
    "Kind",
    "Source",
    "file_source",
    "find_sources",
    "input_size",
    "location",
    "printable",
]

STDIN = "<stdin>"  # what standard input is called


class Kind(StrEnum):
    """What a file holds: one article as text or page, or a table of articles."""

    text = "txt"
    html = "html"
    jsonl = "jsonl"
    csv = "csv"
    parquet = "parquet"

    @property
    def is_table(self) -> bool:
        """Whether a file of this kind holds many articles."""
        return self not in (Kind.text, Kind.html)


_PACKED = ".gz"
_SUFFIXES = {f".{kind}": kind for kind in Kind} | {".htm": Kind.html}


class Source(NamedTuple):
    """A file to read; `name` is what it is called in messages and in the store, `known` its index entry."""

    path: Path
    name: str
    kind: Kind
    packed: bool = False
    known: Known | None = None

    @property
    def stem(self) -> str:
        """The name without folder and suffixes, by which an article of this file is called."""
        path = Path(self.name)
        if path.suffix.lower() == _PACKED:
            path = path.with_suffix("")
        return path.stem if path.suffix.lower() in _SUFFIXES else path.name


class Failure(NamedTuple):
    """A file, folder or row that could not be read, and why."""

    source: str
    reason: str
    line: int | None = None


class Found(NamedTuple):
    """An article and where it was read.

    `line` is its line or row in a table. `origin` tells it from every other article that is not known by an
    address, also when its text has changed; `None` where nothing but the text does.
    """

    source: str
    article: Article
    line: int | None = None
    origin: str | None = None


def find_sources(names: Iterable[str]) -> Iterator[Source | Failure]:
    """Find the files that `names` stand for, folders searched at any depth, each folder in order of names.

    A name is a file, a folder or a glob (`**` is any depth). A folder with an `index.json` is a corpus
    folder: the texts beside the index are read, and what it says of them. In other folders, files of an
    unknown suffix and hidden ones are passed over, and links are followed; a link to a folder above it is
    a `Failure`. A file named itself is read as text if its suffix is unknown.
    """
    for name in names:
        if os.path.lexists(name) or not glob.has_magic(name):
            yield from _named(Path(name))
            continue
        found = sorted(glob.iglob(name, recursive=True))  # noqa: PTH207  (a glob may be absolute)
        if not found:
            yield Failure(printable(name), "no file matches")
        for path in found:
            yield from _named(Path(path))


def input_size(sources: Iterable[Source | Failure]) -> int:
    """Add up the bytes of the files that can be seen."""
    size = 0
    for source in sources:
        if isinstance(source, Source):
            with suppress(OSError):
                size += source.path.stat().st_size
    return size


def printable(path: str | os.PathLike[str]) -> str:
    """Write a path in valid Unicode; a byte that is none is shown as `\\xNN`.

    >>> printable("caf\\udce9.txt")
    'caf\\\\xe9.txt'
    """
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def location(name: str) -> str:
    """Give the path by which a store knows an input, wherever the run was started."""
    return name if name == STDIN else os.path.abspath(name)  # noqa: PTH100  (links stay what they are)


def _named(path: Path) -> Iterator[Source | Failure]:
    if path.is_dir():
        yield from _folder(path, ())
    else:
        yield file_source(path)


def file_source(path: Path) -> Source:
    """Make the source of a file; one of an unknown suffix is a text."""
    kind, packed = _kind(path)
    return Source(path, printable(path), kind or Kind.text, packed)


def _kind(path: Path) -> tuple[Kind | None, bool]:
    """Tell by the suffix what a file holds, and whether it is packed by gzip."""
    packed = path.suffix.lower() == _PACKED
    suffix = path.with_suffix("").suffix if packed else path.suffix
    return _SUFFIXES.get(suffix.lower()), packed


def _folder(folder: Path, above: tuple[tuple[int, int], ...]) -> Iterator[Source | Failure]:
    """Search a folder; `above` identifies the folders it lies in."""
    try:
        status = folder.stat()
        identity = (status.st_dev, status.st_ino)
        if identity in above:
            yield Failure(printable(folder), "is a link to a folder above it; its files are read there")
            return
        names = sorted(os.listdir(folder))  # noqa: PTH208  (a million paths would fill the memory)
    except OSError as error:
        yield Failure(printable(folder), f"cannot be read: {error.strerror or error}")
        return
    if INDEX in names:
        yield from _corpus(folder)
        return
    for name in names:
        if name.startswith("."):
            continue
        path = folder / name
        if path.is_dir():
            yield from _folder(path, (*above, identity))
        elif _kind(path)[0]:
            yield file_source(path)


def _corpus(folder: Path) -> Iterator[Source | Failure]:
    try:
        entries = list(corpus_entries(folder))
    except CorpusError as error:
        index = folder / INDEX
        yield Failure(printable(index), str(error).removeprefix(f"{index}: "))
        return
    for path, known in entries:
        yield Source(path, printable(path), Kind.text, known=known)
