"""Gold records: the flat form of what an annotator, or the library, found in an article."""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from dnextract.corpus import Article
from dnextract.errors import GoldError
from dnextract.records import Aspect, Direction, Kind, Qualifier, Status

__all__ = ["GoldRecord", "check_spans", "load_gold", "number"]

_FRACTION = re.compile(r"-?\d+/[1-9]\d*")


def number(value: str) -> Fraction:
    """Read a gold number, a decimal or a fraction; `ValueError` if it is neither."""
    if _FRACTION.fullmatch(value):
        return Fraction(value)
    try:
        return Fraction(Decimal(value))
    except (InvalidOperation, OverflowError):
        raise ValueError(f"{value!r} is no number") from None


class GoldRecord(BaseModel):
    """One figure in the flat gold form; `start` and `end` index the NFC text of article `doc`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    doc: str
    start: int = Field(ge=0)
    end: int = Field(gt=0)
    text: str
    kind: Kind
    lo: str | None
    hi: str | None
    qual: Qualifier
    unit: str
    per: str | None
    item: str | None
    metric: str | None
    scope: str | None = None
    aspect: Aspect
    dir: Direction | None
    of: str | None
    status: Status
    period: str | None
    period_norm: str | None
    baseline: str | None
    baseline_norm: str | None
    place: str | None
    entity: str | None
    metric_span: tuple[int, int] | None = None
    period_span: tuple[int, int] | None = None
    baseline_span: tuple[int, int] | None = None

    @field_validator("lo", "hi")
    @classmethod
    def _is_number(cls, value: str | None) -> str | None:
        if value is not None:
            number(value)
        return value


def load_gold(path: str | Path) -> list[GoldRecord]:
    """Read gold from a JSON Lines file, or from every such file of a folder.

    Raises `GoldError` with a line for each problem: `file:line: what`.
    """
    path = Path(path)
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    if not files:
        raise GoldError(f"{path}: holds no .jsonl file")
    records: list[GoldRecord] = []
    problems: list[str] = []
    for file in files:
        try:
            lines = file.read_text(encoding="utf-8").split("\n")
        except (OSError, UnicodeDecodeError) as error:
            problems.append(f"{file}: cannot be read: {error}")
            continue
        for n, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                records.append(GoldRecord.model_validate(json.loads(line)))
            except ValidationError as error:
                problems += (f"{file}:{n}: {_place(e['loc'])}: {e['msg']}" for e in error.errors())
            except ValueError as error:
                problems.append(f"{file}:{n}: no JSON: {error}")
    if problems:
        raise GoldError("\n".join(problems))
    return records


def _place(location: Sequence[str | int]) -> str:
    return ".".join(map(str, location)) or "record"


def check_spans(records: Iterable[GoldRecord], articles: Iterable[Article]) -> None:
    """Check that each record's span holds its text.

    Raises `GoldError` with a line for each record whose article is missing or whose text differs.
    """
    texts = {article.id: unicodedata.normalize("NFC", article.text) for article in articles}
    problems = list(_misplaced(records, texts))
    if problems:
        raise GoldError("\n".join(problems))


def _misplaced(records: Iterable[GoldRecord], texts: dict[str, str]) -> Iterator[str]:
    for record in records:
        where = f"{record.doc}[{record.start}:{record.end}]"
        if record.doc not in texts:
            yield f"{where}: there is no article {record.doc!r}"
        elif texts[record.doc][record.start : record.end] != record.text:
            there = texts[record.doc][record.start : record.end]
            yield f"{where}: the text there is {there!r}, not {record.text!r}"
