"""Features of a record that tell how sure each of its parts is; `patterns/confidence.yaml` weighs them."""

from bisect import bisect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dnextract.join.context import Phrase, TimeRef
from dnextract.join.figures import Joined, ReadFrame
from dnextract.join.settings import Setting
from dnextract.layers import SentenceLayers
from dnextract.linking.indicators import Link
from dnextract.syntax.governors import Governor

__all__ = ["PARTS", "features"]

PARTS = ("metric", "period", "figure")  # the figure is its quantity, aspect, status and baseline

_WORDS = (2, 3, 6, 9, 13)  # limits of a metric's length, in words
_TOKENS = (3, 6, 13, 26)  # limits of the distance between a metric and its figure
_CHANCES = (0.3, 0.6, 0.9, 0.98)  # limits of how sure the tagger is of a metric
_FIGURES = (2, 3, 5)  # limits of how many figures a frame has
_TIMES = (1, 2, 3)
_FAR = 300  # characters
_LONG = 80  # tokens of a frame
_RATES = frozenset({"percent", "percentage_point"})


def features(
    text: str, layers: SentenceLayers, figure: Joined, link: Link | None, *, resolved: bool
) -> Mapping[str, tuple[str, ...]]:
    """Give the features of each part of a record.

    `text` is the view, `link` what the catalogue knows of the metric if there is one, `resolved` whether
    the period is.
    """
    read = next(f for f in layers.frames if figure.number in f.frame.order)
    record = _Record(text, layers, figure, read, read.frame.order.index(figure.number))
    common = tuple(record.common())
    found = (record.of_metric(link), record.of_period(resolved=resolved), record.of_figure())
    return {part: (*common, *names) for part, names in zip(PARTS, found, strict=True)}


@dataclass(frozen=True, slots=True)
class _Record:
    """A joined figure at place `k` of its frame."""

    text: str
    layers: SentenceLayers
    figure: Joined
    read: ReadFrame
    k: int

    def common(self) -> Iterator[str]:
        """Give what bears on every part."""
        yield f"kind {self.figure.quantity.kind}"
        if self.read.frame.before is not None:
            yield "aside"
        if self.layers.sentence.heading:
            yield "heading"
        if self.k == 0:
            yield "first figure"

    def of_metric(self, link: Link | None) -> Iterator[str]:
        """Give what bears on the metric: its rule, its name, where it stands and what stands between."""
        metric, quantity = self.figure.metric.metric, self.figure.quantity
        yield f"rule {_rule(metric)}"
        yield f"aspect {self.figure.aspect.aspect}"
        yield f"governor {_rule(self.read.governors[self.k])}"
        yield f"figures {bisect(_FIGURES, len(self.read.frame.quantities))}"
        if quantity.item is not None:
            yield "item"
        yield f"scope {_rule(self.figure.metric.scope)}"
        yield f"place {_rule(self.figure.settings.place)}"
        if metric is None:
            return
        if link is not None and link.indicator is not None:
            yield "indicator"
        elif link is not None and link.known:
            yield "indicator of other units"
        if metric.doubted:
            yield "doubted"
        name = self.text[metric.start : metric.end]
        yield f"words {bisect(_WORDS, name.count(' ') + 1)}"
        if any(letter.isdigit() for letter in name):
            yield "digit"
        if any(letter.isupper() for letter in name[1:]):
            yield "capital"
        yield from self._where(metric.start, metric.end)
        yield from self._tagged(metric.start, metric.end)

    def _where(self, start: int, end: int) -> Iterator[str]:
        tokens, sentence = self.read.frame.tokens, self.layers.sentence
        at = self.read.frame.quantities[self.k].first
        if not sentence.start <= start < sentence.end:
            yield "elsewhere"
            if sentence.start - end > _FAR:
                yield "far"
            return
        names = [n for n in self.read.names if n.label == "METRIC"]
        named = next((n for n in names if tokens[n.first].start == start), None)
        if named is not None:
            yield "name"
            yield f"head {named.rule}"
        if start > tokens[at].start:
            yield "after"
            return
        after = bisect(tokens, end, key=lambda token: token.start)
        yield f"distance {bisect(_TOKENS, at - after)}"
        if any(after <= n.first < at for n in names):
            yield "name between"

    def _tagged(self, start: int, end: int) -> Iterator[str]:
        """Give what the tagger thinks of the words of the metric, where they stand in its sentence."""
        tags = self.layers.tags
        if tags is None or not tags.covers(start):
            return
        yield f"tagger {bisect(_CHANCES, tags.chance(start, end))}"
        names = tags.metrics()
        if any((n.start, n.end) == (start, end) for n in names):
            yield "tagger agrees"
        elif any(n.start < end and start < n.end for n in names):
            yield "tagger overlaps"
        at = self.layers.tokens[self.layers.quantities[self.figure.number].first].start
        if any(end <= n.start < at for n in names):
            yield "tagger later"

    def of_period(self, *, resolved: bool) -> Iterator[str]:
        """Give what bears on the period: its rule and form, where it stands, which other times there are."""
        period, frame = self.figure.period, self.read.frame
        yield f"rule {_rule(period)}"
        yield f"status {self.figure.status}"
        yield f"times {bisect(_TIMES, len(frame.times))}"
        if self.figure.aspect.aspect == "level":
            yield "level"
        if len(frame.tokens) > _LONG:
            yield "long"
        yield f"place {_rule(self.figure.settings.place)}"
        yield f"entity {_rule(self.figure.settings.entity)}"
        used = {t.start for t in (period, self.figure.baseline) if t is not None}
        if any(t.start not in used for t in frame.times):
            yield "time not used"
        if period is None:
            return
        if not resolved:
            yield "not resolved"
        form, _, _ = period.expression.rule.partition(":")
        yield f"form {form}"
        yield f"role {period.expression.role}"
        sentence = self.layers.sentence
        if not sentence.start <= period.start < sentence.end:
            yield "elsewhere"
            if abs(sentence.start - period.end) > _FAR:
                yield "far"

    def of_figure(self) -> Iterator[str]:
        """Give what bears on the quantity, the aspect, the status and the baseline."""
        quantity, aspect, baseline = self.figure.quantity, self.figure.aspect, self.figure.baseline
        yield f"aspect {aspect.aspect}"
        yield f"rule {aspect.rule}"
        yield f"governor {_rule(self.read.governors[self.k])}"
        yield f"status {self.figure.status}"
        yield f"baseline {_rule(baseline)}"
        yield from (f"quantity {rule}" for rule in quantity.rules)
        if quantity.per is not None:
            yield "per"
        if self.figure.status_choice.rule is not None:
            yield f"cue {self.figure.status_choice.rule}"
        if aspect.aspect in ("change", "comparison") and baseline is None:
            yield "change without baseline"
        if aspect.aspect == "change" and quantity.kind not in _RATES:
            yield "change of an amount"
        if aspect.aspect == "level":
            if quantity.kind in _RATES:
                yield "level of a rate"
            if any(g is not None and g.aspect == "change" for g in self.read.governors):
                yield "change beside"


def _rule(chosen: Phrase | TimeRef | Setting | Governor | None) -> str:
    return chosen.rule if chosen is not None else "none"
