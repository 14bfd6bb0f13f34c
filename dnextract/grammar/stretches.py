"""Stretches of days, counted from a day or from another stretch."""

from datetime import date, timedelta
from typing import Final

from dnextract.grammar.calendar import Interval, Unit, month_end, months, unit_of
from dnextract.grammar.times import Trailing

__all__ = ["closed", "stretch_before", "trailing", "within"]

# Figures of a month appear from this day on, before it is over; a paper of Saturday looks back on its week.
_MONTH_REPORTED_FROM: Final = 25
_SATURDAY: Final = 5


def within(unit: Unit, of: Interval | None) -> date | None:
    """Give a day of the unit in which a whole interval lies; `None` where it lies in several."""
    if not of or not of.start or not of.end or unit_of(of.start, unit) != unit_of(of.end, unit):
        return None
    return of.start


def closed(of: Interval | None, published: date | None) -> Interval | None:
    """Give the figure's period an end: "từ đầu năm đến nay" runs through the month of publication."""
    if of is None or of.start is None or of.end is not None:
        return of
    if published is None or published < of.start:
        return None
    end = month_end(published.year, published.month) if of.start.day == 1 else published
    return Interval(of.start, end)


def stretch_before(of: Interval | None) -> Interval | None:
    """Give the stretch as long as `of` that ends where `of` begins, whole months where `of` is of such."""
    if not of or not of.start or not of.end:
        return None
    before = of.start - timedelta(days=1)
    if of.start.day > 1 or of.end != month_end(of.end.year, of.end.month):
        return Interval(before - (of.end - of.start), before)
    length = (of.end.year - of.start.year) * 12 + of.end.month - of.start.month
    return months(before.year, before.month - length, before.month)


def trailing(time: Trailing, published: date) -> Interval:
    """Count the units of a time back from a day, or ahead of it."""
    if time.future:
        return _units(published, time.unit, 1, time.count)
    last = 0 if time.running or _all_but_over(time.unit, published) else -1
    return _units(published, time.unit, last - time.count + 1, last)


def _all_but_over(unit: Unit, day: date) -> bool:
    """Tell whether a day is so late in its unit that figures of the unit are out."""
    if unit in ("day", "week"):
        return unit == "week" and day.weekday() >= _SATURDAY
    end = unit_of(day, unit).end
    return end is not None and end.month == day.month and day.day >= _MONTH_REPORTED_FROM


def _units(day: date, unit: Unit, first: int, last: int) -> Interval:
    return Interval(unit_of(day, unit, first).start, unit_of(day, unit, last).end)
