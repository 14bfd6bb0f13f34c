"""From what a time expression means to its days, with what is known about the document and the figure."""

from datetime import date
from typing import Final, NamedTuple

from dnextract.grammar.calendar import Interval, months, shift_months, shift_years, unit_of
from dnextract.grammar.parts import part_of
from dnextract.grammar.stretches import closed, stretch_before, trailing, within
from dnextract.grammar.times import (
    Compared,
    Day,
    DayFromNow,
    Fiscal,
    Months,
    Part,
    Prefer,
    Relative,
    SamePeriod,
    Shift,
    Since,
    Through,
    Time,
    Toward,
    Trailing,
    Weekday,
    YearWord,
    leaves_year_open,
    said_direction,
    whole_year,
)

__all__ = ["check_options", "resolve"]

_AFTER_SESSIONS: Final = range(1, 6)  # Tuesday to Saturday: the day before is one of trading everywhere
# 29 February comes back after eight years at most.
_YEARS_TO_TRY: Final = 9


class _Known(NamedTuple):
    published: date | None
    year: int | None
    of: Interval | None
    prefer: Prefer
    fiscal_year_start: int
    running: int | None = None
    open_year: int | None = None  # the year on trial for words that say none


def check_options(prefer: object, fiscal_year_start: object) -> None:
    """Refuse a direction other than "past" and "future" and a month outside 1 to 12."""
    if prefer not in ("past", "future"):
        raise ValueError(f"prefer must be 'past' or 'future', not {prefer!r}")
    if type(fiscal_year_start) is not int:
        raise TypeError(f"fiscal_year_start must be an int, not {type(fiscal_year_start).__name__}")
    if not 1 <= fiscal_year_start <= 12:
        raise ValueError(f"fiscal_year_start must be a month from 1 to 12, not {fiscal_year_start}")


def resolve(
    time: Time,
    *,
    published: date | None,
    year: int | None = None,
    running: int | None = None,
    of: Interval | None = None,
    prefer: Prefer = "past",
    fiscal_year_start: int = 1,
) -> Interval | None:
    """Resolve a time to its days; `None` where they cannot be known.

    A year the words leave out is the latest in which that time has begun on or before `published` (with
    `prefer="future"`: the first in which it is not over), else `year`, the year the document makes plain.
    `running` is the year a text without a date was written in, where that is another one ("năm ngoái").
    Words that say the direction themselves ("tháng 6 tới") overrule `prefer`. `of` is the figure's own
    period, from which `cùng kỳ`, `tháng trước` and the like are counted; `fiscal_year_start` the month in
    which fiscal years begin.
    """
    said = said_direction(time)
    prefer = said or prefer
    known = _Known(published, year, of, prefer, fiscal_year_start, running)
    if not leaves_year_open(time):
        return _attempt(time, known)
    if published is None:  # in which year "tháng 1 tới" lies, the year of the document does not settle
        return None if year is None or said == "future" else _attempt(time, known._replace(open_year=year))
    past = prefer == "past"
    for step in range(-1, _YEARS_TO_TRY):
        found = _attempt(time, known._replace(open_year=published.year + (-step if past else step)))
        if found and (_has_begun(time, found, published) if past else _lies_ahead(found, published)):
            return found
    return None


def _attempt(time: Time, known: _Known) -> Interval | None:
    try:
        found = _interval(time, known)
    except (ValueError, OverflowError):  # 30 February, or a day outside the calendar
        return None
    ordered = not found or not found.start or not found.end or found.start <= found.end
    return found if ordered else None


def _has_begun(time: Time, found: Interval, published: date) -> bool:
    """Tell whether a time is under way; one that is reported as a whole, when its last month is."""
    match time:
        case Through() | Part(kind="first" | "to_date", unit="month" | "quarter"):
            reported = found.end and found.end.replace(day=1)
        case Part(kind="end", of=inner) if not _is_year(inner):
            reported = found.end and found.end.replace(day=1)
        case _:
            reported = found.start
    return reported is not None and max(reported, found.start or reported) <= published


def _lies_ahead(found: Interval, published: date) -> bool:
    last = found.end or found.start
    return last is not None and last >= published


def _is_year(time: Time) -> bool:
    return isinstance(time, Months) and (time.first, time.last) == (1, 12)


def _interval(time: Time, known: _Known) -> Interval | None:
    match time:
        case Months(first=first, last=last, year=word):
            year = _year(word, known)
            return None if year is None else months(year, first, last)
        case Day():
            return _day(time, known)
        case Part(of=inner):
            whole = _interval(inner, known)
            return part_of(time, whole.start, whole.end) if whole and whole.start and whole.end else None
        case Fiscal():
            return _fiscal(time, known)
        case Toward(of=inner) | DayFromNow(of=inner):
            return _interval(inner, known)
        case Relative():
            return _relative(time, known)
        case Trailing():
            return trailing(time, known.published) if known.published else None
        case Weekday():
            return _weekday(time, known)
        case Through():
            return _through(time, known)
        case Since(first=inner, grain=grain):
            begun = _interval(inner, known)
            return Interval(begun.start, None, grain) if begun else None
        case SamePeriod():
            return _same_period(time, known)
        case Compared(unit="year"):
            return _same_period(SamePeriod(), known)
        case Compared(unit=unit):
            day = within(unit, known.of)
            return unit_of(day, unit, -1) if day else None
        case _:
            return None


