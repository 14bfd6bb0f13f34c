"""Whether a figure is actual, an estimate, a target or a forecast."""

from dnextract.join.context import Clause, Discourse
from dnextract.join.lexicon import StatusWord
from dnextract.records import Status

__all__ = ["choose_status", "said_status"]


def choose_status(
    clause: Clause, k: int, discourse: Discourse, host: Status | None, *, ahead: bool
) -> tuple[Status, str | None]:
    """Choose the status of figure k, and the rule that said so: the nearest cue before it decides.

    A figure without a cue shares the status of its aside's host or the target its text is in; `ahead`
    tells that its period is a deadline yet to come, which makes it a target.
    """
    start, left = clause.region(k)
    found = _nearest(clause, 0, left, start)
    if found is not None:
        return found.status, found.rule
    if host is not None:
        return host, None
    if discourse.status is not None:
        return discourse.status, "join:status_carried"
    return ("target", "join:deadline_ahead") if ahead else ("actual", None)


def _nearest(clause: Clause, start: int, end: int, region: int) -> StatusWord | None:
    """Find the last cue of tokens `[start, end)`; a target met before a figure's `region` is none of its."""
    tokens, compared = clause.frame.tokens, clause.compared
    wholes = {
        i
        for k, q in enumerate(clause.quantities)
        for i in range(q.right, clause.tail_end(k))
        if q.right <= end
    }
    weak: StatusWord | None = None
    for i in range(end, start, -1):
        found = clause.lexicon.status.ending(tokens, i)
        if found is None or found[0] < start or found[0] in compared or found[0] in wholes:
            continue
        lookalike = clause.lexicon["not_status"].starting(tokens, found[0])
        if lookalike is not None and lookalike[0] > i:
            continue
        first, word = found
        if word.status == "target" and first < region and clause.lexicon["exceeding"].ending(tokens, first):
            continue
        if not word.weak:
            return word
        weak = weak or word
    return weak


def said_status(clause: Clause) -> Status | None:
    """Give the last status a clause speaks of, for the sentences that go on from it."""
    end = len(clause.frame.tokens)
    found = _nearest(clause, 0, end, end)
    return found.status if found else None
