"""Counts whose noun is not beside the number: said before it, with another number, or left out."""

from typing import Final

from dnextract.grammar import counts, measures
from dnextract.grammar.lexicon import FigureLexicon
from dnextract.grammar.measures import Measured
from dnextract.grammar.mentions import QuantityMention
from dnextract.grammar.noun_phrases import noun_phrase_end
from dnextract.grammar.numbers import Number, scaled
from dnextract.grammar.qualifiers import past_qualifiers
from dnextract.text import Tokens

__all__ = ["find", "find_continued", "find_lower"]

_OF: Final = (("trong", "tổng", "số"), ("trong", "số"), ("trong", "tổng"), ("trong",))
_FROM: Final = "từ"
_RISEN: Final = frozenset({"lên", "xuống", "còn", "thành", "tới", "đến", "mức", "là"})
_REACHED: Final = frozenset({*_RISEN, _FROM, "đạt", ":"})
_TOLD: Final = frozenset({"lên", "xuống", "còn"})
_VERBS: Final = frozenset({"tăng", "giảm", "nâng", "hạ"})
_THOUSAND: Final = 1_000
_MILLION: Final = 1_000_000
_FARTHEST_NOUN: Final = 14  # words from a noun to the number it is counted with
_FARTHEST_LEVEL: Final = 4  # words from a level to the later one


def find(
    tokens: Tokens, number: Number, following: Number | None, lexicon: FigureLexicon, free: int
) -> QuantityMention | None:
    """Find the count whose noun an earlier or later word names: "số ca mắc là 45", "3 trong số 7 bị đơn"."""
    return _part_of(tokens, number, following, lexicon, free) or _named(tokens, number, lexicon, free)


def _part_of(
    tokens: Tokens, part: Number, whole: Number | None, lexicon: FigureLexicon, free: int
) -> QuantityMention | None:
    """Read the part of "132 trong tổng số 480 đại biểu", whose noun stands with the whole."""
    if whole is None or part.value >= whole.value or part.value <= 1 or part.value % 1:
        return None
    if tuple(t.norm for t in tokens[part.last : whole.first]) not in _OF:
        return None
    if counts.is_label(tokens, part, lexicon) or counts.looks_like_year(tokens, part):
        return None
    counted = counts.noun_after(tokens, whole, lexicon)
    return counts.count(tokens, part, counted, lexicon, free) if counted else None


def _named(tokens: Tokens, number: Number, lexicon: FigureLexicon, free: int) -> QuantityMention | None:
    """Read a bare number after what it counts: "số tờ khai luồng đỏ đạt 1,2 triệu"."""
    if number.written != "digits" or not _ends_here(tokens, number.last, lexicon):
        return None
    edge = past_qualifiers(tokens, number.first, lexicon)
    rough = edge < number.first
    if edge < 1 or not (rough or tokens[edge - 1].norm in _REACHED) or _is_code(tokens, number):
        return None
    for i in range(edge - 2, max(free, edge - _FARTHEST_NOUN) - 1, -1):
        if tokens[i].kind != "word":
            return None
        head = lexicon.counted.starting(tokens, i + 1) if measures.says_how_many(tokens, i) else None
        if head is not None:
            last = noun_phrase_end(tokens, i + 1, head[0], lexicon, several=True)
            return counts.count(tokens, number, (i + 1, min(last, edge)), lexicon, free)
        if lexicon.is_a("money_nouns").starting(tokens, i):
            return None
    return None


