"""Which time a change or comparison looks back to."""

import itertools
from collections.abc import Sequence

from dnextract.grammar.periods import TimeExpression
from dnextract.grammar.times import Since
from dnextract.join.context import Clause, Discourse, TimeRef
from dnextract.join.references import AspectChoice

__all__ = [
    "BASELINE_OF_START",
    "is_breakdown",
    "is_part",
    "own_baselines",
    "said_baseline",
    "share_baselines",
]

BASELINE_OF_START = "join:baseline_of_start"  # where a change begins; it holds for when it ends
_COMPARABLE = frozenset({"change", "comparison"})
_LIST_WORDS = frozenset({",", "và", "đến", "hết"})
_NEAR = 9  # tokens that may stand between "so với" and its time


def _ref(clause: Clause, time: TimeExpression, rule: str) -> TimeRef:
    """Refer to a baseline; of "từ năm 2014" to the year alone."""
    if isinstance(time.time, Since):
        first = clause.frame.tokens[time.first + 1]
        time = time._replace(start=first.start, first=time.first + 1, time=time.time.first, role="span")
        rule = BASELINE_OF_START
    return TimeRef(time, time.start, time.end, rule)


def own_baselines(clause: Clause, aspects: Sequence[AspectChoice]) -> list[TimeRef | None]:
    """Find the baseline that stands with each change or comparison.

    The one right after the figure is its own; one that opens the clause serves all.
    """
    times = [t for t in clause.frame.times if clause.is_baseline(t)]
    opening = [t for t in times if not clause.quantities or t.last <= clause.quantities[0].left]
    own: list[TimeRef | None] = []
    for k, quantity in enumerate(clause.quantities):
        if aspects[k].aspect not in _COMPARABLE:
            own.append(None)
            continue
        limit = clause.limit(k)
        after = [t for t in times if quantity.right <= t.first < limit]
        before = opening[-1:] if opening else []
        if not after and k and not before:
            before = [
                t
                for t in times
                if clause.quantities[k - 1].right <= t.first and t.last <= quantity.left and _leads(clause, t)
            ]
        chosen = after[:1] or before or _of_amount(clause, k)
        own.append(_ref(clause, chosen[0], "join:baseline") if chosen else None)
    return own


def _leads(clause: Clause, time: TimeExpression) -> bool:
    """Tell a baseline that begins a clause: ", so với năm 2015 tăng 6%", ", cao hơn năm 2015 6 tấn"."""
    tokens = clause.frame.tokens
    if any(g is not None and g.last == time.first for g in clause.governors):
        return True
    start = time.first
    while start > 0 and tokens[start - 1].surface not in ",;:":
        start -= 1
    return clause.lexicon["versus"].starting(tokens, start) is not None


def _of_amount(clause: Clause, k: int) -> list[TimeExpression]:
    """Find the time of an amount compared with: "tăng 8% so với mức 40 tỷ won năm 2020"."""
    tokens = clause.frame.tokens
    if k + 1 >= len(clause.quantities):
        return []
    start, amount = clause.quantities[k].right, clause.quantities[k + 1]
    if clause.lexicon["versus"].starting(tokens, start) is None or amount.left - start > _NEAR:
        return []
    if any(t.surface in ",;:" for t in tokens[start : amount.left]):
        return []
    return [t for t in clause.frame.times if amount.right <= t.first <= amount.right + 1][:1]


def share_baselines(
    clause: Clause,
    aspects: Sequence[AspectChoice],
    own: Sequence[TimeRef | None],
    periods: Sequence[TimeRef | None],
    discourse: Discourse,
    host: TimeRef | None,
) -> list[TimeRef | None]:
    """Give changes without a baseline that of their neighbours, and a breakdown that of what it divides.

    Only figures of the same period share one; `host` is that of the figure an aside hangs on ("tăng 4%
    (tương ứng tăng 90 nghìn tấn) so với cùng kỳ").
    """
    shared = list(own)
    comparable = [k for k, aspect in enumerate(aspects) if aspect.aspect in _COMPARABLE]
    for k, following in reversed([*itertools.pairwise(comparable)]):
        later = shared[following]
        if shared[k] is not None or later is None or not _coordinated(clause, k, following):
            continue
        if _together(periods, k, following) or _run_of_times(clause, k, following):
            shared[k] = later.by("join:baseline_shared")
    for earlier, k in itertools.pairwise(comparable):
        before = shared[earlier]
        if shared[k] is None and before is not None and _together(periods, earlier, k):
            shared[k] = before.by("join:baseline_shared")
    for k in comparable:
        period = periods[k]
        if shared[k] is None and host and (period is None or period.rule == "join:period_of_host"):
            shared[k] = host.by("join:baseline_of_host")
    if discourse.baseline is not None and not any(shared) and is_breakdown(clause):
        carried = discourse.baseline.by("join:baseline_carried")
        shared = [carried if a.aspect in _COMPARABLE else None for a in aspects]
    return shared


def _together(periods: Sequence[TimeRef | None], k: int, j: int) -> bool:
    one, other = periods[k], periods[j]
    return one is None or other is None or (one.start, one.end) == (other.start, other.end)


def _run_of_times(clause: Clause, k: int, following: int) -> bool:
    """Tell a run of times: "tháng 7 tăng 4%, tháng 8 tăng 5% và đến 30/9 tăng 6% so với cuối năm 2019"."""
    figure, later, governor = clause.quantities[k], clause.quantities[following], clause.governors[following]
    end = later.left if governor is None else min(governor.first, later.left)
    between = [clause.frame.tokens[i] for i in range(figure.right, end) if i not in clause.timed]
    return all(t.norm in _LIST_WORDS for t in between)


def _coordinated(clause: Clause, k: int, following: int) -> bool:
    """Tell changes that share what follows: no `;` parts them, or they are a list of what rises and falls.

    "dệt may tăng 5%; da giày đạt 2 tỷ USD, tăng 7% so với cùng kỳ": what ends the list holds for all of it.
    """
    figure, later = clause.quantities[k], clause.quantities[following]
    between = range(figure.right, later.left)
    if not any(clause.frame.tokens[i].surface in ";:" for i in between):
        return True
    listed = figure.kind == later.kind == "percent"
    return listed and not any(t.first in between for t in clause.frame.times)


def is_breakdown(clause: Clause) -> bool:
    """Tell a clause that divides what the one before said ("Trong đó, …")."""
    tokens = clause.frame.tokens
    return bool(tokens) and clause.lexicon["breakdown"].starting(tokens, 0) is not None


def is_part(clause: Clause) -> bool:
    """Tell a clause about parts of the amount before, which share its time and status: "Trong đó, …"."""
    tokens = clause.frame.tokens
    return bool(tokens) and clause.lexicon["parts_of_amount"].starting(tokens, 0) is not None


def said_baseline(clause: Clause) -> TimeRef | None:
    """Give the time a clause without figures compares with, for the breakdown that may follow."""
    times = [t for t in clause.frame.times if clause.is_baseline(t)]
    return _ref(clause, times[-1], "join:baseline") if times else None
