"""What a figure is: level, change, share, completion or comparison; its direction; and of what."""

from typing import Final

from dnextract.join.agreement import kinds_taken
from dnextract.join.answers import ANSWER
from dnextract.join.context import METRIC_BEFORE, Clause, Phrase
from dnextract.join.references import (
    AspectChoice,
    against_plan,
    against_time,
    beyond_plan,
    is_of_thing_compared,
    thing_after_versus,
    thing_at_opening,
    thing_compared,
    time_at,
)
from dnextract.join.wholes import group_asked, is_levy, multiplied, whole_after
from dnextract.syntax.governors import Governor

__all__ = ["choose_aspect"]

_UP: Final = "up"
_DOWN: Final = "down"
_MARKS: Final = frozenset({"mốc", "ngưỡng"})
_WHERE: Final = frozenset({"tại", "ở", "của", "trong", "trên", "giữa", "thuộc", "cho"})
_RATES: Final = frozenset({"percent", "percentage_point"})
# A plan or an average is of the same kind as the figure it is set beside.
_OF_THE_SAME: Final = frozenset({"join:metric_of_plan", "join:metric_of_average"})


def choose_aspect(clause: Clause, k: int, metric: Phrase | None, before: AspectChoice | None) -> AspectChoice:
    """Choose the aspect of figure k, given its metric and the aspect of the figure `before` it.

    The words after the figure decide first (a plan, a time compared with), then its governor, then the
    name of the metric itself ("tốc độ tăng trưởng").
    """
    quantity, governor = clause.quantities[k], _governor(clause, k, metric)
    if quantity.kind not in _RATES and (clause.is_reference(k) or _begins_move(clause, k)):
        return AspectChoice("level", "join:reference")
    if _is_standing(clause, k):
        return AspectChoice("level", "join:standing")
    plan = against_plan(clause, k)
    if plan is not None and quantity.kind in _RATES and not _follows_versus(clause, k):
        return plan
    if before is not None and before.aspect == "change" and _echoes(clause, k):
        return AspectChoice("change", "join:echo", before.direction)
    if before is not None and before.aspect == "change" and _goes_on(clause, k):
        return AspectChoice("change", "join:run", before.direction)
    part = _part_of_whole(clause, k, metric, before)
    if part is not None:
        return part
    if before is not None and metric is not None and metric.rule in _OF_THE_SAME:
        return AspectChoice(before.aspect, metric.rule, before.direction, before.of)
    if quantity.negative and quantity.kind in _RATES:
        return AspectChoice("change", "join:sign", "down")
    if quantity.kind in _RATES and clause.frame.tokens[quantity.first].surface == "+":
        return AspectChoice("change", "join:sign", "up")
    if quantity.kind == "multiple":
        if metric is not None and metric.rule == ANSWER:
            return _of_asked(clause, k, before)
        return _of_multiple(clause, k, governor)
    if governor is not None and governor.aspect == "change":
        if quantity.kind not in _RATES and is_of_thing_compared(clause, k, governor):
            return AspectChoice("level", "join:reference")
        thing = thing_compared(clause, k, governor)
        if thing is not None:
            return AspectChoice("comparison", governor.rule, of=thing)
        sunk = quantity.lo is not None and quantity.lo < 0  # "tăng trưởng âm 0,6%"
        return AspectChoice("change", governor.rule, _DOWN if sunk else governor.direction)
    if quantity.kind not in _RATES:
        return beyond_plan(clause, k) or AspectChoice("level", governor.rule if governor else "join:plain")
    growing = _metric_class(clause, metric) in (_UP, _DOWN)
    special = plan or (None if growing else against_time(clause, k))
    if special is not None:
        return special
    if governor is not None and governor.aspect in ("share", "completion"):
        return AspectChoice(governor.aspect, governor.rule, of=whole_after(clause, k))
    thing = thing_after_versus(clause, k)
    if thing is not None:
        return AspectChoice("comparison", "join:thing_compared", of=thing)
    if governor is not None and governor.aspect == "comparison":
        return AspectChoice("comparison", governor.rule)
    return _part_of_amount(clause, k, metric) or _by_name(clause, k, governor, metric)


def _governor(clause: Clause, k: int, metric: Phrase | None) -> Governor | None:
    """Give the governor of figure k, unless the clause turned to its metric only after it.

    "Sau khi tăng mạnh, giá lợn là 50.000 đồng/kg" tells of a level.
    """
    governor = clause.governors[k]
    if governor is not None and governor.aspect == "change" and _turns(clause, k, governor):
        return None
    name = clause.token_at(metric.start) if metric is not None else None
    if governor is None or name is None or not governor.last <= name < clause.quantities[k].left:
        return governor
    if governor.aspect == "share":
        return None  # "giữ lạm phát dưới 4%"
    parted = any(t.surface == "," for t in clause.frame.tokens[governor.last : name])
    return None if parted and governor.aspect == "change" else governor


