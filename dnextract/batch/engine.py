"""What an engine is asked for: the articles of all inputs, extracted, chunk by chunk in their order."""

from collections.abc import Callable, Generator, Iterable
from typing import NamedTuple, Protocol

from dnextract.batch.deciding import Candidate
from dnextract.batch.ledger import Work
from dnextract.batch.steps import Reading, Step
from dnextract.batch.work import Outcome
from dnextract.inputs import Failure, Source
from dnextract.store import Store

__all__ = ["Chunk", "Engine", "Job"]


class Chunk(NamedTuple):
    """Some steps, the articles among them in order, and the extraction of those that needed it, by number."""

    steps: list[Step]
    candidates: list[Candidate]
    extracted: dict[int, Outcome]


class Job(NamedTuple):
    """What the chunks of a run are made with; `store` says what is known already."""

    store: Store
    work: Work
    reading: Reading
    stopping: Callable[[], bool]


class Engine(Protocol):
    """Where and in how many processes inputs are read and extracted; the result is the same for all."""

    def chunks(self, sources: Iterable[Source | Failure], job: Job) -> Generator[Chunk]:
        """Read and extract the inputs; each chunk is written to the store before the next is asked for.

        When the job is stopping, no more is begun.
        """
        ...
