"""Numbers: digits, words and mixtures of both, with their scale words, found among the tokens.

`sums` reads the number that starts at a token. Which of them a text means as numbers is decided here.
"""

from typing import Final

from dnextract.grammar.number_words import NumberWords, compile_numbers, role_at, starts_numeral, word_at
from dnextract.grammar.numerals import scaled
from dnextract.grammar.sums import Number, read_number
from dnextract.text import Tokens
from dnextract.text.tokens import glued

__all__ = ["Number", "NumberWords", "compile_numbers", "find_numbers", "read_number", "scaled"]


def find_numbers(tokens: Tokens, words: NumberWords) -> list[Number]:
    """Find the numbers of a sentence, left to right, longest first, without overlap.

    Codes ("IR50404", "Covid-19", "05-NQ/TU"), ratios and clock times ("1:1000"), indefinite amounts ("hàng
    chục tỷ", "hai ba người") and what may be read in two ways ("2 tỷ 300") are none.
    """
    numbers: list[Number] = []
    free = 0  # the first token that nothing before has taken
    for i in [i for i, token in enumerate(tokens) if token.kind == "digits" or token.norm in words]:
        if i < free:
            continue
        if tokens[i].kind == "digits":
            free = _after_colons(tokens, i)
            starts = free == i and not _in_code(tokens, i, words)
        else:
            role = words[tokens[i].norm].role
            free = _after_indefinite(tokens, i, words) if role == "indefinite" else i
            starts = role in _STARTS
        number = read_number(tokens, i, words) if starts else None
        if number is not None:
            free = _after_run(tokens, number, words)
            if free == number.last and not number.unclear and _is_meant(tokens, number, words):
                numbers.append(number)
    return numbers


_STARTS: Final = frozenset({"digit", "ten", "hundred", "scale", "fraction", "vulgar"})


def _after_run(tokens: Tokens, number: Number, words: NumberWords) -> int:
    """Step over the words that show a number to be only half of what is said.

    That is a numeral right after a number in words ("hai ba người", "mười mười lăm ngày"), a scale word or
    decimals that fit in nowhere ("2 triệu nghìn"), and the rest of what is unclear ("2 tỷ 300").
    """
    i, unclear, spoken = number.last, number.unclear, number.written != "digits"
    while i < len(tokens):
        role = role_at(tokens, i, words)
        decimals = role == "point" and starts_numeral(tokens, i + 1, words)
        if role == "none" and role_at(tokens, i + 1, words) not in ("digit", "odd"):
            break  # "hai linh vật"
        if decimals or role in ("hundred", "scale", "half") or (spoken and role in ("ten", "odd", "none")):
            i += 1
        elif (spoken and starts_numeral(tokens, i, words)) or (unclear and tokens[i].kind == "digits"):
            following = read_number(tokens, i, words)
            i = following.last if following else i + 1
        else:
            break
        spoken, unclear = True, False
    return i


def _is_meant(tokens: Tokens, number: Number, words: NumberWords) -> bool:
    """Tell whether words that read as a number are meant as one."""
    first, last = number.first, number.last
    if number.written == "digits" or tokens[first].kind == "digits":
        return True
    word = words[tokens[first].norm]
    alone = last == first + 1
    if alone and (word.id == "zero" or word.role == "fraction"):
        return False
    half = role_at(tokens, last - 1, words) == "half"
    if word.id == "five" and (alone or (half and last == first + 2)) and _is_year(tokens, first, words):
        return False
    if first == 0:
        return True
    before = tokens[first - 1]
    if (
        before.norm in word.not_after
        and (word.role == "hundred" or alone)
        and role_at(tokens, last, words) != "part"
    ):
        return False  # "hàng năm", "phần trăm mười tháng"
    if word.role == "scale" and not half:
        return False  # "nghìn hai" says too little for a text
    # A capital inside a sentence makes a name of a word or two: "ông Năm", "vịnh Ba Tư".
    named = before.kind == "word" and tokens[first].surface.istitle() and last - first <= 2
    return not (named and role_at(tokens, last - 1, words) in ("digit", "odd"))


def _is_year(tokens: Tokens, i: int, words: NumberWords) -> bool:
    """Tell the year from the five: it is counted ("5 năm", "ba năm rưỡi"), or nothing follows to count."""
    if i > 0 and (tokens[i - 1].kind == "digits" or role_at(tokens, i - 1, words) in _COUNTING):
        return True
    following = word_at(tokens, i + 1, words)
    article = following is not None and following.id in ("zero", "one")  # "mỗi năm một vụ"
    return article or i + 1 == len(tokens) or tokens[i + 1].kind != "word"


_COUNTING: Final = frozenset({"digit", "odd", "ten", "hundred", "scale", "half", "fraction", "indefinite"})


def _after_colons(tokens: Tokens, i: int) -> int:
    """Step over digits joined by colons, which are a time, a score or a ratio: "16:30", "1:1.000"."""
    if i + 2 >= len(tokens) or tokens[i + 1].surface != ":":
        return i
    last = i
    while (
        last + 2 < len(tokens)
        and tokens[last + 1].surface == ":"
        and tokens[last + 2].kind == "digits"
        and glued(tokens[last], tokens[last + 1])
        and glued(tokens[last + 1], tokens[last + 2])
    ):
        last += 2
    return last + 1 if last > i else i


def _in_code(tokens: Tokens, i: int, words: NumberWords) -> bool:
    """Tell whether digits belong to a code: glued to capitals, or joined to letters by a hyphen.

    No code has a decimal mark ("23.480 VND-23.520 VND").
    """
    padded = tokens[i].surface.startswith("0") and tokens[i].surface.isdecimal()
    following = tokens[i + 1] if i + 1 < len(tokens) and glued(tokens[i], tokens[i + 1]) else None
    if padded and following is not None and following.kind == "word" and following.surface.isupper():
        return True  # 07L
    if i and glued(tokens[i - 1], tokens[i]):
        before = tokens[i - 1]
        if before.kind == "word":
            capitals = before.surface.isupper() and role_at(tokens, i - 1, words) != "prefix"
            return capitals or len(before.surface) < 3
        root = tokens[i - 2] if i > 1 and glued(tokens[i - 2], before) else None
        if root is not None and root.kind == "word" and tokens[i].surface.isdecimal():
            return before.surface in "-–_" or (before.surface == "/" and root.surface in _RUNWAY_SIDES)
    if i + 2 < len(tokens) and tokens[i + 1].surface in "-_" and glued(tokens[i], tokens[i + 1]):
        after = tokens[i + 2]
        return after.kind == "word" and after.surface[0].isupper() and glued(tokens[i + 1], after)
    return False


_RUNWAY_SIDES: Final = frozenset({"L", "R", "C"})  # 25R/07L


def _after_indefinite(tokens: Tokens, i: int, words: NumberWords) -> int:
    """Step over an indefinite amount: `hàng chục nghìn tỷ`, `vài triệu`, `dăm ba trăm`."""
    few = words[tokens[i].norm].id == "few"
    i += 1
    if few and role_at(tokens, i, words) == "digit":
        i += 1
    while role_at(tokens, i, words) in ("hundred", "scale", "ten", "indefinite"):
        i += 1
    return i
