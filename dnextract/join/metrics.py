"""The metric of each figure of a clause: after it, before its verb, the subject, or what was said before."""

from collections.abc import Sequence
from dataclasses import dataclass

from dnextract.join.context import Clause, Discourse, Phrase
from dnextract.join.lists import ANNOUNCED, label_before, list_metric
from dnextract.join.subjects import answer_after, find_subject, is_name, noun_after, without_owner
from dnextract.names.mentions import NameMention

__all__ = ["LASTING", "MetricChoice", "choose_metrics"]

_OF = frozenset({"của", "trên"})
_NAMED = "join:named_subject"  # a thing a price is set on directly: "VNM tăng 700 đồng"
_NAMED_CARRIED = "join:named_subject_carried"
# Rules a metric keeps when it is carried, as they tell how the next figures may use it.
LASTING = frozenset({_NAMED, _NAMED_CARRIED, ANNOUNCED})
_THINGS = frozenset({_NAMED, _NAMED_CARRIED})


@dataclass(frozen=True, slots=True)
class MetricChoice:
    """The metric of a figure (or none) and the scope its clause gives it."""

    metric: Phrase | None
    scope: Phrase | None = None


def choose_metrics(clause: Clause, discourse: Discourse, host: MetricChoice | None) -> list[MetricChoice]:
    """Choose the metric of each figure of a clause.

    `host` is the choice of the figure an aside hangs on.
    """
    choices: list[MetricChoice] = []
    compared = clause.compared
    for run in _runs(clause):
        own = _coordinated(clause, run[0], compared)
        before = choices[-len(run) :] if choices else []
        paired = len(run) > 1 and len(own) == len(run)
        for n, k in enumerate(run):
            after = answer_after(clause, k) or _after(clause, k) or _measured_noun(clause, k)
            if after is not None:
                scope = choices[-1].scope if choices else None
                choices.append(MetricChoice(after, scope))
            elif own:
                first, last = (own[n], own[n]) if paired else (own[0], own[-1])
                metric = clause.phrase(
                    first.first, without_owner(clause, first.first, last.last), "join:metric_before"
                )
                choices.append(MetricChoice(metric, _opening_scope(clause, k, first.first) or None))
            elif len(run) > 1 and len(before) == len(run) and clause.region(run[0])[0] > 0:
                choices.append(_inherited(before[n]))
            else:
                choices.append(_without_name(clause, k, choices, discourse, host, compared))
            if clause.quantities[k].item is not None and not (own or after):
                choices[-1] = MetricChoice(None, choices[-1].scope)
    return choices


def _runs(clause: Clause) -> list[list[int]]:
    """Group figures that nothing but commas, `và` and qualifiers separate ("lần lượt 61% và 42%")."""
    runs: list[list[int]] = []
    for k, quantity in enumerate(clause.quantities):
        previous = clause.quantities[k - 1] if k else None
        between = clause.frame.tokens[previous.right : quantity.left] if previous else ()
        if (
            previous
            and quantity.unit == previous.unit
            and 0 < len(between) <= 2
            and all(t.surface in (",", "và") for t in between)
        ):
            runs[-1].append(k)
        else:
            runs.append([k])
    return runs


def _coordinated(clause: Clause, k: int, compared: frozenset[int]) -> list[NameMention]:
    """Find the last metric name before figure k, with those it is coordinated with."""
    start, end = clause.region(k)
    names = [
        n
        for n in clause.metrics()
        if start <= n.first and n.last <= end and n.first not in compared and not _is_excepted(clause, n)
    ]
    found = names[-1:]
    governor = clause.governors[k]
    while len(names) > 1 and governor is not None and _modifies(clause, names[-2], names[-1]):
        names = names[:-1]
        found = names[-1:]
    for name in reversed(names[:-1]):
        between = [t.surface for t in clause.frame.tokens[name.last : found[0].first]]
        if not between or any(word not in ("và", ",", "hoặc") for word in between):
            break
        found.insert(0, name)
    return found


