"""From joined figures to public records: offsets of the caller's text, resolved times, links."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from dnextract.features import features
from dnextract.grammar.calendar import Interval, label_of
from dnextract.grammar.periods import resolve
from dnextract.grammar.times import Part, Prefer, Time
from dnextract.join.context import Phrase, TimeRef
from dnextract.join.figures import Joined
from dnextract.join.settings import Setting
from dnextract.layers import Lexicons, SentenceLayers
from dnextract.linking.confidence import confidence
from dnextract.linking.indicators import Figure, Link, Linker
from dnextract.records import Metric, Name, Period, Quantity, Record, Span, Status
from dnextract.text import TextView

__all__ = ["Assembled", "Calendar", "assemble", "fingerprint", "source_span"]


_AHEAD: frozenset[Status] = frozenset({"target", "forecast"})
_JUST_OVER = timedelta(days=45)  # by then the figures of a quarter are out


@dataclass(frozen=True, slots=True)
class Calendar:
    """What times are resolved against: the day of publication, a year the text makes plain, a direction."""

    published: date | None
    year: int | None
    prefer: Prefer = "past"
    fiscal_year_start: int = 1
    _intervals: dict[Time, Interval | None] = field(default_factory=dict, repr=False)

    def interval(self, time: TimeRef, of: Interval | None = None) -> Interval | None:
        """Resolve a time; `of` is the figure's own period, for a baseline relative to it."""
        if of is not None:
            return self._resolved(time, of, self.prefer)
        said = time.expression.time
        if said not in self._intervals:
            self._intervals[said] = self._resolved(time, None, self.prefer)
        return self._intervals[said]

    def period(
        self, time: TimeRef, status: Status, since: int, of: Interval | None = None
    ) -> Interval | None:
        """Resolve the time of a figure; that of a target or forecast lies ahead where its year is open.

        Only words that stand at the offset `since` or after it, in the figure's own sentence, share its
        tense. A stretch or day just over is meant all the same: "dự báo quý III" in October, or the day of
        the forecast. A deadline or the end of a year is not. `of` is the period a relative one is counted
        from.
        """
        found = self.interval(time, of)
        if status not in _AHEAD or time.start < since:
            return found
        if not self.published or not found or not found.end:
            return found
        said = time.expression
        is_end = said.role == "deadline" or (isinstance(said.time, Part) and said.time.kind == "end")
        if self.published - found.end <= (timedelta(0) if is_end else _JUST_OVER):
            return found
        return self._resolved(time, of, "future") or found

    def _resolved(self, time: TimeRef, of: Interval | None, prefer: Prefer) -> Interval | None:
        return resolve(
            time.expression.time,
            published=self.published,
            year=self.year,
            of=of,
            prefer=prefer,
            fiscal_year_start=self.fiscal_year_start,
        )

    def is_ahead(self, time: TimeRef) -> bool:
        """Tell a deadline that begins after publication, or after the year the text makes plain."""
        today = self.published or (date(self.year, 12, 31) if self.year else None)
        return time.expression.role == "deadline" and self._begins_after(time, today)

    def is_future(self, time: TimeRef) -> bool:
        """Tell a time that begins after publication."""
        return self._begins_after(time, self.published)

    def is_over(self, time: TimeRef) -> bool:
        """Tell a time that has ended by publication, as far as is known."""
        interval = self.interval(time)
        if self.published is None or interval is None or interval.end is None:
            return True
        return interval.end <= self.published

    def is_known(self, time: TimeRef) -> bool:
        """Tell a time that can be resolved."""
        return self.interval(time) is not None

    def months(self, time: TimeRef) -> int | None:
        """Give the length of a time in months, 0 if shorter; `None` if open or unknown."""
        interval = self.interval(time)
        if interval is None or interval.start is None or interval.end is None:
            return None
        return round((interval.end - interval.start).days / 30.4)

    def _begins_after(self, time: TimeRef, day: date | None) -> bool:
        interval = self.interval(time)
        return (
            interval is not None and interval.start is not None and day is not None and interval.start > day
        )


