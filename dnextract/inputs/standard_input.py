"""Standard input as a source."""

import codecs
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from dnextract.errors import CorpusError
from dnextract.inputs.files import open_source
from dnextract.inputs.pages import looks_like_page
from dnextract.inputs.sources import STDIN, Kind, Source

__all__ = ["standard_input"]

_HEAD = 4096


@contextmanager
def standard_input(stream: BinaryIO, kind: Kind | None = None) -> Iterator[Source]:
    """Keep what a stream gives in a temporary file, and give it as a source.

    Whether it is packed, and where `kind` is not given a page, JSON lines, Parquet or a text, is told by
    how it begins.
    """
    with tempfile.NamedTemporaryFile(prefix="dnextract-") as file:
        shutil.copyfileobj(stream, file)
        file.flush()
        file.seek(0)
        packed = file.read(2) == b"\x1f\x8b"
        source = Source(Path(file.name), STDIN, Kind.text, packed)
        yield source._replace(kind=kind or _kind(source))


def _kind(source: Source) -> Kind:
    try:
        with open_source(source) as (stream, _):
            head = stream.read(_HEAD)
    except CorpusError:  # said when it is read
        return Kind.text
    if head.startswith(b"PAR1"):
        return Kind.parquet
    if head.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b'{"'):
        return Kind.jsonl
    return Kind.html if looks_like_page(head) else Kind.text
