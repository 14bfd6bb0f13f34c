"""Scoring: predicted records against gold, by what was found and by how much of it is right.

Within a document records are aligned one to one, equal spans first, then by the length of the overlap.
An aligned pair counts for `span`, with equal spans for `span_exact`, with kind, numbers, qualifier, unit
and denominator right for `quantity`, with metric and period too for `record`, with aspect, status and
baseline too for `full`.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from dnextract.gold import GoldRecord, number
from dnextract.grammar.calendar import Interval, interval_of
from dnextract.records import CORE_KINDS, EXTENDED_KINDS

__all__ = ["FIELDS", "LEVELS", "Mismatch", "Rate", "Score", "align", "compare", "differing", "score"]

LEVELS = ("span", "span_exact", "quantity", "record", "full")
FIELDS = (
    *("kind", "value", "qual", "unit", "metric", "metric_exact", "period", "baseline", "aspect", "status"),
    *("of", "scope", "place", "entity"),
)
# What a mismatch names; the kind is part of the quantity and shows there.
_NAMED = tuple(field for field in FIELDS if field not in ("kind", "metric_exact"))
_KINDS = {"core": CORE_KINDS, "extended": EXTENDED_KINDS, "all": CORE_KINDS | EXTENDED_KINDS}
_WORD = re.compile(r"\w+")
_AREA = re.compile(r"^(?:thành phố|tp\.?|tỉnh|t\.|nước|thủ đô)\s*", re.IGNORECASE)
_SAME_PLACE = {
    "hồ chí minh": "hcm",
    "tphcm": "hcm",
    "sài gòn": "hcm",
    "cả nước": "việt nam",
    "hoa kỳ": "mỹ",
}
_NEAR = Fraction(1, 1000)  # a written fraction may be given to three decimals


@dataclass(frozen=True, slots=True)
class Rate:
    """True positives, and how many were predicted and how many there are."""

    tp: int
    predicted: int
    gold: int

    @property
    def precision(self) -> float:
        """Share of the predicted that is right."""
        return self.tp / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold that was found right."""
        return self.tp / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A gold record missed, a predicted one too many, or a pair with the `fields` that differ."""

    doc: str
    gold: GoldRecord | None
    predicted: GoldRecord | None
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """The result of a comparison: a rate for each level, the accuracy of each field on aligned pairs."""

    kinds: str
    documents: int
    rates: dict[str, Rate]
    right: dict[str, int]
    mismatches: tuple[Mismatch, ...]

    @property
    def aligned(self) -> int:
        """Number of aligned pairs."""
        return self.rates["span"].tp

    def to_dict(self) -> dict[str, object]:
        """Give the figures, rounded to four decimals."""
        span = self.rates["span"]
        cells: dict[str, object] = {
            "kinds": self.kinds,
            "documents": self.documents,
            "gold": span.gold,
            "predicted": span.predicted,
        }
        for level in LEVELS:
            rate = self.rates[level]
            cells[level] = {
                "p": round(rate.precision, 4),
                "r": round(rate.recall, 4),
                "f1": round(rate.f1, 4),
                "tp": rate.tp,
                "fp": rate.predicted - rate.tp,
                "fn": rate.gold - rate.tp,
            }
        pairs = self.aligned or 1
        cells["accuracy_on_aligned"] = {field: round(self.right[field] / pairs, 4) for field in FIELDS}
        return cells


def score(gold: Iterable[GoldRecord], predicted: Iterable[GoldRecord], kinds: str = "all") -> Score:
    """Score predicted records against gold for `kinds`: "core", "extended" or "all".

    A pair belongs to the kinds of its gold record, a spurious record to its own.
    """
    wanted = _KINDS[kinds]
    by_document: dict[str, tuple[list[GoldRecord], list[GoldRecord]]] = defaultdict(lambda: ([], []))
    for record in gold:
        by_document[record.doc][0].append(record)
    for record in predicted:
        by_document[record.doc][1].append(record)
    found: Counter[str] = Counter()
    right: Counter[str] = Counter()
    missed = spurious = 0
    mismatches: list[Mismatch] = []
    for doc, (expected, given) in sorted(by_document.items()):
        pairs = align(expected, given)
        for i, j in pairs:
            if expected[i].kind not in wanted:
                continue
            fields = compare(expected[i], given[j])
            right.update(field for field in FIELDS if fields[field])
            found.update(level for level in LEVELS if fields[level])
            if not fields["full"]:
                mismatches.append(Mismatch(doc, expected[i], given[j], differing(fields)))
        paired, used = {i for i, _ in pairs}, {j for _, j in pairs}
        lost = [r for i, r in enumerate(expected) if i not in paired and r.kind in wanted]
        extra = [r for j, r in enumerate(given) if j not in used and r.kind in wanted]
        missed += len(lost)
        spurious += len(extra)
        mismatches += (Mismatch(doc, r, None, ("missed",)) for r in lost)
        mismatches += (Mismatch(doc, None, r, ("spurious",)) for r in extra)
    total, there = found["span"] + spurious, found["span"] + missed
    rates = {level: Rate(found[level], total, there) for level in LEVELS}
    return Score(
        kinds, len(by_document), rates, dict(right) | {f: right[f] for f in FIELDS}, tuple(mismatches)
    )


def align(gold: Sequence[GoldRecord], predicted: Sequence[GoldRecord]) -> list[tuple[int, int]]:
    """Pair records of one document one to one: equal spans first, then the longest overlap.

    Of equal overlaps the nearer starts win, then the later records.
    """
    candidates = []
    for i, g in enumerate(gold):
        for j, p in enumerate(predicted):
            overlap = min(g.end, p.end) - max(g.start, p.start)
            if overlap > 0:
                exact = (g.start, g.end) == (p.start, p.end)
                candidates.append((exact, overlap, -abs(g.start - p.start), i, j))
    pairs: list[tuple[int, int]] = []
    taken: set[int] = set()
    used: set[int] = set()
    for *_, i, j in sorted(candidates, reverse=True):
        if i not in taken and j not in used:
            taken.add(i)
            used.add(j)
            pairs.append((i, j))
    return pairs


def compare(gold: GoldRecord, predicted: GoldRecord) -> dict[str, bool]:
    """Compare an aligned pair: every field of `FIELDS` and every level of `LEVELS`."""
    value = _same_number(gold.lo, predicted.lo) and _same_number(gold.hi, predicted.hi)
    unit = gold.unit == predicted.unit and _words(gold.per) == _words(predicted.per)
    fields = {
        "kind": gold.kind == predicted.kind,
        "value": value,
        "qual": gold.qual == predicted.qual,
        "unit": unit,
        "metric": _same_metric(gold, predicted),
        "metric_exact": _words(gold.metric) == _words(predicted.metric),
        "period": _interval(gold.period_norm) == _interval(predicted.period_norm),
        "baseline": _interval(gold.baseline_norm) == _interval(predicted.baseline_norm),
        "aspect": gold.aspect == predicted.aspect and gold.dir == predicted.dir,
        "status": gold.status == predicted.status,
        "of": _same_words(gold.of, predicted.of),
        "scope": _same_words(gold.scope, predicted.scope),
        "place": _place(gold.place) == _place(predicted.place),
        "entity": _same_words(gold.entity, predicted.entity),
    }
    quantity = fields["kind"] and value and fields["qual"] and unit
    record = quantity and fields["metric"] and fields["period"]
    full = record and fields["aspect"] and fields["status"] and fields["baseline"]
    exact = (gold.start, gold.end) == (predicted.start, predicted.end)
    return fields | {"span": True, "span_exact": exact, "quantity": quantity, "record": record, "full": full}


def differing(fields: Mapping[str, bool]) -> tuple[str, ...]:
    """Name the fields of a compared pair that are wrong."""
    return tuple(field for field in _NAMED if not fields[field])


def _same_number(gold: str | None, predicted: str | None) -> bool:
    if gold is None or predicted is None:
        return gold is predicted
    a, b = number(gold), number(predicted)
    return a == b or ("/" in gold + predicted and abs(a - b) < _NEAR)


def _words(text: str | None) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFC", text or "").casefold())


def _overlap(a: str | None, b: str | None) -> float:
    """Give the F1 of the words two texts share; 1 when both are empty."""
    left, right = Counter(_words(a)), Counter(_words(b))
    size = left.total() + right.total()
    return 2 * (left & right).total() / size if size else 1.0


def _same_words(gold: str | None, predicted: str | None) -> bool:
    return _overlap(gold, predicted) >= 0.5 if gold else not predicted


def _same_metric(gold: GoldRecord, predicted: GoldRecord) -> bool:
    """A metric that gold leaves to the counted noun may be left out or repeat that noun."""
    if not gold.metric:
        return not predicted.metric or _overlap(predicted.metric, gold.item or predicted.metric) >= 0.5
    return bool(predicted.metric) and _overlap(gold.metric, predicted.metric) >= 0.5


def _interval(label: str | None) -> Interval | str | None:
    if not label:
        return None
    try:
        return interval_of(label)
    except ValueError:
        return label


def _place(name: str | None) -> str | None:
    if not name:
        return None
    bare = _AREA.sub("", name.strip()).casefold().strip(" .")
    return _SAME_PLACE.get(bare, bare)
