"""Times as SDMX writes them."""

from datetime import date, timedelta
from typing import NamedTuple

from dnextract.grammar.calendar import Interval, interval_of, label_of, unit_of

__all__ = ["Time", "base_period", "time_period"]

_FREQUENCIES = {"H": "S", "Q": "Q"}  # by the letter of a label: SDMX says semester


class Time(NamedTuple):
    """A period in SDMX, and the code of its length in CL_FREQ."""

    period: str
    frequency: str


def time_period(start: date, end: date) -> Time:
    """Write a stretch of days as SDMX does; what is no unit of the calendar as its start and duration.

    >>> time_period(date(2024, 1, 1), date(2024, 6, 30)), time_period(date(2024, 1, 1), date(2024, 9, 30))
    (Time(period='2024-S1', frequency='S'), Time(period='2024-01-01/P9M', frequency='_O'))
    """
    whole = Interval(start, end)
    if unit_of(start, "week") == whole:
        year, week, _ = start.isocalendar()
        return Time(f"{year:04}-W{week:02}", "W")
    label = label_of(whole)
    if ".." in label:
        return Time(f"{start.isoformat()}/{_duration(start, end)}", "_O")
    if label[5:6] in _FREQUENCIES:
        letter = _FREQUENCIES[label[5]]
        return Time(f"{label[:5]}{letter}{label[6:]}", letter)
    return Time(label, {4: "A", 7: "M", 10: "D"}[len(label)])


def _duration(start: date, end: date) -> str:
    after = end + timedelta(days=1)
    if start.day == after.day == 1:
        years, months = divmod(12 * (after.year - start.year) + after.month - start.month, 12)
        return f"P{years}Y" if not months else f"P{12 * years + months}M"
    return f"P{(after - start).days}D"


def base_period(label: str) -> str:
    """Write a label of a baseline as SDMX does, if it has both ends; else, and if it is none, leave it.

    >>> base_period("2023-H1"), base_period("2020.."), base_period("trước dịch")
    ('2023-S1', '2020..', 'trước dịch')
    """
    try:
        interval = interval_of(label)
    except ValueError:
        return label
    if interval.start is None or interval.end is None:
        return label
    return time_period(interval.start, interval.end).period
