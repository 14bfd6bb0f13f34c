"""Noun phrases after a number: where the counted noun ends and the clause goes on."""

from collections.abc import Sequence

from dnextract.grammar.lexicon import FigureLexicon
from dnextract.text import Token

__all__ = ["LONGEST_ITEM", "noun_phrase_end"]

LONGEST_ITEM = 14  # syllables
_PLURALS = frozenset({"các", "những"})


def noun_phrase_end(
    tokens: Sequence[Token], first: int, at: int, lexicon: FigureLexicon, *, several: bool
) -> int:
    """Extend the noun at tokens `[first, at)` over its modifiers; gives the token after the phrase.

    The phrase ends at a function word, a verb, a mark, a number or a new noun. Of `several` things,
    coordinated counted nouns belong together: "trường học, trạm y tế và các nhà văn hóa".
    """
    start = first
    i = end = _modifiers_end(tokens, first, at, lexicon)
    while several and i < len(tokens) and tokens[i].norm in (",", "và"):
        plural = i + 1 < len(tokens) and tokens[i + 1].norm in _PLURALS
        following = i + 2 if plural else i + 1
        head = lexicon.counted.starting(tokens, following)
        if head is None or _begins_anew(tokens, start, i, following, head[0]):
            break
        start = following
        i = end = _modifiers_end(tokens, start, head[0], lexicon)
    return _before_names(tokens, first, end)


def _modifiers_end(tokens: Sequence[Token], first: int, at: int, lexicon: FigureLexicon) -> int:
    stop = min(len(tokens), at + LONGEST_ITEM)
    ends, amounts = lexicon.is_a("function_words"), lexicon.is_a("money_nouns")
    compounds, activities = lexicon.is_a("compounds"), lexicon.is_a("activities")
    active = lexicon.is_a("activity_heads").starting(tokens, first) is not None
    i = at
    while i < stop and tokens[i].kind == "word":
        inside = compounds.starting(tokens, i) or (active and activities.starting(tokens, i))
        if inside:
            i = inside[0]
            continue
        if tokens[i].surface[0].isupper() and i > at and _is_new_noun(tokens, i, lexicon):
            break
        if ends.starting(tokens, i) or amounts.starting(tokens, i) or activities.starting(tokens, i):
            break
        i += 1
    return i


def _is_new_noun(tokens: Sequence[Token], at: int, lexicon: FigureLexicon) -> bool:
    """Tell a counted noun in capitals, which begins the line run on here: "hai vụ kiện Phiên tòa sơ thẩm".

    Inside a name it is none: "hai cửa khẩu Tân Thanh".
    """
    inside = _is_name(tokens[at - 1]) or tokens[at].surface.isupper()
    return not inside and lexicon.counted.starting(tokens, at) is not None


def _begins_anew(tokens: Sequence[Token], start: int, end: int, following: int, head: int) -> bool:
    """Tell a new clause from a further noun of the list.

    "80 nghìn du khách, du khách nội địa …" repeats the bare noun; "64 hợp tác xã, huyện Hải Hậu 39"
    names something else; "5 người, người thứ ba …" counts on.
    """
    repeated = [t.norm for t in tokens[start:end]] == [t.norm for t in tokens[following:head]]
    named = any(t.surface[0].isupper() and not t.surface.isupper() for t in tokens[following : head + 1])
    return repeated or named


def _before_names(tokens: Sequence[Token], first: int, end: int) -> int:
    """Leave out a list of names in apposition: "3 huyện Đông Anh, Sóc Sơn và Mê Linh"."""
    if end + 1 >= len(tokens) or tokens[end].norm not in (",", "và") or not _is_name(tokens[end + 1]):
        return end
    i = end
    while i - 1 > first and _is_name(tokens[i - 1]):
        i -= 1
    return i


def _is_name(token: Token) -> bool:
    return token.kind == "word" and token.surface[0].isupper()
