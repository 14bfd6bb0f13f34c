"""Whether a figure is actual, an estimate, a target or a forecast."""

from datetime import date

from dnextract.join.context import Clause, Discourse, TimeRef
from dnextract.join.lexicon import StatusWord
from dnextract.records import Status

__all__ = ["choose_status", "said_status"]


def choose_status(
    clause: Clause, k: int, discourse: Discourse, host: Status | None
) -> tuple[Status, str | None]:
    """Choose the status of figure k, and the rule that said so: the nearest cue before it decides.

    A figure without a cue shares the target or forecast its text is in, and an aside that of its host.
    """
    found = _nearest(clause, 0, clause.quantities[k].left)
    if found is not None:
        return found.status, found.rule
    if host is not None:
        return host, None
    if discourse.status is not None:
        return discourse.status, "join:status_carried"
    return "actual", None


def _nearest(clause: Clause, start: int, end: int) -> StatusWord | None:
    tokens, compared = clause.frame.tokens, clause.compared()
    shares = {i for k in range(len(clause.quantities)) for i in range(clause.quantities[k].right, clause.tail_end(k))}
    for i in range(end, start, -1):
        found = clause.lexicon.status.ending(tokens, i)
        if found is None or found[0] < start or found[0] in compared or found[0] in shares:
            continue
        if found[1].status == "target" and clause.lexicon["exceeding"].ending(tokens, found[0]) and i != end:
            continue
        return found[1]
    return None


def said_status(clause: Clause) -> Status | None:
    """Give the last status a clause speaks of, for the sentences that go on from it."""
    found = _nearest(clause, 0, len(clause.frame.tokens))
    return found.status if found else None


def is_ahead(period: TimeRef | None, published: date | None, end: date | None) -> bool:
    """Tell a period that ends after publication."""
    return period is not None and published is not None and end is not None and end > published
