"""What a sentence leaves established for the ones after it, and when that ends."""

from collections.abc import Sequence
from dataclasses import replace

from dnextract.join.context import Clause, Discourse, Phrase, TimeRef, read_clause
from dnextract.join.figures import Area, Clock, Joined, ReadFrame
from dnextract.join.lexicon import JoinLexicon
from dnextract.join.periods import said_period
from dnextract.join.statuses import said_status

__all__ = ["carry_over", "still_valid"]

_REACH = 1  # paragraphs a period carries over


def still_valid(discourse: Discourse, clause: Clause, area: Area) -> Discourse:
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
