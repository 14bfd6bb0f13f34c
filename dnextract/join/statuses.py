"""Whether a figure is actual, an estimate, a target or a forecast."""

from collections.abc import Sequence
from typing import NamedTuple

from dnextract.join.context import Clause, Discourse, Phrase
from dnextract.join.lexicon import StatusWord
from dnextract.records import Status

__all__ = ["StatusChoice", "StatusCue", "choose_status", "find_cues", "said_status"]


class StatusCue(NamedTuple):
    """A status cue at tokens `[first, last)`; `met` tells a target that is only said to be met or missed."""

    first: int
    last: int
    word: StatusWord
    met: bool


class StatusChoice(NamedTuple):
    """The status of a figure, the rule that said so, and the words of its cue if it has one."""

    status: Status
    rule: str | None = None
    cue: Phrase | None = None


def find_cues(clause: Clause) -> list[StatusCue]:
    """Find the status cues of a clause, in order.

    Words inside what a figure is of or compared with are none ("đạt 49% kế hoạch").
    """
    tokens, lexicon = clause.frame.tokens, clause.lexicon
    blocked = set(clause.compared)
    for k, quantity in enumerate(clause.quantities):
        blocked.update(range(quantity.right, clause.tail_end(k)))
    cues: list[StatusCue] = []
    free = 0
    for first, last, word in lexicon.status.occurrences(tokens):
        if first < free or first in blocked:
            continue
        lookalike = lexicon["not_status"].starting(tokens, first)
        inside = lexicon["not_status"].ending(tokens, last)  # "giá đề xuất" is what a seller asks
        if (lookalike is not None and lookalike[0] > last) or (inside is not None and inside[0] < first):
            continue
        met = word.status == "target" and lexicon["exceeding"].ending(tokens, first) is not None
        cues.append(StatusCue(first, last, word, met))
        free = last
    return cues


def choose_status(
    clause: Clause,
    k: int,
    cues: Sequence[StatusCue],
    discourse: Discourse,
    host: Status | None,
    *,
    ahead: bool,
    planned: bool,
) -> StatusChoice:
    """Choose the status of figure k: the nearest cue before it decides.

    A figure without a cue shares the status of its aside's host or the target its text is in; `ahead`
    tells that its period is a deadline yet to come, `planned` that it is said to be the plan: both make it
    a target.
    """
    left = clause.quantities[k].left
    if planned or _is_plan(clause, k):
        return StatusChoice("target", "join:metric_of_plan")
    found = _nearest(cues, left, clause.frame.segment_start(left))
    if found is not None:
        word = found.word
        return StatusChoice(word.status, word.rule, clause.phrase(found.first, found.last, word.rule))
    if host is not None:
        return StatusChoice(host)
    if discourse.status is not None:
        return StatusChoice(discourse.status, "join:status_carried")
    return StatusChoice("target", "join:deadline_ahead") if ahead else StatusChoice("actual")


def _is_plan(clause: Clause, k: int) -> bool:
    """Tell a plan that others are set against: "giảm đáng kể so với mục tiêu [10 tỷ USD]"."""
    if not clause.is_reference(k):
        return False
    tokens, first = clause.frame.tokens, clause.quantities[k].left - 1
    while first - 1 in clause.compared:
        first -= 1
    words = (clause.lexicon.status.starting(tokens, i) for i in range(first, clause.quantities[k].left))
    return any(found is not None and found[1].status == "target" for found in words)


def _nearest(cues: Sequence[StatusCue], end: int, segment: int) -> StatusCue | None:
    """Find the last cue before token `end`; a weak one counts from the start of its `segment` on."""
    weak: StatusCue | None = None
    for cue in reversed(cues):
        if cue.first >= end or cue.met:
            continue
        if not cue.word.weak:
            return cue
        if cue.first >= segment:
            weak = weak or cue
    return weak


def said_status(clause: Clause) -> Status | None:
    """Give the last status a clause speaks of, for the sentences that go on from it."""
    end = len(clause.frame.tokens)
    found = _nearest(find_cues(clause), end, end)  # no weak cue speaks for what follows
    return found.word.status if found else None
