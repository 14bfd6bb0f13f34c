"""The value of what is written in digits: dots and commas read by sense, spaces, powers and fractions.

In Vietnamese the dot groups thousands and the comma is the decimal mark; the press also writes both the
English way, so the shape decides where it can.
"""

import re
import unicodedata
from collections.abc import Mapping
from decimal import Context, Decimal
from typing import Final, NamedTuple

from dnextract.text import Tokens
from dnextract.text.tokens import glued

__all__ = ["EXACT", "VULGAR", "Numeral", "fraction", "numeral_at", "read_numeral", "scaled"]

# Digits enough for the longest numeral times the largest scale: sums and products of numerals never round,
# whatever the decimal context of the caller.
EXACT: Final = Context(prec=120)
_QUOTIENTS: Final = Context(prec=28)

_LONGEST: Final = 28  # characters; more digits than the press has use for
_GROUPED: Final = re.compile(r"[1-9]\d{0,2}(?:[.,]\d{3})+")
_APOSTROPHES: Final = re.compile(r"([1-9]\d{0,2}(?:['’]\d{3})+)(?:[.,](\d+))?")
_ARABIC_MARKS: Final = str.maketrans("٫٬", ",.")
_GROUP: Final = re.compile(r"\d{3}(?:,\d+|\.\d{1,2})?")  # the last of a numeral may have decimals

_SUPERSCRIPTS: Final = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺"
_BEFORE_EXPONENT: Final = "^⁻⁺-+−"
_LOWERED: Final = str.maketrans(_SUPERSCRIPTS + "−", "0123456789-+-")
_POWER: Final = re.compile(r"(?:\^(?=[-+−\d])|(?=[⁻⁺⁰¹²³⁴-⁹]))([-+−⁻⁺]?[\d⁰¹²³⁴-⁹]{1,2})")
_LARGEST_POWER: Final = 24
_TIMES: Final = frozenset("×x*·⋅")


class Numeral(NamedTuple):
    """A numeral that ends before token `last`."""

    last: int
    value: Decimal


def scaled(value: Decimal, scale: Decimal) -> Decimal:
    """Multiply a number by its scale, exactly: 302,6 tỷ is 302600000000, not 302600000000.0."""
    product = EXACT.multiply(value, scale)
    return product.to_integral_value() if scale > 1 and product == product.to_integral_value() else product


def fraction(numerator: Decimal, denominator: Decimal) -> Decimal:
    """Divide, to 28 significant digits where the quotient does not end.

    >>> fraction(Decimal(1), Decimal(4)), fraction(Decimal(2), Decimal(3))
    (Decimal('0.25'), Decimal('0.6666666666666666666666666667'))
    """
    return _QUOTIENTS.divide(numerator, denominator)


def _vulgar_fractions() -> Mapping[str, Decimal]:
    parts = {sign: unicodedata.normalize("NFKC", sign).split("⁄") for sign in "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒"}
    return {sign: fraction(Decimal(over), Decimal(under)) for sign, (over, under) in parts.items()}


VULGAR: Final = _vulgar_fractions()
"""The values of the fractions that are one sign, as ½."""

_RAISES: Final = frozenset(f"^{_SUPERSCRIPTS}")
_GOES_ON: Final = frozenset({*_RAISES, *VULGAR, *_TIMES})


def read_numeral(surface: str) -> Decimal | None:
    """Read digits with dots and commas; `None` where the shape is no number ("21.8.2026", 30 digits).

    >>> [str(read_numeral(s)) for s in ("30.692", "1.76", "0.275", "12,345", "1.234.567,89", "1,234.5")]
    ['30692', '1.76', '0.275', '12.345', '1234567.89', '1234.5']
    >>> read_numeral("138,000"), read_numeral("1,200,000"), read_numeral("1.2.3"), read_numeral("01.234")
    (Decimal('138000'), Decimal('1200000'), None, None)
    """
    if len(surface) > _LONGEST:
        return None
    if surface.isdecimal():
        return Decimal(surface)
    if not surface.isascii():
        surface = "".join(c if c in ".,'’" else str(int(c)) for c in surface.translate(_ARABIC_MARKS))
    if apart := _APOSTROPHES.fullmatch(surface):
        whole, fraction = re.sub("['’]", "", apart[1]), apart[2]
        return Decimal(f"{whole}.{fraction}" if fraction else whole)
    return None if "'" in surface or "’" in surface else _marked(surface)


