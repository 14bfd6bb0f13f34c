"""The words and times of a clause that its figures are compared with."""

from collections.abc import Sequence, Set

from dnextract.grammar.periods import TimeExpression
from dnextract.grammar.times import Since
from dnextract.join.lexicon import JoinLexicon
from dnextract.syntax.frames import Frame
from dnextract.syntax.governors import Governor

__all__ = ["baseline_times", "compared_tokens"]

_ENDS = frozenset({",", ";", ":", "và"})
_NEAR = 9  # tokens that may stand between "so với" and its time
_ONWARD = frozenset({"lên", "xuống", "còn", "đến", "tới"})


def compared_tokens(
    frame: Frame, governors: Sequence[Governor | None], versus: Sequence[tuple[int, int, str]]
) -> frozenset[int]:
    """Give the tokens of phrases a figure is compared with: `so với …` up to a comma, verb or figure.

    `versus` is where words like `so với` stand.
    """
    if not versus:
        return frozenset()
    tokens = frame.tokens
    stops = {q.left for q in frame.quantities} | {g.first for g in governors if g is not None}
    # "so cùng kỳ là hóa chất", but "so với chốt phiên là 1.265 USD"
    stops |= {i for i, t in enumerate(tokens) if t.norm == "là" and i + 1 not in stops}
    inside: set[int] = set()
    free = 0
    for first, last, _ in versus:
        if first < free:
            continue
        free = last
        while free < len(tokens) and tokens[free].norm not in _ENDS and free not in stops:
            free += 1
        inside.update(range(first, free))
    return frozenset(inside)


def baseline_times(
    frame: Frame, governors: Sequence[Governor | None], lexicon: JoinLexicon
) -> frozenset[int]:
    """Give the first tokens of the times that something is compared with.

    Such a time stands after `so với` or `cao hơn`, is `cùng kỳ` that no verb follows, or is what a multiple
    is of ("tăng gấp đôi năm trước", "gấp 2 lần năm 2022") or a change begins at ("tăng 9% từ năm 2020 lên 48
    tỷ won").
    """
    if not frame.times:
        return frozenset()
    measured = {i for q in frame.quantities for i in range(q.first, q.last)}
    return frozenset(t.first for t in frame.times if _is_baseline(frame, t, governors, measured, lexicon))


def _is_baseline(
    frame: Frame,
    time: TimeExpression,
    governors: Sequence[Governor | None],
    measured: Set[int],
    lexicon: JoinLexicon,
) -> bool:
    if time.role == "growth_rate":
        return True
    if any(g is not None and g.last == time.first and _is_beaten(frame, g) for g in governors):
        return True
    versus = _versus_before(frame, time, measured, lexicon)
    if versus is not None:
        return not any(versus <= q.first < time.first for q in frame.quantities)
    if time.role == "same_period":
        return any(q.right <= time.first for q in frame.quantities)
    joined = frame.tokens[time.first - 1].norm == "với" if time.first else False
    at = time.first - 1 if joined else time.first
    before = next((k for k, q in enumerate(frame.quantities) if q.right == at), None)
    governor = None if before is None else governors[before]
    if before is None or governor is None:
        return False
    if joined:
        return governor.aspect == "change"  # "tăng 5% với năm 2019"
    if frame.quantities[before].kind == "multiple":
        return time.role == "previous" or governor.aspect == "comparison"
    return isinstance(time.time, Since) and governor.aspect == "change" and _goes_on(frame, time)


def _is_beaten(frame: Frame, governor: Governor) -> bool:
    """Tell a comparative right before what it is compared with: "cao hơn năm ngoái 5%"."""
    return governor.aspect == "change" and frame.tokens[governor.last - 1].norm == "hơn"


def _versus_before(
    frame: Frame, time: TimeExpression, measured: Set[int], lexicon: JoinLexicon
) -> int | None:
    """Find the token after the `so với` that leads to a time; no mark and no figure stands between."""
    tokens, versus = frame.tokens, lexicon["versus"]
    for i in range(time.first, max(-1, time.first - _NEAR), -1):
        if versus.ending(tokens, i) is not None:
            return i
        if i < time.first and (tokens[i].surface in ",;:" or i in measured):
            return None
    return None


def _goes_on(frame: Frame, time: TimeExpression) -> bool:
    """Tell the start of a change whose end follows: "tăng 9% từ năm 2020 lên …"."""
    return time.last < len(frame.tokens) and frame.tokens[time.last].norm in _ONWARD
