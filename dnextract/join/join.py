"""The join: every figure of a sentence gets its metric, aspect, status, times, place and owner."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from dnextract.grammar.mentions import QuantityMention
from dnextract.join.aspects import AspectChoice, choose_aspect
from dnextract.join.context import Clause, Discourse, Phrase, TimeRef, read_clause
from dnextract.join.lexicon import JoinLexicon
from dnextract.join.metrics import MetricChoice, choose_metrics
from dnextract.join.settings import Settings, Topic, choose_settings, settings_before
from dnextract.join.statuses import choose_status, find_cues, said_status
from dnextract.join.times import choose_baselines, choose_period, said_period
from dnextract.names.mentions import NameMention
from dnextract.records import Status
from dnextract.syntax.frames import Frame
from dnextract.syntax.governors import Governor

__all__ = ["Joined", "ReadFrame", "carry_over", "join_sentence"]


_REACH = 1  # paragraphs a period carries over


@dataclass(frozen=True, slots=True)
class ReadFrame:
    """A frame with its governors and names."""

    frame: Frame
    governors: tuple[Governor | None, ...]
    names: tuple[NameMention, ...]


class Clock(Protocol):
    """What the join asks of a time: where it lies from the publication, and whether it is known at all."""

    def is_ahead(self, time: TimeRef) -> bool:
        """Tell a deadline yet to come."""

    def is_future(self, time: TimeRef) -> bool:
        """Tell a time yet to begin."""

    def is_over(self, time: TimeRef) -> bool:
        """Tell a time that has ended."""

    def is_known(self, time: TimeRef) -> bool:
        """Tell a time that can be resolved."""


@dataclass(frozen=True, slots=True)
class Area:
    """What holds around a sentence: what the text speaks of there, and the clock its times are read by."""

    topic: Topic
    clock: Clock
    paragraph: int = 0


@dataclass(frozen=True, slots=True)
class Joined:
    """A figure with all that belongs to it, still in view offsets; `number` is its place in the sentence."""

    number: int
    quantity: QuantityMention
    metric: MetricChoice
    aspect: AspectChoice
    status: Status
    period: TimeRef | None
    baseline: TimeRef | None
    settings: Settings
    rules: tuple[str, ...]


def join_sentence(
    frames: Sequence[ReadFrame],
    lexicon: JoinLexicon,
    discourse: Discourse,
    *,
    area: Area,
) -> list[Joined]:
    """Join the figures of one sentence, in order.

    The first frame is the sentence without its asides; an aside hangs on the figure before it.
    """
    joined: dict[int, Joined] = {}
    outer = read_clause(frames[0].frame, frames[0].governors, frames[0].names, lexicon)
    for read in frames:
        aside = read.frame.before is not None
        clause = read_clause(read.frame, read.governors, read.names, lexicon) if aside else outer
        host = None if read.frame.before is None else _host(outer, read.frame.before, joined)
        settings = None if read.frame.before is None else settings_before(outer, read.frame.before)
        for record in _join_frame(clause, discourse, host, area, settings):
            joined[record.number] = record
    return [joined[number] for number in sorted(joined)]


@dataclass(frozen=True, slots=True)
class _Host:
    """What an aside hangs on: the figure before it, and what the words between name."""

    figure: Joined | None
    metric: MetricChoice | None
    status: Status | None = None
    period: TimeRef | None = None
    undated: bool = False  # the aside does not share the time of its host


def _host(outer: Clause, before: int, joined: dict[int, Joined]) -> _Host:
    """Find what stands before an aside at token `before` of the outer frame.

    A plan right before it makes the aside that plan ("45% so với chỉ tiêu giao (67.000 tỷ đồng)"); a metric
    named there is the aside's ("sản lượng giảm mạnh nhất (5,4%)"); else it shares the figure before.
    """
    frame = outer.frame
    numbers = [k for k, q in enumerate(frame.quantities) if q.last <= before]
    figure = joined.get(frame.order[numbers[-1]]) if numbers else None
    start = frame.quantities[numbers[-1]].right if numbers else 0
    edge = frame.tokens[before - 1].end if before else 0
    if figure is not None:
        whole = figure.aspect.of
        if figure.aspect.aspect == "completion" and whole is not None and whole.end == edge:
            return _Host(figure, MetricChoice(whole.by("join:plan_before_aside")), "target", undated=True)
    between = range(start, before)
    times = [t for t in frame.times if t.first in between]
    comma = max((i for i in between if frame.tokens[i].surface == ","), default=start)
    planned = any(outer.lexicon["plans"].starting(frame.tokens, i) for i in range(comma, before))
    if planned and figure is not None:
        period = (
            TimeRef(times[-1], times[-1].start, times[-1].end, "join:period_before_aside") if times else None
        )
        return _Host(figure, figure.metric, "target", period)
    whole_start = figure.aspect.of.start if figure and figure.aspect.of else None
    names = [
        n
        for n in outer.metrics()
        if start <= n.first and n.last <= before and frame.tokens[n.first].start != whole_start
    ]
    if names and not any(outer.frame.tokens[i].surface in ",;" for i in range(names[-1].last, before)):
        metric = MetricChoice(outer.phrase(names[-1].first, names[-1].last, "join:metric_before_aside"))
        return _Host(figure, metric)
    if figure is not None and figure.metric.metric is None and figure.quantity.item is not None:
        first, last = frame.quantities[numbers[-1]].item or figure.quantity.item
        return _Host(figure, MetricChoice(outer.phrase(first, last, "join:item_before")))
    return _Host(figure, figure.metric if figure else None)


def _join_frame(
    clause: Clause, discourse: Discourse, host: _Host | None, area: Area, settled: Settings | None
) -> list[Joined]:
    figure = host.figure if host else None
    discourse = _still_valid(discourse, clause, area)
    metrics = choose_metrics(clause, discourse, host.metric if host else None)
    aspects: list[AspectChoice] = []
    for k, metric in enumerate(metrics):
        before = aspects[-1] if aspects else (figure.aspect if figure else None)
        aspects.append(choose_aspect(clause, k, metric.metric, before))
    baselines = choose_baselines(clause, aspects, discourse)
    cues = find_cues(clause)
    host_period = (host.period if host else None) or (figure.period if figure else None)
    if host is not None and host.undated:
        host_period, discourse = None, replace(discourse, period=None)
    host_status = (host.status if host else None) or (figure.status if figure else None)
    settings = choose_settings(
        clause,
        [m.metric for m in metrics],
        aspects,
        area.topic,
        settled or (figure.settings if figure else None),
    )
    records = []
    for k, quantity in enumerate(clause.quantities):
        metric, aspect, baseline = metrics[k], aspects[k], baselines[k]
        period = choose_period(clause, k, discourse, host_period)
        ahead = period is not None and area.clock.is_ahead(period)
        planned = metric.metric is not None and metric.metric.rule == "join:metric_of_plan"
        status, status_rule = choose_status(
            clause, k, cues, discourse, host_status, ahead=ahead, planned=planned
        )
        if quantity.negative and aspect.aspect == "level":
            quantity = replace(
                quantity,
                lo=None if quantity.hi is None else -quantity.hi,
                hi=None if quantity.lo is None else -quantity.lo,
            )
        spot = settings[k]
        chosen = (metric.metric, metric.scope, aspect, period, baseline, spot.place, spot.entity)
        rules = [c.rule for c in chosen if c is not None] + ([status_rule] if status_rule else [])
        records.append(
            Joined(
                clause.frame.order[k],
                quantity,
                metric,
                aspect,
                status,
                period,
                baseline,
                spot,
                tuple(dict.fromkeys((*quantity.rules, *rules))),
            )
        )
    return records


def _still_valid(discourse: Discourse, clause: Clause, area: Area) -> Discourse:
    """Drop what does not hold any more.

    A paragraph further on keeps no time, unless it begins as a breakdown of the one before; a time yet to
    come holds under a target only.
    """
    tokens, paragraph = clause.frame.tokens, area.paragraph
    if discourse.status is None and discourse.period is not None and area.clock.is_future(discourse.period):
        discourse = replace(discourse, period=None)
    if tokens and clause.lexicon["now_words"].starting(tokens, 0) is not None:
        return replace(discourse, period=None, status=None)
    if paragraph - discourse.dated <= _REACH:
        return discourse
    if tokens and clause.lexicon["breakdown"].starting(tokens, 0) is not None:
        return discourse
    return replace(discourse, period=None, baseline=None, status=None)


def carry_over(
    discourse: Discourse,
    frames: Sequence[ReadFrame],
    records: Sequence[Joined],
    lexicon: JoinLexicon,
    area: Area,
) -> Discourse:
    """Give what a sentence leaves established for the ones after it.

    A sentence with figures leaves the period of its last one, one without figures a reporting period it
    names; a target set for a time holds until another time is named or the paragraph ends.
    """
    paragraph = area.paragraph
    clause = read_clause(frames[0].frame, frames[0].governors, frames[0].names, lexicon)
    named = said_period(clause)
    target = (
        named is not None
        and said_status(clause) == "target"
        and (named.expression.role == "deadline" or not area.clock.is_over(named))
        and not _is_achieved(clause)
    )
    if not records:
        same = paragraph == discourse.paragraph
        reporting = named is not None and (target or _is_reporting(clause, named, area.clock))
        return replace(
            discourse,
            period=named if reporting else discourse.period,
            dated=paragraph if reporting else discourse.dated,
            status="target" if target else (discourse.status if same and named is None else None),
            paragraph=paragraph,
            baseline=None,
        )
    measured = [r for r in records if r.metric.metric is not None]
    outer = [
        r
        for r in records
        if r.number in frames[0].frame.order
        and r.period is not None
        and r.period.rule != "join:period_of_start"
        and (target or r.status != "target")
    ]
    same = paragraph == discourse.paragraph
    if not target and discourse.status is not None and same and named is None:
        target = True
    return Discourse(
        metric=_plain(measured[-1].metric.metric) if measured else discourse.metric,
        period=outer[-1].period if outer else discourse.period,
        dated=paragraph if outer else discourse.dated,
        baseline=next((r.baseline for r in reversed(records) if r.baseline), None),
        status="target" if target else None,
        paragraph=paragraph,
    )


def _is_reporting(clause: Clause, named: TimeRef, clock: Clock) -> bool:
    """Tell a time of a sentence without figures that the figures after it may hold for."""
    return named.expression.role == "span" and clock.is_known(named) and not _is_achieved(clause)


def _is_achieved(clause: Clause) -> bool:
    """Tell a target that is said to be met."""
    tokens = clause.frame.tokens
    return any(clause.lexicon["achieved"].starting(tokens, i) for i in range(len(tokens)))


def _plain(metric: Phrase | None) -> Phrase | None:
    return metric.by("join:metric_from_before") if metric else None
