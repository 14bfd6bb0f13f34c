"""Noun phrases after a number: where the counted noun ends and the clause goes on."""

from typing import Final

from dnextract.grammar.lexicon import FigureLexicon
from dnextract.text import Token, Tokens
from dnextract.text.tokens import glued

__all__ = ["LONGEST_ITEM", "noun_phrase_end"]

LONGEST_ITEM: Final = 14  # syllables
_ABOUT: Final = "về"
_HYPHENS: Final = frozenset("-–")
_PLURALS: Final = frozenset({"các", "những"})


def noun_phrase_end(tokens: Tokens, first: int, at: int, lexicon: FigureLexicon, *, several: bool) -> int:
    """Extend the noun at tokens `[first, at)` over its modifiers; gives the token after the phrase.

    The phrase ends at a function word, a verb, a mark, a number or a new noun. Of `several` things,
    coordinated counted nouns belong together ("trường học, trạm y tế và các nhà văn hóa"), of an event
    what is done in it ("vụ buôn lậu, vận chuyển trái phép").
    """
    start = first
    i = end = _modifiers_end(tokens, first, at, lexicon)
    deed = lexicon.is_a("event_heads").starting(tokens, first)
    event = deed is not None and lexicon.is_a("acts").starting(tokens, deed[0]) is not None
    while i < len(tokens) and tokens[i].norm in (",", "và"):
        act = _act_end(tokens, i + 1, lexicon) if event else None
        if act is not None:
            i = end = _modifiers_end(tokens, first, act, lexicon)
            continue
        plural = i + 1 < len(tokens) and tokens[i + 1].norm in _PLURALS
        following = i + 2 if plural else i + 1
        head = None if event or not several else lexicon.counted.starting(tokens, following)
        if head is None or _begins_anew(tokens, start, i, following, head[0], lexicon):
            break
        start = following
        i = end = _modifiers_end(tokens, start, head[0], lexicon)
    return _before_names(tokens, first, end)


def _modifiers_end(tokens: Tokens, first: int, at: int, lexicon: FigureLexicon) -> int:
    stop = min(len(tokens), at + LONGEST_ITEM)
    ends, amounts = lexicon.is_a("function_words"), lexicon.is_a("money_nouns")
    compounds, activities = lexicon.is_a("compounds"), lexicon.is_a("activities")
    i = _verb_end(tokens, first, at, lexicon)
    deed = lexicon.is_a("event_heads").starting(tokens, first)
    event = deed is not None and deed[0] < i
    active = lexicon.is_a("activity_heads").starting(tokens, first) is not None
    while i < stop and (tokens[i].kind == "word" or _is_joined(tokens, i)):
        inside = compounds.starting(tokens, i) or (active and activities.starting(tokens, i))
        if inside:
            i = inside[0]
            continue
        if tokens[i].surface[0].isupper() and i > at and _is_new_noun(tokens, i, lexicon):
            break
        if ends.starting(tokens, i) or activities.starting(tokens, i):
            break
        if amounts.starting(tokens, i) and not event:
            break
        i += 1
    return i - 1 if i > at and tokens[i - 1].norm == _ABOUT else i


def _verb_end(tokens: Tokens, first: int, at: int, lexicon: FigureLexicon) -> int:
    """Step over the verb that tells events or firms apart: "vụ mua lại", "doanh nghiệp chế biến gỗ"."""
    deed = lexicon.is_a("event_heads").starting(tokens, first)
    if deed is not None:
        return max(at, *(_act_end(tokens, i, lexicon) or at for i in (deed[0], at)))
    if lexicon.is_a("actors").starting(tokens, first) is None:
        return at
    verb = lexicon.is_a("activities").starting(tokens, at)
    return verb[0] if verb and not _is_told(tokens, verb[0], lexicon) else at


def _act_end(tokens: Tokens, at: int, lexicon: FigureLexicon) -> int | None:
    act = lexicon.is_a("acts").starting(tokens, at)
    return act[0] if act and not _is_told(tokens, act[0], lexicon) else None


def _is_told(tokens: Tokens, at: int, lexicon: FigureLexicon) -> bool:
    """Tell a verb that says something of the noun: a figure follows it ("5 hãng xuất khẩu hơn 20 tấn")."""
    return at < len(tokens) and (tokens[at].kind == "digits" or bool(lexicon.before.starting(tokens, at)))


def _is_joined(tokens: Tokens, at: int) -> bool:
    """Tell a mark or number that is part of a name: "CNVC-LĐ", "VinMart+", "trạm 4G", "máy WX102"."""
    token = tokens[at]
    behind = glued(tokens[at - 1], token)
    ahead = at + 1 < len(tokens) and glued(token, tokens[at + 1]) and tokens[at + 1].surface[0].isalpha()
    if token.kind == "digits":
        model = behind and tokens[at - 1].surface.isupper()
        return model or (ahead and tokens[at + 1].surface.isupper())
    return behind and (token.surface == "+" or (ahead and token.surface in _HYPHENS))


def _is_new_noun(tokens: Tokens, at: int, lexicon: FigureLexicon) -> bool:
    """Tell a counted noun in capitals, which begins the line run on here: "hai vụ kiện Phiên tòa sơ thẩm".

    Inside a name it is none: "hai cửa khẩu Tân Thanh".
    """
    inside = _is_name(tokens[at - 1]) or tokens[at].surface.isupper()
    return not inside and lexicon.counted.starting(tokens, at) is not None


def _begins_anew(
    tokens: Tokens, start: int, end: int, following: int, head: int, lexicon: FigureLexicon
) -> bool:
    """Tell a new clause from a further noun of the list.

    "80 nghìn du khách, du khách nội địa …" repeats the bare noun; "64 hợp tác xã, huyện Hải Hậu 39"
    names something else; "5 người, người thứ ba …" counts on; "2 tổ chức, ban hành …" is a verb.
    """
    verb = lexicon.is_a("function_words").starting(tokens, following)
    if verb is not None and verb[0] > head:
        return True
    repeated = [t.norm for t in tokens[start:end]] == [t.norm for t in tokens[following:head]]
    named = any(t.surface[0].isupper() and not t.surface.isupper() for t in tokens[following : head + 1])
    named = named or (head < len(tokens) and tokens[head].kind == "digits")
    return repeated or named


def _before_names(tokens: Tokens, first: int, end: int) -> int:
    """Leave out a list of names in apposition: "3 huyện Đông Anh, Sóc Sơn và Mê Linh"."""
    if end + 1 >= len(tokens) or tokens[end].norm not in (",", "và") or not _is_name(tokens[end + 1]):
        return end
    i = end
    while i - 1 > first and _is_name(tokens[i - 1]):
        i -= 1
    return i


def _is_name(token: Token) -> bool:
    return token.kind == "word" and token.surface[0].isupper()
