"""How dates, values and fields are written in a report."""

import re
from datetime import date
from decimal import Decimal

from dnextract.forms import Row, fixed_point
from dnextract.readable import readable_unit
from dnextract.report.sheets import Line

__all__ = ["day", "days", "exact", "fields", "percent", "sides", "words"]

_GROUP = re.compile(r"(?<=\d)(?=(?:\d{3})+$)")


def day(value: date) -> str:
    """Write a day as Vietnamese readers do."""
    return f"{value:%d/%m/}{value.year}"


def days(start: date | None, end: date | None) -> str:
    """Write an interval of days, open where one of them is not known."""
    if start is None and end is None:
        return ""
    return f"{day(start) if start else '…'} – {day(end) if end else '…'}"


def percent(share: float) -> str:
    """Write a share."""
    return f"{share:.0%}"


def words(name: str) -> str:
    """Write a name of the data in words."""
    return name.replace("_", " ")


def exact(row: Row) -> str:
    """Write all digits of a value, grouped as Vietnamese readers do, and its unit."""
    bounds = (_digits(bound) for bound in dict.fromkeys((row.lo, row.hi)) if bound is not None)
    return f"{' – '.join(bounds) or '?'} {readable_unit(row)}"


def _digits(value: Decimal) -> str:
    whole, _, decimals = fixed_point(value).partition(".")
    grouped = _GROUP.sub(".", whole)
    return f"{grouped},{decimals}" if decimals else grouped


def fields(line: Line) -> list[tuple[str, str, str]]:
    """Give each field of a line with what gold says and what the record says."""
    gold, row = ({**_cells(side), **_times(side)} if side else {} for side in (line.gold, line.row))
    return [(name, gold.get(name, ""), row.get(name, "")) for name in _cells(line.shown)]


def sides(line: Line, field: str) -> tuple[str, str]:
    """Give what the record and what gold says of a field, in short."""
    row, gold = (_cells(side)[field] if side else "" for side in (line.row, line.gold))
    return row, gold


def _cells(row: Row) -> dict[str, str]:
    return {
        "kind": words(row.kind),
        "value": exact(row),
        "qual": words(row.qual),
        "unit": "/".join(filter(None, (row.unit, row.per))),
        "item": row.item or "",
        "metric": row.metric or "",
        "scope": row.scope or "",
        "aspect": " ".join(filter(None, (row.aspect, row.dir))),
        "of": row.of or "",
        "status": row.status,
        "period": row.period_norm or row.period or "",
        "baseline": row.baseline_norm or row.baseline or "",
        "place": row.place or "",
        "entity": row.entity or "",
    }


def _times(row: Row) -> dict[str, str]:
    """Give the times of a row with both their words and their labels."""
    return {
        "period": " → ".join(filter(None, (row.period, row.period_norm))),
        "baseline": " → ".join(filter(None, (row.baseline, row.baseline_norm))),
    }
