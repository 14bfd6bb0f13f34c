"""How each record came about: the words of its parts, the rules that chose them, the names it chose from."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from dnextract.assemble import source_span
from dnextract.join.context import Phrase, TimeRef
from dnextract.join.figures import Joined, ReadFrame
from dnextract.join.referents import Setting
from dnextract.layers import SentenceLayers
from dnextract.linking.confidence import Factor, factors
from dnextract.pipeline import Reading
from dnextract.records import Record, Span
from dnextract.tagger import TagLabel
from dnextract.text import Sentence, split_sentences

__all__ = ["Candidate", "Evidence", "Trace", "trace"]


class Evidence(NamedTuple):
    """One part of a record: its value, the words that say so, and the rule that chose them.

    `sentence` is where the words stand, if that is not the record's own. A part that no words say (a level,
    an actual figure) has neither words nor sentence.
    """

    part: str
    value: str
    words: Span | None = None
    rule: str | None = None
    sentence: Span | None = None


class Candidate(NamedTuple):
    """A name that the sentence offers: its label, what found it, and whether the record has it.

    The labels are METRIC, PLACE and ORG, those of the trained tagger SCOPE and WHOLE too; it has the rule
    `tagger` and tells how `sure` it is.
    """

    label: TagLabel
    words: Span
    rule: str
    chosen: bool
    sure: float | None = None


@dataclass(frozen=True, slots=True)
class Trace:
    """A record and what made it: its parts in order, the names to choose from, what its confidence weighs."""

    record: Record
    evidence: tuple[Evidence, ...]
    candidates: tuple[Candidate, ...]
    factors: tuple[Factor, ...]


def trace(reading: Reading) -> list[Trace]:
    """Trace every record of a text, in order."""
    sentences = split_sentences(reading.view.text)
    return [
        _Tracer(reading, sentences, assembled.record, assembled.layers, assembled.figure).trace(
            factors(assembled.features, reading.weights)
        )
        for assembled in reading.made
    ]


@dataclass(frozen=True, slots=True)
class _Tracer:
    """Traces one record."""

    reading: Reading
    sentences: Sequence[Sentence]
    record: Record
    layers: SentenceLayers
    figure: Joined

    def trace(self, weighed: Sequence[Factor]) -> Trace:
        """Put the trace together."""
        parts = (self._quantity, self._metric, self._aspect, self._times, self._settings)
        evidence = tuple(e for part in parts for e in part())
        return Trace(self.record, evidence, tuple(self._candidates()), tuple(weighed))

    def _span(self, start: int, end: int) -> Span:
        return source_span(self.reading.view, start, end)

    def _said(self, part: str, value: str, words: Phrase | TimeRef | None) -> Evidence:
        if words is None:
            return Evidence(part, value)
        return self._words(part, value, words.start, words.end, words.rule)

    def _words(self, part: str, value: str, start: int, end: int, rule: str | None) -> Evidence:
        """Give evidence of words of the view, with their sentence where that is another one."""
        own = self.layers.sentence
        sentence = None
        if not own.start <= start < own.end:
            at = bisect_right(self.sentences, start, key=lambda s: s.start) - 1
            sentence = self._span(self.sentences[at].start, self.sentences[at].end)
        return Evidence(part, value, self._span(start, end), rule, sentence)

    def _quantity(self) -> Iterator[Evidence]:
        mention, tokens = self.layers.quantities[self.figure.number], self.layers.tokens

        def words(part: str, value: str, first: int, last: int, rule: str | None) -> Evidence:
            return self._words(part, value, tokens[first].start, tokens[last - 1].end, rule)

        for number in self.layers.numbers:
            if mention.first <= number.first and number.last <= mention.last:
                yield words("number", str(number.value), number.first, number.last, None)
        quantity = self.record.quantity
        per = f"/{quantity.per}" if quantity.per else ""
        for rule in self.figure.quantity.rules:
            if rule.startswith("qualifiers:"):
                sides = ((mention.left, mention.first), (mention.last, mention.right))
                first, last = next((s for s in sides if s[0] < s[1]), (mention.first, mention.last))
                yield words("qualifier", quantity.qualifier, first, last, rule)
            else:
                value = f"{quantity.kind}, {quantity.unit}{per}"
                yield words("quantity", value, mention.first, mention.last, rule)
        if mention.item is not None:
            yield words("item", quantity.item or "", *mention.item, None)

    def _metric(self) -> Iterator[Evidence]:
        chosen, metric = self.figure.metric, self.record.metric
        if metric is not None:
            yield self._said("metric", metric.text, chosen.metric)
            if metric.indicator is not None:
                yield Evidence("indicator", metric.indicator, rule=f"indicators:{metric.indicator}")
        if chosen.scope is not None:
            scope = self._said("scope", "", chosen.scope)
            yield scope._replace(value=scope.words.text if scope.words else "")

    def _aspect(self) -> Iterator[Evidence]:
        chosen, record = self.figure.aspect, self.record
        value = f"{record.aspect}, {record.direction}" if record.direction else record.aspect
        yield self._governor(Evidence("aspect", value, rule=chosen.rule))
        if chosen.of is not None:
            yield self._said("of", record.of or "", chosen.of)
        status = self.figure.status_choice
        yield self._said("status", record.status, status.cue)._replace(rule=status.rule)

    def _governor(self, aspect: Evidence) -> Evidence:
        """Add the words that govern the figure to its aspect, if it has them from there."""
        frame = self._frame()
        governor = frame.governors[frame.frame.order.index(self.figure.number)]
        if governor is None or governor.rule != aspect.rule or governor.first == governor.last:
            return aspect
        tokens = frame.frame.tokens
        start, end = tokens[governor.first].start, tokens[governor.last - 1].end
        return aspect._replace(words=self._span(start, end))

    def _times(self) -> Iterator[Evidence]:
        named = (("period", self.figure.period, self.record.period),)
        for part, time, period in (*named, ("baseline", self.figure.baseline, self.record.baseline)):
            if time is not None and period is not None:
                yield self._said(part, period.label or "not resolved", time)
                yield Evidence(f"{part} form", time.expression.role, rule=time.expression.rule)

    def _settings(self) -> Iterator[Evidence]:
        settings = self.figure.settings
        for part, setting in (("place", settings.place), ("entity", settings.entity)):
            if setting is not None:
                yield self._setting(part, setting)

    def _setting(self, part: str, setting: Setting) -> Evidence:
        value = f"{setting.name} ({setting.id})" if setting.id else setting.name
        if setting.start is None or setting.end is None:
            return Evidence(part, value, rule=setting.rule)
        return self._words(part, value, setting.start, setting.end, setting.rule)

    def _frame(self) -> ReadFrame:
        return next(f for f in self.layers.frames if self.figure.number in f.frame.order)

    def _candidates(self) -> Iterator[Candidate]:
        """Give the names of the sentence, or of the brackets that the figure stands in; then the tagger's."""
        read = self._frame()
        tokens = read.frame.tokens
        for name in sorted(read.names, key=lambda n: (n.first, n.last)):
            start, end = tokens[name.first].start, tokens[name.last - 1].end
            yield self._candidate(name.label, start, end, name.rule)
        for tagged in self.layers.tags.names if self.layers.tags else ():
            found = self._candidate(tagged.label, tagged.start, tagged.end, "tagger")
            yield found._replace(sure=round(tagged.sure, 2))

    def _candidate(self, label: TagLabel, start: int, end: int, rule: str) -> Candidate:
        settings, metric = self.figure.settings, self.figure.metric
        parts = (metric.metric, metric.scope, self.figure.aspect.of, settings.place, settings.entity)
        spans = [
            (p.start, p.end) for p in parts if p is not None and p.start is not None and p.end is not None
        ]
        chosen = any(first < end and start < last for first, last in spans)
        return Candidate(label, self._span(start, end), rule, chosen)
