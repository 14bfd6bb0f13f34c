"""What a report shows: sheets, each a text with the lines of its table."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain

from dnextract.forms import Row, flat_row
from dnextract.records import Record, Span
from dnextract.report.marks import Mark, Role

__all__ = ["Line", "Scores", "Sheet", "record_marks", "records_sheet"]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table: a record, and in an evaluation the gold it is compared with.

    One of `row` and `gold` may be missing: what was found too much, or missed. `wrong` names the fields in
    which they differ, `marks` the parts that stand in the text.
    """

    row: Row | None
    marks: tuple[Mark, ...] = ()
    gold: Row | None = None
    wrong: tuple[str, ...] = ()

    @property
    def shown(self) -> Row:
        """The record, or the gold where none was found."""
        row = self.row or self.gold
        if row is None:
            raise ValueError("a line needs a row or gold")
        return row

    @property
    def outcome(self) -> str:
        """How the record compares with gold."""
        if self.row is None:
            return "missed"
        if self.gold is None:
            return "spurious"
        return "differs" if self.wrong else "right"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A text and the lines of its table; `name` is that of its file."""

    name: str
    text: str
    lines: tuple[Line, ...]
    title: str | None = None
    published: date | None = None
    place: str | None = None
    source: str | None = None
    url: str | None = None

    @property
    def marks(self) -> Iterator[Mark]:
        """The marks of all lines."""
        return chain.from_iterable(line.marks for line in self.lines)


@dataclass(frozen=True, slots=True)
class Scores:
    """The result of an evaluation: precision, recall and F1 of each level, the accuracy of each field."""

    levels: Mapping[str, tuple[float, float, float]]
    fields: Mapping[str, float] = field(default_factory=dict)


def records_sheet(
    name: str,
    text: str,
    records: Sequence[Record],
    *,
    title: str | None = None,
    published: date | None = None,
    place: str | None = None,
    source: str | None = None,
    url: str | None = None,
) -> Sheet:
    """Make the sheet of a text and its records."""
    lines = tuple(Line(flat_row(r), tuple(record_marks(n, r))) for n, r in enumerate(records))
    return Sheet(name, text, lines, title, published, place, source, url)


def record_marks(line: int, record: Record) -> Iterator[Mark]:
    """Give the marks of a record's parts that stand in the text."""
    parts: tuple[tuple[Role, Span | None], ...] = (
        ("quantity", record.span),
        ("metric", record.metric.span if record.metric else None),
        ("period", record.period.span if record.period else None),
        ("baseline", record.baseline.span if record.baseline else None),
        ("place", record.place.span if record.place else None),
        ("entity", record.entity.span if record.entity else None),
    )
    for role, span in parts:
        if span is not None:
            yield Mark(span.start, span.end, role, line)
