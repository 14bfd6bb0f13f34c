"""The value of a numeral written in digits, with dots and commas read by sense.

In Vietnamese the dot groups thousands and the comma is the decimal mark; the press also writes both the
English way, so the shape decides where it can.
"""

import re
from decimal import Decimal

__all__ = ["read_numeral"]

_LONGEST = 28  # characters; more digits than the press has use for, and than Decimal keeps by default
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")


def read_numeral(surface: str) -> Decimal | None:
    """Read digits with dots and commas; `None` where the shape is no number ("21.8.2026", 30 digits).

    >>> [str(read_numeral(s)) for s in ("30.692", "1.76", "0.275", "12,345", "1.234.567,89", "1,234.5")]
    ['30692', '1.76', '0.275', '12.345', '1234567.89', '1234.5']
    >>> read_numeral("138,000"), read_numeral("1,200,000"), read_numeral("1.2.3")
    (Decimal('138000'), Decimal('1200000'), None)
    """
    if len(surface) > _LONGEST:
        return None
    dots, commas = surface.count("."), surface.count(",")
    if not dots and not commas:
        return Decimal(surface)
    if dots and commas:
        group, point = (".", ",") if surface.rfind(",") > surface.rfind(".") else (",", ".")
        if surface.count(point) > 1:
            return None
        whole, fraction = surface.split(point)
        return Decimal(f"{whole.replace(group, '')}.{fraction}") if _GROUPED.fullmatch(whole) else None
    mark = "." if dots else ","
    if dots + commas > 1:
        return Decimal(surface.replace(mark, "")) if _GROUPED.fullmatch(surface) else None
    whole, fraction = surface.split(mark)
    thousands = len(fraction) == 3 and len(whole) <= 3 and not whole.startswith("0")
    # A lone comma is the decimal mark ("16,223 tỷ USD"), but nobody writes three zero decimals.
    if thousands and (mark == "." or fraction == "000"):
        return Decimal(whole + fraction)
    return Decimal(f"{whole}.{fraction}")
