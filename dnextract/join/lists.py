"""What a list, or the lines below a heading, measure."""

from collections.abc import Sequence

from dnextract.join.agreement import agrees, takes_figure
from dnextract.join.context import METRIC_BEFORE, Clause, Discourse, MetricChoice, Phrase
from dnextract.join.subjects import list_copula, without_owner
from dnextract.names.mentions import NameMention

__all__ = [
    "ANNOUNCED",
    "announced_metric",
    "label_before",
    "list_metric",
    "metric_of_opener",
    "moving_metric",
]

ANNOUNCED = "join:metric_announced"  # a heading or "… như sau:" above a list names it
_LABEL_TAIL = 3  # words between a name and its colon: "Trợ cấp hàng tháng:"
_NUMBERING = 2  # tokens a heading may have around the name: "1. Mức đóng tối thiểu"


def announced_metric(clause: Clause) -> Phrase | None:
    """Find the metric a heading or the opening of a list names for what stands below: "Mức phạt như sau:"."""
    names, tokens = clause.metrics(), clause.frame.tokens
    if not names:
        return None
    heading = names[0].first <= _NUMBERING and len(tokens) - names[-1].last <= _NUMBERING
    if not heading and tokens[-1].surface != ":":
        return None
    return _measure(clause, names[0], ANNOUNCED)


def moving_metric(clause: Clause) -> Phrase | None:
    """Find the metric a sentence without figures says to rise or fall: "Giá nhiều mặt hàng tăng."."""
    for at, _, _ in clause.occurrences("moves"):
        names = [n for n in clause.metrics() if n.first < at]
        if names:
            name = names[-1]._replace(last=min(names[-1].last, at))
            return _measure(clause, name, "join:metric_from_before")
    return None


def _measure(clause: Clause, name: NameMention, rule: str) -> Phrase:
    """Give what a list measures, without its owner and the many things: "giá [hầu hết mặt hàng]"."""
    tokens = clause.frame.tokens
    last = without_owner(clause, name.first, name.last)
    many = next((i for i, _, _ in clause.occurrences("many_things", name.first + 1, last)), last)
    while many - name.first > 1 and tokens[many - 1].norm in ("của", "ở", "tại"):
        many -= 1
    return clause.phrase(name.first, many, rule)


def label_before(clause: Clause, k: int) -> Phrase | None:
    """Find the name a list stands under, for its first figure: "Doanh thu: 30 tỷ đồng; …"."""
    tokens, left = clause.frame.tokens, clause.quantities[k].left
    earlier = clause.quantities[k - 1].right if k else 0
    colon = max((i for i in range(earlier, left) if tokens[i].surface == ":"), default=None)
    if colon is None:
        return None
    for name in clause.metrics():
        tail = tokens[name.last : colon]
        if earlier <= name.last <= colon and len(tail) <= _LABEL_TAIL and all(t.kind == "word" for t in tail):
            return clause.phrase(name.first, name.last, METRIC_BEFORE)
    return None


def list_metric(clause: Clause, k: int, discourse: Discourse) -> Phrase | None:
    """Find the metric a list stands under: "Chỉ số tồn kho một số ngành giảm như: in ấn giảm 5%; …".

    It is named before the colon or `như`, and no figure stands between; where only parts are named there
    ("Các nhóm hàng tăng khá:"), it is what the sentence before measured.
    """
    tokens, lexicon = clause.frame.tokens, clause.lexicon
    first_figure = clause.quantities[0].left
    for i in range(first_figure):
        if not _opens_list(clause, i):
            continue
        names = [n for n in clause.metrics() if n.last <= i and takes_figure(clause, n, k)]
        names = [n for n in names if not n.first or tokens[n.first - 1].norm != "có"] or names
        if names:
            return _measure(clause, _repeated(clause, names, i) or names[-1], "join:metric_of_list")
        parts = any(lexicon["scope_heads"].starting(tokens, j) for j in range(min(i, 4)))
        opener = lexicon["breakdown"].ending(tokens, i) if _is_change(clause, k) else None
        known = MetricChoice(discourse.metric, None, discourse.takes)
        if (
            discourse.metric
            and agrees(clause, k, known)
            and (parts or (opener is not None and opener[0] == 0))
        ):
            return discourse.metric.by("join:metric_of_list")
    return None


def metric_of_opener(clause: Clause, k: int, choices: Sequence[MetricChoice]) -> Phrase | None:
    """Find what the figure right before a list measures, for an item in the same unit.

    "Hai mặt hàng có doanh số từ 5 tỷ đồng gồm: giấy đạt 7 tỷ đồng; …"
    """
    tokens, lexicon, quantities = clause.frame.tokens, clause.lexicon, clause.quantities
    for j in reversed(range(k)):
        right = quantities[j].right
        mark = lexicon["list_marks"].starting(tokens, right)
        colon = mark[0] if mark is not None else right
        if tokens[colon].surface == ":" and quantities[j].unit == quantities[k].unit:
            metric = choices[j].metric
            return metric.by("join:metric_of_list") if metric is not None else None
    return None


def _repeated(clause: Clause, names: Sequence[NameMention], mark: int) -> NameMention | None:
    """Find the name that the items after a mark begin with again: "tín dụng …: tín dụng ngành điện …"."""
    tokens = clause.frame.tokens
    items = [n for n in clause.metrics() if n.first > mark]
    for name in names:
        words = [t.norm for t in tokens[name.first : name.last]]
        if any([t.norm for t in tokens[n.first : n.first + len(words)]] == words for n in items):
            return name
    return None


def _is_change(clause: Clause, k: int) -> bool:
    governor = clause.governors[k]
    return governor is not None and governor.aspect == "change"


def _opens_list(clause: Clause, i: int) -> bool:
    """Tell the word or mark that opens a list: a colon, `như`, the copula of "Một số mặt hàng … là …"."""
    tokens, lexicon = clause.frame.tokens, clause.lexicon
    if tokens[i].surface == ":" or (i and lexicon["list_marks"].starting(tokens, i) is not None):
        return True
    return tokens[i].norm == "là" and list_copula(clause, 0) == i
