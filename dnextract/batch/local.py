"""The local engine: the processors of this machine."""

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, takewhile
from typing import TypeVar

from dnextract.batch.deciding import Candidate, Decision, candidate
from dnextract.batch.engine import Chunk, Job
from dnextract.batch.steps import Step, read_steps
from dnextract.batch.work import extraction_crashed
from dnextract.corpus import Article
from dnextract.inputs import Failure, Source
from dnextract.parallel import WorkerPool

__all__ = ["LocalEngine"]

T = TypeVar("T")

_ARTICLES = 100  # of a chunk
_STEPS, _CHARACTERS = 1_000, 2_000_000  # of a chunk, at most


@dataclass(frozen=True, slots=True)
class LocalEngine:
    """Works in `workers` processes, or with none of them in this one; `articles` go into a chunk.

    What ends a worker, such as a lack of memory, costs the article it worked on; what ends this process
    ends the run.
    """

    workers: int = 0
    articles: int = _ARTICLES

    def chunks(self, sources: Iterable[Source | Failure], job: Job) -> Generator[Chunk]:
        """Read and extract the inputs, see `Engine`."""
        with WorkerPool(self.workers) as pool:
            steps = read_steps(_until(job.stopping, sources), job.store, pool, job.reading)
            yield from _extracted(_chunked(_until(job.stopping, steps), self.articles), pool, job)


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


def _extracted(chunks: Iterable[list[Step]], pool: WorkerPool, job: Job) -> Iterator[Chunk]:
    """Extract the articles of each chunk that the store does not seem to hold."""
    waiting: deque[tuple[list[Step], list[Candidate], list[int]]] = deque()

    def articles() -> Iterator[list[Article]]:
        for steps in chunks:
            candidates = [candidate(step.found) for step in steps if step.found]
            decision = Decision(job.store, candidates)
            needed = [k for k, c in enumerate(candidates) if decision.needs_records(c.identity)]
            waiting.append((steps, candidates, needed))
            yield [candidates[k].found.article for k in needed]

    for results in pool.map(job.work, articles(), crashed=extraction_crashed):
        steps, candidates, needed = waiting.popleft()
        yield Chunk(steps, candidates, dict(zip(needed, chain(*results), strict=True)))
