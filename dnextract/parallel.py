"""Work on many texts in several processes, in input order and constant memory."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from itertools import chain, islice
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Any, TypeVar

from dnextract.document import Document

if TYPE_CHECKING:
    from types import TracebackType

    from dnextract.pipeline import Extractor

__all__ = ["WorkerPool", "extract_in_order"]

_AHEAD = 2  # chunks in flight for each worker

T = TypeVar("T")
R = TypeVar("R")


class WorkerPool:
    """Worker processes that start when there is work; a context manager.

    With no `workers` everything is done in this process, as are chunks of nothing. An error within the
    context ends the processes at once, whatever they are working on.
    """

    def __init__(self, workers: int) -> None:
        if workers < 0:
            raise ValueError(f"workers must be at least 0, not {workers}")
        self._workers = workers
        self._processes: _Processes | None = None

    def __enter__(self) -> WorkerPool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._processes is not None:
            self._processes.end(at_once=error is not None)

    def map(
        self,
        work: Callable[[list[T]], R],
        chunks: Iterable[list[T]],
        *,
        crashed: Callable[[T], R] | None = None,
    ) -> Iterator[list[R]]:
        """Give the result of each chunk, in order, with a bounded number of chunks read ahead.

        When a worker process dies, the chunks in flight are done again item by item, and the result of an
        item that kills its process is what `crashed` makes of it; such a chunk has one result an item.
        """
        waiting: deque[tuple[list[T], Future[R] | None]] = deque()
        iterator = iter(chunks)
        ahead = max(1, self._workers * _AHEAD)
        while True:
            fresh = islice(iterator, ahead - len(waiting))
            waiting.extend((chunk, self._submit(work, chunk)) for chunk in fresh)
            if not waiting:
                return
            chunk, future = waiting[0]
            try:
                result = future.result() if future else work(chunk)
            except BrokenProcessPool:
                if crashed is None:
                    raise
                for chunk, _ in waiting:
                    yield list(_one_by_one(work, chunk, crashed)) if chunk else [work(chunk)]
                waiting.clear()
            else:
                waiting.popleft()
                yield [result]

    def _submit(self, work: Callable[[list[T]], R], chunk: list[T]) -> Future[R] | None:
        """Let a worker do a chunk; `None` for one to be done here."""
        if not chunk or not self._workers:
            return None
        try:
            self._processes = self._processes or _Processes(self._workers)
            return self._processes.submit(work, chunk)
        except BrokenProcessPool:
            self._processes = _Processes(self._workers)
            return self._processes.submit(work, chunk)


def _one_by_one(work: Callable[[list[T]], R], chunk: list[T], crashed: Callable[[T], R]) -> Iterator[R]:
    process: _Processes | None = None
    for item in chunk:
        process = process or _Processes(1)
        try:
            yield process.submit(work, [item]).result()
        except BrokenProcessPool:
            process = None
            yield crashed(item)
    if process:
        process.end()


class _Processes:
    """Processes that work until they are told to end, or this process does, even when it is killed."""

    def __init__(self, number: int) -> None:
        # Forking a process with threads is unsafe; a fork server forks from a fresh one.
        method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
        context = multiprocessing.get_context(method)
        if method == "forkserver":
            context.set_forkserver_preload(["dnextract.pipeline"])
        end, self._held = context.Pipe(duplex=False)
        self._executor = ProcessPoolExecutor(number, mp_context=context, initializer=_begin, initargs=(end,))

    def submit(self, work: Callable[[list[T]], R], chunk: list[T]) -> Future[R]:
        return self._executor.submit(work, chunk)

    def end(self, *, at_once: bool = False) -> None:
        if at_once:
            self._held.close()
        self._executor.shutdown(cancel_futures=True)


def _begin(end: Connection) -> None:
    """Leave interrupts to the parent process, and end when the other end of a pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(end,), daemon=True).start()


def _end_with(end: Connection) -> None:
    wait([end])
    os._exit(1)


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


def _pooled(extractor: Extractor, items: Iterator[object], workers: int, chunk: int) -> Iterator[Document]:
    chunks = iter(lambda: list(islice(items, chunk)), [])
    with WorkerPool(workers) as pool:
        for results in pool.map(partial(_extract_chunk, extractor), chunks):
            yield from chain.from_iterable(results)


def _extract_chunk(extractor: Extractor, items: list[object]) -> list[Document]:
    return [_extract(extractor, item) for item in items]


def _extract(extractor: Extractor, item: Any) -> Document:
    if isinstance(item, str):
        return extractor.extract(item)
    if not hasattr(item, "text"):
        raise TypeError(f"an item must be a str or have a text, not {type(item).__name__}")
    return extractor.extract(item.text, getattr(item, "published", None), getattr(item, "place", None))
