"""Whether a figure can be the value of a metric: an interest rate is no money, a price no weight."""

from dnextract.join.context import METRIC_BEFORE, Clause, MetricChoice, Phrase
from dnextract.names.mentions import NameMention
from dnextract.records import Kind

__all__ = ["agrees", "kinds_taken", "named_earlier", "takes_figure"]


def kinds_taken(clause: Clause, metric: Phrase, *known: MetricChoice | None) -> frozenset[Kind] | None:
    """Give the kinds of figures a metric takes, `None` for any; one named before the clause is `known`."""
    at = clause.token_at(metric.start)
    if at is None:
        return next((c.takes for c in known if c and c.metric and c.metric.start == metric.start), None)
    found = clause.lexicon.measured.starting(clause.frame.tokens, at)
    return found[1] if found is not None else None


def agrees(clause: Clause, k: int, choice: MetricChoice) -> bool:
    """Tell whether figure k can be the value of what another figure measures."""
    taken = kinds_taken(clause, choice.metric, choice) if choice.metric is not None else None
    return taken is None or clause.quantities[k].kind in taken


def takes_figure(clause: Clause, name: NameMention, k: int) -> bool:
    """Tell whether figure k can be the value of a metric that the clause names."""
    found = clause.lexicon.measured.starting(clause.frame.tokens, name.first)
    return found is None or clause.quantities[k].kind in found[1]


def named_earlier(clause: Clause, k: int) -> MetricChoice | None:
    """Find the last metric the clause names before figure k that takes it, be it of another clause.

    "Công ty giảm khối lượng chào bán; tuần qua từ 7 xuống [5 tỷ đồng]."
    """
    left, compared = clause.quantities[k].left, clause.compared
    names = [n for n in clause.metrics() if n.last <= left and n.first not in compared]
    if not names or not takes_figure(clause, names[-1], k):
        return None
    return MetricChoice(clause.phrase(names[-1].first, names[-1].last, METRIC_BEFORE))
