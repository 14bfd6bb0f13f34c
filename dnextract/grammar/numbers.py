"""Numbers: digits, words and mixtures of both, with their scale words, found among the tokens.

A numeral is a sum of groups, each a value below a thousand (or a written decimal) times its scale:
`hai tỷ ba trăm triệu`, `2 tỷ 300 triệu`, `1,2 nghìn tỷ`, `một nghìn hai trăm tỷ`. A scale gathers the
smaller groups before it, which is how `một nghìn hai trăm tỷ` comes to be 1.2 thousand thousand million.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from dnextract.grammar.numerals import read_numeral
from dnextract.patterns import Patterns
from dnextract.patterns.models import NumberWord, NumberWordsFile
from dnextract.text import Token
from dnextract.text.tokens import glued, normal_form

__all__ = ["Number", "NumberWords", "compile_numbers", "find_numbers", "read_number", "scaled"]

NumberWords = Mapping[str, NumberWord]
_ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Number:
    """A number at tokens `[first, last)`: its `value`, and the last `scale` word's value (1 if none).

    `written` tells how it stands in the text: in digits, in several words, or in a single word, which
    may well be another word ("năm", "ba").
    """

    first: int
    last: int
    value: Decimal
    scale: Decimal
    written: str  # "digits" | "words" | "word" | "fraction"


class _Group(NamedTuple):
    last: int
    value: Decimal


def compile_numbers(patterns: Patterns) -> NumberWords:
    """Index the number words by their normal form."""
    return {
        normal_form(form): rule
        for _, file in patterns.of(NumberWordsFile)
        for rule in file.rules
        for form in rule.forms
    }


def find_numbers(tokens: Sequence[Token], words: NumberWords) -> list[Number]:
    """Find the numbers of a sentence, left to right, longest first, without overlap.

    Codes ("IR50404", "Covid-19", "05-NQ/TU") and indefinite amounts ("hàng chục tỷ") are none.
    """
    numbers: list[Number] = []
    i, end = 0, len(tokens)
    while i < end:
        token = tokens[i]
        if token.kind == "digits":
            number = None if _in_code(tokens, i) else read_number(tokens, i, words)
        elif token.kind == "word" and token.norm in words:
            if words[token.norm].role == "indefinite":
                i = _skip_indefinite(tokens, i + 1, words)
                continue
            number = read_number(tokens, i, words)
        else:
            number = None
        if number is None:
            i += 1
        else:
            numbers.append(number)
            i = number.last
    return numbers


def read_number(tokens: Sequence[Token], at: int, words: NumberWords) -> Number | None:
    """Read the longest number that starts at token `at`."""
    parts: list[tuple[Decimal, Decimal]] = []  # what each group adds, and its scale
    i, last_scale = at, _ONE
    while (group := _group(tokens, i, words, first=not parts)) is not None:
        scale, after = _scales(tokens, group.last, words)
        if parts and scale == _ONE:
            rest = _rest(tokens, i, group, last_scale, words)
            if rest is not None:
                parts.append((rest, _ONE))
                i = group.last
            break
        if parts and scale == last_scale:
            break
        gathered = sum((value for value, s in parts if s < scale), group.value)
        parts = [part for part in parts if part[1] >= scale]
        parts.append((scaled(gathered, scale), scale))
        i, last_scale = after, scale
        if scale == _ONE:
            break
        if _role(tokens, i, words) == "half":
            parts.append((scale / 2, _ONE))
            i += 1
            break
    if not parts:
        return _vulgar_fraction(tokens, at)
    total = sum((value for value, _ in parts), Decimal(0))
    number = Number(at, i, total, last_scale, _written(tokens, at, i))
    return _as_fraction(tokens, number, words) or number


def scaled(value: Decimal, scale: Decimal) -> Decimal:
    """Multiply a number by its scale: 302,6 tỷ is 302600000000, not 302600000000.0."""
    product = value * scale
    return product.to_integral_value() if scale > 1 and product == product.to_integral_value() else product


def _written(tokens: Sequence[Token], first: int, last: int) -> str:
    if any(t.kind == "digits" for t in tokens[first:last]):
        return "digits"
    return "words" if last - first > 1 else "word"


def _role(tokens: Sequence[Token], i: int, words: NumberWords) -> str | None:
    if i >= len(tokens) or tokens[i].kind != "word":
        return None
    rule = words.get(tokens[i].norm)
    return rule.role if rule else None


def _value(tokens: Sequence[Token], i: int, words: NumberWords) -> Decimal:
    return words[tokens[i].norm].value or Decimal(0)


def _group(tokens: Sequence[Token], i: int, words: NumberWords, *, first: bool) -> _Group | None:
    """Read one group: a numeral in digits, or words below a thousand with their decimals."""
    if i >= len(tokens):
        return None
    if tokens[i].kind == "digits":
        return _digits(tokens, i)
    if not first and _role(tokens, i, words) == "none" and _role(tokens, i + 1, words) == "digit":
        return _Group(i + 2, _value(tokens, i + 1, words))  # một nghìn linh hai
    if first and _role(tokens, i, words) == "fraction" and _role(tokens, i + 1, words) == "scale":
        return _Group(i + 1, _value(tokens, i, words))  # nửa tỷ
    group = _below_thousand(tokens, i, words)
    if group and _role(tokens, group.last, words) == "point":
        return _decimals(tokens, group, words) or group
    return group


def _digits(tokens: Sequence[Token], i: int) -> _Group | None:
    value = read_numeral(tokens[i].surface)
    if value is None:
        return None
    # Thousands set apart by spaces: 1 200 000. Two groups are needed: "năm 2016 200 xã" is no number.
    last = i + 1
    if len(tokens[i].surface) <= 3 and tokens[i].surface.isdigit():
        while last < len(tokens) and _is_space_group(tokens, last):
            last += 1
    if last - i > 2:
        return _Group(last, Decimal("".join(t.surface for t in tokens[i:last])))
    return _Group(i + 1, value)


def _is_space_group(tokens: Sequence[Token], i: int) -> bool:
    token = tokens[i]
    return (
        token.kind == "digits"
        and len(token.surface) == 3
        and token.surface.isdigit()
        and token.start - tokens[i - 1].end == 1
    )


def _below_thousand(tokens: Sequence[Token], i: int, words: NumberWords) -> _Group | None:
    role = _role(tokens, i, words)
    if role == "digit" and _role(tokens, i + 1, words) == "hundred":
        return _after_hundred(tokens, i + 2, _value(tokens, i, words) * 100, words)
    return _tens(tokens, i, words)


def _after_hundred(tokens: Sequence[Token], i: int, hundreds: Decimal, words: NumberWords) -> _Group:
    role = _role(tokens, i, words)
    if role == "half":
        return _Group(i + 1, hundreds + 50)
    if role == "none" and _role(tokens, i + 1, words) in ("digit", "odd"):
        return _Group(i + 2, hundreds + _value(tokens, i + 1, words))
    if role == "odd":
        return _Group(i + 1, hundreds + _value(tokens, i, words) * 10)  # sáu trăm mốt: 610
    tens = _tens(tokens, i, words)
    if tens is None or (tens.last == i + 1 and tokens[i].norm == "năm"):
        return _Group(i, hundreds)  # "hai trăm năm" is two hundred years
    if tens.last == i + 1 and role == "digit":
        return _Group(tens.last, hundreds + tens.value * 10)  # trăm hai: 120
    return _Group(tens.last, hundreds + tens.value)


def _tens(tokens: Sequence[Token], i: int, words: NumberWords) -> _Group | None:
    role = _role(tokens, i, words)
    if role == "ten" and tokens[i].norm == "mười":
        tens, i = Decimal(10), i + 1
    elif role == "digit":
        digit = _value(tokens, i, words)
        if _role(tokens, i + 1, words) == "odd":
            return _Group(i + 2, digit * 10 + _value(tokens, i + 1, words))  # hai mốt
        if _role(tokens, i + 1, words) != "ten" or tokens[i + 1].norm == "mười":
            return _Group(i + 1, digit)
        tens, i = digit * 10, i + 2
    else:
        return None
    ones = _role(tokens, i, words)
    if ones in ("digit", "odd") and not _is_year_word(tokens, i):
        return _Group(i + 1, tens + _value(tokens, i, words))
    return _Group(i, tens)


def _is_year_word(tokens: Sequence[Token], i: int) -> bool:
    """Tell `mười năm` (ten years) from a numeral: the five after tens is `lăm`."""
    return tokens[i].norm == "năm"


def _decimals(tokens: Sequence[Token], whole: _Group, words: NumberWords) -> _Group | None:
    """Read what follows `phẩy`: single digits one by one, or a numeral below a hundred."""
    i = whole.last + 1
    if _role(tokens, i, words) == "digit" and _role(tokens, i + 1, words) in ("ten", "odd"):
        two = _tens(tokens, i, words)
        return two and _Group(two.last, whole.value + two.value / 100)
    value, place = whole.value, Decimal("0.1")
    while _role(tokens, i, words) == "digit":
        value += _value(tokens, i, words) * place
        place /= 10
        i += 1
    return _Group(i, value) if i > whole.last + 1 else None


def _scales(tokens: Sequence[Token], i: int, words: NumberWords) -> tuple[Decimal, int]:
    """Multiply the scale words at token `i`: `nghìn tỷ` is 10^12. `k` and `tr` need digits before them."""
    scale = _ONE
    while _role(tokens, i, words) == "scale":
        if (
            len(tokens[i].surface) <= 2
            and tokens[i].norm in ("k", "tr")
            and not (tokens[i - 1].kind == "digits" and glued(tokens[i - 1], tokens[i]))
        ):
            break
        scale *= _value(tokens, i, words)
        i += 1
    return scale, i


def _rest(
    tokens: Sequence[Token], i: int, group: _Group, scale: Decimal, words: NumberWords
) -> Decimal | None:
    """Value the last group after a scale, which may leave its own scale out.

    `hai nghìn không trăm hai mươi tư` is 2024; `một triệu hai` is 1.2 million, `1tr5` 1.5 million.
    """
    if tokens[i].kind == "digits":
        if not glued(tokens[i - 1], tokens[i]) or not tokens[i].surface.isdigit():
            return None
        return Decimal(f"0.{tokens[i].surface}") * scale
    if group.last > i + 1:
        return group.value if group.value < scale else None
    # After a scale the one is `mốt`, the five `lăm`: "3 triệu một tháng" is a rate.
    return None if tokens[i].norm in ("một", "năm") else group.value * scale / 10


def _vulgar_fraction(tokens: Sequence[Token], at: int) -> Number | None:
    """Read a number that is a single sign: ½."""
    surface = tokens[at].surface if at < len(tokens) else ""
    if surface in _VULGAR:
        return Number(at, at + 1, _VULGAR[surface], _ONE, "fraction")
    return None


_VULGAR = {
    "½": Decimal("0.5"),
    "¼": Decimal("0.25"),
    "¾": Decimal("0.75"),
    "⅓": _ONE / 3,
    "⅔": Decimal(2) / 3,
    "⅕": Decimal("0.2"),
}


def _as_fraction(tokens: Sequence[Token], number: Number, words: NumberWords) -> Number | None:
    """Join `hai phần ba` and `một nửa`."""
    i = number.last
    if i >= len(tokens) or number.scale != _ONE:
        return None
    if tokens[i].norm == "nửa" and number.value == 1 and number.written == "word":
        return Number(number.first, i + 1, Decimal("0.5"), _ONE, "fraction")
    if tokens[i].norm != "phần" or _role(tokens, i + 1, words) in ("hundred", "scale", None):
        return None
    below = _below_thousand(tokens, i + 1, words)
    if _role(tokens, i + 1, words) == "odd":  # ba phần tư
        below = _Group(i + 2, _value(tokens, i + 1, words))
    if below is None or below.value < 2 or number.value >= below.value:
        return None
    return Number(number.first, below.last, number.value / below.value, _ONE, "fraction")


def _in_code(tokens: Sequence[Token], i: int) -> bool:
    """Tell whether digits belong to a code: glued to capitals, or joined to letters by a hyphen."""
    padded = tokens[i].surface.startswith("0") and tokens[i].surface.isdigit()
    following = tokens[i + 1] if i + 1 < len(tokens) and glued(tokens[i], tokens[i + 1]) else None
    if padded and following is not None and following.kind == "word" and following.surface.isupper():
        return True  # 07L
    if i and glued(tokens[i - 1], tokens[i]):
        before = tokens[i - 1]
        if before.kind == "word":
            capitals = before.surface.isupper() and before.norm not in _CURRENCY_CODES
            return capitals or len(before.surface) < 3
        root = tokens[i - 2] if i > 1 and glued(tokens[i - 2], before) else None
        if root is not None and root.kind == "word":
            return before.surface in "-–_" or (before.surface == "/" and root.surface in _RUNWAY_SIDES)
    if i + 2 < len(tokens) and tokens[i + 1].surface in "-_" and glued(tokens[i], tokens[i + 1]):
        after = tokens[i + 2]
        return after.kind == "word" and after.surface[0].isupper() and glued(tokens[i + 1], after)
    return False


_RUNWAY_SIDES = frozenset({"L", "R", "C"})  # 25R/07L
_CURRENCY_CODES = frozenset(["usd", "vnd", "eur", "jpy", "gbp", "cny", "krw", "sgd", "thb", "aud"])


def _skip_indefinite(tokens: Sequence[Token], i: int, words: NumberWords) -> int:
    """Step over the scale words of an indefinite amount: `hàng chục nghìn tỷ`, `vài triệu`."""
    while _role(tokens, i, words) in ("hundred", "scale", "ten") or (
        i < len(tokens) and tokens[i].norm == "hàng"
    ):
        i += 1
    return i
