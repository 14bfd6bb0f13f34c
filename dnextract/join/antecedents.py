"""What a figure without a metric name of its own measures: its subject, its list, or what was said before."""

from collections.abc import Sequence

from dnextract.join.actors import is_handed_over, is_owner, is_priced, is_share_code, object_of
from dnextract.join.agreement import kinds_taken
from dnextract.join.answers import ANSWER
from dnextract.join.context import METRIC_BEFORE, Clause, Discourse, MetricChoice, Phrase
from dnextract.join.earlier import PART_WITH_SHARE, measured_before
from dnextract.join.lists import ANNOUNCED, label_before, list_metric, metric_of_opener
from dnextract.join.ranked import ranked_thing
from dnextract.join.subjects import find_subject, is_name, noun_after
from dnextract.names.mentions import NameMention

__all__ = ["LASTING", "inherited", "opens_complement", "pointed_to", "without_name"]

_NAMED = "join:named_subject"  # a thing a price is set on directly: "FPT tăng 400 đồng"
_PART = "join:scope_subject"
_NAMED_CARRIED = "join:named_subject_carried"
# Rules a metric keeps when it is carried, as they tell how the next figures may use it.
LASTING = frozenset({_NAMED, _NAMED_CARRIED, ANNOUNCED})
_LISTED = frozenset({METRIC_BEFORE, "join:metric_of_list"})
_GENERAL = ("scope_heads", "part_heads")  # nouns that say which part only with more words
_THIS = frozenset({"này", "đó", "ấy"})
_THINGS = frozenset({_NAMED, _NAMED_CARRIED})


def without_name(
    clause: Clause,
    k: int,
    choices: Sequence[MetricChoice],
    discourse: Discourse,
    host: MetricChoice | None,
    compared: frozenset[int],
) -> MetricChoice:
    """Choose for a figure without a known metric name before it: its subject, or what was measured before."""
    earlier = measured_before(clause, k, choices, discourse, host)
    announced = earlier is not None and earlier.metric is not None and earlier.metric.rule == ANNOUNCED
    label = label_before(clause, k)
    if label is None and _opens_share(clause, k) and not announced:
        noun = noun_after(clause, k)
        if noun is not None:
            return MetricChoice(noun)
    subject = find_subject(clause, k, compared)
    if subject is None:
        named = label or _named_rate(clause, k)
        if named is not None:
            return MetricChoice(named)
        opening = not choices and host is None and clause.governors[k] is None
        if earlier is None or (opening and not announced):
            return MetricChoice(noun_after(clause, k), host.scope if host else None)
        part = choices[-1].scope if choices and _is_share(clause, k) else None
        if part is not None and part.rule == _PART:  # "trong đó, ngành dệt tăng 4%, chiếm 38%"
            return MetricChoice(part.by(PART_WITH_SHARE))
        return inherited(earlier)
    if is_handed_over(clause, k, subject):
        before = choices[-1].metric if choices else None
        goes_on = before is not None and before.rule == METRIC_BEFORE and not _has_cause(clause, k)
        if earlier is not None and (goes_on or clause.lexicon["breakdown"].starting(clause.frame.tokens, 0)):
            return inherited(earlier)
        return MetricChoice(None)
    subject = object_of(clause, k, *subject)
    return _of_subject(clause, k, subject, choices, discourse, earlier)


def _has_cause(clause: Clause, k: int) -> bool:
    """Tell a figure of what the one before brought about: "giá giảm 9% khiến ông mất [2 tỷ USD]"."""
    start, end = clause.quantities[k - 1].right, clause.quantities[k].left
    return any(t.norm == "khiến" for t in clause.frame.tokens[start:end])


