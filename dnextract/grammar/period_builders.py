"""The functions that period rules name in `build`: from the words a form captured to what they mean.

A builder gets the captures of a form by slot name, in the order of the words, and the rule's `arguments`.
It gives a time, or a year for rules that only serve as slots, or `None` where the words make no sense
together ("13 tháng đầu năm"), so that the form does not match.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from dnextract.grammar.times import (
    Anchor,
    Compared,
    Day,
    Months,
    Part,
    Relative,
    SamePeriod,
    Shift,
    Since,
    Through,
    Time,
    Trailing,
    Unresolved,
    Weekday,
    YearWord,
    said_year,
    whole_year,
)

__all__ = ["BUILDERS", "Arguments", "Builder", "Captures"]

Captures = Mapping[str, Any]
Arguments = Mapping[str, str]
Builder = Callable[[Captures, Arguments], Time | Shift | int | None]

# The slots whose numbers are no years.
_NUMBER_SLOTS = frozenset(
    {"n", "d", "m", "q", "yy", "hour", "minute", "weekday", "named_weekday", "month_word"}
)
_SLOT_DIGITS = "12345"
_LARGEST_COUNT = {"day": 366, "week": 60, "month": 60, "quarter": 40, "year": 100}


def _is_year(slot: str, value: object) -> bool:
    return isinstance(value, Shift) or (
        isinstance(value, int) and slot.rstrip(_SLOT_DIGITS) not in _NUMBER_SLOTS
    )


def _numbers(captures: Captures, slot: str) -> list[int]:
    return [value for key, value in captures.items() if key.rstrip(_SLOT_DIGITS) == slot]


def _year(captures: Captures, arguments: Arguments) -> YearWord:
    """Read the year of a form: a captured one, or the argument `year`."""
    for slot, value in captures.items():
        if slot == "yy":
            return 2000 + int(value) if value < 70 else 1900 + int(value)
        if _is_year(slot, value):
            return value  # type: ignore[no-any-return]
    return Shift(0, "document") if arguments.get("year") == "document" else None


def _times(captures: Captures) -> list[Time]:
    """Give the captured times and years in order, years as whole years."""
    return [
        whole_year(value) if _is_year(slot, value) else value
        for slot, value in captures.items()
        if _is_year(slot, value) or isinstance(value, Time)
    ]


def _one(captures: Captures, arguments: Arguments) -> Any:
    return next(iter(captures.values()))


def _year_shift(captures: Captures, arguments: Arguments) -> Shift:
    return Shift(int(arguments["years"]), "figure" if arguments.get("anchor") == "figure" else "published")


def _whole_year(captures: Captures, arguments: Arguments) -> Time:
    return whole_year(_year(captures, arguments))


def _month(captures: Captures, arguments: Arguments) -> Time:
    if "my" in captures:
        month, year = captures["my"]
        return Months(month, month, year)
    month = int(arguments.get("month") or captures.get("m") or captures["month_word"])
    return Months(month, month, _year(captures, arguments))


def _month_run(captures: Captures, arguments: Arguments) -> Time | None:
    """Read months listed by number: "tháng 1 - 3", "tháng 10, 11 và 12"."""
    numbers = _numbers(captures, "m")
    if "adjacent" in arguments and numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        return Unresolved()
    if numbers[-1] < numbers[0]:
        return None
    return Months(numbers[0], numbers[-1], _year(captures, arguments))


def _quarter(captures: Captures, arguments: Arguments) -> Time | None:
    if "my" in captures:
        quarter, year = captures["my"]
        return Months(3 * quarter - 2, 3 * quarter, year) if quarter <= 4 else None
    numbers = _numbers(captures, "q")
    if numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        return None
    return Months(3 * numbers[0] - 2, 3 * numbers[-1], _year(captures, arguments))


def _day(captures: Captures, arguments: Arguments) -> Time | None:
    day, month, year = captures.get("d"), captures.get("m"), _year(captures, arguments)
    if "dm" in captures:
        day, month = captures["dm"]
    elif "dmy" in captures:
        day, month, year = captures["dmy"]
    elif "my" in captures:
        month, year = captures["my"]
    elif "month_word" in captures:
        month = captures["month_word"]
    # A leap year stands in where none is said: only a day no year has is refused here.
    days = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1] if month else 31
    return Day(day, month, year) if day is not None and day <= days else None


def _time(captures: Captures, arguments: Arguments) -> Any:
    """Give the captured time; the last one where the words give a day twice ("thứ Sáu (2/6)")."""
    return _times(captures)[-1]


def _part(captures: Captures, arguments: Arguments) -> Time | None:
    """Read a part of a captured time, or of the year where the form captures none."""
    times = _times(captures)
    whole = times[0] if times else whole_year(_year(captures, arguments))
    kind: Any = arguments["kind"]
    unit: Any = arguments.get("unit", "month")
    count = int(captures.get("n") or arguments.get("count", "0"))
    most = {"month": 12, "quarter": 4, "day": 31, "week": 0}[unit]
    if not int(arguments.get("least", "0")) <= count <= int(arguments.get("most", most)):
        return None
    if kind in ("first_half", "second_half") and isinstance(whole, Day):
        return None
    return Part(whole, kind, count, unit)


def _ten_days(captures: Captures, arguments: Arguments) -> Time | None:
    """Read "thượng tuần", "trung tuần", "hạ tuần": the days 1 to 10, 11 to 20, 21 to the end of a month."""
    month = _times(captures)[0]
    if not isinstance(month, Months):
        return None
    first = int(arguments["first"])
    last: Time = Day(first + 9, month.last, month.year) if first < 21 else Part(month, "end")
    return Through(Day(first, month.first, month.year), last)


def _through(captures: Captures, arguments: Arguments) -> Time | None:
    times = _times(captures)
    if "d" in captures:  # "từ 5 đến 12/8": the day lacks its month
        times.insert(0, Day(captures["d"], None, None))
    first, last = times[0], times[-1]
    if isinstance(first, Day) and first.month is None:
        end = _its_day(last)
        if end is None or end.month is None or first.day > end.day:
            return None
        first = replace(end, day=first.day)
    if "adjacent" in arguments and not _adjacent(first, last):
        return Unresolved()
    years = said_year(first), said_year(last)
    if years[0] is not None and years[1] is not None and years[0] > years[1]:
        return None
    return Through(first, last)


def _its_day(time: Time) -> Day | None:
    match time:
        case Day():
            return time
        case Part(of=inner, kind="end"):
            return _its_day(inner)
        case _:
            return None


def _adjacent(first: Time, last: Time) -> bool:
    match first, last:
        case Months(), Months() if first.year == last.year or first.year is None:
            return last.first == first.last + 1
        case Months(first=1, last=12, year=int(year)), Months(first=1, last=12, year=int(following)):
            return following == year + 1
        case Day(), Day():
            return last.month == first.month and last.day == first.day + 1
        case _:
            return False


def _since(captures: Captures, arguments: Arguments) -> Time:
    first = _times(captures)[0]
    if isinstance(first, Day) or (isinstance(first, Part) and first.kind in ("end", "middle")):
        return Since(first, "day")
    is_year = (isinstance(first, Months) and (first.first, first.last) == (1, 12)) or isinstance(
        first, Through
    )
    return Since(first, "year" if is_year and arguments.get("grain") != "month" else "month")


def _same_period(captures: Captures, arguments: Arguments) -> Time:
    return SamePeriod(_year(captures, arguments), int(arguments.get("months", "12")))


def _same_named(captures: Captures, arguments: Arguments) -> Time:
    """Read "cùng kỳ quý III/2019": the time itself if its year is said, else as "cùng kỳ"."""
    time = _times(captures)[0]
    return time if said_year(time) else SamePeriod()


def _compared(captures: Captures, arguments: Arguments) -> Time:
    unit: Any = arguments["unit"]
    return Compared(unit)


def _relative(captures: Captures, arguments: Arguments) -> Time | None:
    unit: Any = arguments["unit"]
    shift = int(arguments.get("shift", "0"))
    if "n" in captures:  # "3 tháng trước"
        shift = -captures["n"]
        if captures["n"] > _LARGEST_COUNT[unit]:
            return None
    anchor: Anchor = "figure" if arguments.get("anchor") == "figure" else "published"
    return whole_year(Shift(shift, anchor)) if unit == "year" else Relative(unit, shift, anchor)


def _trailing(captures: Captures, arguments: Arguments) -> Time | None:
    unit: Any = arguments["unit"]
    count = int(captures.get("n", 1))
    if count > _LARGEST_COUNT[unit]:
        return None
    return Trailing(count, unit, "future" in arguments, "running" in arguments)


def _weekday(captures: Captures, arguments: Arguments) -> Time:
    number = next((v for s, v in captures.items() if s.endswith("weekday")), None)
    week = arguments.get("week")
    return Weekday(
        int(arguments["number"]) if number is None else number, None if week is None else int(week)
    )


def _decade(captures: Captures, arguments: Arguments) -> Time | None:
    first = captures["yyyy"] if "yyyy" in captures else _year(captures, arguments)
    if not isinstance(first, int) or first % 10:
        return None
    return Through(whole_year(first), whole_year(first + 9))


def _school_year(captures: Captures, arguments: Arguments) -> Time | None:
    """Read a school year, which in Vietnam runs from September to May."""
    first, last = captures["yyyy1"], captures["yyyy2"]
    return Months(9, 17, first) if last == first + 1 else None


def _unresolved(captures: Captures, arguments: Arguments) -> Time:
    return Unresolved()


def _nothing(captures: Captures, arguments: Arguments) -> None:
    """Stand for words that look like a time and are none; forms that build nothing only take them away."""


BUILDERS: Mapping[str, Builder] = {
    "compared": _compared,
    "day": _day,
    "decade": _decade,
    "month": _month,
    "month_run": _month_run,
    "nothing": _nothing,
    "one": _one,
    "part": _part,
    "quarter": _quarter,
    "relative": _relative,
    "same_named": _same_named,
    "same_period": _same_period,
    "school_year": _school_year,
    "since": _since,
    "ten_days": _ten_days,
    "through": _through,
    "time": _time,
    "trailing": _trailing,
    "unresolved": _unresolved,
    "weekday": _weekday,
    "whole_year": _whole_year,
    "year_shift": _year_shift,
}
