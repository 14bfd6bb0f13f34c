"""What a sentence leaves established for the ones after it."""

from collections.abc import Sequence

from dnextract.grammar.periods import TimeExpression
from dnextract.grammar.times import Part, SaidBefore, leaves_year_open
from dnextract.join.agreement import kinds_taken
from dnextract.join.antecedents import LASTING
from dnextract.join.areas import is_foreign
from dnextract.join.baselines import said_baseline
from dnextract.join.context import Clause, Discourse, Phrase, TimeRef
from dnextract.join.earlier import PART_WITH_SHARE
from dnextract.join.figures import Area, Clock, Joined
from dnextract.join.lists import announced_metric, moving_metric
from dnextract.join.periods import PERIOD_CARRIED, PERIOD_RECENT, is_of_cause, said_period
from dnextract.join.reach import speaks_of_now
from dnextract.join.scopes import lasting_choice
from dnextract.join.statuses import said_status
from dnextract.records import Kind, Status

__all__ = ["carry_over"]

_AMOUNTS = frozenset({"money", "count", "measure"})
_OF_ONE_CLAUSE = frozenset({"join:period_of_start", PERIOD_RECENT})
_LONGEST_REPORT = 24  # months
_REMEMBERED = 6  # periods
_NEAR_ACT = 6  # tokens before a time that may say what was done then


def carry_over(discourse: Discourse, clause: Clause, records: Sequence[Joined], area: Area) -> Discourse:
    """Give what a sentence, without its asides, leaves established for the ones after it.

    A sentence with figures leaves the period of its last one, one without figures a reporting period it
    names; a target set for a time holds until another time is named or the paragraph ends.
    """
    named = said_period(clause)
    target = (
        named is not None
        and said_status(clause) == "target"
        and (named.expression.role == "deadline" or not area.clock.is_over(named))
        and not _is_achieved(clause)
    )
    goes_on = area.at.paragraph == discourse.paragraph and named is None and discourse.status is not None
    if records:
        target = target or goes_on
        discourse = _after_figures(discourse, clause, records, area, target=target)
    if not clause.quantities:
        discourse = _after_words(discourse, clause, named, area, target=target)
    status: Status | None = "target" if target or goes_on else None
    abroad = [n for n in clause.names if n.label == "PLACE" and is_foreign(n)]
    market = discourse.market
    if abroad:
        market = clause.phrase(abroad[-1].first, abroad[-1].last, "join:scope_pointed_to")
    last = _last_told(clause, records) if records else None
    return discourse._replace(
        status=status,
        today=_said_today(clause, area.clock) or discourse.today,
        market=market,
        divisible=None if last is None else last.status,
        divided=None if last is None else last.period,
        paragraph=area.at.paragraph,
    )


def _said_today(clause: Clause, clock: Clock) -> TimeRef | None:
    """Give the words of a clause for the day of writing."""
    days = [t for t in clause.frame.times if t.role == "moment"]
    refs = (TimeRef(t, t.start, t.end, "join:period_before") for t in days)
    return next((ref for ref in refs if clock.is_today(ref)), None)


def _last_told(clause: Clause, records: Sequence[Joined]) -> Joined | None:
    """Give the last figure outside brackets that is not one others are set against."""
    order = clause.frame.order
    told = [number for k, number in enumerate(order) if not clause.is_reference(k)]
    now = [r for r in records if r.period is None or r.period.expression.role != "same_period"]
    return next((r for r in reversed(now) if r.number in told), None)


def _after_words(
    discourse: Discourse, clause: Clause, named: TimeRef | None, area: Area, *, target: bool
) -> Discourse:
    """Give what a sentence without figures leaves: its reporting period, or none if it speaks of another."""
    metric = announced_metric(clause) or moving_metric(clause)
    baseline = said_baseline(clause)
    if metric is not None:
        discourse = discourse._replace(
            metric=metric, takes=kinds_taken(clause, metric), amount=None, baseline=baseline
        )
    elif baseline != discourse.baseline:
        discourse = discourse._replace(baseline=baseline)
    if named is None:
        return discourse
    if target or _is_reporting(clause, named, area.clock):
        return discourse._replace(
            period=named,
            dated=area.at.paragraph,
            said=area.at.number,
            recent=_remember(discourse, named),
        )
    elsewhere = said_status(clause) == "forecast" or _is_achieved(clause)
    return discourse._replace(period=None) if elsewhere else discourse


