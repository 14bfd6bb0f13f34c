"""`dnextract extract`: the records of files or of standard input."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TextIO

import typer

from dnextract.cli.lines import one_line
from dnextract.corpus import Article
from dnextract.document import Document
from dnextract.errors import DnextractError
from dnextract.forms import CSV_ENCODING, Row, write_csv, write_json, write_jsonl

__all__ = ["extract", "open_output", "parse_date", "read_documents"]


class Format(StrEnum):
    """Output formats of `extract`."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"
    gold = "gold"


def parse_date(text: str) -> date:
    """Read the value of an option that is a date; what is none is wrong usage."""
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no date; write it as 2024-10-08") from None


def extract(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Text or HTML files; - is standard input.", metavar="FILE|-")
    ] = None,
    *,
    format: Annotated[
        Format | None,
        typer.Option(help="Default: table on a terminal, what the output's suffix says, else jsonl."),
    ] = None,
    published: Annotated[
        date | None,
        typer.Option(parser=parse_date, metavar="DATE", help="When the text was published: 2024-10-08."),
    ] = None,
    place: Annotated[str | None, typer.Option(help="The area the text is about, such as Đà Nẵng.")] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write here.")] = None,
) -> None:
    """Print the records of text or HTML files, or of standard input."""
    if not files and sys.stdin.isatty():
        raise typer.BadParameter("give files, or - to type the text")
    failed: list[str] = []
    read = read_documents(files or [Path("-")], published, place, failed)
    documents = ((article.id, document) for article, document in read)
    form = format or _default_format(output)
    with open_output(output, csv=form is Format.csv) as out:
        _write(out, form, documents)
    if failed:
        raise typer.Exit(1)


def read_documents(
    files: Iterable[Path], published: date | None, place: str | None, failed: list[str]
) -> Iterator[tuple[Article, Document]]:
    """Give each input and its records; what cannot be read is named on standard error and in `failed`."""
    from dnextract.inputs import read_article, read_stream
    from dnextract.pipeline import Extractor

    extractor = Extractor()
    for path in files:
        try:
            article = read_stream(sys.stdin.buffer) if str(path) == "-" else read_article(path)
        except DnextractError as error:
            typer.echo(one_line(f"dnextract: {error}"), err=True)
            failed.append(str(path))
            continue
        document = extractor.extract(
            article.text, published=published or article.published, place=place or article.place
        )
        yield article, document


@contextmanager
def open_output(path: Path | None, *, csv: bool = False) -> Iterator[TextIO]:
    """Open a UTF-8 file for writing, or give standard output where there is no path.

    A CSV file opens with the mark that a spreadsheet needs to read it as UTF-8.
    """
    if path is None:
        yield sys.stdout
        return
    with path.open("w", encoding=CSV_ENCODING if csv else "utf-8", newline="") as out:
        yield out


def _default_format(output: Path | None) -> Format:
    if output is None:
        return Format.table if sys.stdout.isatty() else Format.jsonl
    suffix = output.suffix.removeprefix(".").lower()
    return Format(suffix) if suffix in ("json", "csv") else Format.jsonl


def _write(out: TextIO, form: Format, documents: Iterator[tuple[str, Document]]) -> None:
    match form:
        case Format.table:
            from dnextract.cli.tables import print_records

            print_records(out, ((doc, document.rows()) for doc, document in documents))
        case Format.csv:
            rows = ((doc, *row) for doc, document in documents for row in document.rows())
            write_csv(out, ("doc", *Row._fields), rows)
        case Format.gold:
            write_jsonl(out, (row for doc, document in documents for row in document.gold_rows(doc)))
        case _:
            cells = ({"doc": doc, **cell} for doc, document in documents for cell in document.to_dicts())
            (write_json if form is Format.json else write_jsonl)(out, cells)
