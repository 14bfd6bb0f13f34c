"""The engine for many machines: Ray Data reads and extracts on a cluster, this process writes the store."""

import logging
import os
import socket
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import chain, count, groupby, islice, takewhile
from typing import TYPE_CHECKING

from dnextract.batch.deciding import candidate
from dnextract.batch.engine import Chunk, Job
from dnextract.batch.ledger import Work
from dnextract.batch.rows import read_extraction, read_row, with_extraction, write_rows
from dnextract.batch.steps import (
    File,
    Reading,
    Step,
    changed_files,
    chunked_files,
    file_step,
    is_table,
    table_steps,
)
from dnextract.batch.work import extraction_crashed, read_files, reading_crashed
from dnextract.errors import ClusterError, MissingExtraError
from dnextract.inputs import Failure, Source, location
from dnextract.parallel import WorkerPool

if TYPE_CHECKING:
    import pyarrow

__all__ = ["RayEngine"]

_WAVE = 1_000  # groups of files that one dataset is made of
_ROWS = 100  # of a table, that are read at a time
_BLOCK = 1 << 20  # bytes of the rows that are extracted at a time, and stored in one transaction
# A half of a processor is asked for by each actor, though it will use a whole one: what is left is for
# reading tables, and for the actors of a node that dies to start again on the nodes that are left.
_SHARE = 0.5
_READERS = 8  # actors that one reader of tables keeps busy
_PATIENCE = 10  # seconds


@dataclass(frozen=True, slots=True)
class RayEngine:
    """Works on a Ray cluster, in `workers` actors or one for each of its processors.

    `address` is that of a running cluster; without it, the one that the environment names or that runs on
    this machine is taken, else one is started for the run. All nodes must have the library and see the
    inputs under the same paths. What ends a node is done again on another.

    Raises `MissingExtraError` without ray, `ClusterError` where there is no cluster or it fails.
    """

    address: str | None = None
    workers: int | None = None

    def chunks(self, sources: Iterable[Source | Failure], job: Job) -> Generator[Chunk]:
        """Read and extract the inputs, see `Engine`."""
        wanted = takewhile(lambda _: not job.stopping(), sources)
        groups = _groups(changed_files(wanted, job.store, job.reading))
        with _connected(self.address):
            while wave := list(islice(groups, _WAVE)):
                yield from _extracted(wave, job, self.workers)


def _groups(files: Iterator[File | Step]) -> Iterator[list[File | Step]]:
    """Put together what is read at a time: a table alone, files of one article with what stands between."""
    for tables, items in groupby(files, is_table):
        if tables:
            yield from ([table] for table in items)
        else:
            yield from chunked_files(items)


@contextmanager
def _connected(address: str | None) -> Iterator[None]:
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # a cluster started here reports to nobody
    try:
        import ray.data
    except ModuleNotFoundError:
        raise MissingExtraError("ray", "ray") from None
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    ours = not ray.is_initialized()
    try:
        if ours:
            _check_answer(address)
            ray.init(address=address, log_to_driver=False, logging_level=logging.ERROR)
        yield
    except (ConnectionError, ray.exceptions.RayError) as error:
        where = address or "the Ray cluster"
        raise ClusterError(f"{where}: {' '.join(str(error).split())}") from error
    finally:
        if ours:
            ray.shutdown()


def _check_answer(address: str | None) -> None:
    """Raise `ClusterError` where nothing answers at an address, for which Ray itself would wait minutes."""
    host, _, port = (address or "").removeprefix("ray://").rpartition(":")
    if not port.isdigit():
        return
    try:
        socket.create_connection((host, int(port)), _PATIENCE).close()
    except (OSError, OverflowError) as error:
        raise ClusterError(f"{address}: no Ray cluster answers there: {error}") from None