def _modifies(clause: Clause, name: NameMention, following: NameMention) -> bool:
    """Tell a name that only belongs to the one before: "tỷ lệ nợ xấu trên tổng dư nợ"."""
    between = clause.frame.tokens[name.last : following.first]
    return 0 < len(between) <= 2 and " ".join(t.norm for t in between) in _OF


def _is_excepted(clause: Clause, name: NameMention) -> bool:
    """Tell a name that is only left out or counted in: "không kể tiền sử dụng đất"."""
    return clause.lexicon["exceptions"].ending(clause.frame.tokens, name.first) is not None


def _after(clause: Clause, k: int) -> Phrase | None:
    """Find a metric right after a figure: "900 tỷ lợi nhuận", "giảm 4% về khối lượng"."""
    quantity, limit = clause.quantities[k], clause.limit(k)
    at = quantity.right
    about = clause.lexicon["about"].starting(clause.frame.tokens, at)
    if about is not None:
        at = about[0]
    elif quantity.kind not in ("money", "measure") and not _share_name(clause, at):
        return None
    for name in clause.metrics():
        if name.first == at and name.last <= limit:
            governor = clause.governors[k]
            if about is None and governor is not None and governor.aspect == "share":
                return None
            return clause.phrase(name.first, name.last, "join:metric_after")
    return _told_of(clause, k, at, limit) if about is not None else None


def _told_of(clause: Clause, k: int, at: int, limit: int) -> Phrase | None:
    """Take what a change is told of, whatever it is: "giảm 7,3% về số doanh nghiệp", "28% về lao động"."""
    tokens, lexicon = clause.frame.tokens, clause.lexicon
    if clause.quantities[k].kind != "percent":
        return None
    last = at
    while (
        last < limit
        and tokens[last].kind == "word"
        and not any(lexicon[c].starting(tokens, last) for c in ("name_stops", "conjunctions"))
    ):
        last += 1
    return clause.phrase(at, last, "join:metric_after") if last > at else None


def _measured_noun(clause: Clause, k: int) -> Phrase | None:
    """Take the thing a physical quantity measures from right after it: "13 nghìn tấn gạo dự trữ"."""
    return noun_after(clause, k) if clause.quantities[k].kind == "measure" else None


def _share_name(clause: Clause, at: int) -> bool:
    return clause.lexicon["share_names"].starting(clause.frame.tokens, at) is not None


def _inherited(choice: MetricChoice) -> MetricChoice:
    if choice.metric is None or choice.metric.rule == ANNOUNCED:
        return choice
    rule = _NAMED_CARRIED if choice.metric.rule in _THINGS else "join:metric_carried"
    return MetricChoice(choice.metric.by(rule), choice.scope)