def _turns(clause: Clause, k: int, governor: Governor) -> bool:
    """Tell an amount that another piece tells after one of a change: "giá giảm, cao nhất là 5 đồng"."""
    tokens, quantity = clause.frame.tokens, clause.quantities[k]
    listed = k > 0 and clause.quantities[k - 1].left >= governor.last
    if quantity.kind in _RATES or quantity.kind == "multiple" or listed:
        return False
    commas = [i for i in range(governor.last, quantity.left) if tokens[i].surface == ","]
    return bool(commas) and commas[-1] + 1 < quantity.left


def _goes_on(clause: Clause, k: int) -> bool:
    """Tell one of several figures shared out: "giảm lần lượt 27%; [1,4%] và 25% so với cùng kỳ"."""
    first, quantities = clause.run(k).start, clause.quantities
    left = quantities[first].left
    shared = [t.norm for t in clause.frame.tokens[max(0, left - 2) : left]] == ["lần", "lượt"]
    return first < k and shared and quantities[k].kind == quantities[first].kind


def _is_standing(clause: Clause, k: int) -> bool:
    """Tell a mark passed ("mất [mốc] 37 triệu đồng") or where a change is told of ("tại [6 tỉnh]")."""
    tokens, quantity = clause.frame.tokens, clause.quantities[k]
    before = tokens[quantity.left - 1].norm if quantity.left else ""
    if quantity.kind == "count" and before in _WHERE:
        return True
    return quantity.kind not in _RATES and quantity.first > 0 and tokens[quantity.first - 1].norm in _MARKS


def _begins_move(clause: Clause, k: int) -> bool:
    """Tell where a change begins: "tăng giá thuê từ [5 triệu đồng] lên 8 triệu đồng"."""
    tokens, quantity = clause.frame.tokens, clause.quantities[k]
    if (
        quantity.left == quantity.first
        or tokens[quantity.left].norm != "từ"
        or k + 1 == len(clause.quantities)
    ):
        return False
    following = clause.quantities[k + 1]
    end = clause.lexicon["onward"].ending(tokens, following.left)
    return end is not None and following.unit == quantity.unit and end[0] >= quantity.right


def _follows_versus(clause: Clause, k: int) -> bool:
    """Tell that a figure is set against what follows ("tăng 5% so với kế hoạch")."""
    return clause.lexicon["versus"].starting(clause.frame.tokens, clause.quantities[k].right) is not None


def _part_of_whole(
    clause: Clause, k: int, metric: Phrase | None, before: AspectChoice | None
) -> AspectChoice | None:
    """Read a percentage that its own words, or the share before it, make a share.

    "20% trong tổng số khách … là từ Hàn Quốc; 8% từ Đài Loan", "47% nhận định giá tăng", "mức thu là 5%
    giá trị tài sản", "sẽ chiếm 12%, năm 2030 là 15%".
    """
    quantity, governor, tokens = clause.quantities[k], clause.governors[k], clause.frame.tokens
    if quantity.kind != "percent" or quantity.per is not None:
        return None
    at = quantity.right
    if (factor := multiplied(clause, k)) is not None:
        return AspectChoice("share", "join:factor", of=factor)
    if is_levy(clause, k):
        return AspectChoice("level", "join:levy")
    if before is not None and before.aspect == "share" and _is_divided(clause, k, metric):
        return AspectChoice("share", "join:share_divided", of=before.of)
    if clause.lexicon["norms"].starting(tokens, at) and (governor is None or governor.aspect != "change"):
        return AspectChoice("comparison", "join:percent_of_norm", of=whole_after(clause, k))
    of_those = clause.lexicon["of_those"].starting(tokens, at)
    if of_those is None and clause.lexicon["wholes"].starting(tokens, at):
        return AspectChoice("share", "join:share_of_whole", of=whole_after(clause, k))
    moved = governor is not None and governor.aspect == "change" and governor.first < governor.last
    answered = metric is not None and metric.rule == ANSWER and not moved
    if answered or clause.lexicon["answers"].starting(tokens, at):
        return _of_asked(clause, k, before)
    if governor is None or governor.aspect == "level":
        growing = clause.says("rate_names", clause.region(k)[0], quantity.left)
        if not growing and clause.lexicon["whole_heads"].starting(tokens, at):
            return AspectChoice("share", "join:share_of_whole", of=whole_after(clause, k))
    linked = governor is None or governor.rule.endswith(":copula") or tokens[governor.last - 1].norm == "bằng"
    equal = quantity.left > 0 and tokens[quantity.left - 1].surface == "="
    if not linked or (governor is not None and clause.region(k)[0] > governor.first):
        return None
    of = whole_after(clause, k) if governor is not None or equal else None
    if of is not None and of.start == tokens[at].start:
        return AspectChoice("share", "join:share_of_noun", of=of)
    carried = metric is not None and metric.rule == "join:metric_carried"
    if carried and before is not None and before.aspect == "share" and k:
        return AspectChoice("share", "join:share_goes_on", of=before.of)
    return None


