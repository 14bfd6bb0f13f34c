"""Counts and ratios: a number with the noun it counts, and a ratio's "per 1.000 dân"."""

from typing import Final

from dnextract.grammar.lexicon import FigureLexicon
from dnextract.grammar.measures import in_thousands, says_how_many
from dnextract.grammar.mentions import QuantityMention, bounds
from dnextract.grammar.noun_phrases import LONGEST_ITEM, noun_phrase_end
from dnextract.grammar.numbers import Number
from dnextract.grammar.qualifiers import around, past_qualifiers
from dnextract.grammar.units import Per, per_after, per_every, per_many
from dnextract.text import Tokens
from dnextract.text.tokens import glued

__all__ = ["count", "find", "is_label", "looks_like_year", "noun_after"]

_PRIZES: Final = frozenset({"giải", "thứ", "hạng", "thống", "hợp"})  # "giải nhất", "thống nhất" rank nothing
_DONE: Final = frozenset({"đã", "từng", "cũng", "lại", "có"})
_EACH: Final = frozenset({"một", "mỗi"})
_THAN: Final = frozenset({"trên", "dưới"})
_THOUSAND: Final = 1_000
_MILLION: Final = 1_000_000
_FARTHEST_RANK: Final = 5  # words between the counted noun and the "nhất" that ranks it
_MANY: Final = 10  # from here on a rough number counts any noun
_FARTHEST_NUMBER: Final = 12  # words from "số" to the count it tells
_LARGEST_AVERAGE: Final = 100


def find(tokens: Tokens, number: Number, lexicon: FigureLexicon, free: int) -> QuantityMention | None:
    """Find the count or ratio that starts with `number`.

    A count needs a noun of `patterns/figures/counted.yaml`; in a ratio, and after a number in the
    thousands, any noun will do.
    """
    if is_label(tokens, number, lexicon) or looks_like_year(tokens, number):
        return None
    ratio = _ratio(tokens, number, lexicon, free)
    if ratio is not None:
        return ratio
    head = _head(tokens, number, lexicon)
    if head is None or not _is_cardinal(tokens, number, lexicon):
        done = _is_done(tokens, number, lexicon)
        return _count(tokens, number, number.last + 1, None, lexicon, free) if done else None
    last = noun_phrase_end(tokens, number.last, head, lexicon, several=number.value > 1)
    if last < len(tokens) and tokens[last - 1].norm == "điểm" and tokens[last].surface.isdigit():
        last += 1  # "283 điểm 10"
    if _is_definite(tokens, number, last, lexicon):
        return None
    per = _per(tokens, last, lexicon)
    if per is None:
        number = in_thousands(tokens, number)
        if not _may_count(tokens, number):
            return None
    found = _count(tokens, number, last, per, lexicon, free)
    return _density(tokens, found, lexicon)


def _is_done(tokens: Tokens, number: Number, lexicon: FigureLexicon) -> bool:
    """Tell how often something was done ("đã 3 lần hạ lãi suất") from a duration, a frequency and a rank."""
    at = number.last
    if at + 1 >= len(tokens) or tokens[at].norm != "lần" or number.value <= 1 or number.value % 1:
        return False
    edge = past_qualifiers(tokens, number.first, lexicon)
    told = edge > 0 and tokens[edge - 1].norm in _DONE
    return told and tokens[at + 1].kind == "word" and tokens[at + 1].norm not in _EACH


def noun_after(tokens: Tokens, number: Number, lexicon: FigureLexicon) -> tuple[int, int] | None:
    """Give the counted noun phrase after a number, if there is one."""
    head = _head(tokens, number, lexicon)
    if head is None:
        return None
    return number.last, noun_phrase_end(tokens, number.last, head, lexicon, several=number.value > 1)


def count(
    tokens: Tokens, number: Number, item: tuple[int, int], lexicon: FigureLexicon, free: int
) -> QuantityMention:
    """Make a number a count of the things at tokens `item`, right after it or elsewhere in the sentence."""
    last = item[1] if item[0] == number.last else number.last
    bare = _count(tokens, number, last, None, lexicon, free)
    return bare._replace(item=item, rules=(*bare.rules, "grammar:elided"))


