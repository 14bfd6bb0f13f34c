"""Reading articles from text files, HTML pages and standard input.

Whatever cannot be read is a `CorpusError` of one line: what, where, what to do about it.
"""

import codecs
from pathlib import Path
from typing import Any, BinaryIO

from dnextract.corpus import Article
from dnextract.errors import CorpusError, MissingExtraError

__all__ = ["HTML_SUFFIXES", "TEXT_SUFFIXES", "read_article", "read_stream"]

TEXT_SUFFIXES = frozenset({".txt"})
HTML_SUFFIXES = frozenset({".html", ".htm"})

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HTML_STARTS = (b"<!doctype html", b"<html")


def read_article(path: Path) -> Article:
    """Read one file: an HTML page by its suffix, else a text; the article's id is the file's stem.

    Raises `CorpusError` where the file cannot be read, is binary, is in an unknown encoding, or is a page
    without an article; `MissingExtraError` for a page without trafilatura.
    """
    try:
        data = path.read_bytes()
    except IsADirectoryError:
        raise CorpusError(f"{path}: is a folder; give its files, or use: dnextract batch {path}") from None
    except OSError as error:
        raise CorpusError(f"{path}: cannot be read: {error.strerror or error}") from None
    if path.suffix.lower() in HTML_SUFFIXES:
        return _page(data, path.stem, str(path))
    return Article(id=path.stem, text=_decoded(data, str(path)))


def read_stream(stream: BinaryIO, *, name: str = "stdin") -> Article:
    """Read an article from a stream, such as standard input; HTML is known by how it starts.

    Raises as `read_article`.
    """
    data = stream.read()
    if data.removeprefix(codecs.BOM_UTF8).lstrip()[:14].lower().startswith(_HTML_STARTS):
        return _page(data, name, name)
    return Article(id=name, text=_decoded(data, name))


def _decoded(data: bytes, name: str) -> str:
    encoding = next((codec for mark, codec in _MARKS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if b"\0" in data:
            raise CorpusError(f"{name}: is a binary file, not a text") from None
        raise CorpusError(
            f"{name}: is not {encoding.removesuffix('-sig').upper()} (byte {error.start}); "
            "save it as UTF-8 and try again"
        ) from None
    if "\0" in text:
        raise CorpusError(f"{name}: is a binary file, not a text")
    return text


def _page(data: bytes, doc_id: str, name: str) -> Article:
    """Read the article out of a page: body and title, published date, site and address, no comments."""
    try:
        import trafilatura
    except ModuleNotFoundError:
        raise MissingExtraError("trafilatura", "batch") from None
    if b"\0" in data and not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise CorpusError(f"{name}: is a binary file, not an HTML page")
    found: Any = trafilatura.bare_extraction(
        data,
        with_metadata=True,
        include_comments=False,
        # The extensive search invents a date (1 January) where the page states none.
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if not found or not found.text:
        raise CorpusError(f"{name}: no article found in the page; save its text as .txt and try again")
    title, body = found.title, found.text
    lines = body.splitlines()
    headed = not title or title in lines or title.startswith(lines[0])
    return Article(
        id=doc_id,
        text=body if headed else f"{title}\n{body}",
        published=found.date,
        title=title,
        source=found.sitename or found.hostname,
        url=found.url,
    )