def _of_subject(
    clause: Clause,
    k: int,
    subject: tuple[int, int],
    choices: Sequence[MetricChoice],
    discourse: Discourse,
    earlier: MetricChoice | None,
) -> MetricChoice:
    """Choose between a subject and what was measured before, of which it may be a part."""
    first, last = subject
    tokens, lexicon, quantity = clause.frame.tokens, clause.lexicon, clause.quantities[k]
    named = is_name(clause, first, last) or _is_listed_name(clause, k, first, last)
    words = clause.phrase(first, last, _NAMED if named else "join:subject")
    announced = earlier is not None and earlier.metric is not None and earlier.metric.rule == ANNOUNCED
    if announced and earlier is not None and clause.governors[k] is None and quantity.kind != "count":
        item = tokens[last].surface == ":" or tokens[0].kind == "mark"
        return MetricChoice(earlier.metric, words.by(_PART) if item else None)
    listed = list_metric(clause, k, discourse)
    if listed is None and not named:
        listed = metric_of_opener(clause, k, choices)
    if listed is not None and quantity.per is None:
        return MetricChoice(listed, words.by(_PART))
    shared = _is_share(clause, k)
    if earlier is None or earlier.metric is None or quantity.kind == "count":
        return MetricChoice(None if named and not shared and is_owner(clause, k, first) else words)
    for word_class, rule in (("plans", "join:metric_of_plan"), ("averages", "join:metric_of_average")):
        if lexicon[word_class].starting(tokens, first) is not None:
            return MetricChoice(earlier.metric.by(rule), earlier.scope)
    if is_priced(clause, k, first, last) or is_share_code(clause, k, first, last):
        return MetricChoice(words)
    listing = _goes_on_listing(clause, k, choices) and not is_name(clause, first, last)
    if named and earlier.metric.rule not in _THINGS and not (shared or listing):
        return inherited(earlier)
    ranked = None if shared else ranked_thing(clause, k)
    if ranked is not None:
        return MetricChoice(earlier.metric.by("join:metric_of_list"), ranked.by(_PART))
    if not shared and _points_back(clause, first, last):
        return inherited(earlier)
    if listing:
        return MetricChoice(earlier.metric.by("join:metric_of_list"), words.by(_PART))
    sector = lexicon["scope_heads"].starting(tokens, first) is not None and quantity.per is None
    sector = sector or lexicon["terms"].starting(tokens, first) is not None
    if (sector and not shared) or _is_part(clause, k, choices):
        return MetricChoice(earlier.metric.by("join:metric_of_list"), words.by(_PART))
    return MetricChoice(words)


def _points_back(clause: Clause, first: int, last: int) -> bool:
    """Tell a part that was named before: "[nhóm hàng] này tăng 5%"."""
    tokens, lexicon = clause.frame.tokens, clause.lexicon
    if last >= len(tokens) or lexicon["pointers"].starting(tokens, last) is None:
        return False
    return any((head := lexicon[c].starting(tokens, first)) and head[0] >= last for c in _GENERAL)


def _goes_on_listing(clause: Clause, k: int, choices: Sequence[MetricChoice]) -> bool:
    """Tell the next thing measured the same way: "giá nhãn 4.000 đồng/kg, [vải thiều] 11.000 đồng/kg".

    Rates and outputs go on ("sản lượng cá đạt 5 tấn, [tôm] đạt 2 tấn"); money that is per nothing in a
    breakdown only, where the name before has a part of its own ("trong đó, vốn cho cầu 5 tỷ đồng, đường …").
    """
    quantity, before = clause.quantities[k], clause.quantities[k - 1] if k else None
    tokens = clause.frame.tokens
    if before is None or (before.unit, before.per) != (quantity.unit, quantity.per):
        return False
    earlier, governor = choices[-1].metric, clause.governors[k]
    if earlier is None or earlier.rule not in _LISTED:
        return False
    plain = governor is None or governor.aspect == "level"
    if quantity.kind == "percent" and quantity.per is None:
        taken = kinds_taken(clause, earlier, choices[-1])
        return plain and taken is not None and "money" not in taken
    if quantity.kind == "measure" and quantity.per is None:
        at = clause.token_at(earlier.start)
        return plain and at is not None and clause.lexicon["outputs"].starting(tokens, at) is not None
    if governor is not None:
        return False
    if quantity.per is not None:
        return True
    opened = clause.says("breakdown", 0, clause.quantities[0].left)
    named = [t.norm for t in tokens if earlier.start <= t.start < earlier.end]
    return opened and quantity.kind == "money" and "cho" in named


def _is_listed_name(clause: Clause, k: int, first: int, last: int) -> bool:
    """Tell any proper name after figures of the same unit: "Sacombank giảm còn 91%; HDBank đạt 87%"."""
    words = clause.frame.tokens[first:last]
    same = any(q.unit == clause.quantities[k].unit for q in clause.quantities[:k])
    return same and first > 0 and all(t.surface[0].isupper() or t.kind == "digits" for t in words)


