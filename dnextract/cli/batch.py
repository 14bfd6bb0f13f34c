"""`dnextract batch`: articles into a store."""

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from threading import Event
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from dnextract import __version__
from dnextract.inputs import (
    DEFAULT_LIMIT,
    Columns,
    Failure,
    Kind,
    Source,
    find_sources,
    input_size,
    standard_input,
)

if TYPE_CHECKING:
    from dnextract.store import Counts

__all__ = ["batch"]

_INTERRUPTED = 130  # the exit status of what an interrupt ended
_STOPPED = "dnextract: stopped; {} keeps what was done, run the same command to go on"
_COLUMN = "The column of a table that holds the {}."


class EngineName(StrEnum):
    """The engines of a run."""

    local = "local"
    ray = "ray"


def batch(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT",
            help="Files (.txt .html .jsonl .csv .parquet, also .gz), folders, corpus folders, globs; "
            "- is standard input.",
        ),
    ],
    *,
    db: Annotated[Path, typer.Option(dir_okay=False, help="The store, made if it is not there.")] = Path(
        "metrics.duckdb"
    ),
    workers: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Processes at work; default: one a processor.")
    ] = None,
    engine: Annotated[
        EngineName,
        typer.Option(
            help="Where articles are read and extracted: on this machine, or on a Ray cluster whose nodes "
            "all see the inputs; the store is written here."
        ),
    ] = EngineName.local,
    address: Annotated[
        str | None,
        typer.Option(
            metavar="HOST:PORT",
            help="The Ray cluster; default: that of RAY_ADDRESS, one that runs here, else one for this run.",
        ),
    ] = None,
    text_column: Annotated[str | None, typer.Option(help=_COLUMN.format("text"))] = None,
    id_column: Annotated[str | None, typer.Option(help=_COLUMN.format("article's id"))] = None,
    published_column: Annotated[str | None, typer.Option(help=_COLUMN.format("date of publication"))] = None,
    place_column: Annotated[str | None, typer.Option(help=_COLUMN.format("area it is about"))] = None,
    title_column: Annotated[str | None, typer.Option(help=_COLUMN.format("title"))] = None,
    source_column: Annotated[str | None, typer.Option(help=_COLUMN.format("newspaper or site"))] = None,
    url_column: Annotated[str | None, typer.Option(help=_COLUMN.format("address"))] = None,
    stdin_format: Annotated[
        Kind | None, typer.Option(help="What standard input holds; default: what it begins like.")
    ] = None,
    max_bytes: Annotated[
        int, typer.Option(min=1, help="The largest article that is read, unpacked.")
    ] = DEFAULT_LIMIT,
    quiet: Annotated[bool, typer.Option("--quiet", help="Show no progress and no summary.")] = False,
) -> None:
    """Extract articles into a DuckDB file; it passes over those it holds and replaces changed ones."""
    from dnextract.batch import LocalEngine, RayEngine, Reading, run_batch
    from dnextract.cli.progress import RunDisplay
    from dnextract.cli.tables import print_pairs
    from dnextract.store import open_store

    if engine is EngineName.local and address is not None:
        raise typer.BadParameter("--address is that of a cluster; add --engine ray")
    if engine is EngineName.ray and "-" in inputs:
        raise typer.BadParameter("a cluster cannot read standard input; give it files that all nodes can see")
    columns = Columns(
        text=text_column,
        id=id_column,
        published=published_column,
        place=place_column,
        title=title_column,
        source=source_column,
        url=url_column,
    )
    db.parent.mkdir(parents=True, exist_ok=True)
    with _standard_input(inputs, stdin_format) as stdin, open_store(db) as store, _stopped(db) as stopped:
        total = input_size(_sources(inputs, stdin)) if not quiet and sys.stderr.isatty() else None
        with RunDisplay(sys.stderr, total) as display:
            counts = run_batch(
                _sources(inputs, stdin),
                store,
                reading=Reading(columns=columns, limit=max_bytes),
                engine=RayEngine(address, workers)
                if engine is EngineName.ray
                else LocalEngine(workers or _processors()),
                version=__version__,
                clock=_now,
                stopping=stopped.is_set,
                on_progress=display.update,
            )
        documents, records = store.totals()
        outdated = store.by_other_versions(__version__)
    if stopped.is_set():
        typer.echo(_STOPPED.format(db), err=True)
    if not quiet:
        pairs = {
            "new articles": counts.new,
            "changed articles": counts.changed,
            "known articles": counts.known,
            "failed inputs": counts.failed,
            "new records": counts.records,
            "articles in the store": documents,
            "records in the store": records,
            "store": db,
        }
        print_pairs(sys.stdout, pairs)
        for line in _remarks(counts, outdated):
            typer.echo(f"dnextract: {line}", err=True)
    if stopped.is_set():
        raise typer.Exit(_INTERRUPTED)
    if counts.failed:
        raise typer.Exit(1)


def _remarks(counts: "Counts", outdated: int) -> Iterator[str]:
    """Say what may surprise in the summary of a run."""
    if not any(counts):
        suffixes = ", ".join(f".{kind}" for kind in Kind)
        yield f"found no article; files are read that end in {suffixes}, also .gz"
    if outdated:
        yield (
            f"{outdated} of the articles were read by another dnextract than {__version__}; "
            "make a new store for its reading of them"
        )


@contextmanager
def _standard_input(inputs: Sequence[str], kind: Kind | None) -> Iterator[Source | None]:
    """Read standard input if it is among the inputs."""
    if "-" not in inputs:
        yield None
        return
    with standard_input(sys.stdin.buffer, kind) as source:
        yield source


def _sources(inputs: Sequence[str], stdin: Source | None) -> Iterator[Source | Failure]:
    for name in inputs:
        if name == "-" and stdin is not None:
            yield stdin
        else:
            yield from find_sources([name])


@contextmanager
def _stopped(db: Path) -> Iterator[Event]:
    """Give an event that the first interrupt sets; the second one ends the program."""
    stopped = Event()

    def interrupt(number: int, frame: FrameType | None) -> None:
        if stopped.is_set():
            raise KeyboardInterrupt
        stopped.set()
        with suppress(OSError):  # not through the stream, in which the interrupt may have come
            os.write(2, b"\ndnextract: finishing what is in work; Ctrl-C again gives that up\n")

    before = signal.signal(signal.SIGINT, interrupt)
    try:
        yield stopped
    except KeyboardInterrupt:
        typer.echo(_STOPPED.format(db), err=True)
        raise typer.Exit(_INTERRUPTED) from None
    finally:
        signal.signal(signal.SIGINT, before)


def _processors() -> int:
    """Count the processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _now() -> datetime:
    """Give the time in UTC, without zone, as the store keeps it."""
    return datetime.now(UTC).replace(tzinfo=None)
