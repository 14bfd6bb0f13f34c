"""Whether a figure is actual, an estimate, a target or a forecast."""

from collections.abc import Sequence
from typing import NamedTuple

from dnextract.join.baselines import is_breakdown, is_part
from dnextract.join.context import Clause, Discourse, Phrase
from dnextract.join.lexicon import StatusWord
from dnextract.records import Status

__all__ = ["StatusChoice", "StatusCue", "choose_status", "find_cues", "said_status"]


_OF_SOMETHING = frozenset({"percent", "percentage_point", "multiple", "money"})  # what follows may be a plan
_LONGEST_SUBJECT = 8  # tokens between a figure and what is done by those it counts
_OF_WHOLES = frozenset({"của", "trong", "với", "cho"})
_PURPOSES = frozenset({"để", "nhằm"})


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

    Words inside what a figure is of or compared with are none ("đạt 49% kế hoạch"), nor are those of an
    organisation's name ("Viện Dự báo").
    """
    tokens, lexicon = clause.frame.tokens, clause.lexicon
    said = list(lexicon.status.occurrences(tokens))
    if not said:
        return []
    blocked = set(clause.compared)
    for k, quantity in enumerate(clause.quantities):
        if quantity.kind in _OF_SOMETHING:
            blocked.update(range(quantity.right, clause.tail_end(k)))
    for name in clause.names:
        if name.label == "ORG":
            blocked.update(range(name.first, name.last))
    figures = {q.left for q in clause.quantities}
    counted = {q.right for q in clause.quantities if q.kind == "count"}
    cues: list[StatusCue] = []
    free = 0
    for first, last, word in said:
        if first < free or first in blocked or (word.adjacent and last not in figures):
            continue
        if (
            word.status == "forecast" and first in counted
        ):  # "4 chuyên gia dự báo giá giảm" counts those who say so
            continue
        lookalike = lexicon["not_status"].starting(tokens, first)
        inside = lexicon["not_status"].ending(tokens, last)  # "giá đề xuất" is what a seller asks
        if (
            lookalike is not None
            and lookalike[0] > last
            and not (
                not word.weak and lookalike[0] in figures  # "dự kiến hoàn thành 95% kế hoạch"
            )
        ):
            continue
        if inside is not None and inside[0] < first:
            continue
        reached = lexicon["exceeding"].ending(tokens, first) if word.status == "target" else None
        met = reached is not None and (reached[0] == 0 or tokens[reached[0] - 1].norm not in _PURPOSES)
        cues.append(StatusCue(first, last, word, met))
        free = last
    return cues


def choose_status(
    clause: Clause,
    k: int,
    metric: Phrase | None,
    cues: Sequence[StatusCue],
    discourse: Discourse,
    host: Status | None,
    *,
    ahead: bool,
    planned: bool,
    past: bool,
) -> StatusChoice:
    """Choose the status of figure k: the nearest cue before it decides.

    A figure without a cue shares the status of its aside's host or the target its text is in; `ahead`
    tells that its period is a deadline yet to come, `planned` that it is said to be the plan: both make it
    a target. `past` tells the same period of a year before, which is known.
    """
    left = clause.quantities[k].left
    if planned or _is_planned(clause, k, metric):
        return StatusChoice("target", "join:metric_of_plan")
    reference = _of_reference(clause, k)
    if reference is not None:
        return reference
    if past:
        return StatusChoice("actual")
    found = _nearest(cues, left, clause.frame.segment_start(left))
    if found is not None:
        word = found.word
        return StatusChoice(word.status, word.rule, clause.phrase(found.first, found.last, word.rule))
    ahead_of = _will_do(clause, k, cues)
    if ahead_of is not None:
        return StatusChoice("forecast", ahead_of.word.rule, clause.phrase(*ahead_of[:2], ahead_of.word.rule))
    if host is not None:
        return StatusChoice(host)
    if discourse.status is not None:
        return StatusChoice(discourse.status, "join:status_carried")
    if discourse.divisible == "estimate" and is_breakdown(clause) and not _is_done(clause, k):
        return StatusChoice("estimate", "join:status_carried")
    if discourse.divisible is not None and is_part(clause) and not _is_done(clause, k):
        return StatusChoice(discourse.divisible, "join:status_carried")
    if ahead and not _is_done(clause, k):
        return StatusChoice("target", "join:deadline_ahead")
    return StatusChoice("actual")


def _is_planned(clause: Clause, k: int, metric: Phrase | None) -> bool:
    """Tell a metric that is a plan by its name, unless the figure is what was reached of it."""
    at = clause.token_at(metric.start) if metric is not None else None
    if at is None or clause.lexicon["plan_names"].starting(clause.frame.tokens, at) is None:
        return False
    governor = clause.governors[k]
    return governor is None or not governor.rule.endswith((":reach", ":complete"))


def _is_done(clause: Clause, k: int) -> bool:
    """Tell a figure of something said to have happened: "Trong đó, Bộ đã cấp [5 tỷ đồng]"."""
    return any(t.norm == "đã" for t in clause.frame.tokens[: clause.quantities[k].left])


def _of_reference(clause: Clause, k: int) -> StatusChoice | None:
    """Give what an amount that others are set against is: "giảm mạnh so với mục tiêu [6 triệu lượt]"."""
    tokens, left = clause.frame.tokens, clause.quantities[k].left
    first = left
    while first - 1 in clause.compared:
        first -= 1
    for at in range(left - 1, first - 1, -1):
        found = clause.lexicon.status.starting(tokens, at)
        if found is not None:
            word = found[1]
            return StatusChoice(word.status, word.rule, clause.phrase(at, found[0], word.rule))
    return None


def _will_do(clause: Clause, k: int, cues: Sequence[StatusCue]) -> StatusCue | None:
    """Find the cue right after those counted that says what they will do: "[36 tàu] của hãng sẽ ra khơi".

    Not where somebody says it of others ("4 người nói giá sẽ tăng"), nor of the whole those counted are in.
    """
    tokens, quantity = clause.frame.tokens, clause.quantities[k]
    if quantity.kind != "count" or clause.governors[k] is not None:
        return None
    cue = next((c for c in cues if quantity.right <= c.first < clause.tail_end(k)), None)
    if cue is None or cue.word.status != "forecast" or cue.first - quantity.right > _LONGEST_SUBJECT:
        return None
    inside = quantity.left > 0 and tokens[quantity.left - 1].norm in _OF_WHOLES
    between = range(quantity.right, cue.first)
    told = any(clause.says(c, quantity.right, cue.first) for c in ("answers", "complementizers"))
    return None if inside or told or any(tokens[i].norm in _PURPOSES for i in between) else cue


def _nearest(cues: Sequence[StatusCue], end: int, segment: int) -> StatusCue | None:
    """Find the last cue before token `end`; a weak one counts from the start of its `segment` on.

    It decides after an estimate ("ước cả năm sẽ thu …"), not within a target ("theo quy hoạch sẽ đạt …"). In
    a list that marks its estimates one by one, an item without a mark is none.
    """
    one_by_one = sum(cue.word.status == "estimate" for cue in cues) > 1
    weak: StatusCue | None = None
    for cue in reversed(cues):
        if cue.first >= end or cue.met:
            continue
        if one_by_one and cue.word.status == "estimate" and cue.first < segment:
            continue
        if not cue.word.weak:
            return weak if weak is not None and cue.word.status == "estimate" else cue
        if weak is None and cue.first >= segment:
            weak = cue
    return weak


def said_status(clause: Clause) -> Status | None:
    """Give the last status a clause speaks of, for the sentences that go on from it."""
    end = len(clause.frame.tokens)
    found = _nearest(find_cues(clause), end, end)  # no weak cue speaks for what follows
    return found.word.status if found else None