def _marked(surface: str) -> Decimal | None:
    dots, commas = surface.count("."), surface.count(",")
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
    if len(fraction) == 3 and len(whole) <= 3 and whole != "0":
        if whole.startswith("0"):
            return None  # neither thousands nor a decimal is written "01.234"
        # A lone comma is the decimal mark ("16,223 tỷ USD"), but nobody writes three zero decimals.
        if mark == "." or fraction == "000":
            return Decimal(whole + fraction)
    return Decimal(f"{whole}.{fraction}")


def numeral_at(tokens: Tokens, at: int) -> Numeral | None:
    """Read the numeral at a token of digits, with what is written behind it in digits or signs.

    That is thousands set apart by spaces (`1 200 000`), a power of ten (`10³`, `2 × 10^6`), a vulgar
    fraction (`2½`). Any other superscript may be a power or a footnote, so that `5²` is no number.
    """
    value = read_numeral(tokens[at].surface)
    after = at + 1
    if value is None:
        return None
    if after == len(tokens):
        return Numeral(after, value)
    following = tokens[after]
    if following.kind == "digits":
        return _spaced(tokens, at, value)
    sign = following.surface[0]
    if sign not in _GOES_ON:
        return Numeral(after, value)
    if following.surface in VULGAR and tokens[at].surface.isdecimal():
        return Numeral(after + 1, EXACT.add(value, VULGAR[following.surface]))
    if following.surface in _TIMES:
        power = _power_of_ten(tokens, after + 1)
        return Numeral(power.last, scaled(value, power.value)) if power else Numeral(after, value)
    if sign in _RAISES and glued(tokens[at], following):
        return _power_of_ten(tokens, at)
    return Numeral(after, value)


def _spaced(tokens: Tokens, at: int, value: Decimal) -> Numeral | None:
    """Read thousands set apart by spaces: `1 200 000`, `12 345,6`; they are the end of a row of digits."""
    first, last = tokens[at].surface, at + 1
    if len(first) <= 3 and first.isdecimal() and not first.startswith("0") and not _follows(tokens, at):
        while last < len(tokens) and _follows(tokens, last) and _GROUP.fullmatch(tokens[last].surface):
            last += 1
            if len(tokens[last - 1].surface) > 3:
                break
    if last == at + 1:
        return Numeral(last, value)
    digits = "".join(t.surface for t in tokens[at:last]).replace(",", ".")
    goes_on = last < len(tokens) and _follows(tokens, last)
    return None if goes_on or len(digits) > _LONGEST else Numeral(last, Decimal(digits))


def _follows(tokens: Tokens, i: int) -> bool:
    """Tell whether digits stand one space after other digits, or against a slash ("8/23 118")."""
    if i == 0 or tokens[i].kind != "digits":
        return False
    before = tokens[i - 1]
    if before.kind == "digits":
        return tokens[i].start - before.end == 1
    return before.surface == "/" and glued(before, tokens[i])


def _power_of_ten(tokens: Tokens, at: int) -> Numeral | None:
    """Read `10³`, `10⁻³` or `10^6`."""
    last, exponent = at + 1, ""
    if at >= len(tokens) or tokens[at].surface != "10":
        return None
    while last < len(tokens) and glued(tokens[last - 1], tokens[last]) and exponent[-1:] in _BEFORE_EXPONENT:
        exponent += tokens[last].surface
        last += 1
    power = _POWER.fullmatch(exponent)
    if power is None:
        return None
    exponent = power[1].translate(_LOWERED)
    if abs(int(exponent)) > _LARGEST_POWER:
        return None
    return Numeral(last, EXACT.power(Decimal(10), int(exponent)))
