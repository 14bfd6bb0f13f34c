"""What was measured last before a figure that names nothing itself."""

from collections.abc import Sequence

from dnextract.join.agreement import agrees, named_earlier
from dnextract.join.context import METRIC_BEFORE, Clause, Discourse, MetricChoice, Phrase

__all__ = ["PART_WITH_SHARE", "measured_before"]

PART_WITH_SHARE = "join:part_with_share"  # what follows goes on with the whole
_LONGEST_CLAUSE = 10  # tokens said of things counted


def measured_before(
    clause: Clause, k: int, choices: Sequence[MetricChoice], discourse: Discourse, host: MetricChoice | None
) -> MetricChoice | None:
    """Give what was measured last: by the figure before, the host of an aside, or the sentence before."""
    said = host if host is not None and host.metric is not None else None
    if said is None and discourse.metric is not None and not _differs(clause, k, discourse):
        said = MetricChoice(discourse.metric, discourse.scope, discourse.takes)
    if said is not None and not agrees(clause, k, said):
        said = named_earlier(clause, k)
    for j in range(k - 1, -1, -1):
        metric = choices[j].metric
        if metric is not None and metric.rule == PART_WITH_SHARE:
            continue
        if metric is not None and not agrees(clause, k, choices[j]):
            said = named_earlier(clause, k)
            continue
        if metric is not None and _is_weighed(clause, k, j, metric):
            continue
        if metric is not None:
            return choices[j]
        governor = clause.governors[j]
        reached = governor is not None and governor.rule.endswith(":become")  # "tăng 2% lên 100 triệu bao"
        segment = clause.frame.segment_start(clause.quantities[k].left)
        apart = j and clause.quantities[j].left < segment  # said of the item of a list before
        if clause.quantities[j].item is not None and not (reached and j) and not apart:
            return _counted(clause, j, said)
    return said


def _is_weighed(clause: Clause, k: int, j: int, metric: Phrase) -> bool:
    """Tell a thing only weighed before an amount of money: "kho phát 6 tấn gạo, thu [3 triệu đồng]"."""
    weighed = metric.rule == "join:noun_after" and clause.quantities[j].kind == "measure"
    return weighed and clause.quantities[k].kind == "money"


def _differs(clause: Clause, k: int, discourse: Discourse) -> bool:
    """Tell money from what was counted or weighed before, and the other way round."""
    kind = clause.quantities[k].kind
    return (
        kind in ("money", "measure")
        and discourse.amount is not None
        and ((kind == "money") != (discourse.amount == "money"))
    )


def _counted(clause: Clause, j: int, said: MetricChoice | None) -> MetricChoice:
    """Give what goes on being measured after a count: the things counted, or what they are parts of.

    A total right before the count is theirs ("tổng trị giá 5 lô đất gần 30 tỷ đồng"); markets and sectors are
    counted as parts: "4 ngành trọng yếu giảm 0,1%" goes on with what was measured.
    """
    quantity, tokens = clause.quantities[j], clause.frame.tokens
    first, last = quantity.item or (quantity.first, quantity.right)
    total = next((n for n in clause.metrics() if n.last == quantity.left), None)
    if total is not None and tokens[total.first].norm == "tổng" and total.last - total.first > 2:
        return MetricChoice(clause.phrase(total.first, total.last, METRIC_BEFORE))
    words = clause.phrase(first, _told_until(clause, last), "join:item_before")
    if said is not None and said.metric is not None and clause.lexicon["scope_heads"].starting(tokens, first):
        return MetricChoice(said.metric, words.by("join:scope_counted"))
    return MetricChoice(words)


def _told_until(clause: Clause, last: int) -> int:
    """Give where what is said of things counted ends: "60 hộ [tham gia trồng rừng], tăng 5%"."""
    tokens, lexicon = clause.frame.tokens, clause.lexicon
    timed = {t.first for t in clause.frame.times} | {q.left for q in clause.quantities}
    end, limit = last, min(len(tokens), last + _LONGEST_CLAUSE)
    while end < limit and tokens[end].kind == "word" and end not in timed:
        if any(lexicon[c].starting(tokens, end) for c in ("name_stops", "of_stops", "conjunctions")):
            break
        end += 1
    return end if end < limit else last
