"""What a rule sets for each case: "mức phí với nhà dưới 300 triệu đồng là 2%; từ 300 triệu đồng là 3%"."""

from collections.abc import Sequence

from dnextract.join.context import METRIC_BEFORE, Clause, MetricChoice
from dnextract.names.mentions import NameMention

__all__ = ["case_metric"]

_BOUNDS = frozenset({"less_than", "more_than", "at_least", "at_most", "range"})
_OVER = frozenset({"quá", "vượt", "trên"})
_CASE = "join:metric_of_case"


def case_metric(
    clause: Clause, k: int, own: Sequence[NameMention], choices: Sequence[MetricChoice]
) -> MetricChoice | None:
    """Choose for a figure that bounds a case, or for the value that a copula right after it sets.

    A case without a name of its own is of the same thing as the case before; a value is of what is named
    before the thing that the first case bounds.
    """
    if _bounds_case(clause, k):
        earlier = [j for j in range(k) if _bounds_case(clause, j)]
        return choices[earlier[-1]] if earlier and not own else None
    if k == 0 or not _bounds_case(clause, k - 1):
        return _threshold(clause, k)
    values = [c for c in choices if c.metric is not None and c.metric.rule == _CASE]
    if values:
        return values[-1]
    names = [n for n in clause.metrics() if n.last <= clause.quantities[k - 1].left]
    setter = names[-2:-1]
    if not setter or not any(
        t.norm in ("với", "cho") for t in clause.frame.tokens[setter[0].last : names[-1].first]
    ):
        setter = names[-1:]
    return MetricChoice(clause.phrase(setter[0].first, setter[0].last, _CASE)) if setter else None


def _threshold(clause: Clause, k: int) -> MetricChoice | None:
    """Name the amount that only what exceeds it is counted of: "cộng 1,5% giá trị vượt [50 triệu đồng]"."""
    tokens = clause.frame.tokens
    for name in clause.metrics() if k else ():
        over = {t.norm for t in tokens[name.last : clause.quantities[k].first]}
        if name.first == clause.quantities[k - 1].right and over & _OVER and over <= _OVER | {"được"}:
            return MetricChoice(clause.phrase(name.first, name.last, METRIC_BEFORE))
    return None


def _bounds_case(clause: Clause, k: int) -> bool:
    """Tell a bound right before "là" and a value."""
    if k + 1 >= len(clause.quantities) or clause.quantities[k].qualifier not in _BOUNDS:
        return False
    governor, right = clause.governors[k + 1], clause.quantities[k].right
    return governor is not None and governor.first == right and clause.frame.tokens[right].norm == "là"
