"""The functions that period rules name in `build`: from the words a form captured to what they mean.

A builder gets the captures of a form by slot name, in the order of the words, and the rule's `arguments`.
It gives a time, or a year for rules that only serve as slots, or `None` where the words make no sense
together ("13 tháng đầu năm"), so that the form does not match.
"""

from calendar import monthrange
from collections.abc import Mapping
from typing import Any, Final

from dnextract.grammar.period_captures import Arguments, Builder, Captures, times_of, year_of
from dnextract.grammar.span_builders import SPAN_BUILDERS
from dnextract.grammar.times import (
    Compared,
    Day,
    DayFromNow,
    Months,
    Part,
    Relative,
    SaidBefore,
    SamePeriod,
    Shift,
    Time,
    Toward,
    Trailing,
    Unresolved,
    Weekday,
    leaves_year_open,
    said_year,
    whole_year,
)

__all__ = ["BUILDERS"]

_LEAP_YEAR: Final = 2000
_LARGEST_COUNT: Final = {"day": 366, "week": 60, "month": 60, "quarter": 40, "year": 100}


def _one(captures: Captures, arguments: Arguments) -> Any:
    return next(iter(captures.values()))


def _whole_year(captures: Captures, arguments: Arguments) -> Time:
    return whole_year(year_of(captures, arguments))


def _month(captures: Captures, arguments: Arguments) -> Time:
    if "my" in captures:
        month, year = captures["my"]
        return Months(month, month, year)
    month = int(
        arguments.get("month") or captures.get("m") or captures.get("month_word") or captures["month_name"]
    )
    return Months(month, month, year_of(captures, arguments))


def _day(captures: Captures, arguments: Arguments) -> Time | None:
    day, month, year = captures.get("d"), captures.get("m"), year_of(captures, arguments)
    if "dm" in captures:
        day, month = captures["dm"]
    elif "dmy" in captures:
        day, month, year = captures["dmy"]
    elif "my" in captures:
        month, year = captures["my"]
    elif "month_word" in captures:
        month = captures["month_word"]
    # A leap year stands in where none is said in full.
    days = monthrange(year if isinstance(year, int) else _LEAP_YEAR, month)[1] if month else 31
    return Day(day, month, year) if day is not None and day <= days else None


def _time(captures: Captures, arguments: Arguments) -> Any:
    """Give the captured time; the last one where the words give a day twice ("thứ Sáu (2/6)")."""
    return times_of(captures)[-1]


def _part(captures: Captures, arguments: Arguments) -> Time | None:
    """Read a part of a captured time, or of the year where the form captures none."""
    times = times_of(captures)
    whole = times[0] if times else whole_year(year_of(captures, arguments))
    kind: Any = arguments["kind"]
    unit: Any = arguments.get("unit", "month")
    count = int(captures.get("n") or arguments.get("count", "0"))
    most = {"month": 12, "quarter": 4, "day": 31, "week": 0}[unit]
    if not int(arguments.get("least", "0")) <= count <= int(arguments.get("most", most)):
        return None
    if kind in ("first_half", "second_half") and isinstance(whole, Day):
        return None
    return Part(whole, kind, count, unit)


def _day_from_now(captures: Captures, arguments: Arguments) -> Time:
    """Read a day said twice, by its distance from now and by its date."""
    now, day = times_of(captures)
    if isinstance(now, Relative) and isinstance(day, Day):
        return DayFromNow(day, now.shift)
    return day


def _day_in(captures: Captures, arguments: Arguments) -> Time:
    return Part(times_of(captures)[0], "day", captures["d"], "day")


def _toward(captures: Captures, arguments: Arguments) -> Time | None:
    """Read a time whose year is open, and which the words place before or after the publication."""
    time = times_of(captures)[0]
    prefer: Any = arguments["prefer"]
    return Toward(time, prefer) if leaves_year_open(time) else None


def _same_period(captures: Captures, arguments: Arguments) -> Time:
    return SamePeriod(year_of(captures, arguments), int(arguments.get("months", "12")))


def _same_named(captures: Captures, arguments: Arguments) -> Time:
    """Read "cùng kỳ quý III/2019": the time itself if its year is said, else as "cùng kỳ"."""
    time = times_of(captures)[0]
    return time if said_year(time) else SamePeriod()


def _compared(captures: Captures, arguments: Arguments) -> Time:
    unit: Any = arguments["unit"]
    return Compared(unit)


def _relative(captures: Captures, arguments: Arguments) -> Time | None:
    unit: Any = arguments["unit"]
    shift = int(arguments.get("shift", "0"))
    if "n" in captures:  # "3 tháng trước", "3 tháng nữa"
        shift = captures["n"] if "ahead" in arguments else -captures["n"]
        if captures["n"] > _LARGEST_COUNT[unit]:
            return None
    anchor: Any = arguments.get("anchor", "published")
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


def _said_before(captures: Captures, arguments: Arguments) -> Time:
    return SaidBefore()


def _unresolved(captures: Captures, arguments: Arguments) -> Time:
    return Unresolved()


def _nothing(captures: Captures, arguments: Arguments) -> None:
    """Stand for words that look like a time and are none; forms that build nothing only take them away."""


BUILDERS: Final[Mapping[str, Builder]] = {
    **SPAN_BUILDERS,
    "compared": _compared,
    "day": _day,
    "day_from_now": _day_from_now,
    "day_in": _day_in,
    "month": _month,
    "nothing": _nothing,
    "one": _one,
    "part": _part,
    "relative": _relative,
    "said_before": _said_before,
    "same_named": _same_named,
    "same_period": _same_period,
    "time": _time,
    "toward": _toward,
    "trailing": _trailing,
    "unresolved": _unresolved,
    "weekday": _weekday,
    "whole_year": _whole_year,
    "year_shift": year_of,
}
