"""What the text before has established that still holds for a clause."""

from collections.abc import Sequence
from itertools import pairwise

from dnextract.grammar.times import Relative
from dnextract.join.baselines import is_breakdown, is_part
from dnextract.join.context import Clause, Discourse, TimeRef
from dnextract.join.figures import Area, Clock
from dnextract.join.lists import ANNOUNCED
from dnextract.join.periods import PERIOD_RECENT
from dnextract.join.references import AspectChoice

__all__ = ["fit_for", "speaks_of_now", "still_valid", "within_reach"]

_DASHES = frozenset("-–—")
_LONGEST_OPENING = 8  # tokens
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
    if discourse.divided is not None and discourse.divisible != "actual" and is_part(clause):
        return discourse._replace(period=discourse.divided)
    if _opens_with(clause, "elsewhere"):
        discourse = discourse._replace(period=None, baseline=None)
    report = _is_report(clause)
    if (area.at.paragraph == discourse.present and not report) or speaks_of_now(clause):
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

    Changes, parts of a plan or whole, and what adds up over a time, go on with the period that the text
    reports on; an amount alone may well be of another time, or of none.
    """
    if clause.says("surveys"):
        return discourse._replace(period=None)
    compared = any(clause.is_baseline(t) for t in clause.frame.times)
    moving = any(a.aspect in _MOVING for a in aspects)
    if compared or moving or is_breakdown(clause) or _is_flow(clause) or _is_account_of_part(clause):
        return discourse
    if area.at.number - discourse.said <= _REACH_OF_AMOUNTS:
        return discourse
    return discourse._replace(period=None)


def fit_for(discourse: Discourse, clause: Clause, baseline: TimeRef | None, clock: Clock) -> Discourse:
    """Prefer the period said before that a clause's figures can hold for.

    What is compared with a quarter is a quarter's ("tăng 17% so với quý 1/2022"); profits and sales are made
    over a stretch of time and not on the day a balance is struck; a price that is quoted is today's.
    """
    carried, today = discourse.period, discourse.today
    if today and clause.says("quotes") and (carried is None or clock.is_before_today(carried)):
        return discourse._replace(period=today.by(PERIOD_RECENT))
    if carried is None:
        return discourse
    length = clock.months(carried)
    wanted = _length(baseline, clock) if baseline else None
    if wanted and length != 0 and wanted != length:
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


def _is_account_of_part(clause: Clause) -> bool:
    """Tell an amount with its part of a whole, as accounts have them: "gần 5 tỷ USD, chiếm 19%"."""
    parts = any(g is not None and g.aspect == "share" for g in clause.governors)
    return parts and any(q.kind == "money" for q in clause.quantities)


def _is_flow(clause: Clause) -> bool:
    tokens = clause.frame.tokens
    return any(clause.lexicon["flows"].starting(tokens, n.first) for n in clause.metrics())


def speaks_of_now(clause: Clause) -> bool:
    """Tell a clause that begins with the time of writing, which is no period."""
    return _opens_with(clause, "now_words") and not _opens_with(clause, "not_now")


def _opens_with(clause: Clause, word_class: str) -> bool:
    tokens = clause.frame.tokens
    first = next((i for i, token in enumerate(tokens) if token.kind != "mark"), None)
    return first is not None and clause.lexicon[word_class].starting(tokens, first) is not None


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
