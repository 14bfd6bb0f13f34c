"""`dnextract export`: the records of a store as a file for other programs."""

import sys
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dnextract.cli.extract import open_output
from dnextract.forms import plain, write_csv, write_jsonl

if TYPE_CHECKING:
    from dnextract.exporting import Written
    from dnextract.sdmx import LeftOut
    from dnextract.store import Store

__all__ = ["export", "form_by_suffix", "say_written"]


class Format(StrEnum):
    """Output formats of `export`."""

    table = "table"
    csv = "csv"
    jsonl = "jsonl"
    parquet = "parquet"
    xlsx = "xlsx"
    sdmx_csv = "sdmx-csv"


_BINARY = (Format.parquet, Format.xlsx)


def export(
    *,
    db: Annotated[Path, typer.Option(exists=True, dir_okay=False, help="The store.")],
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write here.")] = None,
    format: Annotated[
        Format | None,
        typer.Option(help="Default: what the output's suffix says; else table on a terminal, csv elsewhere."),
    ] = None,
) -> None:
    """Write the records of a store, each with its article: for a spreadsheet, a data frame or a database."""
    from dnextract.store import open_store

    form = format or Format(form_by_suffix(output))
    if output is None and form in _BINARY:
        raise typer.BadParameter(f"{form} is no text; name a file with -o")
    with open_store(db, read_only=True) as store:
        if output is not None and form in _BINARY:
            _write_binary(store, form, output)
        else:
            _write_text(store, form, output)


def _write_binary(store: "Store", form: Format, output: Path) -> None:
    from dnextract.exporting import COLUMNS, write_xlsx

    names = [column.name for column in COLUMNS]
    if form is Format.parquet:
        store.write_parquet(output, names)
    else:
        say_written(output, write_xlsx(output, COLUMNS, store.table(names)))


def say_written(output: Path, written: "Written") -> None:
    """Say on standard error what a workbook does not take as it is."""
    if written.sheets > 1:
        line = f"{written.rows} rows are more than a sheet takes; they fill {written.sheets} sheets"
        typer.echo(f"dnextract: {output}: {line}", err=True)
    if written.cut:
        line = f"{written.cut} texts are longer than a cell takes and end in …; other formats have them whole"
        typer.echo(f"dnextract: {output}: {line}", err=True)


def _write_text(store: "Store", form: Format, output: Path | None) -> None:
    from dnextract.exporting import COLUMNS

    names = [column.name for column in COLUMNS]
    with open_output(output, csv=form is Format.csv) as out:
        match form:
            case Format.table:
                from dnextract.cli.tables import print_records

                found = groupby(store.observations(), key=lambda o: o.source or o.doc)
                print_records(out, ((source, (o.row for o in group)) for source, group in found))
            case Format.sdmx_csv:
                from dnextract.sdmx import write_sdmx_csv

                _say_left_out(write_sdmx_csv(out, store), store.totals()[1])
            case Format.csv:
                write_csv(out, names, store.table(names))
            case _:
                write_jsonl(out, (plain(dict(zip(names, row, strict=True))) for row in store.table(names)))


def _say_left_out(left_out: "LeftOut", records: int) -> None:
    why = {
        "say what they measure in no words": left_out.subject,
        "measure what the catalogue does not have": left_out.indicator,
        "have no period": left_out.period,
        "have a period without an end and no day of publication": left_out.end,
        "have a value too large for the store": left_out.value,
    }
    if sum(left_out):
        parts = ", ".join(f"{count} {words}" for words, count in why.items() if count)
        typer.echo(
            f"dnextract: {sum(left_out)} of {records} records are in no observation: {parts}", err=True
        )


def form_by_suffix(output: Path | None) -> str:
    """Give the form of a file by its suffix; without a file a table on a terminal, else CSV."""
    if output is None:
        return "table" if sys.stdout.isatty() else "csv"
    suffix = output.suffix.removeprefix(".").lower()
    if suffix not in ("csv", "jsonl", "parquet", "xlsx"):
        raise typer.BadParameter(
            f"{output}: give --format, or one of the suffixes .csv .jsonl .parquet .xlsx"
        )
    return suffix
