"""What a bracketed aside hangs on."""

from collections.abc import Mapping
from dataclasses import dataclass

from dnextract.join.baselines import is_baseline
from dnextract.join.context import Clause, TimeRef
from dnextract.join.figures import Joined
from dnextract.join.metrics import MetricChoice
from dnextract.records import Status
from dnextract.syntax.frames import Frame

__all__ = ["Host", "find_host"]


@dataclass(frozen=True, slots=True)
class Host:
    """What an aside hangs on: the figure before it, and what the words between name."""

    figure: Joined | None
    metric: MetricChoice | None
    status: Status | None = None
    period: TimeRef | None = None
    undated: bool = False  # the aside does not share the time of its host


def find_host(outer: Clause, aside: Frame, joined: Mapping[int, Joined]) -> Host:
    """Find what stands before an aside in the outer frame.

    A plan right before it makes the aside that plan ("45% so với chỉ tiêu giao (67.000 tỷ đồng)"), a time
    compared with the amount of that time ("tăng 58% so với năm 2017 (322,9 triệu USD)"); a metric named there
    is the aside's ("sản lượng giảm mạnh nhất (5,4%)"); else it shares the figure before.
    """
    frame, before = outer.frame, aside.before or 0
    numbers = [k for k, q in enumerate(frame.quantities) if q.last <= before]
    figure = joined.get(frame.order[numbers[-1]]) if numbers else None
    start = frame.quantities[numbers[-1]].right if numbers else 0
    edge = frame.tokens[before - 1].end if before else 0
    if figure is not None:
        whole = figure.aspect.of
        if figure.aspect.aspect == "completion" and whole is not None and whole.end == edge:
            return Host(figure, MetricChoice(whole.by("join:plan_before_aside")), "target", undated=True)
    between = range(start, before)
    times = [t for t in frame.times if t.first in between]
    comma = max((i for i in between if frame.tokens[i].surface == ","), default=start)
    planned = any(outer.lexicon["plans"].starting(frame.tokens, i) for i in range(comma, before))
    if planned and figure is not None:
        period = (
            TimeRef(times[-1], times[-1].start, times[-1].end, "join:period_before_aside") if times else None
        )
        return Host(figure, figure.metric, "target", period)
    compared_with = times and times[-1].last == before and is_baseline(outer, times[-1])
    if figure is not None and compared_with and _is_amount(aside):
        compared = TimeRef(times[-1], times[-1].start, times[-1].end, "join:period_of_baseline")
        return Host(figure, figure.metric, period=compared)
    whole_start = figure.aspect.of.start if figure and figure.aspect.of else None
    names = [
        n
        for n in outer.metrics()
        if start <= n.first and n.last <= before and frame.tokens[n.first].start != whole_start
    ]
    if names and not any(outer.frame.tokens[i].surface in ",;" for i in range(names[-1].last, before)):
        metric = MetricChoice(outer.phrase(names[-1].first, names[-1].last, "join:metric_before_aside"))
        return Host(figure, metric)
    if figure is not None and figure.metric.metric is None and figure.quantity.item is not None:
        first, last = frame.quantities[numbers[-1]].item or figure.quantity.item
        return Host(figure, MetricChoice(outer.phrase(first, last, "join:item_before")))
    return Host(figure, figure.metric if figure else None)


def _is_amount(aside: Frame) -> bool:
    """Tell an aside that is one amount and nothing else."""
    if len(aside.quantities) != 1 or aside.quantities[0].kind in ("percent", "percentage_point"):
        return False
    return aside.quantities[0].last - aside.quantities[0].first == len(aside.tokens)
