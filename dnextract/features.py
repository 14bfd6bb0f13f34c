"""Features of a record that tell how sure each of its parts is; `patterns/confidence.yaml` weighs them."""

from bisect import bisect
from operator import attrgetter
from typing import NamedTuple

from dnextract.join.context import Phrase, TimeRef
from dnextract.join.figures import Joined, ReadFrame
from dnextract.join.referents import Setting
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
_start = attrgetter("start")


def features(
    text: str, layers: SentenceLayers, figure: Joined, link: Link | None, *, resolved: bool
) -> dict[str, list[str]]:
    """Give the features of each part of a record.

    `text` is the view, `link` what the catalogue knows of the metric if there is one, `resolved` whether
    the period is.
    """
    read = next(f for f in layers.frames if figure.number in f.frame.order)
    record = _Record(text, layers, figure, read, read.frame.order.index(figure.number))
    common = record.common()
    return {
        "metric": common + record.of_metric(link),
        "period": common + record.of_period(resolved=resolved),
        "figure": common + record.of_figure(),
    }


class _Record(NamedTuple):
    """A joined figure at place `k` of its frame."""

    text: str
    layers: SentenceLayers
    figure: Joined
    read: ReadFrame
    k: int

    def common(self) -> list[str]:
        """Give what bears on every part."""
        found = [f"kind {self.figure.quantity.kind}"]
        if self.read.frame.before is not None:
            found.append("aside")
        if self.layers.sentence.heading:
            found.append("heading")
        if self.k == 0:
            found.append("first figure")
        return found

    def of_metric(self, link: Link | None) -> list[str]:
        """Give what bears on the metric: its rule, its name, where it stands and what stands between."""
        metric = self.figure.metric.metric
        found = [
            f"rule {_rule(metric)}",
            f"aspect {self.figure.aspect.aspect}",
            f"governor {_rule(self.read.governors[self.k])}",
            f"figures {bisect(_FIGURES, len(self.read.frame.quantities))}",
        ]
        if self.figure.quantity.item is not None:
            found.append("item")
        found += (f"scope {_rule(self.figure.metric.scope)}", f"place {_rule(self.figure.settings.place)}")
        if metric is None:
            return found
        if link is not None and link.indicator is not None:
            found.append("indicator")
        elif link is not None and link.known:
            found.append("indicator of other units")
        if metric.doubted:
            found.append("doubted")
        name = self.text[metric.start : metric.end]
        found.append(f"words {bisect(_WORDS, name.count(' ') + 1)}")
        if any(letter.isdigit() for letter in name):
            found.append("digit")
        if name[1:] != name[1:].lower():
            found.append("capital")
        return found + self._where(metric.start, metric.end) + self._tagged(metric.start, metric.end)

    def _where(self, start: int, end: int) -> list[str]:
        tokens, sentence = self.read.frame.tokens, self.layers.sentence
        at = self.read.frame.quantities[self.k].first
        if not sentence.start <= start < sentence.end:
            return ["elsewhere", "far"] if sentence.start - end > _FAR else ["elsewhere"]
        found: list[str] = []
        names = [n for n in self.read.names if n.label == "METRIC"]
        named = next((n for n in names if tokens[n.first].start == start), None)
        if named is not None:
            found += ("name", f"head {named.rule}")
        if start > tokens[at].start:
            found.append("after")
            return found
        after = bisect(tokens, end, key=_start)
        found.append(f"distance {bisect(_TOKENS, at - after)}")
        if any(after <= n.first < at for n in names):
            found.append("name between")
        return found

    def _tagged(self, start: int, end: int) -> list[str]:
        """Give what the tagger thinks of the words of the metric, where they stand in its sentence."""
        tags = self.layers.tags
        if tags is None or not tags.covers(start):
            return []
        found = [f"tagger {bisect(_CHANCES, tags.chance(start, end))}"]
        names = tags.metrics()
        if any(n.start == start and n.end == end for n in names):
            found.append("tagger agrees")
        elif any(n.start < end and start < n.end for n in names):
            found.append("tagger overlaps")
        at = self.layers.tokens[self.layers.quantities[self.figure.number].first].start
        if any(end <= n.start < at for n in names):
            found.append("tagger later")
        return found

    def of_period(self, *, resolved: bool) -> list[str]:
        """Give what bears on the period: its rule and form, where it stands, which other times there are."""
        period, baseline, frame = self.figure.period, self.figure.baseline, self.read.frame
        found = [
            f"rule {_rule(period)}",
            f"status {self.figure.status}",
            f"times {bisect(_TIMES, len(frame.times))}",
        ]
        if self.figure.aspect.aspect == "level":
            found.append("level")
        if len(frame.tokens) > _LONG:
            found.append("long")
        settings = self.figure.settings
        found += (f"place {_rule(settings.place)}", f"entity {_rule(settings.entity)}")
        used = {t.start for t in (period, baseline) if t is not None}
        if any(t.start not in used for t in frame.times):
            found.append("time not used")
        if period is None:
            return found
        if not resolved:
            found.append("not resolved")
        form, _, _ = period.expression.rule.partition(":")
        found += (f"form {form}", f"role {period.expression.role}")
        sentence = self.layers.sentence
        if not sentence.start <= period.start < sentence.end:
            found.append("elsewhere")
            if abs(sentence.start - period.end) > _FAR:
                found.append("far")
        return found

    def of_figure(self) -> list[str]:
        """Give what bears on the quantity, the aspect, the status and the baseline."""
        quantity, aspect, baseline = self.figure.quantity, self.figure.aspect, self.figure.baseline
        found = [
            f"aspect {aspect.aspect}",
            f"rule {aspect.rule}",
            f"governor {_rule(self.read.governors[self.k])}",
            f"status {self.figure.status}",
            f"baseline {_rule(baseline)}",
            *[f"quantity {rule}" for rule in quantity.rules],
        ]
        if quantity.per is not None:
            found.append("per")
        if self.figure.status_choice.rule is not None:
            found.append(f"cue {self.figure.status_choice.rule}")
        if aspect.aspect in ("change", "comparison") and baseline is None:
            found.append("change without baseline")
        if aspect.aspect == "change" and quantity.kind not in _RATES:
            found.append("change of an amount")
        if aspect.aspect == "level":
            if quantity.kind in _RATES:
                found.append("level of a rate")
            if any(g is not None and g.aspect == "change" for g in self.read.governors):
                found.append("change beside")
        return found


def _rule(chosen: Phrase | TimeRef | Setting | Governor | None) -> str:
    return chosen.rule if chosen is not None else "none"
