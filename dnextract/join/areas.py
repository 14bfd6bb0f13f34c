"""Places of a clause: where something is, not markets, origins or parts of names."""

from collections.abc import Sequence
from typing import Final

from dnextract.join.context import Clause
from dnextract.join.lexicon import JoinLexicon
from dnextract.names.gazetteer import VIETNAM
from dnextract.names.mentions import NameMention
from dnextract.text import Tokens

__all__ = [
    "INDICES",
    "LIST_MARKS",
    "eligible_places",
    "in_organisation",
    "is_foreign",
    "is_here",
    "is_located",
    "leading_place",
]

_REACH: Final = 10  # tokens before a place that tell what comes in or out
_LISTS: Final = ("là", "gồm")
_PARTS: Final = ("commune", "district")
_TITLES: Final = frozenset({"ông", "bà", "anh", "chị", "em", "cô", "chú", "bác", "cháu", "cụ"})
_FULL_NAME: Final = 3  # words
INDICES: Final = "names/agencies:indices_"  # rules of stock indices, which hold for their country
LIST_MARKS: Final = (",", "và", "&", "hay", "hoặc", "(")


def is_foreign(mention: NameMention) -> bool:
    """Tell a country, bloc or city abroad."""
    return mention.kind in ("country", "bloc", "abroad") and mention.name != VIETNAM


def in_organisation(mention: NameMention, names: Sequence[NameMention]) -> NameMention | None:
    """Find the organisation a place is part of the name of."""
    return next(
        (n for n in names if n.label == "ORG" and n.first <= mention.first and mention.last <= n.last), None
    )


def eligible_places(clause: Clause) -> list[NameMention]:
    """Give the places of a clause a figure can hold for, in order."""
    tokens, lexicon = clause.frame.tokens, clause.lexicon
    places = [n for n in clause.names if n.label == "PLACE"]
    if not places:
        return []
    trade = any(is_foreign(n) for n in places) and _has(tokens, lexicon, "trade_words")
    found: list[NameMention] = []
    refused: NameMention | None = None
    for mention in places:
        if in_organisation(mention, clause.names) or mention.first in clause.compared:
            continue
        if _seats(tokens, mention, clause.names) or _is_remark(tokens, mention.first, lexicon):
            continue
        between = tokens[refused.last : mention.first] if refused is not None else ()
        listed = is_foreign(mention) and _is_list(between)
        address = refused is not None and refused.kind in _PARTS and [t.norm for t in between] == [","]
        away = listed or address or _is_home(clause, mention)
        if away or not is_here(tokens, mention, lexicon, trade=trade):
            refused = mention
            while found and is_foreign(found[-1]) and _is_list(tokens[found[-1].last : mention.first]):
                mention = found.pop()  # "Nga và Ấn Độ chiếm 18% sản lượng"
            continue
        found.append(mention)
    return found


def _seats(tokens: Tokens, mention: NameMention, names: Sequence[NameMention]) -> bool:
    """Tell where an organisation sits: "Thương vụ Việt Nam tại Brazil", "Tập đoàn Samsung (Hàn Quốc)"."""
    before = tokens[mention.first - 1].norm
    kinds = ("agency", "institution", "company") if before == "(" else ("agency",)
    seated = (n for n in names if n.last == mention.first - 1 and n.kind in kinds)
    return before in ("tại", "ở", "(") and any(not n.rule.startswith(INDICES) for n in seated)


def _is_home(clause: Clause, mention: NameMention) -> bool:
    """Tell where a person lives: "ông N.V.A. ở Hà Nội", "tài khoản của Huỳnh Thị Hoa ở Bến Tre"."""
    tokens, last = clause.frame.tokens, mention.first - 1
    if last < 1 or tokens[last].norm != "ở":
        return False
    first = last
    while first > 0 and (tokens[first - 1].surface == "." or tokens[first - 1].surface[0].isupper()):
        first -= 1
    if any(n.first < last and first < n.last for n in clause.names):
        return False
    called = first > 0 and tokens[first - 1].norm in _TITLES
    return first < last and (called or last - first >= _FULL_NAME)


