"""The slots of period forms that are read from tokens directly: days, months, years, small numbers.

Each reader takes the tokens, where to read, and the number words; it gives the token after and the value.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from dnextract.grammar.numbers import NumberWords, read_number
from dnextract.text import Token, Tokens

__all__ = [
    "END",
    "NUMERAL_KEYS",
    "SAMPLES",
    "SLOTS",
    "Reading",
    "SlotReader",
    "first_keys",
    "numeral_key",
    "token_key",
]

Reading = tuple[int, Any] | None
SlotReader = Callable[[Tokens, int, NumberWords], Reading]

# The keys of numerals, by what slots can read of them; no slot reads a decimal ("5,3").
_SHORT: Final = "#"
_YEARLIKE: Final = "#4"
_DOTTED: Final = "#."
_DECIMAL_KEY: Final = "#,"
NUMERAL_KEYS: Final = frozenset({_SHORT, _YEARLIKE, _DOTTED, _DECIMAL_KEY})
END: Final = ""  # stands for the key of a token where there is none
_DASHES: Final = frozenset("–—‒−")
_ROMAN_TENS: Final = ("", "x", "xx")
_ROMAN_ONES: Final = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_ROMAN: Final = {
    tens + ones: 10 * i + k
    for i, tens in enumerate(_ROMAN_TENS)
    for k, ones in enumerate(_ROMAN_ONES)
    if tens + ones
}
_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2100


def token_key(token: Token) -> str:
    """Give what a form matches a token by: its norm, one sign for all dashes, one for a shape of numeral."""
    if token.kind == "digits":
        return numeral_key(token.surface)
    return "-" if token.norm in _DASHES else token.norm


def numeral_key(surface: str) -> str:
    """Give the key of a numeral: short, of four digits, with points or with a comma inside."""
    if not surface.isdecimal():
        return _DECIMAL_KEY if "," in surface else _DOTTED
    return _YEARLIKE if len(surface) == 4 else _SHORT


def first_keys(slot: str, words: NumberWords) -> frozenset[str]:
    """Give the keys of the tokens that a slot may start with."""
    small = frozenset(
        norm for norm, rule in words.items() if rule.role in ("digit", "ten", "odd") and rule.value
    )
    match slot:
        case "n":
            return small | {_SHORT}
        case "q":
            return small | frozenset(_ROMAN) | {_SHORT}
        case "roman":
            return frozenset(_ROMAN)
        case "weekday" | "named_weekday":
            return small | {_SHORT}
        case "month_word" | "month_name" | "year_words":
            return small
        case "yyyy" | "early_yyyy":
            return frozenset({_YEARLIKE})
        case "dm" | "my" | "dmy":
            return frozenset({_DOTTED})
        case _:
            return frozenset({_SHORT})


class _Digits:
    """Reads a numeral of so many digits between two numbers."""

    def __init__(self, low: int, high: int, lengths: tuple[int, ...]) -> None:
        self._low = low
        self._high = high
        self._lengths = lengths

    def value(self, surface: str) -> int | None:
        """Give the number that is written, if it is one of those."""
        if len(surface) not in self._lengths or not surface.isdecimal():
            return None
        number = int(surface)
        return number if self._low <= number <= self._high else None

    def __call__(self, tokens: Tokens, i: int, words: NumberWords) -> Reading:
        number = self.value(tokens[i].surface) if i < len(tokens) else None
        return None if number is None else (i + 1, number)


class _Dotted:
    """Reads a date that is one token: "17.8", "21.8.2026"."""

    def __init__(self, *parts: _Digits) -> None:
        self._parts = parts

    def __call__(self, tokens: Tokens, i: int, words: NumberWords) -> Reading:
        pieces = tokens[i].surface.split(".") if i < len(tokens) else []
        if len(pieces) != len(self._parts):
            return None
        values = [part.value(piece) for part, piece in zip(self._parts, pieces, strict=True)]
        return None if None in values else (i + 1, tuple(values))


def _in_words(tokens: Tokens, i: int, words: NumberWords) -> tuple[int, int] | None:
    """Read a number of one to three words: "ba", "mười hai", "hai mươi tư"."""
    rule = words.get(tokens[i].norm) if i < len(tokens) else None
    if rule is None or rule.role not in ("digit", "ten", "odd") or rule.value is None:
        return None
    following = words.get(tokens[i + 1].norm) if i + 1 < len(tokens) else None
    if rule.role == "ten" or (rule.role == "digit" and following is not None and following.role == "ten"):
        number = read_number(tokens, i, words)
        if number is None or number.value != int(number.value):
            return None
        return number.last, int(number.value)
    return i + 1, int(rule.value)


_DAY: Final = _Digits(1, 31, (1, 2))
_MONTH: Final = _Digits(1, 12, (1, 2))
_YEAR: Final = _Digits(_FIRST_YEAR, _LAST_YEAR, (4,))
_HALF: Final = _Digits(1, 2, (1,))
_COUNT: Final = _Digits(1, 999, (1, 2, 3))
_QUARTER: Final = _Digits(1, 4, (1, 2))
_DECIMAL: Final = _Digits(1, 7, (1,))


def _count(tokens: Tokens, i: int, words: NumberWords) -> Reading:
    found = _COUNT(tokens, i, words) or _in_words(tokens, i, words)
    if found and found[0] == i + 1 and tokens[i].norm in words and words[tokens[i].norm].role == "odd":
        return None  # "tư" counts nothing by itself: "đầu tư năm 2008"
    return found if found and found[1] > 0 else None


def _roman(tokens: Tokens, i: int, words: NumberWords) -> Reading:
    number = _ROMAN.get(tokens[i].norm) if i < len(tokens) else None
    return None if number is None else (i + 1, number)


def _quarter(tokens: Tokens, i: int, words: NumberWords) -> Reading:
    found = _roman(tokens, i, words) or _QUARTER(tokens, i, words) or _in_words(tokens, i, words)
    return found if found and 1 <= found[1] <= 4 else None


def _month_name(tokens: Tokens, i: int, words: NumberWords) -> Reading:
    found = _in_words(tokens, i, words)
    return found if found and 1 <= found[1] <= 12 else None


def _month_word(tokens: Tokens, i: int, words: NumberWords) -> Reading:
    found = _month_name(tokens, i, words)
    if found is None:
        return None
    # In lower case "tháng năm" is "month, year" and "tháng một" the start of "a month a …".
    return None if found[1] in (1, 5) and tokens[i].surface.islower() else found


def _weekday(tokens: Tokens, i: int, words: NumberWords) -> Reading:
    found = _DECIMAL(tokens, i, words) or _in_words(tokens, i, words)
    return (found[0], found[1] - 2) if found and 2 <= found[1] <= 7 else None


def _named_weekday(tokens: Tokens, i: int, words: NumberWords) -> Reading:
    """Read a weekday with its capital: "thứ Năm" is Thursday, "thứ năm" also the fifth."""
    return _weekday(tokens, i, words) if i < len(tokens) and tokens[i].surface[0].isupper() else None


def _year_words(tokens: Tokens, i: int, words: NumberWords) -> Reading:
    scale = words.get(tokens[i + 1].norm) if i + 1 < len(tokens) else None
    if scale is None or scale.role != "scale":
        return None
    number = read_number(tokens, i, words)
    if number is None or not _FIRST_YEAR <= number.value <= _LAST_YEAR or number.value % 1:
        return None
    return number.last, int(number.value)


SLOTS: Final[dict[str, SlotReader]] = {
    "n": _count,
    "d": _DAY,
    "m": _MONTH,
    "q": _quarter,
    "half": _HALF,
    "roman": _roman,
    "yyyy": _YEAR,
    "early_yyyy": _Digits(1000, _FIRST_YEAR - 1, (4,)),
    "yy": _Digits(0, 99, (2,)),
    "dm": _Dotted(_DAY, _MONTH),
    "my": _Dotted(_MONTH, _YEAR),
    "dmy": _Dotted(_DAY, _MONTH, _YEAR),
    "hour": _Digits(0, 24, (1, 2)),
    "minute": _Digits(0, 59, (2,)),
    "weekday": _weekday,
    "named_weekday": _named_weekday,
    "month_word": _month_word,
    "month_name": _month_name,
    "year_words": _year_words,
}

# A value each slot can have, to try builders with.
SAMPLES: Final[Mapping[str, Any]] = {
    **dict.fromkeys(SLOTS, 1),
    "yyyy": 2020,
    "early_yyyy": 1800,
    "year_words": 2020,
    "yy": 20,
    "dm": (1, 1),
    "my": (1, 2020),
    "dmy": (1, 1, 2020),
}
