"""`dnextract view`: a page of texts with their figures marked, beside tables of their records."""

import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from dnextract.cli.extract import open_output, parse_date, read_documents

__all__ = ["view"]


def view(
    files: Annotated[
        list[Path], typer.Argument(help="Text or HTML files; - is standard input.", metavar="FILE|-")
    ],
    *,
    published: Annotated[
        date | None,
        typer.Option(parser=parse_date, metavar="DATE", help="When the text was published: 2024-10-08."),
    ] = None,
    place: Annotated[str | None, typer.Option(help="The area the text is about, such as Đà Nẵng.")] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="OUT", help="Write the page here: report.html.")
    ] = None,
) -> None:
    """Make a page of the texts with their figures marked, beside tables of their records.

    Several files make one page with an index. It is one file that needs no network; open it in a browser.
    """
    if output is None and sys.stdout.isatty():
        raise typer.BadParameter("a page is not for the terminal; name a file: -o report.html")
    from dnextract.report import page, records_sheet

    failed: list[str] = []
    sheets = [
        records_sheet(
            article.id,
            document.text,
            document.records,
            title=article.title,
            published=document.published,
            place=document.place,
            source=article.source,
            url=article.url,
        )
        for article, document in read_documents(files, published, place, failed)
    ]
    if sheets:
        title = sheets[0].heading if len(sheets) == 1 else f"{len(sheets)} articles"
        made = page(sheets, title=title)
        with open_output(output) as out:
            out.write(made)
    if failed:
        raise typer.Exit(1)
