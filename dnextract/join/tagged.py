"""The tagger's say in what a figure measures.

The rules choose; where the tagger sees no metric in their words and one elsewhere before the figure, it is
asked what the figure measures, and where it sees the same name go on it is asked how long the name is.
"""

from dnextract.join.context import METRIC_BEFORE, Clause, MetricChoice, Phrase
from dnextract.tagger import Tags

__all__ = ["checked"]

_TAGGED = "join:metric_tagged"
_DOUBT = 0.1  # words less likely than this to name a metric are doubted
_SURE = 0.9
_SUBJECT = "join:subject"
_CONTESTED = frozenset({_SUBJECT, METRIC_BEFORE, "join:metric_carried"})


def checked(clause: Clause, k: int, choice: MetricChoice) -> MetricChoice:
    """Give the choice of the rules for figure k, or what the tagger knows better."""
    tags, metric = clause.tags, choice.metric
    if tags is None or clause.quantities[k].item is not None:
        return choice
    if metric is None:
        return _tagged(clause, k, tags, choice)
    if tags.covers(metric.start):
        doubted = tags.chance(metric.start, metric.end) < _DOUBT
        metric = Phrase(metric.start, metric.end, metric.rule, doubted)
    if not metric.doubted and metric.rule == METRIC_BEFORE:
        metric = _whole(clause, metric, tags)
    choice = MetricChoice(metric, choice.scope)
    if not metric.doubted:
        return choice
    return _tagged(clause, k, tags, choice) if metric.rule in _CONTESTED else choice


def _whole(clause: Clause, metric: Phrase, tags: Tags) -> Phrase:
    """Extend a name to where the tagger is sure that it ends, but not over a verb."""
    tokens, at = clause.frame.tokens, clause.token_from(metric.end)
    if any(clause.lexicon[c].starting(tokens, at) for c in ("verb_marks", "price_stops")):
        return metric
    for name in tags.metrics():
        if name.start == metric.start and name.end > metric.end and name.sure >= _SURE:
            return metric._replace(end=name.end)
    return metric


def _tagged(clause: Clause, k: int, tags: Tags, choice: MetricChoice) -> MetricChoice:
    """Take the last metric the tagger sees before figure k, in the whole sentence if it has its subject."""
    metric, tokens = choice.metric, clause.frame.tokens
    start, end = clause.region(k)
    whole = metric is None or metric.rule == _SUBJECT
    first, last = tags.starts[0] if whole else tokens[start].start, tokens[end].start
    barred = {tokens[i].start for i in clause.compared}
    owners = (n for n in clause.names if n.label != "METRIC")
    barred.update(tokens[n.first].start for n in owners)  # "[Hải Âu ủng] hộ 8 tỷ đồng"
    names = [n for n in tags.metrics() if first <= n.start and n.end <= last and n.start not in barred]
    if not names:
        return choice
    scope = choice.scope
    if metric is not None and metric.rule == _SUBJECT and _is_scope(metric, tags):
        scope = metric.by("join:scope_subject")
    return MetricChoice(Phrase(names[-1].start, names[-1].end, _TAGGED), scope)


def _is_scope(words: Phrase, tags: Tags) -> bool:
    return any(n.label == "SCOPE" and n.start < words.end and words.start < n.end for n in tags.names)
