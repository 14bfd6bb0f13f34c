"""What to draw of points over time: one measure, its lines, and the articles behind them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from dnextract.forms import Row
from dnextract.series.agreement import in_unit_of
from dnextract.series.merging import Point, Statement
from dnextract.series.tables import signed_value
from dnextract.store import A_YEAR_BEFORE, Article

__all__ = ["Chart", "Differing", "Drawn", "LineKey", "choose_lines"]

_LINES = 8  # more cannot be told apart
_LENGTHS = {1: "tháng", 3: "quý", 6: "nửa năm", 12: "năm"}
_SINCE_JANUARY, _SO_FAR = "lũy kế từ đầu năm", "lũy kế"  # what adds up
_DAY = timedelta(days=1)


class LineKey(NamedTuple):
    """What the points of one line have in common, in words; figures of a month and a year are on two."""

    place: str | None
    entity: str | None
    length: str
    against: str | None


class Differing(NamedTuple):
    """A value that differs from the one drawn, in the unit of the chart."""

    height: Decimal
    label: str
    articles: tuple[Article, ...]


class Drawn(NamedTuple):
    """A point as it is drawn: its days, its value in the unit of the chart, and what is said otherwise.

    `at` is where it is marked: the middle of its days, or their end for a figure that adds up. A bound stands
    at its number, a range from `low` to `high`; what fell is below zero.
    """

    first: date
    last: date
    at: date
    low: Decimal
    high: Decimal
    label: str
    status: str
    articles: tuple[Article, ...]
    others: tuple[Differing, ...]

    @property
    def height(self) -> Decimal:
        """Give the middle of the range, or the value."""
        return (self.low + self.high) / 2


class Chart(NamedTuple):
    """Lines in order of time, in the unit of `model`, and how many points are on none, by why."""

    lines: Mapping[LineKey, Sequence[Drawn]]
    model: Row
    left_out: Mapping[str, int]


def choose_lines(points: Iterable[Point]) -> Chart:
    """Choose what fits on one axis: what most points measure, and its longest lines.

    A level counts twice, for it is what an indicator is, and a change what it did.

    Raises `ValueError` without points.
    """
    given = list(points)
    if not given:
        raise ValueError("no points to draw")
    counts = Counter(map(_measure, given))
    measure = min(counts, key=lambda key: (-counts[key] * (2 if key[0] == "level" else 1), key))
    chosen = [point for point in given if _measure(point) == measure]
    model = chosen[0].stated.row
    lines: dict[LineKey, list[Drawn]] = {}
    names: dict[str | None, str | None] = {None: None}
    for point in chosen:
        lines.setdefault(_line_key(point, names), []).append(_drawn(point, model))
    longest = sorted(lines.items(), key=lambda item: (-len(item[1]), tuple(map(str, item[0]))))[:_LINES]
    drawn = sum(len(line) for _, line in longest)
    left_out = {
        "another aspect, unit or scope": len(given) - len(chosen),
        f"more than {_LINES} lines": len(chosen) - drawn,
    }
    return Chart(
        {key: sorted(line, key=lambda drawn: (drawn.at, drawn.status)) for key, line in longest},
        model,
        {why: number for why, number in left_out.items() if number},
    )


def _measure(point: Point) -> tuple[str, ...]:
    key = point.key
    return key.aspect, key.of or "", key.scope or "", key.dimension


def _line_key(point: Point, names: dict[str | None, str | None]) -> LineKey:
    """Give the line of a point; `names` keeps how places and owners were written first."""
    row, key = point.stated.row, point.key
    place = names.setdefault(key.place, row.place)
    entity = names.setdefault(key.entity, row.entity_id or row.entity)
    return LineKey(place, entity, _length(row), _against(point))


def _length(row: Row) -> str:
    """Say how long a period is; what adds up from January is one kind, however far it has come."""
    start, end = row.period_start, row.period_end
    if start is not None and start == end:
        return "ngày"
    months = _months(start, end)
    if months in _LENGTHS:
        return _LENGTHS[months]
    if start is not None and (start.month, start.day) == (1, 1) and (end is None or end.year == start.year):
        return _SINCE_JANUARY
    if start is None or end is None:
        return _SO_FAR
    return f"{months // 12} năm" if months and months % 12 == 0 else "kỳ khác"


def _months(start: date | None, end: date | None) -> int | None:
    """Count the months of a period of whole ones."""
    if start is None or end is None:
        return None
    after = end + _DAY
    whole = start.day == after.day == 1
    return 12 * (after.year - start.year) + after.month - start.month if whole else None


def _against(point: Point) -> str | None:
    row = point.stated.row
    if row.aspect != "change":
        return None
    if point.key.baseline is None:
        return "không nêu mốc so sánh"
    if point.key.baseline == A_YEAR_BEFORE:
        return "so với cùng kỳ năm trước"
    last = row.baseline_end and row.baseline_end + _DAY
    return "so với kỳ trước" if last and last == row.period_start else "so với mốc khác"


def _drawn(point: Point, model: Row) -> Drawn:
    row = in_unit_of(point.stated.row, model)
    low, high = _ends(row)
    first, last = _days(point)
    others = tuple(_differing(other, model) for other in point.others)
    adds_up = _length(row) in (_SINCE_JANUARY, _SO_FAR)
    at = last if adds_up else first + (last - first) / 2
    return Drawn(first, last, at, low, high, signed_value(row), row.status, point.stated.articles, others)


def _differing(other: Statement, model: Row) -> Differing:
    row = in_unit_of(other.row, model)
    low, high = _ends(row)
    return Differing((low + high) / 2, signed_value(row), other.articles)


def _days(point: Point) -> tuple[date, date]:
    """Give the days of a point; a period without an end lasts until the article came out."""
    start, end = point.stated.row.period_start, point.stated.row.period_end
    published = point.stated.articles[0].published
    known = [day for day in (start, end or published) if day is not None]
    return min(known), max(known)


def _ends(row: Row) -> tuple[Decimal, Decimal]:
    ends = [value for value in (row.lo, row.hi) if value is not None]
    if row.dir == "down":
        ends = [-value for value in ends]
    return min(ends), max(ends)