def _per(tokens: Tokens, at: int, lexicon: FigureLexicon) -> Per | None:
    """Read what a count is per; "7 tổ/đội", "9 dự án/2.140 MW" and "5 dự án trên 1.000 ha" say no rate."""
    per = per_after(tokens, at, lexicon)
    if per is None or per.per[0].isdigit():
        return None
    slash = tokens[at].surface == "/"
    return None if slash and lexicon.denominators.starting(tokens, at + 1) is None else per


def _may_count(tokens: Tokens, number: Number) -> bool:
    """Tell whole numbers, and "2,1 con", an average, from the names "vàng 999,9" and "bản 2.0"."""
    surface = tokens[number.first].surface
    if number.scale != 1 or number.written != "digits" or surface.isdigit() or number.value >= _THOUSAND:
        return True
    return number.value <= _LARGEST_AVERAGE and "." not in surface


def _density(tokens: Tokens, found: QuantityMention, lexicon: FigureLexicon) -> QuantityMention:
    """Read people per area as a measure: "2.398 người/km²"."""
    people = found.item and lexicon.denominators.starting(tokens, found.item[0])
    if not people or people[1].id != "person" or found.per not in ("km2", "ha"):
        return found
    return found._replace(kind="measure", unit="person", item=None)


def is_label(tokens: Tokens, number: Number, lexicon: FigureLexicon) -> bool:
    """Tell whether the words before a number make it a name, a rank or a date ("nhóm 3", "Top 500").

    Only a rank is as large as "số 7.260"; "tổng số 6 thị trường" is no name.
    """
    large = number.scale != 1 or _is_large(tokens, number)
    if not large and lexicon.is_a("totals").ending(tokens, number.first):
        return False
    return lexicon.is_a("ordinals" if large else "labels").ending(tokens, number.first) is not None


def looks_like_year(tokens: Tokens, number: Number) -> bool:
    """Tell "World Cup 2018" from a count: the press groups the thousands of a count (2.018 xe)."""
    plain = number.last == number.first + 1 and len(tokens[number.first].surface) == 4
    return plain and tokens[number.first].surface.isdigit() and 1900 <= number.value <= 2100


def _head(tokens: Tokens, number: Number, lexicon: FigureLexicon) -> int | None:
    """Find where the head of the counted noun ends; an enumeration ("3 trụ cột") counts nothing."""
    at = number.last
    head = lexicon.counted.starting(tokens, at)
    enumeration = lexicon.is_a("enumerations").starting(tokens, at)
    if head is not None:
        return None if enumeration and enumeration[0] >= head[0] else head[0]
    many = _is_large(tokens, number) or _is_rough(tokens, number, lexicon)
    if enumeration is not None or at >= len(tokens) or not many:
        return None
    ends = (lexicon.is_a(name).starting(tokens, at) for name in ("function_words", "money_nouns"))
    token = tokens[at]
    named = token.surface[0].isupper() and not token.surface.isupper()
    if token.kind != "word" or len(token.surface) < 2 or named:
        return None
    if any(ends) or lexicon.units.starting(tokens, at):
        return None
    compound = lexicon.is_a("compounds").starting(tokens, at)
    return compound[0] if compound else at + 1


def _is_large(tokens: Tokens, number: Number) -> bool:
    """Tell a number nothing but a count is written as: grouped in thousands, or so many `nghìn`."""
    if number.scale != 1:
        return number.written != "word" and number.scale < _MILLION
    surface = tokens[number.first].surface
    return number.value >= _THOUSAND and not number.value % 1 and not surface.isdigit()


def _is_rough(tokens: Tokens, number: Number, lexicon: FigureLexicon) -> bool:
    """Tell "gần 200 vướng mắc", which no name is written as, from an age and a duration."""
    whole = number.scale == 1 and number.written == "digits" and number.value % 1 == 0
    if not whole or number.value < _MANY or lexicon.is_a("time_units").starting(tokens, number.last):
        return False
    apart = number.last < len(tokens) and not glued(tokens[number.last - 1], tokens[number.last])
    rough = lexicon.before.ending(tokens, number.first) is not None
    return apart and rough and tokens[number.first - 1].norm not in _THAN


