"""Number words: what each means, and the numerals below a thousand and the decimals they make."""

from decimal import Decimal
from typing import Final, NamedTuple

from dnextract.grammar.numerals import EXACT, VULGAR, Numeral
from dnextract.patterns import Patterns
from dnextract.patterns.models import NumberWordsFile, UnitsFile
from dnextract.text import Tokens
from dnextract.text.tokens import normal_form

__all__ = [
    "NumberWords",
    "Word",
    "below_thousand",
    "compile_numbers",
    "decimals_at",
    "is_elided",
    "role_at",
    "starts_numeral",
    "word_at",
]

_ANY_DIGITS: Final = "#"  # in `not_before`: a numeral in digits
_MOST_DECIMALS: Final = 20
_TENS: Final = ("tens", "dozens")  # the words for tens that a digit stands before


class Word(NamedTuple):
    """A number word, and the neighbours beside which it is another word."""

    id: str
    role: str
    value: Decimal
    not_before: frozenset[str] = frozenset()
    not_after: frozenset[str] = frozenset()


NumberWords = dict[str, Word]


def compile_numbers(patterns: Patterns) -> NumberWords:
    """Index the number words by their normal form, with the fraction signs and the codes of currencies."""
    words = {sign: Word(sign, "vulgar", value) for sign, value in VULGAR.items()}
    for _, units in patterns.of(UnitsFile):
        for form in (normal_form(prefix) for unit in units.rules for prefix in unit.prefixes):
            if form.isalpha():
                words[form] = Word(form, "prefix", Decimal(0))
    for _, file in patterns.of(NumberWordsFile):
        for rule in file.rules:
            word = Word(
                rule.id,
                rule.role,
                rule.value or Decimal(0),
                frozenset(map(normal_form, rule.not_before)),
                frozenset(map(normal_form, rule.not_after)),
            )
            words |= {normal_form(form): word for form in rule.forms}
    return words


def word_at(tokens: Tokens, i: int, words: NumberWords) -> Word | None:
    """Give the number word at a token, unless the token after it makes it another word ("tỷ lệ")."""
    if i >= len(tokens):
        return None
    word = words.get(tokens[i].norm)
    if word is None or not word.not_before or i + 1 == len(tokens):
        return word
    after = tokens[i + 1]
    return None if (_ANY_DIGITS if after.kind == "digits" else after.norm) in word.not_before else word


def role_at(tokens: Tokens, i: int, words: NumberWords) -> str | None:
    """Give the part that the number word at a token plays."""
    word = word_at(tokens, i, words)
    return word.role if word else None


def starts_numeral(tokens: Tokens, i: int, words: NumberWords) -> bool:
    """Tell whether a numeral in words, and no article, negation or year, starts at a token."""
    word = word_at(tokens, i, words)
    if word is None or word.role not in ("digit", "ten"):
        return False
    if word.id == "five":
        return role_at(tokens, i + 1, words) in ("ten", "hundred", "scale", "part", "point")
    return word.id not in ("zero", "one") and word.id not in _TENS


def is_elided(tokens: Tokens, i: int, words: NumberWords) -> bool:
    """Tell whether the digit at a token counts tenths of the word before it: `trăm hai`, `một triệu mốt`.

    `một` and `năm` never do ("hai triệu một tháng" is an amount per month, "hai trăm năm" are years), and
    another digit not before a word it may count ("ba tỷ hai năm liền").
    """
    word, following = word_at(tokens, i, words), word_at(tokens, i + 1, words)
    if word is None or word.role not in ("digit", "odd") or word.id in ("zero", "one"):
        return False
    if following is not None and following.role in ("scale", "ten", "hundred", "odd", "half", "point"):
        return following.role == "scale"
    if word.role == "odd" or i + 1 == len(tokens) or tokens[i + 1].kind != "word":
        return word.id != "five"
    return word.id != "five" and following is not None and following.id == "one"


