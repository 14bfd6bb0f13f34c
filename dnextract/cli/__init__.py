"""The command line: arguments, printing and exit status; the work is done by the library.

Exit status: 0 done; 1 done, but some inputs failed or the work could not be done; 2 wrong usage.
"""

import io
import logging
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from dnextract import __version__
from dnextract.cli.batch import batch
from dnextract.cli.evaluate import evaluate
from dnextract.cli.explain import explain
from dnextract.cli.export import export
from dnextract.cli.extract import extract
from dnextract.cli.patterns import patterns
from dnextract.cli.series import series
from dnextract.cli.train import train
from dnextract.cli.view import view
from dnextract.errors import DnextractError

__all__ = ["app", "main"]

app = typer.Typer(
    name="dnextract",
    help="Turn Vietnamese press text into statistics: each figure with what it measures, when, where, whose.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command()(extract)
app.command()(explain)
app.command()(view)
app.command()(batch)
app.command()(export)
app.command()(series)
app.command()(evaluate)
app.command()(train)
app.add_typer(patterns, name="patterns")


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"dnextract {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit."),
    ] = False,
) -> None:
    # These report pages they give up on; the command reports them itself, in one line each.
    for name in ("trafilatura", "htmldate", "courlan"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with its status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # Vietnamese also where the locale is not UTF-8
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="")
    try:
        app(arguments, prog_name="dnextract")
    except DnextractError as error:
        typer.echo(f"dnextract: {error}", err=True)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        typer.echo(f"dnextract: {where}{error.strerror or error}", err=True)
    sys.exit(1)
