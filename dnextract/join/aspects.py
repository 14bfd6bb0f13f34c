"""What a figure is: level, change, share, completion or comparison; its direction; and of what."""

from dataclasses import dataclass

from dnextract.join.context import Clause, Phrase
from dnextract.join.subjects import ANSWER
from dnextract.records import Aspect, Direction
from dnextract.syntax.governors import Governor

__all__ = ["AspectChoice", "choose_aspect"]

_UP, _DOWN = "up", "down"
_RATES = frozenset({"percent", "percentage_point"})
_LONGEST_OF = 14  # tokens
_NEAR = 3  # characters
# A plan or an average is of the same kind as the figure it is set beside.
_OF_THE_SAME = frozenset({"join:metric_of_plan", "join:metric_of_average"})


@dataclass(frozen=True, slots=True)
class AspectChoice:
    """The aspect of a figure, its direction if it is a change, and the whole or reference it is of."""

    aspect: Aspect
    rule: str
    direction: Direction | None = None
    of: Phrase | None = None


def choose_aspect(clause: Clause, k: int, metric: Phrase | None, before: AspectChoice | None) -> AspectChoice:
    """Choose the aspect of figure k, given its metric and the aspect of the figure `before` it.

    The words after the figure decide first (a plan, a time compared with), then its governor, then the
    name of the metric itself ("tốc độ tăng trưởng").
    """
    quantity, governor = clause.quantities[k], clause.governors[k]
    if quantity.kind not in _RATES and clause.is_reference(k):
        return AspectChoice("level", "join:reference")
    plan = _against_plan(clause, k)
    if plan is not None and quantity.kind in _RATES and not _follows_versus(clause, k):
        return plan
    if before is not None and before.aspect == "change" and _echoes(clause, k):
        return AspectChoice("change", "join:echo", before.direction)
    part = _part_of_whole(clause, k, metric, before)
    if part is not None:
        return part
    if before is not None and metric is not None and metric.rule in _OF_THE_SAME:
        return AspectChoice(before.aspect, metric.rule, before.direction, before.of)
    if quantity.negative and quantity.kind in _RATES:
        return AspectChoice("change", "join:sign", "down")
    if quantity.kind == "multiple":
        return _of_multiple(clause, k, governor)
    if quantity.kind not in _RATES:
        if governor is not None and governor.aspect == "change":
            return AspectChoice("change", governor.rule, governor.direction)
        return AspectChoice("level", governor.rule if governor else "join:plain")
    changing = governor is not None and governor.aspect == "change"
    if not changing:
        special = plan or _against_time(clause, k)
        if special is not None:
            return special
    if governor is not None and governor.aspect != "level":
        if governor.aspect == "share":
            return AspectChoice("share", governor.rule, of=_of(clause, k))
        if governor.aspect == "completion":
            return AspectChoice("completion", governor.rule, of=_of(clause, k))
        if governor.aspect == "change":
            thing = _thing_compared(clause, k, governor)
            if thing is not None:
                return AspectChoice("comparison", governor.rule, of=thing)
        return AspectChoice(governor.aspect, governor.rule, governor.direction)
    return _part_of_amount(clause, k, metric) or _by_name(clause, k, governor, metric)


def _follows_versus(clause: Clause, k: int) -> bool:
    """Tell that a figure is set against what follows ("tăng 5% so với kế hoạch")."""
    return clause.lexicon["versus"].starting(clause.frame.tokens, clause.quantities[k].right) is not None


