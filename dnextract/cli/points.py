"""A table of points for people to read."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO

from rich import box
from rich.table import Table

from dnextract.cli.tables import cell, console
from dnextract.linking.lookup import find_indicator
from dnextract.readable import readable_unit
from dnextract.series import Point, signed_value, statement_words

__all__ = ["print_points"]

_WIDE_FROM = 120  # characters; from here on what a series is about has three columns
_OF_SERIES = 3  # the first cells: what the points of a series have in common


def print_points(out: TextIO, points: Iterable[Point]) -> None:
    """Print a table of points, series by series, with what disagrees."""
    screen = console(out)
    wide = screen.width >= _WIDE_FROM
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, collapse_padding=True)
    for header, ratio in (("Metric", 5), ("Place, entity", 3), ("Aspect", 4)) if wide else (("Series", 4),):
        table.add_column(header, ratio=ratio, overflow="fold")
    table.add_column("Period", width=16, overflow="fold")
    table.add_column("Value", justify="right", no_wrap=True)
    table.add_column("Unit", ratio=2, overflow="fold")
    table.add_column("Articles" if wide else "Art.", justify="right", no_wrap=True)
    table.add_column("Agreement", ratio=5 if wide else 3, overflow="fold")
    for series, said in _new_alone(map(_Cells().of, points)):
        about = series if wide else [", ".join(filter(None, series))]
        table.add_row(*map(cell, (*about, *said)))
    screen.print(table)


class _Cells:
    """Makes the cells of points, each name in the words that it had first."""

    def __init__(self) -> None:
        self._names: dict[tuple[str, str | None], str] = {}

    def of(self, point: Point) -> Sequence[str]:
        """Give what the series is about in three cells, then what is said at this time."""
        row, key = point.stated.row, point.key
        indicator = find_indicator(key.indicator) if key.indicator else None
        metric = indicator.name if indicator else self._first("metric", key.metric, row.metric or row.item)
        scope = self._first("scope", key.scope, row.scope)
        place = self._first("place", key.place, row.place)
        entity = self._first("entity", key.entity, row.entity_id or row.entity)
        against = f"vs {key.baseline}" if key.baseline else ""
        whole = f"{row.aspect} of {self._first('of', key.of, row.of)}" if row.of else row.aspect
        status = "" if row.status == "actual" else row.status
        others = "; ".join(map(statement_words, point.others))
        return (
            ", ".join(filter(None, (metric, scope))),
            ", ".join(filter(None, (place, entity))),
            ", ".join(filter(None, (whole, against, status))),
            row.period_norm or "",
            signed_value(row),
            readable_unit(row),
            str(len(point.stated.articles)),
            f"{point.agreement}: {others}" if others else "",
        )

    def _first(self, field: str, key: str | None, words: str | None) -> str:
        return self._names.setdefault((field, key), words or "")


def _new_alone(rows: Iterable[Sequence[str]]) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """Split rows in what a series is about and the rest; of the first only what the row before has not."""
    before: Sequence[str] = ()
    for cells in rows:
        series = cells[:_OF_SERIES]
        same = 0
        while same < len(before) and series[same] == before[same]:
            same += 1
        yield ("",) * same + tuple(series[same:]), cells[_OF_SERIES:]
        before = series
