"""The join: every figure of a sentence gets its metric, aspect, status, times, place and owner."""

from collections.abc import Sequence

from dnextract.join.agreement import kinds_taken
from dnextract.join.asides import Host, find_host
from dnextract.join.aspects import choose_aspect
from dnextract.join.baselines import BASELINE_OF_START, is_breakdown, own_baselines, share_baselines
from dnextract.join.context import METRIC_BEFORE, Clause, Discourse, MetricChoice, Phrase, TimeRef
from dnextract.join.figures import Area, Joined
from dnextract.join.metrics import PLAN_BEFORE, choose_metrics
from dnextract.join.periods import PERIOD_CARRIED, choose_period
from dnextract.join.reach import fit_for, still_valid, within_reach
from dnextract.join.references import AspectChoice
from dnextract.join.referents import Settings
from dnextract.join.scopes import choose_scopes
from dnextract.join.settings import choose_settings, settings_before
from dnextract.join.shares import share_wholes
from dnextract.join.statuses import StatusChoice, choose_status, find_cues

__all__ = ["join_sentence"]

_AHEAD = frozenset({"target", "forecast"})
_BOUNDS = frozenset({"less_than", "more_than", "at_least", "at_most"})
_PLANS = frozenset({"join:metric_of_plan", PLAN_BEFORE})
_SIZES = frozenset({"m", "cm", "mm", "in", "hp", "l", "cc"})
_OWN_NAME = frozenset({METRIC_BEFORE, "join:subject", "join:named_subject"})


def join_sentence(
    outer: Clause, asides: Sequence[Clause], discourse: Discourse, *, area: Area
) -> list[Joined]:
    """Join the figures of one sentence, in order.

    `outer` is the sentence without its asides; an aside hangs on the figure before it.
    """
    joined: dict[int, Joined] = {}
    beside: TimeRef | None = (
        None  # the baseline in the bracket before: "Anh (tăng 4% so với quý I), Lào (6%)"
    )
    for clause in (outer, *asides):
        if not clause.quantities:
            continue
        before = clause.frame.before
        host = None if before is None else find_host(outer, clause.frame, joined)
        settings = None if before is None else settings_before(outer, before)
        for record in _join_frame(clause, discourse, host, area, settings, beside):
            joined[record.number] = record
            beside = record.baseline if before is not None else None
    return [joined[number] for number in sorted(joined)]


def _reference(
    clause: Clause, period: TimeRef | None, earlier: Sequence[TimeRef | None], otherwise: TimeRef | None
) -> TimeRef | None:
    """Give the reporting period that a relative one is counted from: that of the figures before it.

    Or the one said before it, where `cùng kỳ` is the time of the first figure.
    """
    plain = [t for t in earlier if t is not None and t.expression.role != "same_period"]
    others = [t for t in plain if period is None or t.start != period.start]
    if others or period is None or period.expression.role != "same_period":
        return others[-1] if others else otherwise
    said = [t for t in clause.frame.times if t.role == "span" and t.end <= period.start]
    return TimeRef(said[-1], said[-1].start, said[-1].end, "join:period_before") if said else otherwise


def _is_definition(clause: Clause, metrics: Sequence[MetricChoice]) -> bool:
    """Tell an aside that only says which things are meant: "quỹ lớn (vốn trên 800 tỷ đồng)"."""
    named = metrics[0].metric is not None and metrics[0].metric.rule in _OWN_NAME
    return len(metrics) == 1 and named and clause.quantities[0].qualifier in _BOUNDS


def _is_part_counted(clause: Clause, host: Joined) -> bool:
    """Tell a bare percentage in brackets that says which part the things just counted are: "9 hộ (12%)"."""
    quantity = clause.quantities[0]
    bare = (quantity.left, quantity.right) == (0, len(clause.frame.tokens))
    counted = host.quantity.kind == "count" and host.aspect.aspect == "level"
    return bare and counted and quantity.kind == "percent" and not quantity.negative


def _looks_beyond(
    clause: Clause, k: int, period: TimeRef, baseline: TimeRef | None, status: StatusChoice, area: Area
) -> bool:
    """Tell a plan or forecast made here, which is not for the time over by now that the text tells of.

    One that a result is set against is, or one that is set beside `cùng kỳ`: "thấp hơn mức dự báo [2%]".
    """
    if period.rule != PERIOD_CARRIED or status.cue is None or clause.is_reference(k):
        return False
    if baseline is not None and baseline.expression.role == "same_period":
        return False
    return status.status in _AHEAD and area.clock.is_over(period)


def _is_standing(
    clause: Clause, k: int, period: TimeRef, metric: Phrase | None, aspect: AspectChoice
) -> bool:
    """Tell the size of a thing, or a rule, which holds at the time spoken of before and at any other."""
    if period.rule != PERIOD_CARRIED or aspect.aspect != "level" or is_breakdown(clause):
        return False
    at = clause.token_at(metric.start) if metric is not None else None
    if at is not None and clause.lexicon["standing"].starting(clause.frame.tokens, at) is not None:
        return True
    return clause.quantities[k].unit in _SIZES


