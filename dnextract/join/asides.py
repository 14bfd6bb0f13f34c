"""What a bracketed aside hangs on."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dnextract.grammar.periods import TimeExpression
from dnextract.join.answers import answer_from
from dnextract.join.context import Clause, MetricChoice, Phrase, TimeRef
from dnextract.join.figures import Joined
from dnextract.join.parts import part_inside
from dnextract.join.terms import term_at
from dnextract.records import Status
from dnextract.syntax.frames import Frame

__all__ = ["Host", "find_host"]

_PARTS = frozenset({"join:subject", "join:named_subject", "join:metric_carried"})
_RATES = frozenset({"percent", "percentage_point"})


class Host(NamedTuple):
    """What an aside hangs on: the figure before it, and what the words between name."""

    figure: Joined | None
    metric: MetricChoice | None
    status: Status | None = None
    period: TimeRef | None = None
    undated: bool = False  # the aside does not share the time of its host
    restated: bool = False  # the aside says the change before it in another unit
    part: Phrase | None = None  # the part the bracket stands behind


def find_host(outer: Clause, aside: Frame, joined: Mapping[int, Joined]) -> Host:
    """Find what stands before an aside in the outer frame: its host, and the part it is about."""
    before = aside.before or 0
    start = max((q.right for q in outer.quantities if q.right <= before), default=0)
    part = part_inside(outer, start, before)
    phrase = outer.phrase(*part, "join:scope_of_aside") if part else None
    return _host(outer, aside, joined)._replace(part=phrase)


def _host(outer: Clause, aside: Frame, joined: Mapping[int, Joined]) -> Host:
    """Find what stands before an aside in the outer frame.

    A plan right before it makes the aside that plan ("30% so với chỉ tiêu (820 tỷ đồng)"), a time
    compared with the amount of that time ("tăng 12% so với năm 2021 (40 triệu USD)"); a metric named there
    is the aside's ("cá tra giảm sâu nhất (7%)"); else it shares the figure before.
    """
    frame, before = outer.frame, aside.before or 0
    numbers = [k for k, q in enumerate(frame.quantities) if q.last <= before]
    figure = joined.get(frame.order[numbers[-1]]) if numbers else None
    start = frame.quantities[numbers[-1]].right if numbers else 0
    edge = frame.tokens[before - 1].end if before else 0
    if figure is not None:
        whole = figure.aspect.of
        amount = len(aside.quantities) == 1
        if amount and figure.aspect.aspect == "completion" and whole is not None and whole.end == edge:
            return Host(figure, MetricChoice(whole.by("join:plan_before_aside")), "target", undated=True)
    between = range(start, before)
    times = [t for t in frame.times if t.first in between]
    plan = _plan(outer, aside, figure, range(start, before), times)
    if plan is not None:
        return plan
    if figure is None:
        return _head(outer, times, before)
    answer = _answer(outer, start, before) if figure.quantity.item is not None else None
    if answer is not None:
        return Host(figure, MetricChoice(answer))
    compared_with = times and times[-1].last == before and outer.is_baseline(times[-1])
    if compared_with and _is_amount(aside):
        compared = TimeRef(times[-1], times[-1].start, times[-1].end, "join:period_of_baseline")
        return Host(figure, figure.metric, period=compared)
    whole_start = figure.aspect.of.start if figure.aspect.of else None
    names = [
        n
        for n in outer.metrics()
        if start <= n.first and n.last <= before and frame.tokens[n.first].start != whole_start
    ]
    if names and not any(outer.frame.tokens[i].surface in ",;" for i in range(names[-1].last, before)):
        metric = MetricChoice(outer.phrase(names[-1].first, names[-1].last, "join:metric_before_aside"))
        return Host(figure, metric)
    restated = frame.quantities[numbers[-1]].last == before and _restates(figure, aside)
    if figure.metric.metric is None and figure.quantity.item is not None:
        first, last = frame.quantities[numbers[-1]].item or figure.quantity.item
        return Host(figure, MetricChoice(outer.phrase(first, last, "join:item_before")), restated=restated)
    whole, part = figure.aspect.of, figure.metric.metric
    listed = figure.aspect.aspect == "share" and whole is not None and whole.end < edge
    moved = outer.lexicon["moves"].occurs(aside.tokens, 0, aside.quantities[0].left)
    if listed and moved and part is not None and part.rule in _PARTS:
        return Host(figure, MetricChoice(whole))  # "chiếm 60% tổng xuất khẩu tôm là Mỹ (tăng 8%)"
    term = term_at(outer, before) if start < before else None
    metric = figure.metric._replace(scope=term) if term else figure.metric
    return Host(figure, metric, restated=restated)


def _plan(
    outer: Clause, aside: Frame, figure: Joined | None, between: range, times: Sequence[TimeExpression]
) -> Host | None:
    """Read a bracket after a plan: its amount, or the rate it sets for what the figure before measures."""
    tokens = outer.frame.tokens
    comma = max((i for i in between if tokens[i].surface == ","), default=between.start)
    plans = [i for i in range(comma, between.stop) if outer.lexicon["plans"].starting(tokens, i)]
    if not plans or len(aside.quantities) > 1:  # more than one figure tell of what was done
        return None
    amount = MetricChoice(outer.phrase(plans[0], between.stop, "join:plan_before_aside"))
    metric = amount if figure is None or _is_amount(aside) else figure.metric
    period = TimeRef(times[-1], times[-1].start, times[-1].end, "join:period_before_aside") if times else None
    return Host(figure, metric, "target", period)


def _answer(outer: Clause, start: int, before: int) -> Phrase | None:
    """Take what those counted before an aside say: "9 hộ cho biết lãi tăng (45%)", "6 hộ (30%) nói …"."""
    said = outer.lexicon["answers"].starting(outer.frame.tokens, start)
    if said is None:
        return None
    limit = before if start < before else len(outer.frame.tokens)
    return answer_from(outer, said[0], limit)


def _head(outer: Clause, times: Sequence[TimeExpression], before: int) -> Host:
    """Read what the words before an aside say when no figure stands there.

    "Quý II, lượng khách tăng ở các tỉnh: Lào Cai (tăng 8%), Phú Yên (tăng 5%)": each aside
    has the time and the metric that open the sentence.
    """
    reported = [t for t in times if not outer.is_baseline(t)]
    period = (
        TimeRef(reported[-1], reported[-1].start, reported[-1].end, "join:period_before_aside")
        if reported
        else None
    )
    names = [n for n in outer.metrics() if n.last <= before]
    metric = (
        MetricChoice(outer.phrase(names[-1].first, names[-1].last, "join:metric_before_aside"))
        if names
        else None
    )
    return Host(None, metric, period=period)


def _restates(figure: Joined, aside: Frame) -> bool:
    """Tell an aside that is the change before it in another unit: "tăng 6,3 điểm (0,5%)"."""
    if figure.aspect.aspect != "change" or figure.quantity.kind in _RATES or not _is_alone(aside):
        return False
    return figure.quantity.unit != aside.quantities[0].unit


def _is_amount(aside: Frame) -> bool:
    """Tell an aside that is one amount and nothing else: "(40 triệu USD)", "(với 7.200 tỷ đồng)"."""
    if len(aside.quantities) != 1 or aside.quantities[0].kind in _RATES:
        return False
    quantity = aside.quantities[0]
    before = [t.norm for t in aside.tokens[: quantity.first]]
    return quantity.last == len(aside.tokens) and before in ([], ["với"], ["là"], ["đạt"])


def _is_alone(aside: Frame) -> bool:
    """Tell an aside of a single figure without any words."""
    return len(aside.quantities) == 1 and aside.quantities[0].last - aside.quantities[0].first == len(
        aside.tokens
    )
