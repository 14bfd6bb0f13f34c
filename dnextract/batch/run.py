"""A run: inputs read, extracted and stored chunk by chunk, each chunk in one transaction."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from datetime import datetime
from functools import partial
from typing import NamedTuple

from dnextract.batch.engine import Engine, Job
from dnextract.batch.ledger import Ledger
from dnextract.batch.local import LocalEngine
from dnextract.batch.steps import Reading
from dnextract.batch.work import extract_articles
from dnextract.inputs import Failure, Source
from dnextract.pipeline import Extractor, default_extractor
from dnextract.store import Counts, Store

__all__ = ["Progress", "run_batch"]


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
    engine: Engine | None = None,
    reading: Reading | None = None,
    version: str,
    clock: Callable[[], datetime],
    stopping: Callable[[], bool] = lambda: False,
    on_progress: Callable[[Progress], None] = lambda progress: None,
) -> Counts:
    """Extract every article that the store does not hold as it is, and store it.

    A run that is cut off at any moment loses at most what it was working on, and the next one goes on
    there. The result is the same for any `engine`; without one, everything is done in this process.
    `extractor` is called wherever the engine works, and should give the same extractor each time. `clock`
    dates run and failures. When `stopping` says so, what is in work is finished and stored, and the rest is
    left. `on_progress` is told after each chunk.
    """
    number = store.begin_run(version=version, started=clock())
    counts = Counts()
    job = Job(store, partial(extract_articles, extractor), reading or Reading(), stopping)
    ledger = Ledger(store, job.work)
    with closing((engine or LocalEngine()).chunks(sources, job)) as chunks:
        for chunk in chunks:
            changes, failures = ledger.changes(*chunk)
            counts = changes.counts = counts.plus(changes.counts)
            if changes:
                store.write(changes, at=clock(), run=number)
            on_progress(Progress(counts, failures, sum(step.size for step in chunk.steps)))
    store.end_run(number, counts, ended=None if stopping() else clock())
    return counts
