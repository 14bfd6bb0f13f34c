"""One number or quantity outside any text, as in a spreadsheet's cell."""

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from dnextract.grammar.lexicon import FigureLexicon, compile_figures
from dnextract.grammar.numbers import find_numbers, read_number
from dnextract.grammar.quantities import find_quantities
from dnextract.patterns import load_patterns
from dnextract.records import Quantity
from dnextract.text import TextView, Token, tokenize

__all__ = ["parse_number", "parse_quantity"]


@lru_cache(maxsize=1)
def _lexicon() -> FigureLexicon:
    return compile_figures(load_patterns())


def parse_number(text: str) -> Decimal:
    """Read a whole string as one number, in digits, words or both.

    Raises `ValueError`, which says where it stopped, and `TypeError` if `text` is no string.

    >>> parse_number("mười hai phẩy năm"), parse_number("1,2 nghìn tỷ")
    (Decimal('12.5'), Decimal('1200000000000'))
    >>> parse_number("12 con")
    Traceback (most recent call last):
        ...
    ValueError: '12 con' is no number: stopped before 'con' (character 3)
    """
    view = _view(text)
    tokens = tokenize(view.text)
    sign = 1
    if tokens and tokens[0].surface in "-−+":
        sign = 1 if tokens[0].surface == "+" else -1
        tokens = tokens[1:]
    number = read_number(tokens, 0, _lexicon().numbers) if tokens else None
    stop = number.last if number else 0
    if number is None or stop < len(tokens):
        raise ValueError(f"{text!r} is no number: {_where(view, tokens[stop:])}")
    return sign * number.value


def parse_quantity(text: str) -> Quantity:
    """Read a whole string as one quantity, its qualifier included.

    Raises `ValueError`, which says where it stopped, and `TypeError` if `text` is no string.

    >>> quantity = parse_quantity("gần 3 triệu USD")
    >>> quantity.value, quantity.unit, quantity.qualifier
    (Decimal('3000000'), 'USD', 'approx')
    """
    view = _view(text)
    tokens = tokenize(view.text)
    lexicon = _lexicon()
    found = find_quantities(tokens, find_numbers(tokens, lexicon.numbers), lexicon)
    if not found:
        raise ValueError(f"{text!r} is no quantity: {_where(view, tokens)}")
    mention = found[0]
    if mention.left > 0 or mention.right < len(tokens):
        rest = tokens if mention.left > 0 else tokens[mention.right :]
        raise ValueError(f"{text!r} is no quantity: {_where(view, rest)}")
    item = mention.item
    return Quantity(
        kind=mention.kind,
        lo=mention.lo,
        hi=mention.hi,
        qualifier=mention.qualifier,
        unit=mention.unit,
        per=mention.per,
        item=view.text[tokens[item[0]].start : tokens[item[1] - 1].end] if item else None,
    )


def _view(text: str) -> TextView:
    if not isinstance(text, str):
        raise TypeError(f"text must be a str, not {type(text).__name__}")
    return TextView.of(text)


def _where(view: TextView, rest: Sequence[Token]) -> str:
    if not rest:
        return "nothing to read"
    at = view.to_source(rest[0].start, rest[0].end)[0]
    return f"stopped before {rest[0].surface!r} (character {at})"
