"""Intervals of days and their labels, as the annotation guidelines write them."""

import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final, Literal

__all__ = [
    "Grain",
    "Interval",
    "Unit",
    "interval_of",
    "label_of",
    "month_end",
    "months",
    "shift_months",
    "shift_years",
    "unit_of",
]

Grain = Literal["year", "month", "day"]
Unit = Literal["day", "week", "month", "quarter", "year"]


@dataclass(frozen=True, slots=True)
class Interval:
    """A closed interval of days; `None` is an open end.

    `grain` is the unit an open interval was said in: "từ năm 2017" and "từ đầu năm 2017 đến nay" start on
    the same day and are labelled `2017..` and `2017-01..`. It plays no part in equality.
    """

    start: date | None
    end: date | None
    grain: Grain | None = field(default=None, compare=False)


def month_end(year: int, month: int) -> date:
    """Give the last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def months(year: int, first: int, last: int) -> Interval:
    """Give the interval from one month to another, counted from January of `year` = 1.

    Months outside 1..12 lie in the years around.

    >>> label_of(months(2024, 0, 2))
    '2023-12..2024-02'
    """
    (y1, m1), (y2, m2) = divmod(first - 1, 12), divmod(last - 1, 12)
    return Interval(date(year + y1, m1 + 1, 1), month_end(year + y2, m2 + 1))


def label_of(interval: Interval) -> str:
    """Write an interval as the shortest label of the guidelines.

    >>> label_of(Interval(date(2024, 1, 1), date(2024, 6, 30)))
    '2024-H1'

    Raises `ValueError` for an interval open on both sides or one that ends before it starts.
    """
    start, end = interval.start, interval.end
    if start is None and end is None:
        raise ValueError("an interval without start and end has no label")
    if start is None or end is None:
        return _open_label(start, end, interval.grain)
    if end < start:
        raise ValueError(f"the interval ends on {end}, before it starts on {start}")
    if start == end:
        return start.isoformat()
    if start.day > 1 or end != month_end(end.year, end.month):
        return f"{start.isoformat()}..{end.isoformat()}"
    first, last = start.isoformat()[:7], end.isoformat()[:7]
    if start.month == 1 and end.month == 12:
        return first[:4] if start.year == end.year else f"{first[:4]}..{last[:4]}"
    if start.year == end.year:
        named = _NAMED.get((start.month, end.month))
        if named:
            return f"{first[:4]}-{named}"
    return first if first == last else f"{first}..{last}"


_NAMED: Final = {(1, 6): "H1", (7, 12): "H2", (1, 3): "Q1", (4, 6): "Q2", (7, 9): "Q3", (10, 12): "Q4"}


def _open_label(start: date | None, end: date | None, grain: Grain | None) -> str:
    """Label a half-open interval in the unit it was said in, if its edge allows, else in the largest one."""
    if start is not None:
        edge, whole_month, whole_year = start, start.day == 1, (start.month, start.day) == (1, 1)
    else:
        edge = end or date.max
        whole_month = edge == month_end(edge.year, edge.month)
        whole_year = (edge.month, edge.day) == (12, 31)
    if grain == "day" or not whole_month:
        length = 10
    elif grain == "month" or not whole_year:
        length = 7
    else:
        length = 4
    text = edge.isoformat()[:length]
    return f"{text}.." if start is not None else f"..{text}"


_POINT: Final = re.compile(r"([0-9]{4})(?:-(?:(H[12]|Q[1-4])|([0-9]{2})(?:-([0-9]{2}))?))?")


def interval_of(label: str) -> Interval:
    """Read a label of the guidelines back into its interval.

    >>> interval_of("2024-Q3") == Interval(date(2024, 7, 1), date(2024, 9, 30))
    True

    Raises `ValueError` where the text is no label or its interval ends before it starts.
    """
    first, dots, last = label.partition("..")
    if not dots:
        return _point(first, label)[0]
    if not first and not last:
        raise ValueError(f"no time label: {label!r}")
    start, grain = _point(first, label) if first else (None, None)
    end, end_grain = _point(last, label) if last else (None, None)
    if start is None or end is None:
        return Interval(start.start if start else None, end.end if end else None, grain or end_grain)
    if start.start and end.end and end.end < start.start:
        raise ValueError(f"the label {label!r} ends before it starts")
    return Interval(start.start, end.end)


_MONTHS_OF: Final = {name: span for span, name in _NAMED.items()}


def _point(text: str, label: str) -> tuple[Interval, Grain]:
    match = _POINT.fullmatch(text)
    if not match:
        raise ValueError(f"no time label: {label!r}")
    year, named, month, day = int(match[1]), match[2], match[3], match[4]
    try:
        if day:
            exact = date(year, int(month), int(day))
            return Interval(exact, exact), "day"
        if month:
            return Interval(date(year, int(month), 1), month_end(year, int(month))), "month"
        return months(year, *_MONTHS_OF.get(named, (1, 12))), "month" if named else "year"
    except ValueError as error:  # month 13, 30 February, year 0
        raise ValueError(f"no time label: {label!r} ({error})") from None


def shift_years(interval: Interval, years: int) -> Interval:
    """Move an interval by whole years; an end of February stays an end of February.

    >>> [label_of(shift_years(interval_of(label), -1)) for label in ("2024-02", "2024-02-29", "2024-Q3")]
    ['2023-02', '2023-02-28', '2023-Q3']

    Raises `ValueError` outside the years 1 to 9999.
    """
    return shift_months(interval, 12 * years)


def shift_months(interval: Interval, count: int) -> Interval:
    """Move an interval by months; the last day of a month stays one where the interval is no single day."""
    start, end = interval.start, interval.end
    keeps_end = end is not None and end != start and end == month_end(end.year, end.month)
    return Interval(
        None if start is None else _moved(start, count, False),
        None if end is None else _moved(end, count, keeps_end),
        interval.grain,
    )


def _moved(day: date, count: int, to_month_end: bool) -> date:
    years, month = divmod(day.month - 1 + count, 12)
    last = month_end(day.year + years, month + 1)
    return last if to_month_end else last.replace(day=min(day.day, last.day))


def unit_of(day: date, unit: Unit, shift: int = 0) -> Interval:
    """Give the unit of the calendar `shift` away from the one a day is in; a week runs Monday to Sunday.

    >>> label_of(unit_of(date(2024, 2, 20), "quarter", -1))
    '2023-Q4'

    Raises `ValueError` or `OverflowError` outside the years 1 to 9999.
    """
    match unit:
        case "day":
            other = day + timedelta(days=shift)
            return Interval(other, other)
        case "week":
            monday = day - timedelta(days=day.weekday()) + timedelta(weeks=shift)
            return Interval(monday, monday + timedelta(days=6))
        case "month":
            return months(day.year, day.month + shift, day.month + shift)
        case "quarter":
            first = (day.month - 1) // 3 * 3 + 1 + 3 * shift
            return months(day.year, first, first + 2)
        case "year":
            return months(day.year + shift, 1, 12)
