"""The place a figure's own sentence gives it."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from dnextract.join.areas import LIST_MARKS, is_foreign, is_located, leading_place
from dnextract.join.context import Clause
from dnextract.join.lexicon import JoinLexicon
from dnextract.join.references import AspectChoice
from dnextract.names.gazetteer import VIETNAM
from dnextract.names.mentions import NameMention
from dnextract.text import Tokens

__all__ = ["Spot", "stated_place"]

_POINTERS: Mapping[str, tuple[str, ...]] = {
    "same_country": ("country",),
    "same_region": ("region", "bloc", "zone"),
    "same_province": ("province", "abroad"),
    "same_district": ("district",),
}  # word classes that point back, and what they point to
_RANKS = (  # narrow to wide
    "commune",
    "feature",
    "zone",
    "district",
    "province",
    "region",
    "country",
    "bloc",
    "world",
)


class Spot(NamedTuple):
    """The place of a figure: the mentions that name it (several in "TP.HCM và Hà Nội") and the rule."""

    mentions: tuple[NameMention, ...]
    rule: str


def stated_place(clause: Clause, k: int, aspect: AspectChoice, places: Sequence[NameMention]) -> Spot | None:
    """Find the place a figure's own sentence gives it, which is not that of its whole.

    A place that hangs on the figure comes first ("127 tỷ đồng của cả nước"), then the last one before it in
    its segment, then the one that leads the sentence ("Tại An Giang, …; …").
    """
    if not places:
        return None
    tokens, lexicon = clause.frame.tokens, clause.lexicon
    quantity = clause.quantities[k]
    tail = range(quantity.right, _tail_end(clause, k))
    after = [n for n, m in enumerate(places) if m.first in tail and is_located(tokens, m, lexicon)]
    if after and not _is_of_whole(tokens, places[after[0]], aspect):
        n = after[0]
        if len(after) > 1 and places[n + 1].first - places[n].last == 1 and is_foreign(places[n]):
            n += 1  # "40 nhà máy của Thái Lan tại Việt Nam"
        return Spot(_with_neighbours(clause, places, n, forward=True), "join:place_after")
    start = clause.frame.segment_start(quantity.left)
    pointed = _pointed_place(clause, start, quantity.left, places)
    if pointed is not None:
        return Spot((pointed,), "join:place_pointed_to")
    before = [n for n, m in enumerate(places) if start <= m.first and m.last <= quantity.left]
    if before:
        chosen = _unmodified(tokens, places, before, lexicon)
        return Spot(_with_neighbours(clause, places, chosen), "join:place_in_clause")
    if tokens[start].norm == "với":  # "Với GDP 400 tỷ USD, Việt Nam là …"
        subject = next((m for m in places if m.first >= quantity.right), None)
        if subject is not None and tokens[subject.first - 1].surface == ",":
            return Spot((subject,), "join:place_in_clause")
    colon = next((i for i, t in enumerate(tokens) if t.surface == ":"), 0)
    lead = leading_place(clause, places)
    introduced = [m for m in places if m.last <= min(colon, quantity.left)]
    if introduced:
        lead = introduced[-1]
    if lead is not None and lead.last <= quantity.left:
        return Spot((lead,), "join:place_leading")
    return None


def _unmodified(
    tokens: Tokens, places: Sequence[NameMention], before: Sequence[int], lexicon: JoinLexicon
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
    piece = between and not any(t.kind == "mark" or t.norm in LIST_MARKS for t in between)
    return before[-2] if piece and is_located(tokens, earlier, lexicon) else before[-1]


def _is_of_whole(tokens: Tokens, place: NameMention, aspect: AspectChoice) -> bool:
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
    for word_class, kinds in _POINTERS.items():
        pointer = max((i for i, _, _ in clause.occurrences(word_class, start, left)), default=None)
        if pointer is not None and not any(pointer < m.last <= left for m in places):
            return next((m for m in reversed(places) if m.last <= pointer and m.kind in kinds), None)
    return None


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


def _joined(tokens: Tokens, left: NameMention, right: NameMention) -> bool:
    """Tell two places that stand together: coordinated, or an address ("quận 7, TP.HCM")."""
    between = [t.norm for t in tokens[left.last : right.first]]
    if between in (["và"], ["-"], ["–"]):
        return True
    narrows = _rank(left) < _rank(right)
    return between in ([","], ["("], []) and (narrows or between == [","])
