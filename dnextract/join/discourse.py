"""What a sentence leaves established for the ones after it, and when that ends."""

from collections.abc import Sequence
from itertools import pairwise

from dnextract.grammar.periods import TimeExpression
from dnextract.grammar.times import Part, Relative
from dnextract.join.agreement import kinds_taken
from dnextract.join.antecedents import LASTING, PART_WITH_SHARE
from dnextract.join.areas import is_foreign
from dnextract.join.baselines import is_breakdown, said_baseline
from dnextract.join.context import Clause, Discourse, Phrase, TimeRef
from dnextract.join.figures import Area, Clock, Joined
from dnextract.join.lists import ANNOUNCED, announced_metric, moving_metric
from dnextract.join.periods import PERIOD_CARRIED, PERIOD_RECENT, is_of_cause, said_period
from dnextract.join.references import AspectChoice
from dnextract.join.scopes import lasting_choice
from dnextract.join.statuses import said_status
from dnextract.records import Kind, Status

__all__ = ["carry_over", "fit_for", "still_valid", "within_reach"]

_AMOUNTS = frozenset({"money", "count", "measure"})
_DASHES = frozenset("-–—")
_LONGEST_OPENING = 8  # tokens
_OF_ONE_CLAUSE = frozenset({"join:period_of_start", PERIOD_RECENT})
_REMEMBERED = 4  # periods
_NEAR_ACT = 6  # tokens before a time that may say what was done then
_MOVING = frozenset({"change", "comparison", "completion"})
_REACH_OF_AMOUNTS = 4  # sentences
_REACH = 1  # paragraphs a period carries over
_REACH_OF_REPORT = 4  # the same, to figures set beside `cùng kỳ`


def still_valid(discourse: Discourse, clause: Clause, area: Area) -> Discourse:
    """Drop what does not hold any more.

    A metric is announced for the paragraphs right below. A paragraph further on keeps no time, unless it
    begins as a breakdown of the one before or compares with `cùng kỳ`; a time yet to come holds under a
    target only.
    """
    if _opens_text(clause):
        return Discourse()
    metric = discourse.metric
    if metric is not None and metric.rule == ANNOUNCED and area.at.paragraph - discourse.paragraph > 1:
        # A paragraph of words in between ends the list.
        discourse = discourse._replace(metric=metric.by("join:metric_from_before"))
    if discourse.status is None and discourse.period is not None and area.clock.is_future(discourse.period):
        discourse = discourse._replace(period=None)
    report = _is_report(clause)
    if (area.at.paragraph == discourse.present and not report) or _speaks_of_now(clause):
        return discourse._replace(period=None, status=None)
    distance = area.at.paragraph - discourse.dated
    if distance <= _REACH or is_breakdown(clause):
        return discourse
    if distance <= _REACH_OF_REPORT and report:
        return discourse._replace(baseline=None, status=None)
    return discourse._replace(period=None, baseline=None, status=None)


def within_reach(
    discourse: Discourse, clause: Clause, aspects: Sequence[AspectChoice], area: Area
) -> Discourse:
    """Drop a time said too far back for a sentence that only states amounts, and any for a survey's answers.

    Changes, and parts of a plan, go on with the period that the text reports on; an amount alone may well
    be of another time, or of none.
    """
    if clause.says("surveys"):
        return discourse._replace(period=None)
    compared = any(clause.is_baseline(t) for t in clause.frame.times)
    if compared or is_breakdown(clause) or any(a.aspect in _MOVING for a in aspects):
        return discourse
    if area.at.number - discourse.said <= _REACH_OF_AMOUNTS:
        return discourse
    return discourse._replace(period=None)


def fit_for(discourse: Discourse, clause: Clause, baseline: TimeRef | None, clock: Clock) -> Discourse:
    """Prefer the period said before that a clause's figures can hold for.

    What is compared with a quarter is a quarter's ("tăng 17% so với quý 1/2022"); profits and sales are made
    over a stretch of time and not on the day a balance is struck.
    """
    carried = discourse.period
    if carried is None:
        return discourse
    length = clock.months(carried)
    wanted = _length(baseline, clock) if baseline else None
    if wanted and length and wanted != length:
        fitting = [t for t in discourse.recent if clock.months(t) == wanted and not _same(t, baseline)]
    elif length == 0 and _is_flow(clause):
        fitting = [t for t in discourse.recent if clock.months(t)]
    else:
        return discourse
    return discourse._replace(period=fitting[0].by(PERIOD_RECENT)) if fitting else discourse


def _same(time: TimeRef, other: TimeRef | None) -> bool:
    return other is not None and time.expression.time == other.expression.time


def _length(baseline: TimeRef, clock: Clock) -> int | None:
    """Give the months a figure must hold for to be compared so; "so với tháng trước" takes a month."""
    time = baseline.expression.time
    if isinstance(time, Relative):
        return {"month": 1, "quarter": 3}.get(time.unit)
    return clock.months(baseline) if baseline.expression.role == "span" else None


