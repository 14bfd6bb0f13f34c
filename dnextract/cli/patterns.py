"""`dnextract patterns check`: are the pattern files right?"""

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["patterns"]

patterns = typer.Typer(help="Work on pattern files.", no_args_is_help=True, rich_markup_mode=None)


@patterns.callback()
def _patterns() -> None:
    # A callback keeps `check` a command of its own while it is the only one.
    pass


@patterns.command()
def check(
    files: Annotated[
        list[Path] | None,
        typer.Argument(exists=True, help="Pattern files or folders of your own, checked with the library's."),
    ] = None,
) -> None:
    """Check every pattern file and run the examples in it."""
    from dnextract.checking import check_patterns

    problems = check_patterns(tuple(files or ()))
    for problem in problems:
        typer.echo(problem, err=True)
    if problems:
        typer.echo(f"dnextract: {len(problems)} problems in the pattern files", err=True)
        raise typer.Exit(1)
    typer.echo("The pattern files are right, and so are their examples.")
