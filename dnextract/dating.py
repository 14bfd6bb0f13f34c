"""When an undated text was written, as far as its own times make it plain."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from dnextract.grammar.periods import TimeExpression
from dnextract.grammar.times import (
    Day,
    DayFromNow,
    Months,
    Relative,
    Shift,
    Since,
    Through,
    Time,
    said_year,
    whole_year,
)
from dnextract.join.lexicon import JoinLexicon
from dnextract.join.periods import is_since_record
from dnextract.layers import SentenceLayers
from dnextract.records import Status

__all__ = ["Written", "find_written"]

_AHEAD: frozenset[Status] = frozenset({"target", "forecast"})
_LONG = 2  # years; such a stretch tells of plans or of history, not of when the text was written
_TOLD, _FORESEEN = 2, 1  # votes
_LAST_MONTH_OF_REPORTS = 3  # by then what is told of a whole year is told of the one before
_LEAP_YEAR = 2000
_LAST_YEAR = whole_year(Shift(-1))


class Written(NamedTuple):
    """The year a text makes plain, the day it speaks of as today, and the year it was written in.

    The plain year is the one most of its figures are of; the year of writing stands only where it is another.
    """

    year: int | None
    day: date | None
    running: int | None = None


class _Told(NamedTuple):
    time: TimeExpression
    year: int  # the year it speaks for
    foreseen: bool
    compared: bool


def find_written(sentences: Sequence[SentenceLayers], lexicon: JoinLexicon) -> Written:
    """Find the year a text makes plain, and the day where the text itself ties a date to today.

    The year is the one its times speak for most often, the later one of two. A year that figures are compared
    with speaks for the one after it ("giảm 4% so với cùng kỳ năm 2021"), what is planned or foreseen half as
    loud, a deadline, a stretch of many years or what once was not at all. Where nothing else says a year, the
    day or month since which something holds does, or the month in which the goods of a contract are due. A
    text that calls a year it tells of as a whole `năm ngoái` was written in the next one.
    """
    told = [t for sentence in sentences if sentence.times for t in _told(sentence, lexicon)]
    today = _today(sentences)
    year = _most_told(told) or _year_since(sentences, lexicon) or _year_of_contracts(sentences, today)
    if year is None:
        return Written(None, None)
    if today is not None:
        return Written(year, _date_of(today, year, told))
    return Written(year, None, year + 1 if _is_last_year(year, told, sentences, lexicon) else None)


def _told(sentence: SentenceLayers, lexicon: JoinLexicon) -> Iterator[_Told]:
    """Give the times of a sentence that speak for a year."""
    cues = lexicon.status.occurrences(sentence.tokens)
    foreseen = next((first for first, _, cue in cues if cue.status in _AHEAD), None)
    once = next((first for first, _, _ in lexicon["once"].occurrences(sentence.tokens)), len(sentence.tokens))
    for time in sentence.times:
        if time.year is None or time.role in ("deadline", "since", "contract") or _is_long(time):
            continue
        if time.first > once:
            continue
        compared = time.role == "same_period" or lexicon["versus"].ending(sentence.tokens, time.first)
        yield _Told(
            time,
            time.year + 1 if compared else time.year,
            foreseen=foreseen is not None and foreseen < time.first,
            compared=bool(compared),
        )


def _is_long(time: TimeExpression) -> bool:
    if not isinstance(time.time, Through):
        return False
    first, last = said_year(time.time.first), said_year(time.time.last)
    return first is not None and last is not None and last - first >= _LONG


def _most_told(told: Sequence[_Told]) -> int | None:
    votes: Counter[int] = Counter()
    for time in told:
        votes[time.year] += _FORESEEN if time.foreseen else _TOLD
    return max(votes, key=lambda year: (votes[year], year), default=None)


def _is_whole_year(time: TimeExpression) -> bool:
    """Tell a year, or years up to one."""
    last = time.time.last if isinstance(time.time, Through) else time.time
    return isinstance(last, Months) and (last.first, last.last) == (1, 12)


def _is_last_year(
    year: int, told: Sequence[_Told], sentences: Sequence[SentenceLayers], lexicon: JoinLexicon
) -> bool:
    """Tell a year over by now: told of as a whole alone, in a text that also tells of `năm ngoái`."""
    known = [t for t in told if t.year == year and not t.compared]
    if not known or any(t.foreseen or not _is_whole_year(t.time) for t in known):
        return False
    return any(
        time.time == _LAST_YEAR and not lexicon["versus"].ending(sentence.tokens, time.first)
        for sentence in sentences
        for time in sentence.times
    )


def _first_month(time: Time) -> int:
    """Give the month that a time of some year begins in, as far as its words say; 1 where they do not."""
    match time:
        case Months(first=month) | Day(month=int(month)):
            return month
        case DayFromNow(of=inner) | Through(first=inner):
            return _first_month(inner)
        case _:
            return 1


def _year_since(sentences: Sequence[SentenceLayers], lexicon: JoinLexicon) -> int | None:
    """Give the latest year in a day or month since which something holds: "từ đầu tháng 5/2017 đến nay"."""
    years = [
        time.year
        for sentence in sentences
        for time in sentence.times
        if time.year is not None
        and isinstance(time.time, Since)
        and time.time.grain != "year"
        and not is_since_record(sentence.tokens, time, lexicon)
    ]
    return max(years, default=None)


def _year_of_contracts(sentences: Sequence[SentenceLayers], today: Day | None) -> int | None:
    """Give the year in which the first month of delivery lies ahead of today: "giao tháng 2/2021"."""
    if today is None or today.month is None:
        return None
    due = [
        (time.time.year, time.time.first)
        for sentence in sentences
        for time in sentence.times
        if time.role == "contract" and isinstance(time.time, Months) and isinstance(time.time.year, int)
    ]
    if not due:
        return None
    year, month = min(due)
    return year if today.month <= month else year - 1


def _today(sentences: Sequence[SentenceLayers]) -> Day | None:
    """Find the day that is today: "hôm nay (20/11)", "hôm qua 19/11".

    Or else the later one of two days that follow each other, in a text that speaks of today or yesterday.
    """
    times = [time.time for sentence in sentences for time in sentence.times]
    ties = Counter(
        _moved(time.of, -time.shift)
        for time in times
        if isinstance(time, DayFromNow) and time.of.month is not None
    )
    if ties:
        (day, count), *others = ties.most_common(2)
        return None if others and others[0][1] == count else day
    if not any(isinstance(t, Relative) and t.unit == "day" and t.shift in (0, -1) for t in times):
        return None
    days = {Day(t.day, t.month, None) for t in times if isinstance(t, Day) and t.month is not None}
    later = [day for day in days if _moved(day, -1) in days and _moved(day, 1) not in days]
    return later[0] if len(later) == 1 else None


def _moved(day: Day, shift: int) -> Day:
    """Give the day of the calendar so many days on."""
    moved = date(_LEAP_YEAR, day.month or 1, day.day) + timedelta(days=shift)
    return Day(moved.day, moved.month, None)


def _date_of(today: Day, year: int, told: Sequence[_Told]) -> date | None:
    """Give the date of today: in the year most told of, or in the next one where that year is over by then.

    It is over where a part of it that lies behind today is told of, and in the first months of a year where
    it is told of as a whole more than once.
    """
    month = today.month or 1
    known = [t.time for t in told if t.year == year and not t.foreseen and not t.compared]
    whole = [time for time in known if _is_whole_year(time)]
    later = any(_first_month(time.time) > month for time in known)
    over = later or (len(whole) > 1 and month <= _LAST_MONTH_OF_REPORTS)
    try:
        return date(year + over, month, today.day)
    except ValueError:  # 29 February
        return None