def _after_figures(
    discourse: Discourse, clause: Clause, records: Sequence[Joined], area: Area, *, target: bool
) -> Discourse:
    """Give what a sentence with figures leaves: the metric, period and baseline of its last ones."""
    measured = [r for r in records if r.metric.metric and r.metric.metric.rule != PART_WITH_SHARE]
    periods = [
        r.period
        for r in records
        if r.number in clause.frame.order
        and r.period is not None
        and r.period.rule not in _OF_ONE_CLAUSE
        and not clause.is_reference(clause.frame.order.index(r.number))
        and (target or (r.status not in _ahead(r.period) and _lasts(r.period, area.clock)))
        and (r.period.rule == PERIOD_CARRIED or not _is_of_milestone(clause, r.period.expression))
    ]
    said = [period for period in periods if period.rule != PERIOD_CARRIED]
    lasting = lasting_choice(measured[-1].metric) if measured else None
    present = -1
    if not periods:
        present = area.at.paragraph if speaks_of_now(clause) else discourse.present
    dated = bool(periods) or any(r.period is not None and r.period.rule == PERIOD_RECENT for r in records)
    return discourse._replace(
        metric=_plain(lasting.metric) if lasting else discourse.metric,
        scope=lasting.scope if lasting else discourse.scope,
        takes=lasting.takes if lasting else discourse.takes,
        amount=_amount(measured) if measured else discourse.amount,
        period=periods[-1] if periods else discourse.period,
        baseline=next((r.baseline for r in reversed(records) if r.baseline), None),
        dated=area.at.paragraph if dated else discourse.dated,
        said=area.at.number if periods and periods[-1] in said else discourse.said,
        recent=_remember(discourse, *said) if said else discourse.recent,
        present=present,
    )


def _amount(measured: Sequence[Joined]) -> Kind | None:
    """Give the kind of the last figure of a metric that is no rate."""
    last = measured[-1].metric.metric
    same = [
        r.quantity.kind for r in measured if last and r.metric.metric and r.metric.metric.start == last.start
    ]
    return next((kind for kind in reversed(same) if kind in _AMOUNTS), None)


def _remember(discourse: Discourse, *said: TimeRef) -> tuple[TimeRef, ...]:
    """Put the times of a sentence before those said earlier."""
    recent: list[TimeRef] = []
    for time in (*reversed(said), *discourse.recent):
        if time not in recent:
            recent.append(time)
    return tuple(recent[:_REMEMBERED])


def _ahead(period: TimeRef) -> frozenset[str]:
    """Give the statuses whose period the next figures do not share: what is set or foreseen by a deadline."""
    return frozenset({"target", "forecast"} if period.expression.role == "deadline" else {"target"})


def _lasts(period: TimeRef, clock: Clock) -> bool:
    """Tell a time that the sentences after may go on from.

    "từ năm 2000 đến nay" belongs to its figure, "hết tháng 2" is a term while February lasts. Words that
    point back to no time said before are none.
    """
    time = period.expression
    if isinstance(time.time, SaidBefore):
        return False
    if isinstance(time.time, Part) and time.time.kind == "to_date" and not clock.is_over(period):
        return False
    return time.role != "same_period" and (time.role != "since" or leaves_year_open(time.time))


def _is_reporting(clause: Clause, named: TimeRef, clock: Clock) -> bool:
    """Tell a time of a sentence without figures that the figures after it may hold for."""
    time = named.expression
    # A day dates the figures after it where something moved on it: "Sáng nay, giá vàng lại giảm nhẹ."
    moved = time.role == "moment" and clause.says("moves")
    plain = time.role == "span" or moved
    plain = plain and said_status(clause) != "forecast" and not is_of_cause(clause, time)
    plain = plain and not _is_of_milestone(clause, time) and (clock.months(named) or 0) <= _LONGEST_REPORT
    return plain and _lasts(named, clock) and clock.is_known(named) and not _is_achieved(clause)


def _is_of_milestone(clause: Clause, time: TimeExpression) -> bool:
    """Tell the time of a founding, an opening or the like, which dates no later figure."""
    return clause.says("milestones", max(0, time.first - _NEAR_ACT), time.first)


def _is_achieved(clause: Clause) -> bool:
    """Tell a target that is said to be met."""
    return clause.says("achieved")


def _plain(metric: Phrase | None) -> Phrase | None:
    if metric is None or metric.rule in LASTING:
        return metric
    return metric.by("join:metric_from_before")