def _is_part(clause: Clause, k: int, choices: Sequence[MetricChoice]) -> bool:
    """Tell a change told of a part: after words like "trong đó", or in a list whose first item was one."""
    quantity, governor = clause.quantities[k], clause.governors[k]
    listed = bool(choices) and choices[-1].scope is not None and choices[-1].scope.rule == _PART
    if listed and clause.frame.tokens[clause.region(k)[0] - 1].surface == ";" and quantity.per is None:
        return any(
            c.scope is not None and c.scope.rule == _PART and q.unit == quantity.unit
            for c, q in zip(choices, clause.quantities, strict=False)
        )
    changes = governor is not None and governor.aspect == "change" and quantity.per is None
    if not changes or quantity.kind not in ("percent", "money"):
        return False
    return listed or clause.says("breakdown", 0, quantity.left if k else 1)


def pointed_to(
    clause: Clause,
    k: int,
    name: NameMention,
    choices: Sequence[MetricChoice],
    discourse: Discourse,
    host: MetricChoice | None,
) -> MetricChoice | None:
    """Find what a name that only points back stands for: "[chỉ số này] tăng 5%"."""
    tokens, lexicon = clause.frame.tokens, clause.lexicon
    head = lexicon["pointing_names"].starting(tokens, name.first)
    after = tokens[head[0]].norm if head is not None and head[0] < len(tokens) else ""
    if head is None or head[0] < name.last or after not in _THIS:
        return None
    earlier = measured_before(clause, k, choices, discourse, host)
    return inherited(earlier) if earlier is not None and earlier.metric is not None else None


def inherited(choice: MetricChoice) -> MetricChoice:
    """Take over the metric of another figure."""
    if choice.metric is None or choice.metric.rule in (ANNOUNCED, ANSWER):
        return choice
    rule = _NAMED_CARRIED if choice.metric.rule in _THINGS else "join:metric_carried"
    return choice._replace(metric=choice.metric.by(rule))


def _named_rate(clause: Clause, k: int) -> Phrase | None:
    """Take a rate named without what grows: "tốc độ tăng trưởng bình quân 9,2%"."""
    governor = clause.governors[k]
    if governor is None or not clause.lexicon["speeds"].starting(clause.frame.tokens, governor.first):
        return None
    return clause.phrase(governor.first, governor.last, METRIC_BEFORE)


def _opens_share(clause: Clause, k: int) -> bool:
    """Tell a percentage that begins a clause: "…; 60% đơn qua mạng", "vì mỗi tháng tới 8% tàu nằm bờ"."""
    quantity, tokens, lexicon = clause.quantities[k], clause.frame.tokens, clause.lexicon
    start, end = clause.region(k)
    if opens_complement(clause, k):
        return True
    if quantity.kind != "percent" or clause.says("echoes", end, quantity.first):
        return False
    return clause.governors[k] is None and (
        start == end
        or tokens[end - 1].norm in (",", ";", ":", "và")
        or lexicon["list_marks"].ending(tokens, end) is not None
    )


def opens_complement(clause: Clause, k: int) -> bool:
    """Tell a part that begins what is said, or when and why: "cho thấy 2/3 hộ …", "khi có 35% số tàu …".

    So does one that there is: "Có tới 27% nhà vườn …".
    """
    quantity, tokens, lexicon = clause.quantities[k], clause.frame.tokens, clause.lexicon
    if quantity.kind not in ("percent", "multiple"):
        return False
    at, start = quantity.left, clause.region(k)[0]
    while at > start and (at - 1 in clause.timed or lexicon["adverbs"].ending(tokens, at) is not None):
        at -= 1
    exists = any(t.norm == "có" for t in tokens[at : quantity.left])
    opens = lexicon["complementizers"].ending(tokens, at) is not None or (
        exists and (at == 0 or tokens[at - 1].surface in ",;:")
    )
    return opens and noun_after(clause, k) is not None


def _is_share(clause: Clause, k: int) -> bool:
    governor = clause.governors[k]
    return governor is not None and governor.aspect == "share"
