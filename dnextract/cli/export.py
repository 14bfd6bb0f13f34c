"""`dnextract export`: the records of a store."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dnextract.cli.extract import open_output
from dnextract.forms import Row, plain, write_csv, write_jsonl

__all__ = ["export"]


class Format(StrEnum):
    """Output formats of `export`."""

    table = "table"
    csv = "csv"
    jsonl = "jsonl"
    parquet = "parquet"


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
