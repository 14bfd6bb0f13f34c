"""The flat forms of a record: a typed row, the gold row, JSON and CSV.

A `Row` is the one definition of the columns that data frames, CSV files and the store share. Numbers are
`Decimal` and are never written in exponent form.
"""

import csv
import json
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, TextIO

from dnextract.records import Record

__all__ = [
    "CSV_ENCODING",
    "GOLD_FIELDS",
    "Row",
    "fixed_point",
    "flat_row",
    "gold_row",
    "nfc_offsets",
    "plain",
    "record_json",
    "runs_as_formula",
    "write_csv",
    "write_json",
    "write_jsonl",
]

# fmt: off
GOLD_FIELDS = (
    "doc", "start", "end", "text", "kind", "lo", "hi", "qual", "unit", "per", "item", "metric", "scope",
    "aspect", "dir", "of", "status", "period", "period_norm", "baseline", "baseline_norm", "place", "entity",
)
# fmt: on
# Excel takes a file without the mark for one of the machine's own code page, and garbles Vietnamese.
CSV_ENCODING = "utf-8-sig"


class Row(NamedTuple):
    """A record as one row: the gold field names, then what the gold form leaves out."""

    id: str
    start: int
    end: int
    text: str
    kind: str
    lo: Decimal | None
    hi: Decimal | None
    qual: str
    unit: str
    per: str | None
    item: str | None
    metric: str | None
    scope: str | None
    indicator: str | None
    aspect: str
    dir: str | None
    of: str | None
    status: str
    period: str | None
    period_norm: str | None
    period_start: date | None
    period_end: date | None
    baseline: str | None
    baseline_norm: str | None
    baseline_start: date | None
    baseline_end: date | None
    place: str | None
    place_id: str | None
    entity: str | None
    entity_id: str | None
    confidence: float
    sentence: str
    sentence_start: int
    sentence_end: int
    rules: tuple[str, ...]


def flat_row(record: Record) -> Row:
    """Lay a record out as a `Row`; offsets stay those of the caller's text."""
    quantity, metric = record.quantity, record.metric
    period, baseline = record.period, record.baseline
    place, entity = record.place, record.entity
    return Row(
        id=record.id,
        start=record.span.start,
        end=record.span.end,
        text=record.span.text,
        kind=quantity.kind,
        lo=quantity.lo,
        hi=quantity.hi,
        qual=quantity.qualifier,
        unit=quantity.unit,
        per=quantity.per,
        item=quantity.item,
        metric=metric.text if metric else None,
        scope=metric.scope if metric else None,
        indicator=metric.indicator if metric else None,
        aspect=record.aspect,
        dir=record.direction,
        of=record.of,
        status=record.status,
        period=period.text if period else None,
        period_norm=period.label if period else None,
        period_start=period.start if period else None,
        period_end=period.end if period else None,
        baseline=baseline.text if baseline else None,
        baseline_norm=baseline.label if baseline else None,
        baseline_start=baseline.start if baseline else None,
        baseline_end=baseline.end if baseline else None,
        place=place.text if place else None,
        place_id=place.id if place else None,
        entity=entity.text if entity else None,
        entity_id=entity.id if entity else None,
        confidence=record.confidence,
        sentence=record.sentence.text,
        sentence_start=record.sentence.start,
        sentence_end=record.sentence.end,
        rules=tuple(record.rules),
    )


def gold_row(record: Record, doc_id: str, *, to_nfc: Callable[[int], int] | None = None) -> dict[str, Any]:
    """Give a record in the flat gold form.

    Gold offsets index the NFC text. When the text the record came from is not NFC, `to_nfc` maps its
    offsets there (see `nfc_offsets`).
    """
    cells = {"doc": doc_id, **plain(flat_row(record)._asdict())}
    row = {name: _composed(cells[name]) for name in GOLD_FIELDS}
    if to_nfc:
        row["start"], row["end"] = to_nfc(record.span.start), to_nfc(record.span.end)
    return row


def _composed(cell: Any) -> Any:
    return unicodedata.normalize("NFC", cell) if isinstance(cell, str) else cell


_CUT = re.compile(r"[\s0-9]")


def nfc_offsets(text: str) -> Callable[[int], int] | None:
    """Give the map from offsets of `text` to offsets of its NFC form, or `None` where it is NFC already.

    An offset inside a character that NFC composes maps to the start of that character.

    >>> text = "ty\\u0309 5"
    >>> [nfc_offsets(text)(k) for k in (0, 3, 4)]
    [0, 2, 3]
    """
    if unicodedata.is_normalized("NFC", text):
        return None
    # NFC never joins a space or digit to what stands before it. Cutting there bounds the work for each
    # offset, so that a long text asked about many offsets stays linear.
    cuts = [0, *(match.start() for match in _CUT.finditer(text))]
    lengths = [0]
    for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True):
        lengths.append(lengths[-1] + len(unicodedata.normalize("NFC", text[start:end])))

    def to_nfc(offset: int) -> int:
        piece = bisect_right(cuts, offset) - 1
        return lengths[piece] + len(unicodedata.normalize("NFC", text[cuts[piece] : offset]))

    return to_nfc


def plain(cells: Mapping[str, Any]) -> dict[str, Any]:
    """Make cells ready for JSON: decimals as strings, dates in ISO form, rules as a list."""
    return {name: _json_cell(cell) for name, cell in cells.items()}


def _json_cell(cell: Any) -> Any:
    match cell:
        case Decimal():
            return fixed_point(cell)
        case date():
            return cell.isoformat()
        case tuple():
            return list(cell)
    return cell


def fixed_point(value: Decimal) -> str:
    """Write every digit of a number, without exponent and without idle zeros.

    >>> fixed_point(Decimal("3.9888E+13")), fixed_point(Decimal("0.500"))
    ('39888000000000', '0.5')
    """
    digits = format(value, "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def record_json(record: Record) -> dict[str, Any]:
    """Give a record as nested JSON-ready values, named as in `Record`."""
    cells = record.model_dump(mode="json")
    for name in ("lo", "hi", "value"):
        value = getattr(record.quantity, name)
        cells["quantity"][name] = None if value is None else fixed_point(value)
    return cells


def write_csv(out: TextIO, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write a table as CSV (RFC 4180) that a spreadsheet shows and does not run.

    A text that starts like a formula gets a leading apostrophe; numbers and dates stay as they are. Open
    `out` with `newline=""`.
    """
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows([_csv_cell(cell) for cell in row] for row in rows)


def runs_as_formula(text: str) -> bool:
    """Tell whether a spreadsheet would take a text for a formula."""
    return text.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def _csv_cell(cell: Any) -> Any:
    match cell:
        case str():
            return f"'{cell}" if runs_as_formula(cell) else cell
        case list() | tuple():
            return _csv_cell(" ".join(cell))
    return _json_cell(cell)


def write_jsonl(out: TextIO, rows: Iterable[dict[str, Any]]) -> None:
    """Write one JSON object a line, in UTF-8 letters."""
    out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def write_json(out: TextIO, rows: Iterable[dict[str, Any]]) -> None:
    """Write a JSON array, one object a line, as the rows come."""
    before = "["
    for row in rows:
        out.write(before + "\n" + json.dumps(row, ensure_ascii=False))
        before = ","
    out.write("[]\n" if before == "[" else "\n]\n")
