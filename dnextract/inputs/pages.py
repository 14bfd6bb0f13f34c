"""The article in an HTML page: its body and title, published date, site and address."""

import re
from typing import Any

from dnextract.corpus import Article
from dnextract.errors import CorpusError, MissingExtraError
from dnextract.inputs.decoding import decode
from dnextract.inputs.legacy import repair

__all__ = ["looks_like_page", "read_page"]

_START = re.compile(rb"\s*(?:<!doctype html|<html|<\?xml[^>]*>\s*<(?:!doctype )?html)", re.IGNORECASE)
_HEAD = 4096  # bytes in which a page says what it is
_BROKEN = 0.001  # the share of its characters that may be broken in a page of UTF-8


def looks_like_page(data: bytes) -> bool:
    """Tell whether a file begins like an HTML page."""
    return _START.match(data[:_HEAD].removeprefix(b"\xef\xbb\xbf")) is not None


def read_page(data: bytes, doc_id: str) -> Article:
    """Read the article out of a page; captions, comments and what stands around it are left out.

    Raises `CorpusError` where there is none, or the page cannot be decoded; `MissingExtraError` without
    trafilatura.
    """
    try:
        import trafilatura
        from lxml.etree import LxmlError
        from lxml.html import HTMLParser, document_fromstring
    except ModuleNotFoundError:
        raise MissingExtraError("trafilatura", "batch") from None
    page = _decode(data)
    nothing = CorpusError("no article found in the page; save its text as .txt and try again")
    if not page.strip():
        raise nothing
    # The parser is told the encoding, for what the page declares may be wrong; it cuts trees deeper than 255.
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = document_fromstring(page.encode("utf-8", "replace"), parser=parser)
    except LxmlError:
        raise nothing from None
    for caption in list(tree.iter("figcaption")):
        caption.drop_tree()
    _repair_tree(tree)
    found: Any = trafilatura.bare_extraction(
        tree,
        with_metadata=True,
        include_comments=False,
        # The extensive search invents a date (1 January) where the page states none.
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if not found or not found.text or not found.text.strip():
        raise nothing
    title, body = (found.title or "").strip(), found.text
    return Article(
        id=doc_id,
        text=body if _is_headed(body, title) else f"{title}\n{body}",
        published=found.date,
        title=title or None,
        source=found.sitename or found.hostname,
        url=found.url,
    )


def _decode(data: bytes) -> str:
    try:
        return decode(data)
    except CorpusError:
        # Pages cut descriptions in the midst of a letter; a few such bytes are no reason to lose one.
        text = data.decode("utf-8", "replace")
        if "\0" in text or text.count("\ufffd") > len(text) * _BROKEN:
            raise
        return text


def _repair_tree(tree: Any) -> None:
    """Put legacy letters right that the page writes as character references."""
    elements = list(tree.iter())
    parts = [part or "" for element in elements for part in (element.text, element.tail)]
    repaired = repair(parts)
    if repaired != parts:
        for element, text, tail in zip(elements, repaired[::2], repaired[1::2], strict=True):
            element.text, element.tail = text, tail


def _is_headed(body: str, title: str) -> bool:
    lines = body.splitlines()
    return not title or title in lines or title.startswith(lines[0])
