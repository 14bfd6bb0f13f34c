"""Every layer of a text, for those who want to see how a record came about."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from dnextract.assemble import source_span
from dnextract.pipeline import Extractor
from dnextract.records import Quantity, Record, Span
from dnextract.tagger import TagLabel

__all__ = ["Analysis", "FoundName", "FoundNumber", "FoundPeriod", "FoundQuantity", "analyze_with"]


@dataclass(frozen=True, slots=True)
class FoundNumber:
    """A number as written, and its value with scale words applied."""

    span: Span
    value: Decimal


@dataclass(frozen=True, slots=True)
class FoundQuantity:
    """A quantity before it is joined to anything, and the rules that found it."""

    span: Span
    quantity: Quantity
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FoundPeriod:
    """A time expression before it is resolved: its role, its rule, and the year if its words say one.

    A record's period has the resolved year; `year` tells a year that was said from one that was found out.
    """

    span: Span
    role: str
    rule: str
    year: int | None


@dataclass(frozen=True, slots=True)
class FoundName:
    """A name: `label` is METRIC, PLACE or ORG; `id` the code of a known place.

    The names the trained tagger finds have the rule `tagger`, and are SCOPE and WHOLE too.
    """

    span: Span
    label: TagLabel
    id: str | None
    rule: str


@dataclass(frozen=True, slots=True)
class Analysis:
    """The layers of a text. All spans index the caller's string.

    Sentences that can hold neither figure nor time are not read; `tokens` and what follows leave them out.
    """

    sentences: tuple[Span, ...]
    tokens: tuple[Span, ...]
    numbers: tuple[FoundNumber, ...]
    quantities: tuple[FoundQuantity, ...]
    periods: tuple[FoundPeriod, ...]
    names: tuple[FoundName, ...]
    records: tuple[Record, ...]


def analyze_with(
    extractor: Extractor,
    text: str,
    published: date | datetime | str | None = None,
    place: str | None = None,
) -> Analysis:
    """Analyze a text with an extractor; arguments and errors are those of `Extractor.extract`."""
    document, view, layers, *_ = extractor.read(text, published, place)

    def span(start: int, end: int) -> Span:
        return source_span(view, start, end)

    names = {
        FoundName(span(f.frame.tokens[n.first].start, f.frame.tokens[n.last - 1].end), n.label, n.id, n.rule)
        for s in layers
        for f in s.frames
        for n in f.names
    }
    names |= {
        FoundName(span(n.start, n.end), n.label, None, "tagger")
        for s in layers
        if s.tags
        for n in s.tags.names
    }
    return Analysis(
        sentences=tuple(span(s.sentence.start, s.sentence.end) for s in layers),
        tokens=tuple(span(t.start, t.end) for s in layers for t in s.tokens),
        numbers=tuple(
            FoundNumber(span(s.tokens[n.first].start, s.tokens[n.last - 1].end), n.value)
            for s in layers
            for n in s.numbers
        ),
        quantities=tuple(
            FoundQuantity(
                span(s.tokens[q.first].start, s.tokens[q.last - 1].end),
                Quantity(
                    kind=q.kind,
                    lo=q.lo,
                    hi=q.hi,
                    qualifier=q.qualifier,
                    unit=q.unit,
                    per=q.per,
                    item=view.words(s.tokens[q.item[0]].start, s.tokens[q.item[1] - 1].end)
                    if q.item
                    else None,
                ),
                q.rules,
            )
            for s in layers
            for q in s.quantities
        ),
        periods=tuple(
            FoundPeriod(span(t.start, t.end), t.role, t.rule, t.year) for s in layers for t in s.times
        ),
        names=tuple(sorted(names, key=lambda n: (n.span.start, n.span.end, n.label, n.rule))),
        records=document.records,
    )
