"""Parts of a time: its first and last months, its halves, its start, middle and end."""

from datetime import date, timedelta

from dnextract.grammar.calendar import Interval, months, unit_of
from dnextract.grammar.times import Part

__all__ = ["part_of"]


def part_of(part: Part, start: date, end: date) -> Interval | None:
    """Take a part of the days `start` to `end`; `None` where they have no such part.

    Months, quarters and halves are those of the calendar, and the whole is taken to be made of whole months.
    """
    count = part.count * 3 if part.unit == "quarter" else part.count
    length = (end.year - start.year) * 12 + end.month - start.month + 1
    match part.kind:
        case "first" if part.unit == "day":
            return Interval(start, start + timedelta(days=count - 1))
        case "last" if part.unit == "day":
            return Interval(end - timedelta(days=count - 1), end)
        case "first":
            return months(start.year, start.month, start.month + count - 1)
        case "last":
            return months(end.year, end.month - count + 1, end.month)
        case "first_half" if length == 1:
            return Interval(start, start.replace(day=15))
        case "second_half" if length == 1:
            return Interval(start.replace(day=16), end)
        case "first_half":
            return months(start.year, start.month, start.month + length // 2 - 1)
        case "second_half":
            return months(end.year, end.month - length // 2 + 1, end.month)
        case "to_date":
            return Interval(date(end.year, 1, 1), end)
        case "day":
            day = start + timedelta(days=count - 1)
            return Interval(day, day) if day <= end else None
        case "start":
            return unit_of(start, "day", -1)
        case "end":
            return unit_of(end, "day")
        case "middle" if length % 2:
            middle = months(start.year, start.month + length // 2, start.month + length // 2).start
            return unit_of(middle.replace(day=15), "day") if middle else None
        case _:
            half = months(start.year, start.month, start.month + length // 2 - 1).end
            return unit_of(half, "day") if half else None