def _part_of_whole(
    clause: Clause, k: int, metric: Phrase | None, before: AspectChoice | None
) -> AspectChoice | None:
    """Read a percentage that its own words, or the share before it, make a share.

    "31,5% trong tổng trị giá … là từ Trung Quốc; 13,1% từ Hoa Kỳ", "47% nhận định giá tăng", "mức thu là 5%
    giá trị tài sản", "sẽ chiếm 40%, năm 2025 là 50%".
    """
    quantity, governor, tokens = clause.quantities[k], clause.governors[k], clause.frame.tokens
    if quantity.kind != "percent" or quantity.per is not None:
        return None
    at = quantity.right
    if clause.lexicon["wholes"].starting(tokens, at):
        return AspectChoice("share", "join:share_of_whole", of=_of(clause, k))
    moved = governor is not None and governor.aspect == "change" and governor.first < governor.last
    answered = metric is not None and metric.rule == ANSWER and not moved
    if answered or clause.lexicon["answers"].starting(tokens, at):
        return AspectChoice("share", "join:share_of_asked", of=_asked(clause, k, before))
    if governor is None or governor.aspect == "level":
        growing = clause.lexicon["rate_names"].occurs(tokens, clause.region(k)[0], quantity.left)
        if not growing and clause.lexicon["whole_heads"].starting(tokens, at):
            return AspectChoice("share", "join:share_of_whole", of=_of(clause, k))
    linked = governor is None or governor.rule.endswith(":copula")
    if not linked or (governor is not None and clause.region(k)[0] > governor.first):
        return None
    of = _of(clause, k) if governor is not None else None
    if of is not None and of.start == tokens[at].start:
        return AspectChoice("share", "join:share_of_noun", of=of)
    carried = metric is not None and metric.rule == "join:metric_carried"
    if carried and before is not None and before.aspect == "share" and k:
        return AspectChoice("share", "join:share_goes_on", of=before.of)
    return None


def _asked(clause: Clause, k: int, before: AspectChoice | None) -> Phrase | None:
    """Give the people a survey asked: named after the figure, counted before, or those asked before."""
    right, answers = clause.quantities[k].right, clause.lexicon["answers"]
    said = next((i for i, _, _ in answers.occurrences(clause.frame.tokens, right, clause.limit(k))), right)
    while said > right and (tail := clause.lexicon["trailing"].ending(clause.frame.tokens, said)) is not None:
        said = tail[0]
    if said > right:
        return clause.phrase(right, said, "join:asked")
    for quantity in reversed(clause.quantities[:k]):
        if quantity.kind == "count" and quantity.item is not None:
            return clause.phrase(*quantity.item, "join:asked")
    return before.of if before is not None else None


def _echoes(clause: Clause, k: int) -> bool:
    """Tell a figure that says the one before it in another unit: "tăng 2,3%, tương ứng 4 tỷ USD"."""
    quantity, governor = clause.quantities[k], clause.governors[k]
    if governor is not None and governor.aspect != "level":
        return False
    echo, start = clause.lexicon["echoes"], clause.quantities[k - 1].right if k else 0
    return any(
        echo.starting(clause.frame.tokens, i) for i in range(max(start, quantity.left - 2), quantity.first)
    )


def _part_of_amount(clause: Clause, k: int, metric: Phrase | None) -> AspectChoice | None:
    """Read a percentage of an amount just stated: a share of what it names, else how much of it is done."""
    governor = clause.governors[k]
    carried = metric is not None and metric.rule == "join:metric_carried"
    if not carried or governor is None or not k or clause.quantities[k].per is not None:
        return None
    reached = governor.rule.endswith(":reach") or clause.frame.tokens[governor.last - 1].norm == "bằng"
    if clause.quantities[k - 1].kind not in ("money", "measure") or not reached:
        return None
    of = _of(clause, k)
    return AspectChoice("share" if of else "completion", "join:part_of_amount", of=of)


def _by_name(clause: Clause, k: int, governor: Governor | None, metric: Phrase | None) -> AspectChoice:
    named = _metric_class(clause, metric)
    if named in (_UP, _DOWN):
        return AspectChoice("change", "join:rate_name", "up" if named == _UP else "down")
    of = _of(clause, k)
    if named == "share":
        return AspectChoice("share", "join:share_name", of=of)
    if metric is not None and metric.rule == "join:noun_after":
        return AspectChoice("share", "join:share_of_noun", of=of)
    plain = governor is None and clause.quantities[k].per is None
    if plain and of is not None and metric is not None and metric.rule != "join:metric_before":
        return AspectChoice("share", "join:share_of_noun", of=of)
    return AspectChoice("level", governor.rule if governor else "join:plain")


def _metric_class(clause: Clause, metric: Phrase | None) -> str | None:
    """Tell a metric that is itself a growth rate or a share, by how its name begins."""
    if metric is None:
        return None
    tokens = clause.frame.tokens
    for i, token in enumerate(tokens):
        if token.start == metric.start:
            if clause.lexicon["rate_names"].starting(tokens, i):
                return _UP
            if clause.lexicon["fall_names"].starting(tokens, i):
                return _DOWN
            return "share" if clause.lexicon["share_names"].starting(tokens, i) else None
    return None


