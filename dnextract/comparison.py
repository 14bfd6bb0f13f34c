"""The report of an evaluation: gold beside what was predicted, article by article."""

import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from dnextract.corpus import Article
from dnextract.document import Document
from dnextract.forms import Row, flat_row, nfc_offsets
from dnextract.gold import GoldRecord, number
from dnextract.records import Record
from dnextract.report import Line, Mark, Role, Scores, Sheet, record_marks
from dnextract.scoring import FIELDS, Score, align, compare, differing
from dnextract.text import Sentence, split_sentences

__all__ = ["compared_sheet", "shown_scores"]


class _Pair(NamedTuple):
    gold: GoldRecord | None
    predicted: GoldRecord | None
    record: Record | None  # what `predicted` was made of

    @property
    def start(self) -> int:
        side = self.predicted or self.gold
        return side.start if side else 0


def compared_sheet(article: Article, document: Document, gold: Sequence[GoldRecord]) -> Sheet:
    """Make the sheet that compares the document of an article with its gold.

    It shows the NFC form of the text, which is what the offsets of gold index.
    """
    text = unicodedata.normalize("NFC", article.text)
    sentences = split_sentences(text)
    to_nfc = nfc_offsets(article.text) or int
    pairs = sorted(_pairs(article.id, document, gold), key=lambda pair: pair.start)
    return Sheet(
        article.id,
        text,
        tuple(_line(n, pair, sentences, to_nfc) for n, pair in enumerate(pairs)),
        title=article.title,
        published=document.published,
        place=document.place,
        source=article.source,
        url=article.url,
    )


def _pairs(doc: str, document: Document, gold: Sequence[GoldRecord]) -> Iterator[_Pair]:
    found = [GoldRecord.model_validate(row) for row in document.gold_rows(doc)]
    pairs = align(gold, found)
    paired, used = {i for i, _ in pairs}, {j for _, j in pairs}
    yield from (_Pair(gold[i], found[j], document[j]) for i, j in pairs)
    yield from (_Pair(record, None, None) for i, record in enumerate(gold) if i not in paired)
    yield from (_Pair(None, found[j], record) for j, record in enumerate(document) if j not in used)


def _line(n: int, pair: _Pair, sentences: Sequence[Sentence], to_nfc: Callable[[int], int]) -> Line:
    gold = _gold_row(pair.gold, sentences) if pair.gold else None
    if pair.record is None:
        return Line(None, tuple(_gold_marks(n, pair.gold)) if pair.gold else (), gold)
    row = flat_row(pair.record)
    row = row._replace(
        start=to_nfc(row.start),
        end=to_nfc(row.end),
        sentence_start=to_nfc(row.sentence_start),
        sentence_end=to_nfc(row.sentence_end),
    )
    marks = (m._replace(start=to_nfc(m.start), end=to_nfc(m.end)) for m in record_marks(n, pair.record))
    wrong = differing(compare(pair.gold, pair.predicted)) if pair.gold and pair.predicted else ()
    return Line(row, tuple(marks), gold, wrong)


def _gold_row(gold: GoldRecord, sentences: Sequence[Sentence]) -> Row:
    """Lay a gold record out as a row; what gold does not say is empty."""
    at = bisect_right(sentences, gold.start, key=lambda sentence: sentence.start) - 1
    start, end = (sentences[at].start, sentences[at].end) if at >= 0 else (gold.start, gold.end)
    cells = gold.model_dump(exclude={"doc", "metric_span", "period_span", "baseline_span"})
    absent: dict[str, Any] = dict.fromkeys(set(Row._fields) - set(cells))
    told: dict[str, Any] = {
        "id": f"{gold.doc}:{gold.start}-{gold.end}",
        "lo": _decimal(gold.lo),
        "hi": _decimal(gold.hi),
        "confidence": 1.0,
        "sentence_start": start,
        "sentence_end": end,
        "rules": (),
    }
    return Row(**absent | cells | told)


def _decimal(value: str | None) -> Decimal | None:
    if value is None:
        return None
    exact = number(value)
    return Decimal(exact.numerator) / exact.denominator


def _gold_marks(n: int, gold: GoldRecord) -> Iterator[Mark]:
    spans: dict[Role, tuple[int, int] | None] = {
        "quantity": (gold.start, gold.end),
        "metric": gold.metric_span,
        "period": gold.period_span,
        "baseline": gold.baseline_span,
    }
    return (Mark(*span, role, n) for role, span in spans.items() if span)


def shown_scores(score: Score) -> Scores:
    """Give the scores of an evaluation as the report shows them."""
    span = score.rates["span"]
    pairs = score.aligned or 1
    return Scores(
        family=score.kinds,
        gold=span.gold,
        predicted=span.predicted,
        levels={level: (rate.precision, rate.recall, rate.f1) for level, rate in score.rates.items()},
        fields={field: score.right[field] / pairs for field in FIELDS},
    )
