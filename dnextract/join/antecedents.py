"""What a figure without a metric name of its own measures: its subject, its list, or what was said before."""

from collections.abc import Sequence

from dnextract.join.actors import is_handed_over, is_owner, is_priced, object_of
from dnextract.join.agreement import agrees, named_earlier
from dnextract.join.answers import ANSWER
from dnextract.join.context import METRIC_BEFORE, Clause, Discourse, MetricChoice, Phrase
from dnextract.join.lists import ANNOUNCED, label_before, list_metric, metric_of_opener
from dnextract.join.subjects import find_subject, is_name, noun_after
from dnextract.names.mentions import NameMention

__all__ = ["LASTING", "PART_WITH_SHARE", "inherited", "opens_complement", "pointed_to", "without_name"]

PART_WITH_SHARE = "join:part_with_share"  # what follows goes on with the whole
_NAMED = "join:named_subject"  # a thing a price is set on directly: "FPT tăng 400 đồng"
_PART = "join:scope_subject"
_NAMED_CARRIED = "join:named_subject_carried"
# Rules a metric keeps when it is carried, as they tell how the next figures may use it.
LASTING = frozenset({_NAMED, _NAMED_CARRIED, ANNOUNCED})
_LISTED = frozenset({METRIC_BEFORE, "join:metric_of_list"})
_GENERAL = ("scope_heads", "part_heads")  # nouns that say which part only with more words
_THIS = frozenset({"này", "đó", "ấy"})
_LONGEST_CLAUSE = 10  # tokens said of things counted
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
    earlier = _earlier(clause, k, choices, discourse, host)
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
        goes_on = before is not None and before.rule == METRIC_BEFORE
        if earlier is not None and (goes_on or clause.lexicon["breakdown"].starting(clause.frame.tokens, 0)):
            return inherited(earlier)
        return MetricChoice(None)
    subject = object_of(clause, k, *subject)
    return _of_subject(clause, k, subject, choices, discourse, earlier)


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
    if is_priced(clause, k, first, last):
        return MetricChoice(words)
    if named and earlier.metric.rule not in _THINGS and not shared:
        return inherited(earlier)
    if not shared and _points_back(clause, first, last):
        return inherited(earlier)
    if _goes_on_listing(clause, k, choices):
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

    What is per nothing goes on in a breakdown only, and money where the name before has a part of its own
    too: "trong đó, vốn cho đường sá 5 tỷ đồng, cầu 2 tỷ đồng".
    """
    quantity, before = clause.quantities[k], clause.quantities[k - 1] if k else None
    if before is None or (before.unit, before.per) != (quantity.unit, quantity.per):
        return False
    earlier = choices[-1].metric
    if clause.governors[k] is not None or earlier is None or earlier.rule not in _LISTED:
        return False
    if quantity.per is not None:
        return True
    opened = clause.says("breakdown", 0, clause.quantities[0].left)
    named = [t.norm for t in clause.frame.tokens if earlier.start <= t.start < earlier.end]
    return opened and (quantity.kind == "measure" or (quantity.kind == "money" and "cho" in named))


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
    earlier = _earlier(clause, k, choices, discourse, host)
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
    timed = {i for t in clause.frame.times for i in range(t.first, t.last)}
    while at > start and (at - 1 in timed or lexicon["adverbs"].ending(tokens, at) is not None):
        at -= 1
    exists = any(t.norm == "có" for t in tokens[at : quantity.left])
    opens = lexicon["complementizers"].ending(tokens, at) is not None or (
        exists and (at == 0 or tokens[at - 1].surface in ",;:")
    )
    return opens and noun_after(clause, k) is not None


def _is_share(clause: Clause, k: int) -> bool:
    governor = clause.governors[k]
    return governor is not None and governor.aspect == "share"


def _earlier(
    clause: Clause, k: int, choices: Sequence[MetricChoice], discourse: Discourse, host: MetricChoice | None
) -> MetricChoice | None:
    """Give what was measured last: by the figure before, the host of an aside, or the sentence before."""
    said = host if host is not None and host.metric is not None else None
    if said is None and discourse.metric is not None and not _differs(clause, k, discourse):
        said = MetricChoice(discourse.metric, discourse.scope, discourse.takes)
    if said is not None and not agrees(clause, k, said):
        said = named_earlier(clause, k)
    for j in range(k - 1, -1, -1):
        metric = choices[j].metric
        if metric is not None and metric.rule == PART_WITH_SHARE:
            continue
        if metric is not None and not agrees(clause, k, choices[j]):
            said = named_earlier(clause, k)
            continue
        if metric is not None and _is_weighed(clause, k, j, metric):
            continue
        if metric is not None:
            return choices[j]
        governor = clause.governors[j]
        reached = governor is not None and governor.rule.endswith(":become")  # "tăng 2% lên 100 triệu bao"
        segment = clause.frame.segment_start(clause.quantities[k].left)
        apart = j and clause.quantities[j].left < segment  # said of the item of a list before
        if clause.quantities[j].item is not None and not (reached and j) and not apart:
            return _counted(clause, j, said)
    return said


def _is_weighed(clause: Clause, k: int, j: int, metric: Phrase) -> bool:
    """Tell a thing only weighed before an amount of money: "kho phát 6 tấn gạo, thu [3 triệu đồng]"."""
    weighed = metric.rule == "join:noun_after" and clause.quantities[j].kind == "measure"
    return weighed and clause.quantities[k].kind == "money"


def _differs(clause: Clause, k: int, discourse: Discourse) -> bool:
    """Tell money from what was counted or weighed before, and the other way round."""
    kind = clause.quantities[k].kind
    return (
        kind in ("money", "measure")
        and discourse.amount is not None
        and ((kind == "money") != (discourse.amount == "money"))
    )


def _counted(clause: Clause, j: int, said: MetricChoice | None) -> MetricChoice:
    """Give what goes on being measured after a count: the things counted, or what they are parts of.

    A total right before the count is theirs ("tổng trị giá 5 lô đất gần 30 tỷ đồng"); markets and sectors are
    counted as parts: "4 ngành trọng yếu giảm 0,1%" goes on with what was measured.
    """
    quantity, tokens = clause.quantities[j], clause.frame.tokens
    first, last = quantity.item or (quantity.first, quantity.right)
    total = next((n for n in clause.metrics() if n.last == quantity.left), None)
    if total is not None and tokens[total.first].norm == "tổng" and total.last - total.first > 2:
        return MetricChoice(clause.phrase(total.first, total.last, METRIC_BEFORE))
    words = clause.phrase(first, _told_until(clause, last), "join:item_before")
    if said is not None and said.metric is not None and clause.lexicon["scope_heads"].starting(tokens, first):
        return MetricChoice(said.metric, words.by("join:scope_counted"))
    return MetricChoice(words)


def _told_until(clause: Clause, last: int) -> int:
    """Give where what is said of things counted ends: "60 hộ [tham gia trồng rừng], tăng 5%"."""
    tokens, lexicon = clause.frame.tokens, clause.lexicon
    timed = {t.first for t in clause.frame.times} | {q.left for q in clause.quantities}
    end, limit = last, min(len(tokens), last + _LONGEST_CLAUSE)
    while end < limit and tokens[end].kind == "word" and end not in timed:
        if any(lexicon[c].starting(tokens, end) for c in ("name_stops", "of_stops", "conjunctions")):
            break
        end += 1
    return end if end < limit else last
