"""Values and units as a Vietnamese reader writes them, for tables and pages."""

from decimal import Decimal

from dnextract.forms import Row

__all__ = ["readable_amount", "readable_number", "readable_unit", "readable_value"]

_BOUNDS = {"approx": "≈ ", "more_than": "> ", "at_least": "≥ ", "less_than": "< ", "at_most": "≤ "}
_SCALES = ((10**9, " tỷ"), (10**6, " triệu"))
_UNSPEAKABLE = 10**24  # no figure of the press; shown by its magnitude


def readable_value(row: Row) -> str:
    """Write a row's value as Vietnamese readers do, with its bound: `> 20`, `39.888 tỷ`, `10 – 15`."""
    if row.lo is None or row.hi is None:
        value = row.hi if row.lo is None else row.lo
        shown = "?" if value is None else readable_number(value)
    elif row.lo == row.hi:
        shown = readable_number(row.lo)
    else:
        low, high = readable_number(row.lo), readable_number(row.hi)
        number, _, scale = low.partition(" ")
        shown = f"{number if high.endswith(f' {scale}') else low} – {high}"
    return _BOUNDS.get(row.qual, "") + shown


def readable_number(value: Decimal) -> str:
    """Write a number with its scale word, where that loses nothing: `39.888 tỷ`, `12,5`."""
    if abs(value) >= _UNSPEAKABLE:
        return f"{value:.2e}".replace(".", ",")
    for size, word in _SCALES:
        if size <= abs(value) and (scaled := value / size) == round(scaled, 3):
            return _grouped(scaled) + word
    return _grouped(value)


def _grouped(value: Decimal) -> str:
    """Group thousands with dots, with a decimal comma and at most six decimals."""
    shown = f"{value:,.6f}".rstrip("0").rstrip(".")
    return shown.translate(str.maketrans(",.", ".,"))


def readable_unit(row: Row) -> str:
    """Write a row's unit and what it is per; a count shows the noun that is counted."""
    unit = row.item or row.unit if row.unit == "count" else row.unit
    return f"{unit}/{row.per}" if row.per else unit


def readable_amount(row: Row) -> str:
    """Write a row's value with its unit: `39.888 tỷ VND`, `> 9,07%`."""
    unit = readable_unit(row)
    return f"{readable_value(row)}{'' if unit.startswith('%') else ' '}{unit}"
