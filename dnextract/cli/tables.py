"""Tables for people to read."""

import os
from collections.abc import Iterable, Mapping
from typing import TextIO

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dnextract.cli.lines import CONTROLS
from dnextract.forms import Row
from dnextract.readable import readable_unit, readable_value
from dnextract.series import Point, signed_value, statement_words

__all__ = ["cell", "console", "print_pairs", "print_points", "print_records"]

_WIDTH = 160  # of a table that goes to a file or pipe
_ARROWS = {"up": "↑", "down": "↓"}


def console(out: TextIO) -> Console:
    """Make a console on `out`: of the terminal's width on a terminal, plain and wide elsewhere."""
    fixed = not out.isatty() and "COLUMNS" not in os.environ
    return Console(file=out, width=_WIDTH if fixed else None, highlight=False)


def print_records(out: TextIO, records: Iterable[tuple[str, Row]]) -> None:
    """Print a readable table of records, each with the name of its source."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    table.add_column("Metric", ratio=5, overflow="fold")
    table.add_column("Value", justify="right", no_wrap=True)
    table.add_column("Unit", ratio=3, overflow="fold")
    table.add_column("Aspect", ratio=2, overflow="fold")
    table.add_column("Period", ratio=2, overflow="fold")
    table.add_column("Place, entity", ratio=2, overflow="fold")
    table.add_column("Source", ratio=2, overflow="fold")
    for source, row in records:
        table.add_row(*map(cell, _cells(source, row)))
    console(out).print(table)


def print_points(out: TextIO, points: Iterable[Point]) -> None:
    """Print a readable table of points, each with its articles and the values that differ."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    table.add_column("Metric", ratio=5, overflow="fold")
    table.add_column("Place, entity", ratio=3, overflow="fold")
    table.add_column("Period", ratio=2, overflow="fold")
    table.add_column("Value", justify="right", no_wrap=True)
    table.add_column("Unit", ratio=2, overflow="fold")
    table.add_column("Aspect", ratio=3, overflow="fold")
    table.add_column("Articles", justify="right", no_wrap=True)
    table.add_column("Agreement", ratio=4, overflow="fold")
    for point in points:
        table.add_row(*map(cell, _point_cells(point)))
    console(out).print(table)


def print_pairs(out: TextIO, pairs: Mapping[str, object]) -> None:
    """Print names and values below each other."""
    table = Table.grid(padding=(0, 2))
    for name, value in pairs.items():
        table.add_row(cell(name), cell(str(value)))
    console(out).print(table)


def _cells(source: str, row: Row) -> Iterable[str]:
    yield ", ".join(filter(None, (row.metric, row.scope)))
    yield readable_value(row)
    yield readable_unit(row)
    aspect = f"{row.aspect} {_ARROWS[row.dir]}" if row.dir else row.aspect
    yield aspect if row.status == "actual" else f"{aspect}, {row.status}"
    yield row.period_norm or row.period or ""
    yield ", ".join(filter(None, (row.place, row.entity)))
    yield source


def _point_cells(point: Point) -> Iterable[str]:
    row = point.stated.row
    yield ", ".join(filter(None, (row.metric or row.item, row.scope)))
    yield ", ".join(filter(None, (row.place, row.entity)))
    yield row.period_norm or ""
    yield signed_value(row)
    yield readable_unit(row)
    aspect = ", ".join(filter(None, (row.aspect, row.of and f"of {row.of}")))
    aspect += f" against {row.baseline_norm}" if row.baseline_norm else ""
    yield aspect if row.status == "actual" else f"{aspect}, {row.status}"
    yield str(len(point.stated.articles))
    yield ": ".join((point.agreement, "; ".join(map(statement_words, point.others)))) if point.others else ""


def cell(text: str, style: str = "") -> Text:
    """Make a cell of any words: no markup, no line break, no escape sequence that a terminal would obey."""
    return Text(CONTROLS.sub(" ", text), style)
