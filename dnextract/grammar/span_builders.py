"""Builders of times that run over several months, quarters, days or years; see `period_builders`."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from dnextract.grammar.period_captures import (
    Arguments,
    Builder,
    Captures,
    is_year,
    numbers_of,
    times_of,
    year_of,
)
from dnextract.grammar.times import (
    Day,
    DayFromNow,
    Fiscal,
    Months,
    Part,
    Since,
    Through,
    Time,
    Toward,
    Unresolved,
    said_year,
    whole_year,
)

__all__ = ["SPAN_BUILDERS"]

# "thập niên 20" may be the one we live in or the one a hundred years ago
_FIRST_DECADE_OF_LAST_CENTURY: Final = 30
_DECEMBER: Final = 12
_FIRST_CLEAR_CENTURY: Final = 2000  # "những năm 1800" may be ten years or a hundred
_LAST_CENTURY: Final = 22


def _month_run(captures: Captures, arguments: Arguments) -> Time | None:
    """Read months listed by number: "tháng 1 - 3", "tháng 10, 11 và 12"."""
    numbers = numbers_of(captures, "m")
    if "adjacent" in arguments and not _consecutive(numbers):
        return Unresolved()
    if numbers[-1] < numbers[0]:
        return None
    return Months(numbers[0], numbers[-1], year_of(captures, arguments))


def _quarter(captures: Captures, arguments: Arguments) -> Time | None:
    """Read a quarter, or quarters that are listed or said from the first to the last."""
    if "my" in captures:
        quarter, year = captures["my"]
        return Months(3 * quarter - 2, 3 * quarter, year) if quarter <= 4 else None
    numbers = numbers_of(captures, "q") or numbers_of(captures, "roman")
    if numbers[-1] > 4 or numbers[-1] < numbers[0]:
        return None
    if "adjacent" in arguments and not _consecutive(numbers):
        return Unresolved()
    return Months(3 * numbers[0] - 2, 3 * numbers[-1], year_of(captures, arguments))


def _half(captures: Captures, arguments: Arguments) -> Time | None:
    half, year = captures["my"] if "my" in captures else (captures["half"], year_of(captures, arguments))
    return Months(6 * half - 5, 6 * half, year) if half <= 2 else None


def _consecutive(numbers: Sequence[int]) -> bool:
    return all(after == before + 1 for before, after in pairwise(numbers))


def _through(captures: Captures, arguments: Arguments) -> Time | None:
    """Read a span from the first captured time to the last; listed times must follow each other."""
    times: list[Time] = [Day(d, None, None) for d in numbers_of(captures, "d")]  # "từ 5 đến 12/8"
    times += times_of(captures)
    end = _its_day(times[-1])
    for i, time in enumerate(times[:-1]):
        if isinstance(time, Day) and time.month is None:
            if end is None or end.month is None or time.day > end.day:
                return None
            times[i] = replace(end, day=time.day)
    if "adjacent" in arguments and not all(_adjacent(*pair) for pair in pairwise(times)):
        return Unresolved()
    first, last = times[0], times[-1]
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
        case Months(first=1, last=12, year=int(year)), Months(first=1, last=12, year=int(following)):
            return following == year + 1
        case Months(), Months() if first.year == last.year or first.year is None:
            return last.first == first.last + 1
        case Day(), Day():
            return last.month == first.month and last.day == first.day + 1
        case _:
            return False


def _short_span(captures: Captures, arguments: Arguments) -> Time | None:
    """Read years of which the second is cut short: "giai đoạn 2016-20"."""
    first: int = captures["yyyy"]
    last = first - first % 100 + int(captures["yy"])
    if "adjacent" in arguments and (last != first + 1 or captures["yy"] <= _DECEMBER):
        return None
    return Through(whole_year(first), whole_year(last)) if last > first else None


def _since(captures: Captures, arguments: Arguments) -> Time:
    first = times_of(captures)[0]
    said = first.of if isinstance(first, Toward | DayFromNow) else first
    if isinstance(said, Day) or (isinstance(said, Part) and said.kind in ("end", "middle")):
        return Since(first, "day")
    whole_years = isinstance(said, Through) or (
        isinstance(said, Months) and (said.first, said.last) == (1, 12)
    )
    return Since(first, "year" if whole_years and arguments.get("grain") != "month" else "month")


def _ten_days(captures: Captures, arguments: Arguments) -> Time | None:
    """Read "thượng tuần", "trung tuần", "hạ tuần": the days 1 to 10, 11 to 20, 21 to the end of a month."""
    month = times_of(captures)[0]
    if not isinstance(month, Months):
        return None
    first = int(arguments["first"])
    last: Time = Day(first + 9, month.last, month.year) if first < 21 else Part(month, "end")
    return Through(Day(first, month.first, month.year), last)


def _decade(captures: Captures, arguments: Arguments) -> Time | None:
    """Read a decade said in full ("những năm 1990") or by its tens ("thập niên 90")."""
    year = year_of(captures, arguments)
    if isinstance(year, int):
        first = year
    else:
        tens: int = captures["n"]
        if tens >= 100:
            return None
        if tens < _FIRST_DECADE_OF_LAST_CENTURY and "century" not in arguments:
            return Unresolved()
        first = 1900 + tens
    if first < _FIRST_CLEAR_CENTURY and first % 100 == 0:
        return Unresolved()
    return Through(whole_year(first), whole_year(first + 9)) if first % 10 == 0 else None


def _century(captures: Captures, arguments: Arguments) -> Time | None:
    number: int = captures["roman"] if "roman" in captures else captures["n"]
    if number > _LAST_CENTURY:
        return None
    return Through(whole_year(100 * number - 99), whole_year(100 * number))


def _school_year(captures: Captures, arguments: Arguments) -> Time | None:
    """Read a school year, which in Vietnam runs from September to May."""
    first = year_of(captures, arguments)
    if not isinstance(first, int) or not _runs_on(captures):
        return None
    return Months(9, 17, first)


def _fiscal_year(captures: Captures, arguments: Arguments) -> Time | None:
    """Read a fiscal year, by the year it begins in or by the two it lies in."""
    first = year_of(captures, arguments)
    if first is None or not _runs_on(captures):
        return None
    return Fiscal(whole_year(first), crosses=len(captures) > 1)


def _crop_year(captures: Captures, arguments: Arguments) -> Time | None:
    """Read a crop year or a season of sport by the two years it lies in, as its months are not said."""
    first = year_of(captures, arguments)
    if not isinstance(first, int) or not _runs_on(captures):
        return None
    return Through(whole_year(first), whole_year(first + 1))


def _runs_on(captures: Captures) -> bool:
    """Tell whether a second year, if there is one, follows the first ("2023-2024", "2023-24")."""
    years = [
        int(value) for slot, value in captures.items() if is_year(slot, value) and isinstance(value, int)
    ]
    if "yy" in captures:
        return (years[0] + 1) % 100 == int(captures["yy"])
    return len(years) < 2 or years[1] == years[0] + 1


def _fiscal_quarter(captures: Captures, arguments: Arguments) -> Time | None:
    year, quarter = times_of(captures)[0], captures["q"]
    if not isinstance(year, Fiscal) or not isinstance(year.of, Months):
        return None
    return replace(year, of=replace(year.of, first=3 * quarter - 2, last=3 * quarter))


SPAN_BUILDERS: Final[Mapping[str, Builder]] = {
    "century": _century,
    "crop_year": _crop_year,
    "decade": _decade,
    "fiscal_quarter": _fiscal_quarter,
    "fiscal_year": _fiscal_year,
    "half": _half,
    "month_run": _month_run,
    "quarter": _quarter,
    "school_year": _school_year,
    "short_span": _short_span,
    "since": _since,
    "ten_days": _ten_days,
    "through": _through,
}
