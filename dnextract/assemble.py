"""From joined figures to public records: offsets of the caller's text, resolved times, links."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from dnextract.features import features
from dnextract.grammar.calendar import Interval, label_of
from dnextract.grammar.mentions import QuantityMention
from dnextract.grammar.periods import resolve
from dnextract.grammar.times import Part, Prefer, Time
from dnextract.join.context import MetricChoice, Phrase, TimeRef
from dnextract.join.figures import Joined
from dnextract.join.referents import Setting
from dnextract.layers import Lexicons, SentenceLayers
from dnextract.linking.confidence import confidence
from dnextract.linking.indicators import Figure, Link, Linker
from dnextract.records import Metric, Name, Period, Quantity, Record, Span, Status
from dnextract.text import TextView, Tokens

__all__ = ["Assembled", "Assembler", "Calendar", "source_span"]


_AHEAD: frozenset[Status] = frozenset({"target", "forecast"})
_JUST_OVER = timedelta(days=45)  # by then the figures of a quarter are out


@dataclass(frozen=True, slots=True)
class Calendar:
    """What times are resolved against: the day of publication, a year the text makes plain, a direction.

    `running` is the year of writing, where it is known without a day.
    """

    published: date | None
    year: int | None
    prefer: Prefer = "past"
    fiscal_year_start: int = 1
    running: int | None = None
    _intervals: dict[tuple[Time, Interval | None], Interval | None] = field(default_factory=dict, repr=False)

    def interval(self, time: TimeRef, of: Interval | None = None) -> Interval | None:
        """Resolve a time; `of` is the figure's own period, for a baseline relative to it."""
        asked = (time.expression.time, of)
        if asked not in self._intervals:
            self._intervals[asked] = self._resolved(time, of, self.prefer)
        return self._intervals[asked]

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
            running=self.running,
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

    def is_before_today(self, time: TimeRef) -> bool:
        """Tell a time that had ended on the day before publication."""
        end = interval.end if (interval := self.interval(time)) else None
        return self.published is not None and end is not None and end < self.published

    def is_today(self, time: TimeRef) -> bool:
        """Tell the day of publication."""
        today = self.published
        return today is not None and self.interval(time) == Interval(today, today)

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


def _fingerprint(text: str) -> str:
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


class Assembler:
    """Makes the public records of the joined figures of one text.

    What records share is made once: the span of their sentence, a period or place that they go on with.
    """

    def __init__(self, view: TextView, calendar: Calendar, lexicons: Lexicons, linker: Linker) -> None:
        self._view = view
        self._calendar = calendar
        self._lexicons = lexicons
        self._linker = linker
        self._document = _fingerprint(view.source)
        self._spans: dict[tuple[int, int], Span] = {}
        self._periods: dict[tuple[int, int, Interval | None], Period] = {}
        self._names: dict[Setting, Name] = {}

    def assemble(self, layers: SentenceLayers, joined: Joined) -> Assembled:
        """Make the record of one figure of a sentence."""
        tokens, calendar, aspect = layers.tokens, self._calendar, joined.aspect
        mention, sentence = layers.quantities[joined.number], layers.sentence
        span = self._span(tokens[mention.first].start, tokens[mention.last - 1].end)
        reference = calendar.interval(joined.reference) if joined.reference else None
        own = None
        if joined.period:
            own = calendar.period(joined.period, joined.status, sentence.start, reference)
        link = self._link(joined)
        sure = features(self._view.text, layers, joined, link, resolved=own is not None)
        record = Record(
            id=f"{self._document}:{span.start}-{span.end}",
            span=span,
            sentence=self._span(sentence.start, sentence.end),
            quantity=self._quantity(tokens, mention, joined.quantity),
            metric=self._metric(joined.metric, link),
            aspect=aspect.aspect,
            direction=aspect.direction,
            of=self._words(aspect.of),
            status=joined.status,
            period=self._period(joined.period, own),
            baseline=self._period(joined.baseline, calendar.interval(joined.baseline, own))
            if joined.baseline
            else None,
            place=self._name(joined.settings.place),
            entity=self._name(joined.settings.entity),
            confidence=confidence(sure, self._lexicons.confidence),
            rules=list(joined.rules),
        )
        return Assembled(record, layers, joined, sure)

    def _span(self, start: int, end: int) -> Span:
        span = self._spans.get((start, end))
        if span is None:
            span = self._spans[start, end] = source_span(self._view, start, end)
        return span

    def _words(self, phrase: Phrase | None) -> str | None:
        return self._view.words(phrase.start, phrase.end) if phrase else None

    def _quantity(self, tokens: Tokens, mention: QuantityMention, joined: QuantityMention) -> Quantity:
        """Give the quantity as it was read, with the bounds and the denominator it was joined to."""
        item = mention.item
        return Quantity(
            kind=mention.kind,
            lo=joined.lo,
            hi=joined.hi,
            qualifier=mention.qualifier,
            unit=mention.unit,
            per=joined.per,
            item=self._view.words(tokens[item[0]].start, tokens[item[1] - 1].end) if item else None,
        )

    def _link(self, joined: Joined) -> Link | None:
        metric, quantity = joined.metric.metric, joined.quantity
        if metric is None:
            return None
        figure = Figure(quantity.kind, quantity.unit, quantity.per, joined.aspect.aspect)
        return self._linker.link(self._view.text[metric.start : metric.end], figure)

    def _metric(self, chosen: MetricChoice, link: Link | None) -> Metric | None:
        if chosen.metric is None:
            return None
        span = self._span(chosen.metric.start, chosen.metric.end)
        indicator = link.indicator if link else None
        return Metric(text=span.text, span=span, scope=self._words(chosen.scope), indicator=indicator)

    def _period(self, time: TimeRef | None, interval: Interval | None) -> Period | None:
        if time is None:
            return None
        said = (time.start, time.end, interval)
        period = self._periods.get(said)
        if period is None:
            period = self._periods[said] = _period_at(self._span(time.start, time.end), interval)
        return period

    def _name(self, setting: Setting | None) -> Name | None:
        if setting is None:
            return None
        name = self._names.get(setting)
        if name is None:
            name = self._names[setting] = self._name_of(setting)
        return name

    def _name_of(self, setting: Setting) -> Name:
        if setting.start is None or setting.end is None:
            return Name(text=setting.name, id=setting.id)
        return Name(text=setting.name, span=self._span(setting.start, setting.end), id=setting.id)


def _period_at(span: Span, interval: Interval | None) -> Period:
    if interval is None:
        return Period(text=span.text, span=span)
    return Period(text=span.text, span=span, label=label_of(interval), start=interval.start, end=interval.end)