def _is_flow(clause: Clause) -> bool:
    tokens = clause.frame.tokens
    return any(clause.lexicon["flows"].starting(tokens, n.first) for n in clause.metrics())


def _speaks_of_now(clause: Clause) -> bool:
    """Tell a clause that begins with the time of writing, which is no period."""
    tokens, lexicon = clause.frame.tokens, clause.lexicon
    first = next((i for i, token in enumerate(tokens) if token.kind != "mark"), None)
    if first is None or lexicon["not_now"].starting(tokens, first) is not None:
        return False
    return lexicon["now_words"].starting(tokens, first) is not None


def _opens_text(clause: Clause) -> bool:
    """Tell the first words of an agency's report, which go on from nothing: "Hà Nội (TTXVN) – …"."""
    tokens = clause.frame.tokens[:_LONGEST_OPENING]
    return any(
        a.surface == ")" and b.surface in _DASHES and any(t.surface == "(" for t in tokens[:i])
        for i, (a, b) in enumerate(pairwise(tokens))
    )


def _is_report(clause: Clause) -> bool:
    """Tell figures of the period the text reports on: beside `cùng kỳ`, or a year it opens with."""
    tokens = clause.frame.tokens
    opening = clause.quantities[0].left if clause.quantities else len(tokens)
    for time in clause.frame.times:
        same = any(t.norm in ("kỳ", "kì") for t in tokens[time.first : time.last])
        if clause.is_baseline(time) and (same if time.role == "same_period" else time.last <= opening):
            return True
    return False


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
    if not records:
        discourse = _after_words(discourse, clause, named, area, target=target)
    else:
        target = target or goes_on
        discourse = _after_figures(discourse, clause, records, area, target=target)
    status: Status | None = "target" if target or goes_on else None
    abroad = [n for n in clause.names if n.label == "PLACE" and is_foreign(n)]
    if abroad:
        market = clause.phrase(abroad[-1].first, abroad[-1].last, "join:scope_pointed_to")
        discourse = discourse._replace(market=market)
    divisible = records[-1].status if records else None
    return discourse._replace(status=status, divisible=divisible, paragraph=area.at.paragraph)


def _after_words(
    discourse: Discourse, clause: Clause, named: TimeRef | None, area: Area, *, target: bool
) -> Discourse:
    """Give what a sentence without figures leaves: its reporting period, or none if it speaks of another."""
    metric = announced_metric(clause) or moving_metric(clause)
    discourse = discourse._replace(baseline=said_baseline(clause))
    if metric is not None:
        discourse = discourse._replace(metric=metric, takes=kinds_taken(clause, metric), amount=None)
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
    discourse = discourse._replace(
        metric=_plain(lasting.metric) if lasting else discourse.metric,
        scope=lasting.scope if lasting else discourse.scope,
        takes=lasting.takes if lasting else discourse.takes,
        amount=_amount(measured) if measured else discourse.amount,
        recent=_remember(discourse, *said),
        baseline=next((r.baseline for r in reversed(records) if r.baseline), None),
    )
    if not periods:
        present = area.at.paragraph if _speaks_of_now(clause) else discourse.present
        return discourse._replace(present=present)
    return discourse._replace(
        period=periods[-1],
        dated=area.at.paragraph,
        said=area.at.number if periods[-1] in said else discourse.said,
        present=-1,
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
    return tuple(dict.fromkeys((*reversed(said), *discourse.recent)))[:_REMEMBERED]


def _ahead(period: TimeRef) -> frozenset[str]:
    """Give the statuses whose period the next figures do not share: what is set or foreseen by a deadline."""
    return frozenset({"target", "forecast"} if period.expression.role == "deadline" else {"target"})


def _lasts(period: TimeRef, clock: Clock) -> bool:
    """Tell a time that the sentences after may go on from.

    "từ năm 2000 đến nay" belongs to its figure, "hết tháng 2" is a term while February lasts.
    """
    time = period.expression
    if isinstance(time.time, Part) and time.time.kind == "to_date" and not clock.is_over(period):
        return False
    return time.role != "same_period" and not (time.role == "since" and time.year is not None)


def _is_reporting(clause: Clause, named: TimeRef, clock: Clock) -> bool:
    """Tell a time of a sentence without figures that the figures after it may hold for."""
    time = named.expression
    # A day dates the figures after it where something moved on it: "Sáng nay, giá vàng lại giảm nhẹ."
    moved = time.role == "moment" and clause.says("moves")
    plain = time.role == "span" or moved
    plain = plain and said_status(clause) != "forecast" and not is_of_cause(clause, time)
    plain = plain and not _is_of_milestone(clause, time)
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
