"""Shares of one sentence: what those that do not say it are of."""

from collections.abc import Sequence

from dnextract.join.context import Clause, Phrase
from dnextract.join.references import AspectChoice

__all__ = ["share_wholes"]


def share_wholes(
    clause: Clause, metrics: Sequence[Phrase | None], aspects: Sequence[AspectChoice]
) -> list[AspectChoice]:
    """Give shares without a whole that of the share they are coordinated with, or the amount they divide.

    "A góp 8% và B góp 1% vốn điều lệ" are both of it; "Vốn là 30 tỷ đồng, trong đó B chiếm 60%" is of `Vốn`.
    """
    shared = list(aspects)
    tokens = clause.frame.tokens
    for k in range(len(shared) - 1, -1, -1):
        if shared[k].aspect != "share" or shared[k].of is not None:
            continue
        quantity, following = clause.quantities[k], k + 1
        if following < len(shared) and shared[following].aspect == "share":
            between = tokens[quantity.right : clause.quantities[following].left]
            whole = shared[following].of
            if whole is not None and between and between[0].surface in (",", "và"):
                shared[k] = shared[k]._replace(of=whole)
                continue
        earlier = metrics[k - 1] if k else None
        if earlier is None or shared[k - 1].aspect != "level":
            continue
        divided = clause.says("breakdown", clause.quantities[k - 1].right, quantity.left)
        if divided and clause.quantities[k - 1].kind == "money" and earlier.rule != "join:metric_carried":
            shared[k] = shared[k]._replace(of=earlier)
    return _listed_wholes(clause, shared)


def _listed_wholes(clause: Clause, aspects: list[AspectChoice]) -> list[AspectChoice]:
    """Give shares of a list the whole its first one names: "A chiếm 33% tổng số; B …, chiếm 13%; C …".

    What a part is divided into (`trong đó`) may be a share of the part.
    """
    whole: Phrase | None = None
    since = 0
    for k, aspect in enumerate(aspects):
        quantity = clause.quantities[k]
        if clause.says("breakdown", since, quantity.left):
            whole = None
        if aspect.aspect == "share" and quantity.kind == "percent":
            if aspect.of is None and whole is not None and aspect.rule.startswith("predicates:"):
                aspects[k] = aspect._replace(of=whole)
            whole = aspects[k].of
            since = quantity.right
    return aspects
