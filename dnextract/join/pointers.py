"""What a name points back to: "thị trường này" to a market, "mặt hàng này" or a bare "trị giá" to goods."""

from collections.abc import Sequence

from dnextract.join.areas import is_foreign
from dnextract.join.context import METRIC_BEFORE, Clause, Discourse, MetricChoice, Phrase

__all__ = ["antecedent_scope", "pointed_scope", "with_pointer"]

_TO_MARKETS = frozenset({"sang", "vào", "từ", "tới", "đến", "với", "đi"})
_TELLING = 3  # tokens of a name that say what is measured


def with_pointer(clause: Clause, choice: MetricChoice) -> MetricChoice:
    """Keep the pointer at the end of a name: "xuất khẩu sang [thị trường này]"."""
    metric, tokens = choice.metric, clause.frame.tokens
    if metric is None or clause.token_at(metric.start) is None:
        return choice
    end = clause.token_from(metric.end)
    if end >= len(tokens) or tokens[end].norm != "này" or _pointing(clause, end) is None:
        return choice
    return choice._replace(metric=metric._replace(end=tokens[end].end))


def pointed_scope(
    clause: Clause, metric: Phrase, name: int, scoped: Sequence[MetricChoice], discourse: Discourse
) -> Phrase | None:
    """Find what the end of a name points back to: a country named before, the goods measured before."""
    last = clause.token_from(metric.end) - 1
    pointing = _pointing(clause, last) if clause.frame.tokens[last].norm == "này" else None
    if pointing == "pointing_goods":
        return _telling_part(clause, metric, scoped, ("measure_words", "trade_words"))
    if pointing is None:
        return None
    before = [n for n in clause.names if n.label == "PLACE" and is_foreign(n) and n.last <= name]
    if before:
        return clause.phrase(before[-1].first, before[-1].last, "join:scope_pointed_to")
    return discourse.market


def antecedent_scope(
    clause: Clause, metric: Phrase, name: int, scoped: Sequence[MetricChoice]
) -> Phrase | None:
    """Find what a bare measure is of, in a name before it: "Xuất khẩu gạo đạt 5 tấn, trị giá 2 tỷ USD"."""
    generic = clause.lexicon["generic_names"].starting(clause.frame.tokens, name)
    if generic is None or clause.frame.tokens[generic[0] - 1].end != metric.end:
        return None
    return _telling_part(clause, metric, scoped, ("measure_words",))


def _pointing(clause: Clause, at: int) -> str | None:
    """Tell what the `này` at token `at` points to: a market that goods go to or come from, or goods."""
    tokens, lexicon = clause.frame.tokens, clause.lexicon
    market = lexicon["pointing_markets"].ending(tokens, at)
    if market is not None and market[0] and tokens[market[0] - 1].norm in _TO_MARKETS:
        return "pointing_markets"
    return "pointing_goods" if lexicon["pointing_goods"].ending(tokens, at) is not None else None


def _telling_part(
    clause: Clause, metric: Phrase, scoped: Sequence[MetricChoice], empty: Sequence[str]
) -> Phrase | None:
    """Give what the last name before a metric says is measured, without words that only say how (`empty`)."""
    tokens, lexicon = clause.frame.tokens, clause.lexicon
    for earlier in (c.metric for c in reversed(scoped)):
        if earlier is None or earlier.rule != METRIC_BEFORE or earlier.end > metric.start:
            continue
        first = clause.token_at(earlier.start)
        if first is None:
            return None
        while words := [w for c in empty if (w := lexicon[c].starting(tokens, first)) is not None]:
            first = max(last for last, _ in words)
        telling = sum(tokens[first].start <= t.start < earlier.end for t in tokens)
        if telling >= _TELLING and not lexicon["generic_names"].starting(tokens, first):
            return Phrase(tokens[first].start, earlier.end, "join:scope_antecedent")
    return None
