"""`dnextract batch` and `dnextract export`: articles into a store, records out of it."""

import sys
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dnextract import __version__
from dnextract.cli.extract import open_output
from dnextract.forms import Row, plain, write_csv, write_jsonl

__all__ = ["batch", "export"]


class Format(StrEnum):
    """Output formats of `export`."""

    table = "table"
    csv = "csv"
    jsonl = "jsonl"
    parquet = "parquet"


def _now() -> datetime:
    """Give the time in UTC, without zone, as the store keeps it."""
    return datetime.now(UTC).replace(tzinfo=None)


def batch(
    inputs: Annotated[
        list[Path],
        typer.Argument(metavar="INPUT", help="Text and HTML files, folders of them, corpus folders."),
    ],
    *,
    db: Annotated[Path, typer.Option(dir_okay=False, help="The store, made if it is not there.")] = Path(
        "metrics.duckdb"
    ),
    quiet: Annotated[bool, typer.Option("--quiet", help="Show no progress and no summary.")] = False,
) -> None:
    """Extract articles into a DuckDB file; what it holds already is passed over."""
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    from dnextract.batch import Failure, run_batch
    from dnextract.cli.tables import console, print_pairs
    from dnextract.pipeline import Extractor
    from dnextract.store import Counts, open_store

    db.parent.mkdir(parents=True, exist_ok=True)
    screen = console(sys.stderr)
    progress = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TimeElapsedColumn(),
        console=screen,
        transient=True,
        disable=quiet or not sys.stderr.isatty(),
    )
    task = progress.add_task("reading", total=None)

    def show(counts: Counts, failure: Failure | None) -> None:
        progress.update(
            task, description=f"{counts.stored} new, {counts.known} known, {counts.failed} failed"
        )
        if failure:
            progress.console.print(
                f"dnextract: {failure.source}: {failure.reason}", markup=False, soft_wrap=True
            )

    try:
        with open_store(db) as store, progress:
            counts = run_batch(inputs, store, Extractor(), version=__version__, clock=_now, on_step=show)
            documents, records = store.totals()
    except KeyboardInterrupt:
        typer.echo(f"dnextract: stopped; {db} keeps what was done, run the same command to go on", err=True)
        raise typer.Exit(130) from None
    if not quiet:
        pairs = {
            "new articles": counts.stored,
            "known articles": counts.known,
            "failed inputs": counts.failed,
            "new records": counts.records,
            "articles in the store": documents,
            "records in the store": records,
            "store": db,
        }
        print_pairs(sys.stdout, pairs)
    if counts.failed:
        raise typer.Exit(1)


def export(
    *,
    db: Annotated[Path, typer.Option(exists=True, dir_okay=False, help="The store.")],
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write here.")] = None,
    format: Annotated[
        Format | None,
        typer.Option(help="Default: what the output's suffix says; else table on a terminal, csv elsewhere."),
    ] = None,
) -> None:
    """Write the records of a store, each with its article."""
    from dnextract.store import Observation, open_store

    form = format or _default_format(output)
    with open_store(db, read_only=True) as store:
        if form is Format.parquet:
            if output is None:
                raise typer.BadParameter("parquet is no text; name a file with -o")
            store.write_parquet(output)
            return
        found = store.observations()
        with open_output(output) as out:
            if form is Format.table:
                from dnextract.cli.tables import print_records

                print_records(out, ((o.source or o.doc, o.row) for o in found))
            elif form is Format.csv:
                header = (*Observation._fields[:-1], *Row._fields)
                write_csv(out, header, ((*o[:-1], *o.row) for o in found))
            else:
                write_jsonl(out, (plain(o.cells()) for o in found))


def _default_format(output: Path | None) -> Format:
    if output is None:
        return Format.table if sys.stdout.isatty() else Format.csv
    suffix = output.suffix.removeprefix(".").lower()
    if suffix not in ("csv", "jsonl", "parquet"):
        raise typer.BadParameter(f"{output}: give --format, or one of the suffixes .csv .jsonl .parquet")
    return Format(suffix)
