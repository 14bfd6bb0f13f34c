"""What a report shows: sheets, each a text with the lines of its table."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from dnextract.forms import Row, flat_row
from dnextract.records import Record, Span
from dnextract.report.marks import Mark, Role, paragraphs

__all__ = ["OUTCOMES", "Line", "Scores", "Sheet", "record_marks", "records_sheet"]

OUTCOMES = ("right", "differs", "missed", "spurious")  # of a record compared with gold
_OPENING = 500  # characters in which a headline is looked for


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

    def agrees(self, *fields: str) -> bool:
        """Tell whether the record says of these fields what gold says."""
        return self.row is not None and self.gold is not None and not set(fields) & set(self.wrong)


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
    def heading(self) -> str:
        """The title, else the headline the text opens with, else the name."""
        first = next((p for p in paragraphs(self.text[:_OPENING], ()) if not p.blank), None)
        if self.title or first is None or not first.headline:
            return self.title or self.name
        return "".join(segment.text for segment in first.segments).strip()

    @property
    def marks(self) -> Iterator[Mark]:
        """The marks of all lines."""
        return chain.from_iterable(line.marks for line in self.lines)


@dataclass(frozen=True, slots=True)
class Scores:
    """The result of an evaluation of a family of kinds.

    `levels` gives precision, recall and F1 of each level, `fields` the share of the aligned pairs in which
    a field is right.
    """

    family: str
    gold: int
    predicted: int
    levels: Mapping[str, tuple[float, float, float]]
    fields: Mapping[str, float]


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
