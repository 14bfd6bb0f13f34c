"""What a figure is set against: a plan, a time, or another thing."""

from typing import NamedTuple

from dnextract.join.context import Clause, Phrase
from dnextract.join.wholes import whole_after
from dnextract.records import Aspect, Direction
from dnextract.syntax.governors import Governor

__all__ = [
    "AspectChoice",
    "against_plan",
    "against_time",
    "beyond_plan",
    "is_of_thing_compared",
    "thing_after_versus",
    "thing_at_opening",
    "thing_compared",
    "time_at",
]

_NEAR = 3  # characters
_NEAR_WORD = 6  # characters: a word may stand between ("cao hơn Lào tới 20%")


class AspectChoice(NamedTuple):
    """The aspect of a figure, its direction if it is a change, and the whole or reference it is of."""

    aspect: Aspect
    rule: str
    direction: Direction | None = None
    of: Phrase | None = None


def against_plan(clause: Clause, k: int) -> AspectChoice | None:
    """Find a plan right after a percentage: "đạt 49% kế hoạch", "62% so với chỉ tiêu"."""
    tokens, at = clause.frame.tokens, clause.quantities[k].right
    versus = clause.lexicon["versus"].starting(tokens, at)
    start = versus[0] if versus else at
    plan = clause.lexicon["plans"].starting(tokens, start)
    if plan is None:
        return None
    if not versus and clause.lexicon["surpassing"].ending(tokens, clause.quantities[k].left):
        return AspectChoice("comparison", "join:plan_surpassed", of=whole_after(clause, k, start))
    return AspectChoice("completion", "join:plan_after", of=whole_after(clause, k, start))


def beyond_plan(clause: Clause, k: int) -> AspectChoice | None:
    """Find the plan an amount went beyond: "vượt [2.500 tỷ đồng] so với dự toán"."""
    tokens, quantity = clause.frame.tokens, clause.quantities[k]
    versus = clause.lexicon["versus"].starting(tokens, quantity.right)
    if versus is None or clause.lexicon["surpassing"].ending(tokens, quantity.left) is None:
        return None
    if clause.lexicon["plans"].starting(tokens, versus[0]) is None:
        return None
    return AspectChoice("comparison", "join:plan_surpassed", of=whole_after(clause, k, versus[0]))


def against_time(clause: Clause, k: int) -> AspectChoice | None:
    """Find a time right after a percentage that a level is of: "bằng 83% cùng kỳ 2021"."""
    tokens, at = clause.frame.tokens, clause.quantities[k].right
    if clause.lexicon["same_time"].starting(tokens, at) is None:
        return None
    versus = clause.lexicon["versus"].starting(tokens, at)
    first = versus[0] if versus else at
    for time in clause.frame.times:
        if time.first in range(at, first + 3):  # "so cùng kỳ" ends inside the time
            first = min(first, time.first)
            return AspectChoice(
                "comparison", "join:time_after", of=clause.phrase(first, time.last, "join:time_after")
            )
    return AspectChoice("comparison", "join:time_after", of=whole_after(clause, k, first))


def thing_compared(clause: Clause, k: int, governor: Governor) -> Phrase | None:
    """Find the thing that `cao hơn`, `thấp hơn` set a figure against.

    It stands between them ("cao hơn trung bình cả nước 20%", "cao hơn tháp cũ là 2m"), after `so với` ("cao
    hơn 20% so với Hà Nội"), or opens the clause ("so với Hà Nội, giá ở đây cao hơn 20%").
    """
    tokens, quantity = clause.frame.tokens, clause.quantities[k]
    if [t.norm for t in tokens[governor.first + 1 : governor.last][:1]] != ["hơn"]:
        return None
    start = governor.first + 2 if tokens[governor.last - 1].norm == "là" else governor.last
    if any(t.first < quantity.left and start < t.last for t in clause.frame.times):
        return None
    thing = whole_after(clause, k, start) if start < quantity.left else None
    if thing is None:
        return thing_after_versus(clause, k) or thing_at_opening(clause, governor.first)
    if tokens[quantity.left].start - thing.end > _NEAR_WORD:
        return None
    end = min(thing.end, tokens[quantity.left - 1].end)
    return Phrase(thing.start, end, "join:thing_compared")


def is_of_thing_compared(clause: Clause, k: int, governor: Governor) -> bool:
    """Tell an amount that is the value of what others are set against: "cao hơn hẳn mức 30 triệu USD"."""
    tokens, quantity = clause.frame.tokens, clause.quantities[k]
    if [t.norm for t in tokens[governor.first + 1 : governor.last][-1:]] != ["hơn"]:
        return False
    levels = clause.lexicon["levels_named"]
    start = range(governor.last, min(governor.last + 2, quantity.left))  # "hẳn" may stand before
    return any(levels.starting(tokens, i) for i in start)


def thing_after_versus(clause: Clause, k: int) -> Phrase | None:
    """Find the thing, no time, that `so với` right after a figure sets it against."""
    tokens = clause.frame.tokens
    versus = clause.lexicon["versus"].starting(tokens, clause.quantities[k].right)
    of = whole_after(clause, k, versus[0]) if versus else None
    if of is None or any(t.start < of.end + _NEAR and of.start < t.end for t in clause.frame.times):
        return None
    valued = any(0 <= tokens[q.left].start - of.end <= 1 for q in clause.quantities)
    if valued or clause.lexicon["now_words"].starting(tokens, versus[0] if versus else 0):
        return None
    return of.by("join:thing_compared")


def thing_at_opening(clause: Clause, end: int) -> Phrase | None:
    """Find the thing, no time, that opens a clause before token `end`: "So với Hà Nội, giá ở đây …"."""
    tokens = clause.frame.tokens
    versus = clause.lexicon["versus"].starting(tokens, 0)
    comma = next((i for i in range(end) if tokens[i].surface == ","), None)
    if versus is None or comma is None or any(t.first < comma for t in clause.frame.times):
        return None
    return clause.phrase(versus[0], comma, "join:thing_compared") if versus[0] < comma else None


def time_at(clause: Clause, at: int) -> Phrase | None:
    """Give the words of the time at token `at`, if one begins there."""
    times = (t for t in clause.frame.times if t.first == at)
    return next((clause.phrase(t.first, t.last, "join:time_after") for t in times), None)
