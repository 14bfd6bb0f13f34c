"""The one number that starts at a token: groups with their scale words, added up.

A numeral is a sum of groups, each a value below a thousand (or a written decimal) times its scale: `hai tỷ
ba trăm triệu`, `2 tỷ 300 triệu`, `1,2 nghìn tỷ`. A scale gathers the smaller groups before it, which is how
`một nghìn hai trăm tỷ` comes to be 1.2 thousand thousand million.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from dnextract.grammar.number_words import (
    NumberWords,
    Word,
    below_thousand,
    decimals_at,
    is_elided,
    role_at,
    word_at,
)
from dnextract.grammar.numerals import EXACT, Numeral, fraction, numeral_at, read_numeral, scaled
from dnextract.text import Tokens
from dnextract.text.tokens import glued

__all__ = ["Number", "read_number"]

_ONE: Final = Decimal(1)
_THOUSAND: Final = Decimal(1000)
_LARGEST_SCALE: Final = Decimal(10) ** 24
_HALVES: Final = 20  # below it `rưỡi` adds a half: "hai rưỡi"


class Number(NamedTuple):
    """A number at tokens `[first, last)`: its `value`, and the last `scale` word's value (1 if none).

    `written` tells how it stands in the text: in digits, in several words, or in a single word, which
    may well be another word ("năm", "ba"). What is `unclear` is read by the book, and is meant otherwise
    in speech: `một triệu hai trăm` is 1000200, and often 1.2 million.
    """

    first: int
    last: int
    value: Decimal
    scale: Decimal
    written: str  # "digits" | "words" | "word" | "fraction"
    unclear: bool = False


class _Part(NamedTuple):
    """A group with its scale words, which end before token `last`: their product and the last of them."""

    last: int
    value: Decimal
    scale: Decimal
    factor: Decimal = _ONE


class _Rest(NamedTuple):
    """The last group, which leaves its own scale out."""

    last: int
    value: Decimal
    unclear: bool = False


def read_number(tokens: Tokens, at: int, words: NumberWords) -> Number | None:
    """Read the longest number that starts at token `at`."""
    group = _first_group(tokens, at, words)
    if group is None:
        return None
    if group.last == len(tokens) or tokens[group.last].norm not in words:
        return _plain(tokens, at, _Part(group.last, group.value, _ONE), words)
    part = _scaled(tokens, group, [], words)
    if part is None:
        return None
    if part.scale == _ONE:
        return _plain(tokens, at, part, words)
    parts = [part]
    rest: _Rest | None = None
    while EXACT.remainder(part.value, part.factor).is_zero():
        following = _following(tokens, parts, words)
        if following is None:
            rest = _rest(tokens, part, words)
            break
        part, parts = following[-1], following
    if rest is not None:
        parts.append(_Part(rest.last, rest.value, _ONE))
    total = parts[0].value
    for addend in parts[1:]:
        total = EXACT.add(total, addend.value)
    last, total = _with_decimals(tokens, Numeral(parts[-1].last, total), words)
    return Number(at, last, total, part.scale, _written(tokens, at, last), rest is not None and rest.unclear)


def _first_group(tokens: Tokens, i: int, words: NumberWords) -> Numeral | None:
    """Read the group a number starts with, which may be a fraction, or nothing before `triệu rưỡi`."""
    if i >= len(tokens):
        return None
    word = None if tokens[i].kind == "digits" else word_at(tokens, i, words)
    if word is not None and word.role in ("fraction", "vulgar", "scale"):
        following = word_at(tokens, i + 1, words)
        more = following.role if following else None
        if word.role == "vulgar":
            return Numeral(i + 1, word.value)
        if word.role == "scale":
            return Numeral(i, _ONE) if more == "half" or is_elided(tokens, i + 1, words) else None
        if following and (more == "hundred" or following.id == "dozens"):
            return Numeral(i + 2, scaled(word.value, following.value))  # nửa trăm
        return Numeral(i + 1, word.value) if more == "scale" or i + 1 == len(tokens) else None
    return _group(tokens, i, words)


def _group(tokens: Tokens, i: int, words: NumberWords) -> Numeral | None:
    """Read one group: a numeral in digits, or words below a thousand, with the decimals after `phẩy`."""
    if i >= len(tokens):
        return None
    digits = tokens[i].kind == "digits"
    group = _in_digits(tokens, i, words) if digits else below_thousand(tokens, i, words)
    if group is None or (digits and not tokens[i].surface.isdecimal()):
        return group
    return _with_decimals(tokens, group, words)


def _with_decimals(tokens: Tokens, whole: Numeral, words: NumberWords) -> Numeral:
    """Add the decimals after `phẩy`, in words or digits, if there are any."""
    if role_at(tokens, whole.last, words) != "point":
        return whole
    after = whole.last + 1
    if after < len(tokens) and tokens[after].surface.isdecimal():
        decimals = read_numeral(tokens[after].surface)
        said = None if decimals is None else (after + 1, tokens[after].surface)
    else:
        said = decimals_at(tokens, after, words)
    return Numeral(said[0], EXACT.add(whole.value, Decimal(f"0.{said[1]}"))) if said else whole


def _in_digits(tokens: Tokens, i: int, words: NumberWords) -> Numeral | None:
    """Read a numeral in digits, with `trăm` or `chục` behind it: `5 trăm`, `3 chục`."""
    numeral = numeral_at(tokens, i)
    if numeral is None:
        return None
    spaced = numeral.last == i + 2 and tokens[i + 1].kind == "digits"
    if spaced and i > 0 and role_at(tokens, i - 1, words) == "label":
        value = read_numeral(tokens[i].surface)
        return None if value is None else Numeral(i + 1, value)  # "tháng 8 350 tấn"
    word = word_at(tokens, numeral.last, words)
    if word is None or not (word.role == "hundred" or word.id == "dozens"):
        return numeral
    value, last = scaled(numeral.value, word.value), numeral.last + 1
    if role_at(tokens, last, words) == "half":
        value, last = EXACT.add(value, word.value / 2), last + 1
    return Numeral(last, value)


def _scale_word(tokens: Tokens, i: int, words: NumberWords) -> Word | None:
    """Give the scale word at a token; letters such as `k` are one only against digits."""
    word = word_at(tokens, i, words)
    if word is None or word.role == "scale":
        return word
    suffix = word.role == "suffix" and tokens[i - 1].kind == "digits" and glued(tokens[i - 1], tokens[i])
    return word if suffix else None


def _scaled(tokens: Tokens, group: Numeral, parts: list[_Part], words: NumberWords) -> _Part | None:
    """Multiply a group by its scale words, with those of `parts` that are smaller; it takes them away.

    `None` if the group does not go on with what was read: "2 tỷ 3 tỷ" is two numbers.
    """
    value, i, scale, factor = group.value, group.last, _ONE, _ONE
    while (word := _scale_word(tokens, i, words)) is not None:
        if word.value < factor or scale * word.value > _LARGEST_SCALE:
            break  # "tỷ nghìn"
        factor = word.value
        while parts and parts[-1].scale < factor:
            if scale == _ONE and value >= parts[-1].scale:
                return None
            value = EXACT.add(value, parts.pop().value)
        value, scale, i = scaled(value, factor), scale * factor, i + 1
        if role_at(tokens, i, words) == "half":
            value, i = EXACT.add(value, scale / 2), i + 1
    if parts and value >= parts[-1].scale:
        return None
    return _Part(i, value, scale, factor)


def _following(tokens: Tokens, parts: Sequence[_Part], words: NumberWords) -> list[_Part] | None:
    """Read one more group with a scale of its own, and give all the parts with it."""
    last, scale = parts[-1].last, parts[-1].scale
    said_zero = role_at(tokens, last, words) == "none"
    start = last + 1 if said_zero else last
    word = word_at(tokens, start, words)
    if word is not None and word.role == "odd":
        group: Numeral | None = Numeral(start + 1, word.value)
    else:
        group = _group(tokens, start, words)
    factor = _scale_word(tokens, group.last, words) if group else None
    if group is None or factor is None:
        return None
    if factor.value > scale and group.last == start + 1 and not said_zero and group.value < 10:
        if not is_elided(tokens, start, words):
            return None
        group = Numeral(group.last, scaled(group.value, scale / 10))  # một nghìn hai tỷ: 1200 tỷ
    elif word is not None and word.role == "odd":
        return None
    larger = list(parts)
    part = _scaled(tokens, group, larger, words)
    return None if part is None else [*larger, part]


def _rest(tokens: Tokens, part: _Part, words: NumberWords) -> _Rest | None:
    """Read the group after the last scale word: `hai nghìn không trăm linh hai`, `một triệu hai`, `1tr5`."""
    i, scale = part.last, part.scale
    if i >= len(tokens):
        return None
    if tokens[i].kind == "digits":
        return _rest_in_digits(tokens, i, scale)
    said_zero = role_at(tokens, i, words) == "none"
    start = i + 1 if said_zero else i
    word, group = word_at(tokens, start, words), below_thousand(tokens, start, words)
    if word is None:
        return None
    if said_zero:
        if word.role == "odd":
            return _Rest(start + 1, word.value)
        return _Rest(group.last, group.value) if group and group.value < scale else None
    if is_elided(tokens, i, words):
        return _Rest(i + 1, scaled(word.value, scale / 10))
    if group is None or group.value >= scale or (group.last == i + 1 and word.role == "digit"):
        return None
    if word.role == "digit" and group.last == i + 2 and role_at(tokens, i + 1, words) == "odd":
        return _Rest(i, Decimal(0), unclear=True)  # "một triệu hai lăm"
    return _Rest(group.last, group.value, unclear=scale > _THOUSAND and word.id != "zero")


def _rest_in_digits(tokens: Tokens, i: int, scale: Decimal) -> _Rest | None:
    surface = tokens[i].surface
    if not surface.isdecimal() or read_numeral(surface) is None:
        return None
    if glued(tokens[i - 1], tokens[i]):
        return _Rest(i + 1, scaled(Decimal(f"0.{surface}"), scale))
    if len(surface) != 3:
        return None
    # "12 nghìn 500" is 12500; "2 tỷ 300" may leave out "triệu".
    return _Rest(i + 1, Decimal(surface)) if scale == _THOUSAND else _Rest(i, Decimal(0), unclear=True)


def _plain(tokens: Tokens, at: int, part: _Part, words: NumberWords) -> Number:
    """Finish a number without scale words, which may be the numerator of a fraction."""
    if part.last == at + 1 and role_at(tokens, at, words) in ("vulgar", "fraction"):
        return Number(at, part.last, part.value, _ONE, "fraction")
    number = Number(at, part.last, part.value, _ONE, _written(tokens, at, part.last))
    word = word_at(tokens, part.last, words)
    if word is None:
        return number
    if word.role == "half" and part.value < _HALVES:
        value = EXACT.add(part.value, word.value)
        return Number(at, part.last + 1, value, _ONE, _written(tokens, at, part.last + 1))
    if word.role == "fraction" and part.value == 1 and part.last == at + 1:
        return _scaled_fraction(tokens, at, Numeral(part.last + 1, word.value), words)
    below = _denominator(tokens, part.last + 1, words) if word.role == "part" else None
    if below is not None and 0 < part.value < below.value:
        quotient = Numeral(below.last, fraction(part.value, below.value))
        return _scaled_fraction(tokens, at, quotient, words)
    return number


def _denominator(tokens: Tokens, i: int, words: NumberWords) -> Numeral | None:
    """Read what follows `phần`; hundreds and scales make a percentage or the like."""
    if i >= len(tokens):
        return None
    if tokens[i].kind == "digits":
        value = read_numeral(tokens[i].surface)
        return Numeral(i + 1, value) if value is not None and tokens[i].surface.isdecimal() else None
    word = word_at(tokens, i, words)
    if word is None or word.role == "hundred":
        return None
    return Numeral(i + 1, word.value) if word.role == "odd" else below_thousand(tokens, i, words)


def _scaled_fraction(tokens: Tokens, at: int, value: Numeral, words: NumberWords) -> Number:
    part = _scaled(tokens, value, [], words)
    if part is None or part.scale == _ONE:
        return Number(at, value.last, value.value, _ONE, "fraction")
    return Number(at, part.last, part.value, part.scale, _written(tokens, at, part.last))


def _written(tokens: Tokens, first: int, last: int) -> str:
    if tokens[first].kind == "digits" or any(t.kind == "digits" for t in tokens[first + 1 : last]):
        return "digits"
    return "words" if last - first > 1 else "word"