def _of_asked(clause: Clause, k: int, before: AspectChoice | None) -> AspectChoice:
    return AspectChoice(
        "share", "join:share_of_asked", of=group_asked(clause, k, before.of if before else None)
    )


def _is_divided(clause: Clause, k: int, metric: Phrase | None) -> bool:
    """Tell a part of the share before it, or one beside it that leaves out the verb.

    "Nợ công là 60% GDP, trong đó nợ Chính phủ là 52%", "Gạo chiếm 20% và ngô khoảng 5%".
    """
    governor, quantity = clause.governors[k], clause.quantities[k]
    if k == 0 or metric is None or (governor is not None and governor.aspect != "level"):
        return False
    taken = kinds_taken(clause, metric)
    if taken is not None and "money" not in taken:
        return False  # "…, trong đó lãi suất là 5%"
    right = clause.quantities[k - 1].right
    beside = governor is None and clause.frame.tokens[right].norm in ("và", ",")
    return beside or clause.says("parts_of_amount", right, quantity.left)


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
    of = whole_after(clause, k)
    return AspectChoice("share" if of else "completion", "join:part_of_amount", of=of)


def _by_name(clause: Clause, k: int, governor: Governor | None, metric: Phrase | None) -> AspectChoice:
    named = _metric_class(clause, metric)
    if named in (_UP, _DOWN):
        sunk = named == _DOWN or (clause.quantities[k].lo or 0) < 0
        return AspectChoice("change", "join:rate_name", _DOWN if sunk else _UP)
    of = whole_after(clause, k)
    if named == "share":
        return AspectChoice("share", "join:share_name", of=of)
    if metric is not None and metric.rule == "join:noun_after":
        return AspectChoice("share", "join:share_of_noun", of=of)
    plain = governor is None and clause.quantities[k].per is None
    if plain and of is not None and metric is not None and metric.rule != METRIC_BEFORE:
        return AspectChoice("share", "join:share_of_noun", of=of)
    return AspectChoice("level", governor.rule if governor else "join:plain")


def _metric_class(clause: Clause, metric: Phrase | None) -> str | None:
    """Tell a metric that is itself a growth rate or a share, by how its name begins."""
    if metric is None:
        return None
    tokens = clause.frame.tokens
    for i, token in enumerate(tokens):
        if token.start == metric.start:
            lookalike = clause.lexicon["not_predicates"]  # "mức giảm trừ" is no fall
            if any(lookalike.starting(tokens, at) for at in (i, i + 1)):
                return None
            if clause.lexicon["rate_names"].starting(tokens, i):
                return _UP
            if clause.lexicon["fall_names"].starting(tokens, i):
                return _DOWN
            return "share" if clause.lexicon["share_names"].starting(tokens, i) else None
    return None


def _of_multiple(clause: Clause, k: int, governor: Governor | None) -> AspectChoice:
    """Read a factor: a change ("tăng gấp 3 lần"), a comparison ("gấp 3 lần Lào"), a share ("2/3 số hộ")."""
    tokens, quantity = clause.frame.tokens, clause.quantities[k]
    if governor is not None and governor.aspect == "change":
        return AspectChoice("change", governor.rule, governor.direction)
    equal = governor is not None and tokens[governor.last - 1].norm == "bằng"
    if governor is not None and (governor.aspect == "comparison" or equal):
        versus = clause.lexicon["versus"].starting(tokens, quantity.right)
        start = versus[0] if versus else quantity.right
        of = time_at(clause, start) or whole_after(clause, k, start)
        of = of or thing_at_opening(clause, governor.first)
        return AspectChoice("comparison", governor.rule, of=of)
    whole = whole_after(clause, k)
    if whole is not None and (quantity.lo or 0) > 1:
        return AspectChoice("comparison", "join:times_of", of=whole)
    share = governor is None or governor.aspect in ("share", "level")
    return AspectChoice("share" if share else "level", "join:fraction", of=whole)