def _year(word: YearWord, known: _Known) -> int | None:
    if word is None:
        return known.open_year
    if isinstance(word, int):
        return word
    figure = within("year", known.of) if word.anchor != "published" else None
    published = known.published.year if known.published else None
    if figure:
        base: int | None = figure.year
    elif word.anchor == "said":
        return None
    elif word.anchor == "document":
        base = published if known.year is None else known.year
    else:
        running = known.running if word.anchor == "published" else None
        base = running or known.year if published is None else published
    return None if base is None else base + word.years


def _day(time: Day, known: _Known) -> Interval | None:
    if time.month is not None:
        year = _year(time.year, known)
        return None if year is None else unit_of(date(year, time.month, time.day), "day")
    if known.published is None:
        return None
    past = known.prefer == "past"
    for step in range(3):  # of three months in a row at least one has 31 days, and one of the others 30
        month = unit_of(known.published, "month", -step if past else step)
        if month.start and month.end and time.day <= month.end.day:
            day = month.start.replace(day=time.day)
            if day <= known.published if past else day >= known.published:
                return Interval(day, day)
    return None


def _fiscal(time: Fiscal, known: _Known) -> Interval | None:
    """Resolve a time as if fiscal years were calendar years, then move it to where they begin."""
    ahead = known.fiscal_year_start - 1
    if time.crosses and not ahead:  # the words themselves say that the year does not begin in January
        return _two_years(time.of, known)
    published, of = known.published, known.of
    if published:
        published = shift_months(Interval(published, published), -ahead).start
    moved = known._replace(published=published, of=shift_months(of, -ahead) if of else None)
    found = _interval(time.of, moved)
    return shift_months(found, ahead) if found else None


def _two_years(time: Time, known: _Known) -> Interval | None:
    """Give the two calendar years that a fiscal year lies in; of a part of it nothing is known."""
    first = _interval(time, known) if _is_year(time) else None
    return months(first.start.year, 1, 24) if first and first.start else None


def _relative(time: Relative, known: _Known) -> Interval | None:
    if time.unit == "period":
        return stretch_before(known.of)
    if time.unit == "session":
        day = within("day", known.of) or known.published
        return unit_of(day, "day", time.shift) if day and day.weekday() in _AFTER_SESSIONS else None
    figure = within(time.unit, known.of) if time.anchor in ("figure", "said") else None
    base = figure or (None if time.anchor == "said" else known.published)
    return unit_of(base, time.unit, time.shift) if base else None


def _weekday(time: Weekday, known: _Known) -> Interval | None:
    if known.published is None:
        return None
    if time.week is not None:
        monday = unit_of(known.published, "week", time.week).start
        return unit_of(monday, "day", time.number) if monday else None
    past = known.prefer == "past"
    distance = (known.published.weekday() - time.number) % 7
    return unit_of(known.published, "day", -distance if past else -distance % 7)


def _through(time: Through, known: _Known) -> Interval | None:
    first_open, last_open = leaves_year_open(time.first), leaves_year_open(time.last)
    if first_open and not last_open:
        last = _interval(time.last, known)
        if not last or not last.end:
            return None
        first = _interval(time.first, known._replace(open_year=last.end.year))
        if first and first.start and first.start > last.end:
            first = _interval(time.first, known._replace(open_year=last.end.year - 1))
        return Interval(first.start, last.end) if first else None
    first = _interval(time.first, known)
    if not first or not first.start:
        return None
    from_first = known._replace(open_year=first.start.year)
    last = _interval(time.last, from_first if last_open else known)
    if last_open and last and last.end and last.end < first.start:
        last = _interval(time.last, known._replace(open_year=first.start.year + 1))
    return Interval(first.start, last.end) if last else None


def _same_period(time: SamePeriod, known: _Known) -> Interval | None:
    of = closed(known.of, known.published)
    if of is None or of.start is None or of.end is None:
        stands_open = (
            known.of is not None and known.of.start is not None
        )  # "từ đầu năm đến nay" of an undated text
        if time.year is None or (known.of is not None and not stands_open):
            return None
        return _interval(whole_year(time.year), known)
    if of.end.year > of.start.year and of.end >= of.start.replace(year=of.start.year + 1, day=1):
        return None  # a span of more than a year has no same period a year before
    if isinstance(time.year, int):
        return shift_years(of, time.year - of.end.year)
    if isinstance(time.year, Shift):
        return shift_years(of, time.year.years)
    return shift_months(of, -time.months)
