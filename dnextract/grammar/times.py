"""What a time expression means before it is resolved: frozen values, built from the words alone."""

from dataclasses import dataclass
from typing import Literal

from dnextract.grammar.calendar import Grain, Unit

__all__ = [
    "Anchor",
    "Compared",
    "Day",
    "DayFromNow",
    "Fiscal",
    "Months",
    "Part",
    "Prefer",
    "Relative",
    "SaidBefore",
    "SamePeriod",
    "Shift",
    "Since",
    "Through",
    "Time",
    "Toward",
    "Trailing",
    "Unresolved",
    "Weekday",
    "YearWord",
    "leaves_year_open",
    "said_direction",
    "said_year",
    "whole_year",
]

Anchor = Literal["published", "figure", "said", "document"]
Prefer = Literal["past", "future"]


@dataclass(frozen=True, slots=True)
class Shift:
    """A year said by its distance from the year of its anchor.

    "published": the publication; "figure": the figure's own period, else the publication; "said": the
    figure's own period alone ("3 năm trước đó"); "document": the year the document makes plain.
    """

    years: int
    anchor: Anchor = "published"


YearWord = int | Shift | None  # None: the words say no year


@dataclass(frozen=True, slots=True)
class Months:
    """The months `first` to `last` of a year, both included; a whole year is 1 to 12."""

    first: int
    last: int
    year: YearWord


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar; without `month` the nearest such day."""

    day: int
    month: int | None
    year: YearWord


@dataclass(frozen=True, slots=True)
class DayFromNow:
    """A day said by its date and by its distance in days from the publication: "hôm qua 18/9"."""

    of: Day
    shift: int


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a time.

    "first" and "last" take `count` units from an end, "first_half" and "second_half" a half, "end" and
    "middle" a day, "start" the day before it begins, "to_date" all of its year up to its end, "day" its
    day number `count`.
    """

    of: "Time"
    kind: Literal["first", "last", "first_half", "second_half", "start", "middle", "end", "to_date", "day"]
    count: int = 0
    unit: Unit = "month"


@dataclass(frozen=True, slots=True)
class Fiscal:
    """A time whose months are counted from the start of the fiscal year, which is named by its first year.

    `crosses` tells that the words name two years ("niên độ 2017-2018"), as no calendar year is named.
    """

    of: "Time"
    crosses: bool = False


@dataclass(frozen=True, slots=True)
class Toward:
    """A time that the words place before or after the publication: "tháng 6 tới", "quý I vừa qua"."""

    of: "Time"
    prefer: Prefer


@dataclass(frozen=True, slots=True)
class Relative:
    """The day, week, month or quarter `shift` away.

    unit "period": the stretch before, of the same length; "session": the day of trading before, known in the
    middle of a week alone.
    """

    unit: Literal["day", "week", "month", "quarter", "year", "period", "session"]
    shift: int
    anchor: Anchor = "published"


@dataclass(frozen=True, slots=True)
class Trailing:
    """The last or next `count` units, with the running one if `running` or if it is all but over."""

    count: int
    unit: Unit
    future: bool = False
    running: bool = False


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week, Monday = 0, in the week `week` away, else the nearest."""

    number: int
    week: int | None = None


@dataclass(frozen=True, slots=True)
class Through:
    """From the start of one time to the end of another; what one leaves out of the date the other says."""

    first: "Time"
    last: "Time"


@dataclass(frozen=True, slots=True)
class Since:
    """From the start of a time on; `grain` is the unit the start was said in."""

    first: "Time"
    grain: Grain = "month"


@dataclass(frozen=True, slots=True)
class SamePeriod:
    """The figure's own span `months` earlier, or in the year said."""

    year: YearWord = None
    months: int = 12


@dataclass(frozen=True, slots=True)
class Compared:
    """What a growth rate "theo năm", "theo quý", "theo tháng" compares with."""

    unit: Literal["month", "quarter", "year"]


@dataclass(frozen=True, slots=True)
class SaidBefore:
    """The time said before, which the words point back to: "giai đoạn này"."""


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A time whose days no calendar gives: a lunar feast, "những tháng đầu năm"."""


Time = (
    Months
    | Day
    | DayFromNow
    | Part
    | Fiscal
    | Toward
    | Relative
    | Trailing
    | Weekday
    | Through
    | Since
    | SamePeriod
    | Compared
    | SaidBefore
    | Unresolved
)


def whole_year(year: YearWord) -> Months:
    """Give the time of a year."""
    return Months(1, 12, year)


def said_year(time: Time) -> int | None:
    """Give the full year the words say, the last one where they say two."""
    match time:
        case Months(year=year) | Day(year=year) | SamePeriod(year=year):
            return year if isinstance(year, int) else None
        case DayFromNow(of=inner) | Part(of=inner) | Fiscal(of=inner) | Toward(of=inner) | Since(first=inner):
            return said_year(inner)
        case Through(first=first, last=last):
            return said_year(last) or said_year(first)
        case _:
            return None


def leaves_year_open(time: Time) -> bool:
    """Tell whether the words leave the year to be found out."""
    match time:
        case Months(year=None) | Day(year=None):
            return True
        case DayFromNow(of=inner) | Part(of=inner) | Fiscal(of=inner) | Toward(of=inner) | Since(first=inner):
            return leaves_year_open(inner)
        case Through(first=first, last=last):
            return leaves_year_open(first) and leaves_year_open(last)
        case _:
            return False


def said_direction(time: Time) -> Prefer | None:
    """Give the side of the publication on which the words place a time."""
    match time:
        case Toward(prefer=prefer):
            return prefer
        case Part(of=inner) | Fiscal(of=inner) | Since(first=inner):
            return said_direction(inner)
        case Through(first=first, last=last):
            return said_direction(first) or said_direction(last)
        case _:
            return None