def _against_plan(clause: Clause, k: int) -> AspectChoice | None:
    """Find a plan right after a percentage: "đạt 49% kế hoạch", "45,8% so với chỉ tiêu"."""
    tokens, at = clause.frame.tokens, clause.quantities[k].right
    versus = clause.lexicon["versus"].starting(tokens, at)
    start = versus[0] if versus else at
    plan = clause.lexicon["plans"].starting(tokens, start)
    if plan is None:
        return None
    return AspectChoice("completion", "join:plan_after", of=_of(clause, k, start))


def _against_time(clause: Clause, k: int) -> AspectChoice | None:
    """Find a time right after a percentage that a level is of: "bằng 156,6% cùng kỳ 2019"."""
    tokens, at = clause.frame.tokens, clause.quantities[k].right
    if clause.lexicon["same_time"].starting(tokens, at) is None:
        return None
    versus = clause.lexicon["versus"].starting(tokens, at)
    first = versus[0] if versus else at
    for time in clause.frame.times:
        if time.first in range(first, first + 3):
            return AspectChoice(
                "comparison", "join:time_after", of=clause.phrase(first, time.last, "join:time_after")
            )
    return AspectChoice("comparison", "join:time_after", of=_of(clause, k, first))


def _of_multiple(clause: Clause, k: int, governor: Governor | None) -> AspectChoice:
    if governor is not None and governor.aspect == "change":
        return AspectChoice("change", governor.rule, governor.direction)
    if governor is not None and governor.aspect == "comparison":
        tokens, at = clause.frame.tokens, clause.quantities[k].right
        versus = clause.lexicon["versus"].starting(tokens, at)
        return AspectChoice("comparison", governor.rule, of=_of(clause, k, versus[0] if versus else at))
    share = governor is None or governor.aspect in ("share", "level")
    return AspectChoice("share" if share else "level", "join:fraction", of=_of(clause, k))


def _thing_compared(clause: Clause, k: int, governor: Governor) -> Phrase | None:
    """Find the thing that `cao hơn`, `thấp hơn` set a figure against.

    It stands between them ("cao hơn trung bình cả nước 20%") or after `so với` ("cao hơn 20% so với Hà Nội").
    """
    tokens, quantity = clause.frame.tokens, clause.quantities[k]
    words = " ".join(t.norm for t in tokens[governor.first : governor.last])
    if not words.endswith("hơn"):
        return None
    if quantity.left - governor.last > 1:
        timed = any(t.first < quantity.left and governor.last < t.last for t in clause.frame.times)
        return None if timed else clause.phrase(governor.last, quantity.left, "join:thing_compared")
    versus = clause.lexicon["versus"].starting(tokens, quantity.right)
    of = _of(clause, k, versus[0]) if versus else None
    if of is None or any(t.start < of.end + _NEAR and of.start < t.end for t in clause.frame.times):
        return None
    return of.by("join:thing_compared")


def _of(clause: Clause, k: int, start: int | None = None) -> Phrase | None:
    """Take the noun phrase right after a figure, up to a mark, a verb, a time or the next clause."""
    tokens, lexicon = clause.frame.tokens, clause.lexicon
    first = clause.quantities[k].right if start is None else start
    limit = clause.limit(k)
    while first < limit and tokens[first].norm in ("của", "trong", "trên", "vào", "cho"):
        first += 1
    if first < limit and (tokens[first].kind == "mark" or tokens[first].norm == "và"):
        return None
    stops = lexicon["of_stops"]
    timed = {i for t in clause.frame.times for i in range(t.first, t.last)}
    last = first
    while last < limit and last - first < _LONGEST_OF:
        token = tokens[last]
        if last in timed or (token.kind == "mark" and token.surface not in "-–/") or token.kind == "digits":
            break
        inner = lexicon["of_inner"].starting(tokens, last) if last > first else None
        if inner is not None and inner[0] <= limit:
            last = inner[0]
            continue
        joined = token.norm == "và" and last + 1 < limit and not stops.starting(tokens, last + 1)
        if not joined and (stops.starting(tokens, last) or lexicon["conjunctions"].starting(tokens, last)):
            break
        last += 1
    while (
        last > first and (tail := lexicon["trailing"].ending(tokens, last)) is not None and tail[0] >= first
    ):
        last = tail[0]
    return clause.phrase(first, last, "join:of") if last > first else None
