"""A run: inputs read, extracted and stored chunk by chunk, each chunk in one transaction."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from dnextract.batch.deciding import Candidate, Decision, candidate
from dnextract.batch.ledger import Ledger, Work, each_outcome
from dnextract.batch.steps import Reading, Step, read_steps
from dnextract.batch.work import Outcome, extract_articles, extraction_crashed
from dnextract.corpus import Article
from dnextract.inputs import Failure, Source
from dnextract.parallel import WorkerPool
from dnextract.pipeline import Extractor, default_extractor
from dnextract.store import Counts, Store

if TYPE_CHECKING:
    import pyarrow

__all__ = ["Progress", "run_batch"]

T = TypeVar("T")

CHUNK = 100  # articles of a transaction
_STEPS, _CHARACTERS = 1_000, 2_000_000  # of a chunk, at most


class Progress(NamedTuple):
    """How far a run has come: its counts so far, the failures since the last time, the bytes since then."""

    counts: Counts
    failures: Sequence[Failure]
    size: int


def run_batch(
    sources: Iterable[Source | Failure],
    store: Store,
    extractor: Callable[[], Extractor] = default_extractor,
    *,
    reading: Reading | None = None,
    workers: int = 1,
    chunk: int = CHUNK,
    version: str,
    clock: Callable[[], datetime],
    stopping: Callable[[], bool] = lambda: False,
    on_progress: Callable[[Progress], None] = lambda progress: None,
) -> Counts:
    """Extract every article that the store does not hold as it is, and store it.

    A run that is cut off at any moment loses at most what it was working on, and the next one goes on
    there. The result is the same for any number of `workers` and any `chunk`, the articles of a
    transaction. `extractor` is called in each worker, and should give the same extractor each time. `clock`
    dates run and failures. When `stopping` says so, what is in work is finished and stored, and the rest is
    left. `on_progress` is told after each chunk.
    """
    number = store.begin_run(version=version, started=clock())
    counts = Counts()
    work = partial(extract_articles, extractor)
    ledger = Ledger(store, work)
    with WorkerPool(workers) as pool:
        steps = read_steps(_until(stopping, sources), store, pool, reading or Reading())
        for done in _extracted(_chunked(_until(stopping, steps), chunk), store, pool, work):
            changes, failures = ledger.changes(*done)
            counts = changes.counts = counts.plus(changes.counts)
            if changes:
                store.write(changes, at=clock(), run=number)
            on_progress(Progress(counts, failures, sum(step.size for step in done.steps)))
    store.end_run(number, counts, ended=None if stopping() else clock())
    return counts


class _Extracted(NamedTuple):
    """The steps of a chunk, the articles among them in order, and the extraction of those that needed it."""

    steps: list[Step]
    candidates: list[Candidate]
    extracted: "dict[int, tuple[Outcome, pyarrow.Table]]"


def _until(stopping: Callable[[], bool], items: Iterable[T]) -> Iterator[T]:
    return takewhile(lambda _: not stopping(), items)


def _chunked(steps: Iterable[Step], articles: int) -> Iterator[list[Step]]:
    chunk: list[Step] = []
    found = characters = 0
    for step in steps:
        chunk.append(step)
        if step.found:
            found += 1
            characters += len(step.found.article.text)
        if found >= articles or characters >= _CHARACTERS or len(chunk) >= _STEPS:
            yield chunk
            chunk, found, characters = [], 0, 0
    if chunk:
        yield chunk


def _extracted(
    chunks: Iterable[list[Step]], store: Store, pool: WorkerPool, work: Work
) -> Iterator[_Extracted]:
    """Extract the articles of each chunk that the store does not seem to hold."""
    waiting: deque[tuple[list[Step], list[Candidate], list[int]]] = deque()

    def articles() -> Iterator[list[Article]]:
        for steps in chunks:
            candidates = [candidate(step.found) for step in steps if step.found]
            decision = Decision(store, candidates)
            needed = [k for k, c in enumerate(candidates) if decision.needs_records(c.identity)]
            waiting.append((steps, candidates, needed))
            yield [candidates[k].found.article for k in needed]

    for results in pool.map(work, articles(), crashed=extraction_crashed):
        steps, candidates, needed = waiting.popleft()
        yield _Extracted(steps, candidates, dict(zip(needed, each_outcome(results), strict=True)))