def find_continued(
    tokens: Tokens,
    number: Number,
    previous: QuantityMention | None,
    lexicon: FigureLexicon,
    free: int,
) -> QuantityMention | None:
    """Read the millions after others of the same noun: "25 triệu máy tính ở Ấn Độ, Brazil 24 triệu".

    The points after places are places: "37 điểm ngập, tăng 11 điểm". A noun said again has its own number:
    "5 triệu hộ; hộ nghèo là 300 nghìn".
    """
    if previous is None or previous.kind != "count" or previous.item is None:
        return None
    if _is_point(tokens, number.last) and _is_point(tokens, previous.item[0]):
        return counts.count(tokens, number, (number.last, number.last + 1), lexicon, free)
    again = _said_again(tokens, number, previous, lexicon)
    if again is not None:
        return counts.count(tokens, number, again, lexicon, free)
    if number.scale < _MILLION:
        return None
    if max(previous.lo or 0, previous.hi or 0) < _MILLION or not _ends_here(tokens, number.last, lexicon):
        return None
    edge = past_qualifiers(tokens, number.first, lexicon)
    if edge == 0 or not (tokens[edge - 1].norm in _TOLD or tokens[edge - 1].surface[0].isupper()):
        return None
    return counts.count(tokens, number, previous.item, lexicon, free)


def _said_again(
    tokens: Tokens, number: Number, previous: QuantityMention, lexicon: FigureLexicon
) -> tuple[int, int] | None:
    """Find the noun of the previous count where it begins anew before a large number."""
    if previous.item is None or number.value < _THOUSAND or _is_code(tokens, number):
        return None
    edge = past_qualifiers(tokens, number.first, lexicon)
    reached = edge < number.first or tokens[edge - 1].norm in _REACHED
    if number.written != "digits" or not reached or not _ends_here(tokens, number.last, lexicon):
        return None
    head = tokens[previous.item[0]].norm
    for i in range(max(previous.last + 1, edge - _FARTHEST_NOUN), edge):
        found = lexicon.counted.starting(tokens, i) if tokens[i].norm == head else None
        if found is not None and found[0] <= edge:
            last = noun_phrase_end(tokens, i, found[0], lexicon, several=True)
            return i, min(last, edge)
    return None


def _is_point(tokens: Tokens, at: int) -> bool:
    if at >= len(tokens) or tokens[at].norm != "điểm":
        return False
    return at + 1 == len(tokens) or tokens[at + 1].kind != "digits"


def find_lower(
    tokens: Tokens, number: Number, following: Number | None, lexicon: FigureLexicon, free: int
) -> QuantityMention | None:
    """Read the level that leaves its unit to a later one: "từ 1,5 lên 2,3 triệu tấn", "từ 2 lên 3 tầng"."""
    if following is None or number.written != "digits" or number.first == 0:
        return None
    edge = past_qualifiers(tokens, number.first, lexicon)
    words = tokens[number.last : past_qualifiers(tokens, following.first, lexicon)]
    if edge == 0 or tokens[edge - 1].norm != _FROM or not 0 < len(words) <= _FARTHEST_LEVEL:
        return None
    if not any(t.norm in _TOLD for t in words) or not all(
        t.norm in _RISEN or t.norm in _VERBS for t in words
    ):
        return None
    shared = measures.measured(tokens, following, lexicon, free)
    if shared is not None and shared.first == following.first:
        scale = shared.number.scale if number.scale == 1 and number.value < _THOUSAND else number.scale
        value = scaled(number.value, scale) if number.scale == 1 else number.value
        level = Number(number.first, number.last, value, scale, number.written)
        return measures.mention(
            tokens, Measured(level, number.first, number.last, shared.unit, shared.per), lexicon, free
        )
    counted = counts.noun_after(tokens, following, lexicon)
    return counts.count(tokens, number, counted, lexicon, free) if counted else None


def _ends_here(tokens: Tokens, at: int, lexicon: FigureLexicon) -> bool:
    """Tell whether no noun follows that the number could count."""
    if at >= len(tokens) or tokens[at].kind != "word":
        return at >= len(tokens) or tokens[at].surface not in "/-–%"
    return lexicon.is_a("function_words").starting(tokens, at) is not None


def _is_code(tokens: Tokens, number: Number) -> bool:
    surface = tokens[number.first].surface
    return number.scale == 1 and surface.isdigit() and (surface.startswith("0") or len(surface) > 4)
