"""Records on spaCy's documents: how they are kept, marked as spans, and given back."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from spacy.tokens import Doc, Span

from dnextract.records import Record

__all__ = ["keep_records", "set_attributes"]

_NAME = "metrics"  # of the span group, and of the attributes of documents and spans
_KEPT = "dnextract"  # the key of the records in a document's user data


class _Part(NamedTuple):
    """The words of one part of a record: `kb_id` is what they name, `id` the record whose figure they are."""

    start: int
    end: int
    label: str
    kb_id: str = ""
    id: str = ""


def set_attributes() -> None:
    """Give documents and spans their attributes; a second time changes nothing."""
    Doc.set_extension(_NAME, getter=_records, force=True)
    Span.set_extension(_NAME, getter=_records_of, force=True)
    for name in ("published", "place"):
        if not Doc.has_extension(name):  # the user may have such attributes already, and they are read
            Doc.set_extension(name, default=None)


def keep_records(doc: Doc, records: Sequence[Record]) -> None:
    """Put records on a document, as plain data that survives bytes and processes, and mark their parts."""
    doc.user_data[_KEPT] = [r.model_dump(mode="json", exclude={"quantity": {"value"}}) for r in records]
    parts = sorted({part for record in records for part in _parts(record)})
    doc.spans[_NAME] = [_marked(doc, part) for part in parts]


def _records(doc: Doc) -> tuple[Record, ...]:
    return tuple(map(Record.model_validate, doc.user_data.get(_KEPT, ())))


def _records_of(span: Span) -> tuple[Record, ...]:
    """Give the records that the words of a span are a part of."""
    place = (span.start, span.end, span.label)

    def is_part(part: _Part) -> bool:
        marked = _marked(span.doc, part)
        return (marked.start, marked.end, marked.label) == place

    return tuple(record for record in _records(span.doc) if any(map(is_part, _parts(record))))


def _marked(doc: Doc, part: _Part) -> Span:
    """Mark a part; where a token of another tokenizer holds more than the part, the whole token."""
    span = doc.char_span(
        part.start, part.end, part.label, kb_id=part.kb_id, span_id=part.id, alignment_mode="expand"
    )
    assert span is not None  # only offsets outside the text have none
    return span


def _parts(record: Record) -> Iterator[_Part]:
    """Give the parts of a record that stand in the text."""
    yield _Part(record.span.start, record.span.end, "QUANTITY", id=record.id)
    if record.metric:
        span = record.metric.span
        yield _Part(span.start, span.end, "METRIC", record.metric.indicator or "")
    for label, period in (("PERIOD", record.period), ("BASELINE", record.baseline)):
        if period and period.span:
            yield _Part(period.span.start, period.span.end, label)
    for label, name in (("PLACE", record.place), ("ENTITY", record.entity)):
        if name and name.span:
            yield _Part(name.span.start, name.span.end, label, name.id or "")