def _extracted(wave: list[list[File | Step]], job: Job, workers: int | None) -> Iterator[Chunk]:
    """Read and extract groups of files; what needs no reading comes between the files as it stood."""
    items = list(chain.from_iterable(wave))
    numbers = count()
    numbered = [[(next(numbers), item) for item in group] for group in wave]
    to_read = [[(k, _anywhere(item)) for k, item in group if isinstance(item, File)] for group in numbered]
    given = 0
    for rows in _worked_on([write_rows(group) for group in to_read if group], job, workers):
        steps = []
        for number, step in map(read_row, rows.drop_columns(["outcome"]).to_pylist()):
            file = items[number]
            assert isinstance(step, Step)
            assert isinstance(file, File)
            steps += [*_steps_among(items[given:number]), _as_called_here(step, file.source.name)]
            given = number
        candidates = [candidate(step.found) for step in steps if step.found]
        yield Chunk(steps, candidates, dict(enumerate(read_extraction(rows))))
        if job.stopping():
            return
    yield Chunk(_steps_among(items[given:]), [], {})


def _anywhere(file: File) -> File:
    """Call a file by its absolute path, for a worker has a working folder of its own."""
    source = file.source
    return file._replace(source=source._replace(path=source.path.absolute(), name=location(source.name)))


def _as_called_here(step: Step, name: str) -> Step:
    found, failure = step.found, step.failure
    return step._replace(
        source=name,
        found=found and found._replace(source=name),
        failure=failure and failure._replace(source=name),
    )


def _steps_among(items: Iterable[File | Step]) -> list[Step]:
    return [item for item in items if isinstance(item, Step)]


def _worked_on(groups: "list[pyarrow.Table]", job: Job, workers: int | None) -> "Iterator[pyarrow.Table]":
    """Let the cluster read and extract, and give what comes of it block by block, in order."""
    import ray
    from ray.data import ActorPoolStrategy, DataContext, TaskPoolStrategy

    if not groups:
        return
    context = DataContext.get_current().copy()
    context.target_max_block_size = _BLOCK
    context.execution_options.preserve_order = True
    context.enable_progress_bars = False
    actors = workers or max(1, int(ray.cluster_resources().get("CPU", 1)))
    with DataContext.current(context):
        dataset = (
            ray.data.from_arrow(groups)
            .map_batches(
                _read_tables,
                fn_kwargs={"reading": job.reading},
                batch_format="pyarrow",
                num_cpus=_SHARE / 2,
                compute=TaskPoolStrategy(size=1 + actors // _READERS),
            )
            .map_batches(
                _Extraction,
                fn_constructor_kwargs={"work": job.work, "limit": job.reading.limit},
                batch_format="pyarrow",
                num_cpus=_SHARE,
                compute=ActorPoolStrategy(size=actors),
            )
        )
    yield from dataset.iter_batches(batch_size=None, batch_format="pyarrow")


def _read_tables(rows: "pyarrow.Table", reading: Reading) -> "Iterator[pyarrow.Table]":
    """Read the rows of a table; files of one article are read where they are extracted."""
    number, file = read_row(rows.slice(0, 1).to_pylist()[0])
    if not (isinstance(file, File) and is_table(file)):
        yield rows
        return
    steps = table_steps(file, reading)
    while some := list(islice(steps, _ROWS)):
        yield write_rows((number, step) for step in some)


class _Extraction:
    """An actor: reads files and extracts articles, in a process whose death costs one article alone."""

    def __init__(self, work: Work, limit: int) -> None:
        self._work = work
        self._read = partial(read_files, limit)
        self._pool = WorkerPool(1)

    def __call__(self, rows: "pyarrow.Table") -> "pyarrow.Table":
        items = [read_row(cells) for cells in rows.to_pylist()]
        files = [item.source for _, item in items if isinstance(item, File)]
        read = chain.from_iterable(chain(*self._pool.map(self._read, [files], crashed=reading_crashed)))
        steps = [(k, file_step(item, next(read)) if isinstance(item, File) else item) for k, item in items]
        articles = [step.found.article for _, step in steps if step.found]
        outcomes = chain(*chain(*self._pool.map(self._work, [articles], crashed=extraction_crashed)))
        return with_extraction(write_rows(steps), outcomes)
