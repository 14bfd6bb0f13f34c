"""Places of a clause: which of them a figure holds for, and which are markets, origins or parts of names."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from dnextract.join.aspects import AspectChoice
from dnextract.join.context import Clause
from dnextract.join.lexicon import JoinLexicon
from dnextract.names.gazetteer import VIETNAM
from dnextract.names.mentions import NameMention
from dnextract.text import Token

__all__ = [
    "Spot",
    "eligible_places",
    "in_organisation",
    "is_foreign",
    "is_here",
    "is_located",
    "leading_place",
    "stated_place",
]

_REACH = 10  # tokens before a place that tell what comes in or out
_LIST_MARKS = (",", "và", "&", "hay", "hoặc", "(")
_POINTED_KINDS = {
    "nước": ("country",),
    "quốc": ("country",),
    "vùng": ("region", "bloc"),
    "khu": ("region", "bloc", "zone"),
    "tỉnh": ("province",),
    "thành": ("province", "abroad"),
    "huyện": ("district",),
    "quận": ("district",),
}
_RANKS = (
    "commune",
    "feature",
    "zone",
    "district",
    "province",
    "region",
    "country",
    "bloc",
    "world",
)  # narrow to wide


@dataclass(frozen=True, slots=True)
class Spot:
    """The place of a figure: the mentions that name it (several in "TP.HCM và Hà Nội") and the rule."""

    mentions: tuple[NameMention, ...]
    rule: str


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
        if _seats(tokens, mention, clause.names):
            continue
        listed = (
            refused is not None and is_foreign(mention) and _is_list(tokens[refused.last : mention.first])
        )
        if listed or not is_here(tokens, mention, lexicon, trade=trade):
            refused = mention
            continue
        found.append(mention)
    return found


def _seats(tokens: Sequence[Token], mention: NameMention, names: Sequence[NameMention]) -> bool:
    """Tell where an organisation sits: "Thương vụ Việt Nam tại Brazil", "Tập đoàn Samsung (Hàn Quốc)"."""
    before = tokens[mention.first - 1].norm
    kinds = ("agency", "institution", "company") if before == "(" else ("agency",)
    return before in ("tại", "ở", "(") and any(n.last == mention.first - 1 and n.kind in kinds for n in names)


def is_here(tokens: Sequence[Token], mention: NameMention, lexicon: JoinLexicon, *, trade: bool) -> bool:
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
    if next(lexicon["meetings"].positions(tokens, piece, at), None) is not None:
        return False
    if not is_foreign(mention):
        return True
    if lexicon["groups_of_people"].ending(tokens, mention.first) is not None:
        return False
    after = mention.last
    return not (trade and (market or _is_market(tokens, mention, lexicon) or _ranks(tokens, after, lexicon)))


def _is_market(tokens: Sequence[Token], mention: NameMention, lexicon: JoinLexicon) -> bool:
    """Tell a place that words before it call a market: "thị trường chính trong khối EU là Italy"."""
    start = max(0, mention.first - _REACH)
    return any(
        lexicon["markets"].starting(tokens, i) is not None and ":;," not in tokens[i].surface
        for i in range(start, mention.first)
        if not any(t.surface in ",;" or t.kind == "digits" for t in tokens[i : mention.first])
    )


def _ranks(tokens: Sequence[Token], at: int, lexicon: JoinLexicon) -> bool:
    return any(
        lexicon["rank_words"].starting(tokens, i) is not None for i in range(at, min(at + 2, len(tokens)))
    )


def _has(tokens: Sequence[Token], lexicon: JoinLexicon, word_class: str) -> bool:
    return next(lexicon[word_class].positions(tokens), None) is not None


def _is_list(between: Sequence[Token]) -> bool:
    return 0 < len(between) <= 2 and all(t.norm in _LIST_MARKS for t in between)


def stated_place(clause: Clause, k: int, aspect: AspectChoice, places: Sequence[NameMention]) -> Spot | None:
    """Find the place a figure's own sentence gives it, which is not that of its whole.

    A place that hangs on the figure comes first ("127 tỷ đồng của cả nước"), then the last one before it in
    its segment, then the one that leads the sentence ("Tại An Giang, …; …").
    """
    tokens, lexicon = clause.frame.tokens, clause.lexicon
    quantity = clause.quantities[k]
    tail = range(quantity.right, _tail_end(clause, k))
    after = [n for n, m in enumerate(places) if m.first in tail and is_located(tokens, m, lexicon)]
    if after and not _is_of_whole(tokens, places[after[0]], aspect):
        n = after[0]
        if len(after) > 1 and places[n + 1].first - places[n].last == 1 and is_foreign(places[n]):
            n += 1  # "285 dự án của Đức tại Việt Nam"
        return Spot(_with_neighbours(clause, places, n, forward=True), "join:place_after")
    start = clause.frame.segment_start(quantity.left)
    pointed = _pointed_place(clause, start, quantity.left, places)
    if pointed is not None:
        return Spot((pointed,), "join:place_pointed_to")
    before = [n for n, m in enumerate(places) if start <= m.first and m.last <= quantity.left]
    if before:
        chosen = _unmodified(tokens, places, before, lexicon)
        return Spot(_with_neighbours(clause, places, chosen), "join:place_in_clause")
    colon = next((i for i, t in enumerate(tokens) if t.surface == ":"), 0)
    lead = leading_place(clause, places)
    introduced = [m for m in places if m.last <= min(colon, quantity.left)]
    if introduced:
        lead = introduced[-1]
    if lead is not None and lead.last <= quantity.left:
        return Spot((lead,), "join:place_leading")
    return None


def _unmodified(
    tokens: Sequence[Token], places: Sequence[NameMention], before: Sequence[int], lexicon: JoinLexicon
) -> int:
    """Take the last of the places, but not a country that tells a kind after a place that is located.

    "Đầm lầy ở Florida có 10.000 con trăn Miến Điện" is about Florida.
    """
    last = places[before[-1]]
    marked = (
        is_located(tokens, last, lexicon) or lexicon["inflow_marks"].ending(tokens, last.first) is not None
    )
    if len(before) == 1 or not is_foreign(last) or marked:
        return before[-1]
    earlier = places[before[-2]]
    between = tokens[earlier.last : last.first]
    piece = between and not any(t.kind == "mark" or t.norm in _LIST_MARKS for t in between)
    return before[-2] if piece and is_located(tokens, earlier, lexicon) else before[-1]


def _is_of_whole(tokens: Sequence[Token], place: NameMention, aspect: AspectChoice) -> bool:
    """Tell the place of what a figure is a part or a multiple of: "bằng 75% bình quân của cả nước"."""
    if aspect.aspect == "comparison" or (aspect.aspect == "share" and tokens[place.first - 1].norm == "của"):
        return True
    whole = aspect.of
    return whole is not None and whole.start <= tokens[place.first].start < whole.end


def _tail_end(clause: Clause, k: int) -> int:
    """Give the token where what hangs on figure k ends; a bracket ends it too."""
    end, tokens = clause.tail_end(k), clause.frame.tokens
    return next((i for i in range(clause.quantities[k].right, end) if tokens[i].surface == "("), end)


def _pointed_place(
    clause: Clause, start: int, left: int, places: Sequence[NameMention]
) -> NameMention | None:
    """Find the place of the sentence that words between `start` and `left` point back to: "vùng này"."""
    tokens = clause.frame.tokens
    pointer = max(clause.lexicon["same_area"].positions(tokens, start, left), default=None)
    if pointer is None or any(pointer < m.last <= left for m in places):
        return None
    kinds = _POINTED_KINDS.get(tokens[pointer].norm, ())
    return next((m for m in reversed(places) if m.last <= pointer and m.kind in kinds), None)


def is_located(tokens: Sequence[Token], mention: NameMention, lexicon: JoinLexicon) -> bool:
    """Tell a place right after words like "tại" and "của", area words between."""
    at = mention.first
    while at > 0 and lexicon["here"].ending(tokens, at) is None:
        step = lexicon["area_words"].ending(tokens, at)
        if step is None:
            return False
        at = step[0]
    return at > 0


def _with_neighbours(
    clause: Clause, places: Sequence[NameMention], n: int, *, forward: bool = False
) -> tuple[NameMention, ...]:
    """Take what belongs to a place: the coordinated ones, or the narrower one of an address."""
    tokens = clause.frame.tokens
    first = last = n
    while first > 0 and _joined(tokens, places[first - 1], places[first]):
        first -= 1
    while forward and last + 1 < len(places) and _joined(tokens, places[last], places[last + 1]):
        last += 1
    chain = places[first : last + 1]
    if len(chain) == 1:
        return (chain[0],)
    marks = {t.norm for left, right in pairwise(chain) for t in tokens[left.last : right.first]}
    narrowest = min(chain, key=_rank)
    if not marks & {"và", "-", "–"} and _rank(narrowest) < _rank(chain[-1]):
        return (narrowest,)
    home = next((m for m in chain if m.name == VIETNAM), None)
    if home is not None:
        return (home,)
    same = [m for m in chain if m.kind == chain[-1].kind]
    return tuple(same)


def _rank(mention: NameMention) -> int:
    return _RANKS.index(mention.kind) if mention.kind in _RANKS else _RANKS.index("province")


def _joined(tokens: Sequence[Token], left: NameMention, right: NameMention) -> bool:
    """Tell two places that stand together: coordinated, or an address ("quận 7, TP.HCM")."""
    between = [t.norm for t in tokens[left.last : right.first]]
    if between in (["và"], ["-"], ["–"]):
        return True
    narrows = _rank(left) < _rank(right)
    return between in ([","], ["("], []) and (narrows or between == [","])


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