def fingerprint(text: str) -> str:
    """Give the hash that the ids of a text's records begin with."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def source_span(view: TextView, start: int, end: int) -> Span:
    """Map a range of the view to the caller's text."""
    a, b = view.to_source(start, end)
    return Span(start=a, end=b, text=view.source[a:b])


class Assembled(NamedTuple):
    """A record, and what it was made of: its sentence, its joined figure, the features of its parts."""

    record: Record
    layers: SentenceLayers
    figure: Joined
    features: Mapping[str, Sequence[str]]


def assemble(
    view: TextView,
    document: str,
    layers: SentenceLayers,
    joined: Joined,
    calendar: Calendar,
    lexicons: Lexicons,
    linker: Linker,
) -> Assembled:
    """Make the public record of one joined figure; `document` is the text's fingerprint."""
    mention = layers.quantities[joined.number]
    tokens = layers.tokens
    span = source_span(view, tokens[mention.first].start, tokens[mention.last - 1].end)
    item = mention.item
    quantity = Quantity(
        kind=mention.kind,
        lo=joined.quantity.lo,
        hi=joined.quantity.hi,
        qualifier=mention.qualifier,
        unit=mention.unit,
        per=joined.quantity.per,
        item=view.words(tokens[item[0]].start, tokens[item[1] - 1].end) if item else None,
    )
    reference = calendar.interval(joined.reference) if joined.reference else None
    own = None
    if joined.period:
        own = calendar.period(joined.period, joined.status, layers.sentence.start, reference)
    phrase = joined.metric.metric
    link = _link(view, phrase, joined, linker) if phrase else None
    sure = features(view.text, layers, joined, link, resolved=own is not None)
    record = Record(
        id=f"{document}:{span.start}-{span.end}",
        span=span,
        sentence=source_span(view, layers.sentence.start, layers.sentence.end),
        quantity=quantity,
        metric=_metric(view, joined, link),
        aspect=joined.aspect.aspect,
        direction=joined.aspect.direction,
        of=_words(view, joined.aspect.of),
        status=joined.status,
        period=_period(view, joined.period, own),
        baseline=_period(view, joined.baseline, calendar.interval(joined.baseline, own))
        if joined.baseline
        else None,
        place=_name(view, joined.settings.place),
        entity=_name(view, joined.settings.entity),
        confidence=confidence(sure, lexicons.confidence),
        rules=list(joined.rules),
    )
    return Assembled(record, layers, joined, sure)


def _words(view: TextView, phrase: Phrase | None) -> str | None:
    return view.words(phrase.start, phrase.end) if phrase else None


def _link(view: TextView, metric: Phrase, joined: Joined, linker: Linker) -> Link:
    quantity = joined.quantity
    figure = Figure(quantity.kind, quantity.unit, quantity.per, joined.aspect.aspect)
    return linker.link(view.text[metric.start : metric.end], figure)


def _metric(view: TextView, joined: Joined, link: Link | None) -> Metric | None:
    phrase = joined.metric.metric
    if phrase is None:
        return None
    span = source_span(view, phrase.start, phrase.end)
    return Metric(
        text=span.text,
        span=span,
        scope=_words(view, joined.metric.scope),
        indicator=link.indicator if link else None,
    )


def _period(view: TextView, time: TimeRef | None, interval: Interval | None) -> Period | None:
    if time is None:
        return None
    span = source_span(view, time.start, time.end)
    if interval is None:
        return Period(text=span.text, span=span)
    return Period(text=span.text, span=span, label=label_of(interval), start=interval.start, end=interval.end)


def _name(view: TextView, setting: Setting | None) -> Name | None:
    if setting is None:
        return None
    if setting.start is None or setting.end is None:
        return Name(text=setting.name, id=setting.id)
    span = source_span(view, setting.start, setting.end)
    return Name(text=setting.name, span=span, id=setting.id)