def below_thousand(tokens: Tokens, i: int, words: NumberWords) -> Numeral | None:
    """Read a numeral in words below a thousand; a bare hundred counts where more follows (`trăm rưỡi`)."""
    word = word_at(tokens, i, words)
    if word is None:
        return None
    if word.role == "digit" and role_at(tokens, i + 1, words) == "hundred":
        return _after_hundred(tokens, i + 2, word.value * 100, words)
    if word.role == "hundred":
        more = _after_hundred(tokens, i + 1, word.value, words)
        return more if more.last > i + 1 else None
    return _tens(tokens, i, words)


def _after_hundred(tokens: Tokens, i: int, hundreds: Decimal, words: NumberWords) -> Numeral:
    word = word_at(tokens, i, words)
    if word is None:
        return Numeral(i, hundreds)
    if word.role == "half":
        return Numeral(i + 1, EXACT.add(hundreds, 50))
    if word.role == "none":
        ones = word_at(tokens, i + 1, words)
        if ones is None or ones.role not in ("digit", "odd"):
            return Numeral(i, hundreds)
        return Numeral(i + 2, EXACT.add(hundreds, ones.value))
    tens = _tens(tokens, i, words)
    if tens is not None and (tens.last > i + 1 or word.role == "ten"):
        return Numeral(tens.last, EXACT.add(hundreds, tens.value))
    if is_elided(tokens, i, words):
        return Numeral(i + 1, EXACT.add(hundreds, word.value * 10))
    return Numeral(i, hundreds)


def _tens(tokens: Tokens, i: int, words: NumberWords) -> Numeral | None:
    """Read a numeral below a hundred."""
    word = word_at(tokens, i, words)
    following = word_at(tokens, i + 1, words)
    if word is None:
        return None
    if word.role == "ten" and word.id not in _TENS:
        tens, i = word.value, i + 1
    elif word.id == "dozens" and following is not None and following.role == "half":
        return Numeral(i + 2, EXACT.add(word.value, 5))  # chục rưỡi
    elif word.role != "digit":
        return None
    elif following is not None and following.role == "odd" and word.value > 1:
        return Numeral(i + 2, EXACT.add(word.value * 10, following.value))  # hai mốt
    elif following is not None and following.id in _TENS and word.value > 0:
        tens, i = word.value * 10, i + 2
        if following.id == "dozens" and role_at(tokens, i, words) == "half":
            return Numeral(i + 1, EXACT.add(tens, 5))  # ba chục rưỡi
    else:
        return Numeral(i + 1, word.value)
    ones = word_at(tokens, i, words)
    if ones is None or ones.role not in ("digit", "odd") or ones.id == "zero":
        return None if word.id == "twenties" else Numeral(i, tens)
    if ones.id == "five" and role_at(tokens, i + 1, words) not in ("scale", "part", "point"):
        return Numeral(i, tens)  # "mười năm" is ten years: the five after tens is `lăm`
    return Numeral(i + 1, EXACT.add(tens, ones.value))


def decimals_at(tokens: Tokens, i: int, words: NumberWords) -> tuple[int, str] | None:
    """Read the decimals after `phẩy`: the token after them, and their digits.

    They are said one by one (`một bốn một sáu`), or end in a numeral of two or three digits (`hai mươi
    lăm`, `không trăm linh năm`).
    """
    digits = ""
    while len(digits) < _MOST_DECIMALS:
        word = word_at(tokens, i, words)
        if word is None or word.role not in ("digit", "ten"):
            break
        group = below_thousand(tokens, i, words)
        if (group is not None and group.last > i + 1) or word.role == "ten":
            width = 3 if role_at(tokens, i + 1, words) == "hundred" else 2
            if group is None or (width == 3 and group.last == i + 2):
                break  # "phẩy năm trăm" may be 0,500 or half a hundred
            return group.last, digits + f"{int(group.value):0{width}}"
        digits += str(word.value)
        i += 1
    return (i, digits) if 0 < len(digits) < _MOST_DECIMALS else None