def _without_name(
    clause: Clause,
    k: int,
    choices: Sequence[MetricChoice],
    discourse: Discourse,
    host: MetricChoice | None,
    compared: frozenset[int],
) -> MetricChoice:
    """Choose for a figure without a known metric name before it: its subject, or what was measured before."""
    earlier = _earlier(clause, k, choices, discourse, host)
    quantity = clause.quantities[k]
    announced = earlier is not None and earlier.metric is not None and earlier.metric.rule == ANNOUNCED
    if _opens_share(clause, k) and not announced:
        noun = noun_after(clause, k)
        if noun is not None:
            return MetricChoice(noun)
    subject = find_subject(clause, k, compared)
    label = label_before(clause, k) if subject is None else None
    if label is not None:
        return MetricChoice(label)
    rate = _named_rate(clause, k) if subject is None else None
    if rate is not None:
        return MetricChoice(rate)
    if subject is None:
        opening = not choices and host is None and clause.governors[k] is None
        if earlier is None or (opening and not announced):
            return MetricChoice(noun_after(clause, k))
        return _inherited(earlier)
    first, last = subject
    named = is_name(clause, first, last)
    words = clause.phrase(first, last, _NAMED if named else "join:subject")
    scope_like = clause.lexicon["scope_heads"].starting(clause.frame.tokens, first) is not None
    if announced and earlier is not None and clause.governors[k] is None and quantity.kind != "count":
        item = clause.frame.tokens[last].surface == ":" or clause.frame.tokens[0].kind == "mark"
        return MetricChoice(earlier.metric, words.by("join:scope_subject") if item else None)
    listed = list_metric(clause, k, discourse)
    if listed is not None and quantity.per is None:
        return MetricChoice(listed, words.by("join:scope_subject"))
    if earlier is not None and earlier.metric is not None and quantity.kind != "count":
        for word_class, rule in (("plans", "join:metric_of_plan"), ("averages", "join:metric_of_average")):
            if clause.lexicon[word_class].starting(clause.frame.tokens, first) is not None:
                return MetricChoice(earlier.metric.by(rule), earlier.scope)
        if named and earlier.metric.rule not in _THINGS and not _is_share(clause, k):
            return _inherited(earlier)
        if scope_like and quantity.per is None and not _is_share(clause, k):
            return MetricChoice(earlier.metric.by("join:metric_of_list"), words.by("join:scope_subject"))
    return MetricChoice(words)


def _named_rate(clause: Clause, k: int) -> Phrase | None:
    """Take a rate named without what grows: "tốc độ tăng trưởng khoảng 13,5%"."""
    governor = clause.governors[k]
    if governor is None or not clause.lexicon["speeds"].starting(clause.frame.tokens, governor.first):
        return None
    return clause.phrase(governor.first, governor.last, "join:metric_before")


def _opens_share(clause: Clause, k: int) -> bool:
    """Tell a percentage that begins a clause: "…; 94% hồ sơ trực tuyến"."""
    quantity, tokens = clause.quantities[k], clause.frame.tokens
    if quantity.kind != "percent" or clause.governors[k] is not None:
        return False
    start, end = clause.region(k)
    echo = clause.lexicon["echoes"]
    if echo.occurs(tokens, end, quantity.first):
        return False
    return (
        start == end
        or tokens[end - 1].norm in (",", ";", ":", "và")
        or clause.lexicon["list_marks"].ending(tokens, end) is not None
    )


def _is_share(clause: Clause, k: int) -> bool:
    governor = clause.governors[k]
    return governor is not None and governor.aspect == "share"


def _earlier(
    clause: Clause, k: int, choices: Sequence[MetricChoice], discourse: Discourse, host: MetricChoice | None
) -> MetricChoice | None:
    """Give what was measured last: by the figure before, the host of an aside, or the sentence before."""
    for j in range(k - 1, -1, -1):
        if choices[j].metric is not None:
            return choices[j]
        item = clause.quantities[j].item
        if item is not None:
            return MetricChoice(clause.phrase(item[0], item[1], "join:item_before"))
    if host is not None and host.metric is not None:
        return host
    return MetricChoice(discourse.metric, discourse.scope) if discourse.metric is not None else None


def _opening_scope(clause: Clause, k: int, name_first: int) -> Phrase | None:
    """Find a phrase that opens the clause and narrows it: "Trong lĩnh vực bưu chính, doanh thu …"."""
    tokens, lexicon = clause.frame.tokens, clause.lexicon
    start = clause.region(k)[0]
    opener = lexicon["scope_openers"].starting(tokens, start)
    if opener is None or opener[0] >= name_first:
        return None
    last = opener[0]
    while last < name_first and tokens[last].surface != ",":
        last += 1
    if last == opener[0] or last >= name_first or tokens[last].surface != ",":
        return None
    if any(t.first < last and opener[0] < t.last for t in clause.frame.times):
        return None
    if lexicon["pointers"].ending(tokens, last) is not None:
        return None
    return clause.phrase(opener[0], last, "join:scope_opening")