def _denominator_beside(
    clause: Clause, k: int, metrics: Sequence[MetricChoice], aspect: AspectChoice
) -> str | None:
    """Give the change of a price what the price beside it is per: "ở mức 23.160 VND/USD, giảm 10 đồng"."""
    quantity = clause.quantities[k]
    if aspect.aspect != "change" or quantity.kind != "money" or quantity.per is not None:
        return None
    for j in (k - 1, k + 1):
        if not 0 <= j < len(clause.quantities):
            continue
        beside, ours, theirs = clause.quantities[j], metrics[k].metric, metrics[j].metric
        if beside.unit == quantity.unit and beside.per and ours and theirs and ours.start == theirs.start:
            return beside.per
    return None


def _join_frame(
    clause: Clause,
    discourse: Discourse,
    host: Host | None,
    area: Area,
    settled: Settings | None,
    beside: TimeRef | None,
) -> list[Joined]:
    figure = host.figure if host else None
    discourse = still_valid(discourse, clause, area)
    known = (host.metric if host else None, MetricChoice(discourse.metric, None, discourse.takes))
    metrics = [
        MetricChoice(m.metric, m.scope, kinds_taken(clause, m.metric, *known)) if m.metric else m
        for m in choose_scopes(clause, discourse, choose_metrics(clause, discourse, known[0]))
    ]
    aspects: list[AspectChoice] = []
    for k, metric in enumerate(metrics):
        before = aspects[-1] if aspects else (figure.aspect if figure else None)
        if host is not None and host.restated and before is not None:
            aspects.append(before._replace(rule="join:restated"))
            continue
        if figure is not None and _is_part_counted(clause, figure):
            aspects.append(AspectChoice("share", "join:share_in_brackets", of=figure.aspect.of))
            continue
        aspects.append(choose_aspect(clause, k, metric.metric, before))
    aspects = share_wholes(clause, [m.metric for m in metrics], aspects)
    cues = find_cues(clause)
    if host is not None and _is_definition(clause, metrics):
        metrics = [metrics[0]._replace(scope=metrics[0].scope or host.part)]
    host_period = (host.period if host else None) or (figure.period if figure else None)
    if host is not None and (host.undated or _is_definition(clause, metrics)):
        host_period = None
    if figure is not None:  # an aside has the time of what it hangs on, or its own
        discourse = discourse._replace(period=None)
    host_status = (host.status if host else None) or (figure.status if figure else None)
    own = own_baselines(clause, aspects)
    discourse = within_reach(discourse, clause, aspects, area)
    discourse = fit_for(discourse, clause, next(filter(None, own), None), area.clock)
    periods = [choose_period(clause, k, discourse, host_period) for k in range(len(own))]
    for k, baseline in enumerate(own[:-1]):
        if baseline is not None and baseline.rule == BASELINE_OF_START:
            periods[k] = periods[k + 1]
    compared = (figure.baseline if figure else None) or beside
    baselines = share_baselines(clause, aspects, own, periods, discourse, compared)
    settings = choose_settings(
        clause,
        [m.metric for m in metrics],
        aspects,
        area.topic,
        settled or (figure.settings if figure else None),
    )
    records = []
    for k, quantity in enumerate(clause.quantities):
        metric, aspect, period, baseline = metrics[k], aspects[k], periods[k], baselines[k]
        ahead = period is not None and area.clock.is_ahead(period)
        past = period is not None and period.expression.role == "same_period"
        planned = metric.metric is not None and metric.metric.rule in _PLANS
        status = choose_status(
            clause, k, metric.metric, cues, discourse, host_status, ahead=ahead, planned=planned, past=past
        )
        if period is not None and (
            _looks_beyond(clause, k, period, baseline, status, area)
            or _is_standing(clause, k, period, metric.metric, aspect)
        ):
            period = None
        sunk = quantity.lo is not None and quantity.lo < 0
        if (quantity.negative and aspect.aspect == "level") or (sunk and aspect.aspect == "change"):
            quantity = quantity._replace(
                lo=None if quantity.hi is None else quantity.hi.copy_negate(),
                hi=None if quantity.lo is None else quantity.lo.copy_negate(),
            )
        shared = _denominator_beside(clause, k, metrics, aspect)
        if shared is not None:
            quantity = quantity._replace(per=shared, rules=(*quantity.rules, "join:per_shared"))
        spot = settings[k]
        chosen = (metric.metric, metric.scope, aspect, period, baseline, spot.place, spot.entity)
        rules = [c.rule for c in chosen if c is not None] + ([status.rule] if status.rule else [])
        records.append(
            Joined(
                clause.frame.order[k],
                quantity,
                metric,
                aspect,
                status,
                period,
                baseline,
                _reference(
                    clause, period, periods[:k], (figure.period if figure else None) or discourse.period
                ),
                spot,
                tuple(dict.fromkeys((*quantity.rules, *rules))),
            )
        )
    return records
