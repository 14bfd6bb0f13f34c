"""A table of points for people to read."""

from collections.abc import Iterable, Sequence
from typing import TextIO

from rich import box
from rich.table import Table

from dnextract.cli.tables import cell, console
from dnextract.linking.lookup import find_indicator
from dnextract.readable import readable_unit
from dnextract.series import Point, signed_value, statement_words

__all__ = ["print_points"]

_OF_SERIES = 3  # the first columns: what the points of a series have in common


def print_points(out: TextIO, points: Iterable[Point]) -> None:
    """Print a table of points, series by series, with what disagrees."""
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, collapse_padding=True)
    table.add_column("Metric", ratio=5, overflow="fold")
    table.add_column("Place, entity", ratio=3, overflow="fold")
    table.add_column("Aspect", ratio=4, overflow="fold")
    table.add_column("Period", width=16, overflow="fold")
    table.add_column("Value", justify="right", no_wrap=True)
    table.add_column("Unit", ratio=2, overflow="fold")
    table.add_column("Articles", justify="right", no_wrap=True)
    table.add_column("Agreement", ratio=5, overflow="fold")
    before: Sequence[str] = ()
    for point in points:
        cells = [*_cells(point)]
        table.add_row(*map(cell, _without_repeats(cells, before)))
        before = cells
    console(out).print(table)


def _without_repeats(cells: Sequence[str], before: Sequence[str]) -> Iterable[str]:
    """Leave out what the row before has said of the series."""
    same = 0
    while same < min(_OF_SERIES, len(before)) and cells[same] == before[same]:
        same += 1
    return ("" if k < same else words for k, words in enumerate(cells))


def _cells(point: Point) -> Iterable[str]:
    row = point.stated.row
    indicator = find_indicator(row.indicator) if row.indicator else None
    yield ", ".join(filter(None, (indicator.name if indicator else row.metric or row.item, row.scope)))
    yield ", ".join(filter(None, (row.place, row.entity_id or row.entity)))
    against = f"vs {point.key.baseline}" if point.key.baseline else ""
    whole = " ".join(filter(None, (row.aspect, row.of and f"of {row.of}")))
    yield ", ".join(filter(None, (whole, against, "" if row.status == "actual" else row.status)))
    yield row.period_norm or ""
    yield signed_value(row)
    yield readable_unit(row)
    yield str(len(point.stated.articles))
    yield ": ".join((point.agreement, "; ".join(map(statement_words, point.others)))) if point.others else ""
