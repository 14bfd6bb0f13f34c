"""Many texts through several processes, in input order and constant memory."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from typing import TYPE_CHECKING, Any

from dnextract.document import Document

if TYPE_CHECKING:
    from dnextract.pipeline import Extractor

__all__ = ["extract_in_order"]

_AHEAD = 2  # chunks in flight for each worker


def extract_in_order(
    extractor: Extractor, items: Iterable[object], *, workers: int, chunk: int
) -> Iterator[Document]:
    """Extract items in order; see `Extractor.pipe`.

    Raises `ValueError` for fewer than one worker or item a chunk.
    """
    if workers < 1 or chunk < 1:
        raise ValueError(f"workers and chunk must be at least 1, not {workers} and {chunk}")
    if workers == 1:
        return (_extract(extractor, item) for item in items)
    return _pooled(extractor, iter(items), workers, chunk)


def _extract(extractor: Extractor, item: Any) -> Document:
    if isinstance(item, str):
        return extractor.extract(item)
    if not hasattr(item, "text"):
        raise TypeError(f"an item must be a str or have a text, not {type(item).__name__}")
    return extractor.extract(item.text, getattr(item, "published", None), getattr(item, "place", None))


def _extract_chunk(extractor: Extractor, items: list[object]) -> list[Document]:
    return [_extract(extractor, item) for item in items]


def _pooled(extractor: Extractor, items: Iterator[object], workers: int, chunk: int) -> Iterator[Document]:
    # A fresh interpreter for each worker: forking a process with threads is unsafe.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        waiting: deque[Future[list[Document]]] = deque()
        while True:
            while len(waiting) < workers * _AHEAD and (some := list(islice(items, chunk))):
                waiting.append(pool.submit(_extract_chunk, extractor, some))
            if not waiting:
                return
            yield from waiting.popleft().result()
