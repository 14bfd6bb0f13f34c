"""Countries that trade is done with, which narrow a metric and are not its place."""

from collections.abc import Sequence

from dnextract.join.areas import LIST_MARKS, eligible_places, in_organisation, is_foreign
from dnextract.join.context import Clause, Phrase
from dnextract.names.mentions import NameMention

__all__ = ["find_markets", "market_of", "market_of_run"]


def find_markets(clause: Clause) -> list[NameMention]:
    """Give the foreign places of a sentence about trade that are no more than markets, in order."""
    foreign = [
        n for n in clause.names if n.label == "PLACE" and is_foreign(n) and n.first not in clause.compared
    ]
    if not foreign or not clause.says("trade_words"):
        return []
    here = eligible_places(clause)
    return [n for n in foreign if n not in here and in_organisation(n, clause.names) is None]


def market_of(clause: Clause, k: int, markets: Sequence[NameMention], *, own: bool) -> Phrase | None:
    """Find the market of figure k: "nhập siêu 5 tỷ USD từ Trung Quốc".

    `own` leaves out one that stands before an earlier figure.
    """
    together = _near(clause, k, markets)
    if not together or clause.lexicon["list_marks"].ending(clause.frame.tokens, together[0].first):
        return None
    if own and k and together[-1].last <= clause.quantities[k - 1].left:
        return None
    return clause.phrase(together[0].first, together[-1].last, "join:scope_market")


def market_of_run(clause: Clause, k: int, markets: Sequence[NameMention]) -> Phrase | None:
    """Find the market of one of several figures: "xuất khẩu sang Đức và Pháp tăng lần lượt 6% và 4%"."""
    if len(markets) <= 1:
        return None
    run = clause.run(k)
    together = _near(clause, run[0], markets)
    if len(run) == 1 or len(together) != len(run):
        return None
    one = together[run.index(k)]
    return clause.phrase(one.first, one.last, "join:scope_market")


def _near(clause: Clause, k: int, markets: Sequence[NameMention]) -> list[NameMention]:
    """Give the market that hangs on figure k, else the last before it, with those named together with it."""
    quantity = clause.quantities[k]
    start, end = clause.frame.segment_start(quantity.left), clause.tail_end(k)
    near = [m for m in markets if start <= m.first and m.last <= end]
    chosen = next((m for m in near if m.first >= quantity.right), near[-1] if near else None)
    group: list[NameMention] = []
    for found in near:
        between = clause.frame.tokens[group[-1].last : found.first] if group else ()
        if group and not all(t.norm in LIST_MARKS for t in between):
            if chosen in group:
                break
            group = []
        group.append(found)
    return group
