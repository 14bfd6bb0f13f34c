"""Tables for people to read."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TextIO

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dnextract.cli.lines import CONTROLS
from dnextract.forms import Row
from dnextract.readable import readable_amount, readable_unit, readable_value
from dnextract.report.page import UNSURE

__all__ = ["cell", "console", "print_pairs", "print_records"]

_WIDTH = 160  # of a table that goes to a file or pipe
_WIDE_FROM = 120  # characters; from here on unit and aspect have columns of their own
_NARROWEST = 60  # on a screen of fewer characters the lines of a table break
_ARROWS = {"up": "↑", "down": "↓"}


def console(out: TextIO) -> Console:
    """Make a console on `out`: of the terminal's width on a terminal, plain and wide elsewhere."""
    fixed = not out.isatty() and "COLUMNS" not in os.environ
    return Console(file=out, width=_WIDTH if fixed else None, highlight=False)


def print_records(out: TextIO, sources: Iterable[tuple[str, Iterable[Row]]]) -> None:
    """Print a readable table of the records of each source, as they come.

    Every table has the same columns. On a narrow screen unit and aspect share the column of the value.
    """
    screen = console(out)
    width = max(screen.width, _NARROWEST)
    layout = _WIDE if width >= _WIDE_FROM else _NARROW
    for source, rows in sources:
        table = Table(
            box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, collapse_padding=True, width=width
        )
        for header, _, options in layout:
            table.add_column(header, overflow="fold", **options)
        for row in rows:
            table.add_row(*(make_cell(row) for _, make_cell, _ in layout))
        shown = table if table.row_count else Text("no figures", "dim")
        screen.print(cell(source, "bold"), shown, "", sep="\n", crop=False)


def _metric(row: Row) -> Text:
    return cell(", ".join(filter(None, (row.metric, row.scope))) or "–")


def _amount_and_aspect(row: Row) -> Text:
    """Write the value, and below it what it relates to; an arrow alone tells a change."""
    amount = " ".join(filter(None, (readable_amount(row), _ARROWS.get(row.dir or ""))))
    relation = _relation(row, "" if row.aspect in ("level", "change") else row.aspect)
    return Text("\n").join([cell(amount), *(cell(words, "dim") for words in relation)])


def _aspect(row: Row) -> Text:
    return cell(", ".join(_relation(row, f"{row.aspect} {_ARROWS[row.dir]}" if row.dir else row.aspect)))


def _relation(row: Row, aspect: str) -> Sequence[str]:
    """Say what a value relates to, and its status where it is no fact: `change`, `vs 2023`, `estimate`."""
    link = "with" if row.aspect == "comparison" else "of"
    whole = " ".join(filter(None, (aspect, row.of and f"{link} {row.of}")))
    baseline = f"vs {row.baseline_norm}" if row.baseline_norm else ""
    return [*filter(None, (whole, baseline, "" if row.status == "actual" else row.status))]


def _period(row: Row) -> Text:
    return cell(row.period_norm or row.period or "")


def _holder(row: Row) -> Text:
    return cell(", ".join(filter(None, (row.place, row.entity))))


def _confidence(row: Row) -> Text:
    return cell(f"{row.confidence:.0%}", "yellow" if row.confidence < UNSURE else "")


# Columns of records: header, what makes a cell, options of `Table.add_column`. The widths depend on the
# screen alone, so that the tables of a run stand in line.
_Layout = Sequence[tuple[str, Callable[[Row], Text], dict[str, Any]]]
_WIDE: _Layout = (
    ("Metric", _metric, {"ratio": 5}),
    ("Value", lambda row: cell(readable_value(row)), {"width": 15, "justify": "right"}),
    ("Unit", lambda row: cell(readable_unit(row)), {"ratio": 2}),
    ("Aspect", _aspect, {"ratio": 4}),
    ("Period", _period, {"width": 16}),
    ("Place, entity", _holder, {"ratio": 3}),
    ("Conf.", _confidence, {"width": 5, "justify": "right"}),
)
_NARROW: _Layout = (
    ("Metric", _metric, {"ratio": 1}),
    ("Value", _amount_and_aspect, {"ratio": 1}),
    ("Period", _period, {"width": 16}),
    ("Place, entity", _holder, {"width": 13}),
    ("Conf.", _confidence, {"width": 5, "justify": "right"}),
)


def print_pairs(out: TextIO, pairs: Mapping[str, object]) -> None:
    """Print names and values below each other."""
    table = Table.grid(padding=(0, 2))
    for name, value in pairs.items():
        table.add_row(cell(name), cell(str(value)))
    console(out).print(table)


def cell(text: str, style: str = "") -> Text:
    """Make a cell of any words: no markup, no line break, no escape sequence that a terminal would obey."""
    return Text(CONTROLS.sub(" ", text), style)