def _is_remark(tokens: Tokens, at: int, lexicon: JoinLexicon) -> bool:
    """Tell a place in a bracket's remark: "(hãng sản xuất của Trung Quốc)", but not "(quận 7, TP.HCM)"."""
    i, words = at, False
    while i > 0 and at - i < _REACH and tokens[i - 1].surface not in "()":
        step = lexicon["area_words"].ending(tokens, i) or lexicon["here"].ending(tokens, i)
        words = words or (step is None and tokens[i - 1].surface[0].islower())
        i = i - 1 if step is None else step[0]
    return words and i > 0 and tokens[i - 1].surface == "("


def is_here(tokens: Tokens, mention: NameMention, lexicon: JoinLexicon, *, trade: bool) -> bool:
    """Tell a place where something is, not where it goes, comes from, or is ranked.

    In a sentence about `trade` a foreign place may be no more than a market.
    """
    at = mention.first
    market = False
    while at > 0:
        step = lexicon["markets"].ending(tokens, at) or lexicon["area_words"].ending(tokens, at)
        if step is None:
            break
        market = market or lexicon["markets"].starting(tokens, step[0]) is not None
        at = step[0]
    if lexicon["not_here"].ending(tokens, at) is not None or (at and tokens[at - 1].kind == "digits"):
        return False
    if lexicon["inflow_marks"].ending(tokens, at) is not None:
        return not trade and _has(tokens[max(0, at - _REACH) : at], lexicon, "inflow_words")
    piece = at
    while piece > 0 and tokens[piece - 1].surface not in ",;:":
        piece -= 1
    if lexicon["meetings"].occurs(tokens, piece, at):
        return False
    if not is_foreign(mention):
        return True
    if lexicon["groups_of_people"].ending(tokens, mention.first) is not None:
        return False
    after = mention.last
    return not (trade and (market or _is_market(tokens, mention, lexicon) or _ranks(tokens, after, lexicon)))


def _is_market(tokens: Tokens, mention: NameMention, lexicon: JoinLexicon) -> bool:
    """Tell a place that words before it call a market: "thị trường lớn ở Bắc Âu là Thụy Điển".

    A list of markets may stand far behind the word: "Ba thị trường lớn nhất, chiếm 50%, lần lượt là …".
    """
    named = next((last for _, last, _ in lexicon["markets"].occurrences(tokens, 0, mention.first)), None)
    if named is not None and any(t.norm in _LISTS for t in tokens[named : mention.first]):
        return True
    start = max(0, mention.first - _REACH)
    return any(
        lexicon["markets"].starting(tokens, i) is not None and ":;," not in tokens[i].surface
        for i in range(start, mention.first)
        if not any(t.surface in ",;" or t.kind == "digits" for t in tokens[i : mention.first])
    )


def _ranks(tokens: Tokens, at: int, lexicon: JoinLexicon) -> bool:
    return any(
        lexicon["rank_words"].starting(tokens, i) is not None for i in range(at, min(at + 2, len(tokens)))
    )


def _has(tokens: Tokens, lexicon: JoinLexicon, word_class: str) -> bool:
    return lexicon[word_class].occurs(tokens)


def _is_list(between: Tokens) -> bool:
    return 0 < len(between) <= 2 and all(t.norm in LIST_MARKS for t in between)


def is_located(tokens: Tokens, mention: NameMention, lexicon: JoinLexicon) -> bool:
    """Tell a place right after words like "tại" and "của", area words between."""
    at = mention.first
    while at > 0 and lexicon["here"].ending(tokens, at) is None:
        step = lexicon["area_words"].ending(tokens, at)
        if step is None:
            return False
        at = step[0]
    return at > 0


def leading_place(clause: Clause, places: Sequence[NameMention]) -> NameMention | None:
    """Find the place a sentence begins with, openers and times before it: "Trong đó, tại Hà Nội, …"."""
    if not places:
        return None
    tokens, lexicon = clause.frame.tokens, clause.lexicon
    times = {t.first: t.last for t in clause.frame.times}
    mention, at = places[0], 0
    while at < mention.first:
        step = next(
            (
                found[0]
                for word_class in ("here", "openers", "area_words")
                if (found := lexicon[word_class].starting(tokens, at)) is not None
            ),
            None,
        )
        if at in times:
            at = times[at]
        elif step is not None:
            at = step
        elif tokens[at].kind == "mark":
            at += 1
        else:
            return None
    return mention if at == mention.first else None
