"""Who gives, has or sets something, which is not what the figure beside them measures."""

from dnextract.join.context import Clause
from dnextract.join.subjects import is_name

__all__ = ["is_handed_over", "is_owner", "is_priced", "is_share_code", "object_of"]

_PASSIVE = frozenset({"được", "bị"})
_TICKER = 3  # letters of the code of a share
_DEAREST = 1_000_000  # đồng: no share costs as much


def is_owner(clause: Clause, k: int, first: int) -> bool:
    """Tell a place or a firm that does or has something, and is not traded itself: "Lào đạt 5%".

    What weighs or holds something is a thing of that brand ("Hải Âu nặng 90 kg"), and what something is done
    to has the price ("Hải Âu được định giá 9 triệu USD").
    """
    tokens, left = clause.frame.tokens, clause.quantities[k].left
    if any(t.norm in _PASSIVE for t in tokens[first:left]):
        return False
    if _is_code(tokens[first].surface):
        return False
    labels = {n.label for n in clause.names if n.first == first}
    return "PLACE" in labels or ("ORG" in labels and clause.quantities[k].kind != "measure")


def is_share_code(clause: Clause, k: int, first: int, last: int) -> bool:
    """Tell the code of a share whose price moves: "[HPG] giảm 400 đồng, còn 25.000 đồng"."""
    quantity, code = clause.quantities[k], clause.frame.tokens[first].surface
    priced = quantity.kind == "money" and quantity.unit == "VND" and (quantity.lo or 0) < _DEAREST
    return priced and last - first == 1 and _is_code(code)


def _is_code(surface: str) -> bool:
    return surface.isupper() and len(surface) == _TICKER


def is_priced(clause: Clause, k: int, first: int, last: int) -> bool:
    """Tell a thing that a price is put on: "[ứng dụng] được định giá 9 triệu USD"."""
    tokens, left = clause.frame.tokens, clause.quantities[k].left
    verbs = clause.occurrences("pricing_verbs", first + 1, left)
    return clause.quantities[k].kind == "money" and any(tokens[at - 1].norm in _PASSIVE for at, _, _ in verbs)


def is_handed_over(clause: Clause, k: int, subject: tuple[int, int]) -> bool:
    """Tell money that somebody gives, takes or needs, which measures nobody: "công ty ủng hộ 5 tỷ đồng".

    What is done to a thing may set its price: "ổ trứng được thưởng 100 USD".
    """
    tokens, lexicon, at = clause.frame.tokens, clause.lexicon, clause.quantities[k].left
    while (adverb := lexicon["adverbs"].ending(tokens, at)) is not None:
        at = adverb[0]
    act, governor = lexicon["acts"].ending(tokens, at), clause.governors[k]
    governed = governor is not None and governor.first < at
    if clause.quantities[k].kind != "money" or governed:
        return False
    if act is None:
        return _gives_to(clause, subject[0], at)
    passive = tokens[act[0] - 1].norm in _PASSIVE
    return not passive or is_name(clause, *subject)


def _gives_to(clause: Clause, first: int, last: int) -> bool:
    """Tell an act that names who receives before what is given: "chị tặng thêm cho trường 5 triệu đồng"."""
    tokens, acts = clause.frame.tokens, clause.lexicon["acts"]
    for at in range(first + 1, last):
        act = acts.starting(tokens, at)
        if act is None or act[0] >= last:
            continue
        to = act[0] + (tokens[act[0]].norm == "thêm")
        if to < last and tokens[to].norm == "cho":
            return True
    return False


def object_of(clause: Clause, k: int, first: int, last: int) -> tuple[int, int]:
    """Cut who has or prices a thing, and the verb, from the thing measured: "Máy [có] độ dày chỉ 14 mm"."""
    first, last = _without_act(clause, first, last)
    tokens, lexicon, governor = clause.frame.tokens, clause.lexicon, clause.governors[k]
    inner = lexicon["name_inner"]
    passive = any(t.norm in _PASSIVE for t in tokens[last : clause.quantities[k].left])
    only_priced = passive or (governor is not None and governor.first >= last)
    verbs = [
        (end, at)
        for c in (("pricing_verbs",) if only_priced else ("pricing_verbs", "having_verbs"))
        for at, end, _ in clause.occurrences(c, first + 1, last)
        if end < last and tokens[at - 1].norm not in _PASSIVE and not inner.covers(tokens, at, first)
    ]
    if not verbs:
        return first, last
    end, at = max(verbs)
    # "vùng núi [có nơi] dưới 10 độ" goes on about the mountains.
    return (first, at) if lexicon["anaphora"].starting(tokens, end) is not None else (end, last)


def _without_act(clause: Clause, first: int, last: int) -> tuple[int, int]:
    """Cut what is done to a thing from its name: "ổ trứng [được thưởng]"."""
    act = clause.lexicon["acts"].ending(clause.frame.tokens, last)
    passive = act is not None and act[0] - first > 1 and clause.frame.tokens[act[0] - 1].norm in _PASSIVE
    return (first, act[0] - 1) if act is not None and passive else (first, last)