def _is_cardinal(tokens: Tokens, number: Number, lexicon: FigureLexicon) -> bool:
    """Tell a numeral in one word from the article (`một`), the year (`năm`) and "ở hai tỉnh"."""
    if number.written != "word":
        return True
    if number.value <= 1 or tokens[number.first].norm == "năm":
        return False
    return lexicon.is_a("prepositions").ending(tokens, number.first) is None


def _is_definite(tokens: Tokens, number: Number, last: int, lexicon: FigureLexicon) -> bool:
    """Tell things known already or ranked ("hai nước", "2 đối tượng này", "ba thị trường lớn nhất")."""
    if number.value == 2 and _is_pair(tokens, number.last, lexicon):
        return True
    if number.value < _MANY and number.value % 1 == 0 and _tells_who(tokens, number.first):
        return True
    before, after = lexicon.is_a("definite_before"), lexicon.is_a("definite_after")
    if before.ending(tokens, number.first) or after.starting(tokens, last):
        return True
    elsewhere = lexicon.is_a("prepositions")
    for i in range(last, min(len(tokens), last + _FARTHEST_RANK)):
        if tokens[i].norm == "nhất" and tokens[i - 1].norm not in _PRIZES:
            return True
        if tokens[i].kind != "word" or elsewhere.starting(tokens, i):
            return False
    return False


def _is_pair(tokens: Tokens, at: int, lexicon: FigureLexicon) -> bool:
    """Tell "hai đội", the two that play, from "hai đội tàu"."""
    pair, head = lexicon.is_a("pairs").starting(tokens, at), lexicon.counted.starting(tokens, at)
    return pair is not None and (head is None or head[0] <= pair[0])


def _tells_who(tokens: Tokens, at: int) -> bool:
    """Tell "A và B là hai doanh nghiệp", who they are, from "số ca mắc là 5 ca", how many there are."""
    if at < 2 or tokens[at - 1].norm != "là" or tokens[at - 2].norm == "nhất":
        return False
    return not any(says_how_many(tokens, i) for i in range(max(0, at - _FARTHEST_NUMBER), at))


def _ratio(tokens: Tokens, number: Number, lexicon: FigureLexicon, free: int) -> QuantityMention | None:
    """Find "12,5 bác sĩ/vạn dân", where the rate follows, or "cứ 10 người có 1 …", where it leads."""
    every = per_every(tokens, number.first, lexicon)
    if every is not None:
        head = lexicon.counted.starting(tokens, number.last)
        last = noun_phrase_end(tokens, number.last, head[0], lexicon, several=False) if head else number.last
        counted = _count(tokens, number, _age_end(tokens, last), None, lexicon, free)
        return counted._replace(kind="ratio", per=every) if head else None
    ends = lexicon.is_a("function_words")
    head = lexicon.counted.starting(tokens, number.last)
    start = head[0] if head else number.last + 1
    for i in range(start, min(len(tokens), start + LONGEST_ITEM)):
        per = per_many(tokens, i, lexicon)
        if per is not None:
            return _count(tokens, number, i, per, lexicon, free)._replace(kind="ratio")
        if tokens[i].kind != "word" or ends.starting(tokens, i):
            return None
    return None


def _age_end(tokens: Tokens, at: int) -> int:
    """Step over the age that tells the people of a rate apart: "một người trên 80 tuổi"."""
    if at + 2 < len(tokens) and tokens[at].norm in _THAN and tokens[at + 2].norm == "tuổi":
        return at + 3
    return at


def _count(
    tokens: Tokens,
    number: Number,
    item_last: int,
    per: Per | None,
    lexicon: FigureLexicon,
    free: int,
) -> QuantityMention:
    left, right, qualifier = around(tokens, number.first, per.last if per else item_last, lexicon, free)
    lo, hi = bounds(number.value, qualifier.qualifier)
    return QuantityMention(
        first=number.first,
        last=per.last if per else item_last,
        left=left,
        right=right,
        kind="count",
        lo=lo,
        hi=hi,
        qualifier=qualifier.qualifier,
        unit="count",
        per=per.per if per else None,
        negative=False,
        rules=("grammar:count", *([qualifier.rule] if qualifier.rule else [])),
        item=(number.last, item_last),
    )
