"""The metric of each figure of a clause: after it, before its verb, the subject, or what was said before."""

from collections.abc import Sequence
from dataclasses import dataclass

from dnextract.join.context import Clause, Discourse, Phrase
from dnextract.names.mentions import NameMention

__all__ = ["MetricChoice", "choose_metrics"]

_LONGEST_SUBJECT = 30  # tokens


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
    compared = clause.compared()
    for run in _runs(clause):
        own = _coordinated(clause, run[0], compared)
        before = choices[-len(run) :] if choices else []
        paired = len(run) > 1 and len(own) == len(run)
        for n, k in enumerate(run):
            after = _after(clause, k) or _measured_noun(clause, k)
            if after is not None:
                scope = choices[-1].scope if choices else None
                choices.append(MetricChoice(after, scope))
            elif own:
                first, last = (own[n], own[n]) if paired else (own[0], own[-1])
                metric = clause.phrase(first.first, _without_owner(clause, first.first, last.last), "join:metric_before")
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
        if previous and quantity.unit == previous.unit and 0 < len(between) <= 2 and all(
            t.surface in (",", "và") for t in between
        ):
            runs[-1].append(k)
        else:
            runs.append([k])
    return runs


def _coordinated(clause: Clause, k: int, compared: set[int]) -> list[NameMention]:
    """Find the last metric name before figure k, with those it is coordinated with."""
    start, end = clause.region(k)
    names = [
        n
        for n in clause.metrics()
        if start <= n.first and n.last <= end and n.first not in compared and not _is_excepted(clause, n)
    ]
    found = names[-1:]
    for name in reversed(names[:-1]):
        between = [t.surface for t in clause.frame.tokens[name.last : found[0].first]]
        if not between or any(word not in ("và", ",", "hoặc") for word in between):
            break
        found.insert(0, name)
    return found


def _is_excepted(clause: Clause, name: NameMention) -> bool:
    """Tell a name that is only left out or counted in: "không kể tiền sử dụng đất"."""
    return clause.lexicon["exceptions"].ending(clause.frame.tokens, name.first) is not None


def _after(clause: Clause, k: int) -> Phrase | None:
    """Find a metric right after a figure: "900 tỷ lợi nhuận", "giảm 4% về khối lượng", "mức tăng 35% về …"."""
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
    return None


def _measured_noun(clause: Clause, k: int) -> Phrase | None:
    """Take the thing a physical quantity measures from right after it: "13 nghìn tấn gạo dự trữ"."""
    return _noun_after(clause, k) if clause.quantities[k].kind == "measure" else None


def _share_name(clause: Clause, at: int) -> bool:
    return clause.lexicon["share_names"].starting(clause.frame.tokens, at) is not None


def _inherited(choice: MetricChoice) -> MetricChoice:
    metric = choice.metric and choice.metric.by("join:metric_carried")
    return MetricChoice(metric, choice.scope)


def _without_name(
    clause: Clause,
    k: int,
    choices: Sequence[MetricChoice],
    discourse: Discourse,
    host: MetricChoice | None,
    compared: set[int],
) -> MetricChoice:
    """Choose for a figure without a known metric name before it: its subject, or what was measured before."""
    earlier = _earlier(clause, k, choices, discourse, host)
    quantity = clause.quantities[k]
    if _opens_share(clause, k):
        noun = _noun_after(clause, k)
        if noun is not None:
            return MetricChoice(noun)
    subject = _subject(clause, k, compared)
    if subject is None:
        opening = not choices and host is None and clause.governors[k] is None
        if earlier is None or opening:
            return MetricChoice(_noun_after(clause, k))
        return _inherited(earlier)
    first, last = subject
    words = clause.phrase(first, last, "join:subject")
    scope_like = clause.lexicon["scope_heads"].starting(clause.frame.tokens, first) is not None
    listed = _list_metric(clause, k)
    if listed is not None and quantity.per is None:
        return MetricChoice(listed, words.by("join:scope_subject"))
    is_name = _is_name(clause, first, last)
    if earlier is not None and earlier.metric is not None and quantity.kind != "count":
        for word_class, rule in (("plans", "join:metric_of_plan"), ("averages", "join:metric_of_average")):
            if clause.lexicon[word_class].starting(clause.frame.tokens, first) is not None:
                return MetricChoice(earlier.metric.by(rule), earlier.scope)
        if is_name and not _is_share(clause, k):
            return _inherited(earlier)
        if scope_like and quantity.per is None and not _is_share(clause, k):
            return MetricChoice(earlier.metric.by("join:metric_of_list"), words.by("join:scope_subject"))
    return MetricChoice(words)


def _opens_share(clause: Clause, k: int) -> bool:
    """Tell a percentage that begins a clause: "…; 94% hồ sơ trực tuyến", "Về chính quyền số, 100% dịch vụ …"."""
    quantity, tokens = clause.quantities[k], clause.frame.tokens
    if quantity.kind != "percent" or clause.governors[k] is not None:
        return False
    start, end = clause.region(k)
    return start == end or tokens[end - 1].surface in ",;:" or clause.lexicon["list_marks"].ending(tokens, end) is not None


def _is_name(clause: Clause, first: int, last: int) -> bool:
    """Tell a subject that is a place or an organisation, with at most a few words around it."""
    tokens = clause.frame.tokens
    while first < last and (area := clause.lexicon["area_words"].starting(tokens, first)) is not None:
        first = area[0]
    owners = [n for n in clause.names if n.label != "METRIC"]
    return first == last or any(n.first == first and last - n.last <= 3 for n in owners)


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


def _list_metric(clause: Clause, k: int) -> Phrase | None:
    """Find the metric a list of parts stands under: "Chỉ số tồn kho của một số ngành giảm như: in ấn giảm 5%; …".

    It is named before the colon or `như`, and no figure stands between.
    """
    tokens = clause.frame.tokens
    first_figure = clause.quantities[0].left
    for i in range(first_figure):
        mark = clause.lexicon["list_marks"].starting(tokens, i)
        if tokens[i].surface == ":" or (mark is not None and mark[1] and i > 0):
            names = [n for n in clause.metrics() if n.last <= i]
            if names:
                name = names[-1]
                last = _without_owner(clause, name.first, name.last)
                return clause.phrase(name.first, last, "join:metric_of_list")
    return None


def _without_owner(clause: Clause, first: int, last: int) -> int:
    """Cut a place or organisation from the end of a name: "lợi nhuận của Vietcombank"; gives the new end."""
    tokens = clause.frame.tokens
    for name in clause.names:
        if name.label == "METRIC" or name.last != last or name.first - first < 2:
            continue
        start = name.first
        while start - first > 1 and clause.lexicon["area_words"].ending(tokens, start):
            start = clause.lexicon["area_words"].ending(tokens, start)[0]  # type: ignore[index]
        if start - first > 1 and tokens[start - 1].norm in ("của", "tại", "ở", "trong"):
            return start - 1
    return last


def _subject(clause: Clause, k: int, compared: set[int]) -> tuple[int, int] | None:
    """Find the noun phrase before the governor (or figure) that no metric lexicon knows."""
    start, end = clause.region(k)
    governor = clause.governors[k]
    if governor is not None and governor.first >= start:
        end = governor.first
    tokens = clause.frame.tokens
    blocked = compared | {i for t in clause.frame.times for i in range(t.first, t.last)}
    whole = _coordinated_subject(clause, start, end, blocked)
    if whole is not None:
        return whole
    last = end
    while last > start:
        first = last
        while first > start and tokens[first - 1].surface not in ",:;“”\"":
            if tokens[first - 1].surface == "–" and tokens[first].surface[0].isupper():
                break
            first -= 1
        found = _bare(clause, first, last, blocked)
        if found is not None:
            return found
        last = first - 1
    return None


def _coordinated_subject(clause: Clause, start: int, end: int, blocked: set[int]) -> tuple[int, int] | None:
    """Take a subject with commas inside: "ngành chế biến lương thực, thực phẩm, đồ uống"."""
    tokens, lexicon = clause.frame.tokens, clause.lexicon
    if not any(tokens[i].surface == "," for i in range(start, end)):
        return None
    found = _bare(clause, start, end, blocked)
    if found is None or not any(lexicon[c].starting(tokens, found[0]) for c in ("scope_heads", "averages")):
        return None
    return found if found[1] == end or not any(tokens[i].surface == "," for i in range(found[1], end)) else None


def _bare(clause: Clause, first: int, last: int, blocked: set[int]) -> tuple[int, int] | None:
    """Strip openers, times and trailing adverbs from a piece; `None` if no noun phrase is left."""
    tokens, lexicon = clause.frame.tokens, clause.lexicon
    if lexicon["speakers"].starting(tokens, first):
        return None
    pointing = lexicon["anaphora"].starting(tokens, first)
    while pointing is None and first < last:
        opener = lexicon["openers"].starting(tokens, first)
        if lexicon["plans"].starting(tokens, first):
            break
        stop = lexicon["name_stops"].starting(tokens, first)
        if first in blocked or tokens[first].kind == "mark":
            first += 1
        elif stop is not None and stop[0] <= last:
            first = stop[0]
        elif opener is not None and opener[0] <= last:
            first = opener[0]
        else:
            break
    for i in range(first, last):
        if i in blocked or (i > first and not lexicon["plans"].starting(tokens, i) and lexicon["name_stops"].starting(tokens, i)):
            inner = lexicon["name_inner"].starting(tokens, i)
            if i in blocked or inner is None:
                last = i
                break
    while last > first:
        tail = lexicon["trailing"].ending(tokens, last)
        if tokens[last - 1].kind == "mark" and tokens[last - 1].surface != ")":
            last -= 1
        elif tail is not None and tail[0] >= first:
            last = tail[0]
        else:
            break
    if pointing is not None or last <= first or last - first > _LONGEST_SUBJECT or tokens[first].kind != "word":
        return None
    return first, last


def _noun_after(clause: Clause, k: int) -> Phrase | None:
    """Take the noun phrase right after a figure with nothing before it ("100% văn bản được ký số")."""
    quantity = clause.quantities[k]
    first, limit = quantity.right, clause.limit(k)
    tokens, lexicon = clause.frame.tokens, clause.lexicon
    if quantity.kind == "count" or first >= limit or tokens[first].kind != "word":
        return None
    if lexicon["name_stops"].starting(tokens, first) or lexicon["conjunctions"].starting(tokens, first):
        return None
    last = first
    stop_at_verbs = quantity.kind != "percent"
    while last < limit:
        token = tokens[last]
        if token.surface in ",;:.()…" and not (token.surface == "," and _clause_goes_on(clause, k, last, limit)):
            break
        if stop_at_verbs and lexicon["name_stops"].starting(tokens, last):
            break
        last += 1
    while last > first and lexicon["trailing"].ending(tokens, last) is not None:
        last = max(first, lexicon["trailing"].ending(tokens, last)[0])  # type: ignore[index]
    return clause.phrase(first, last, "join:noun_after") if last > first else None


def _clause_goes_on(clause: Clause, k: int, comma: int, limit: int) -> bool:
    """Tell a comma inside the predicate of "100% văn bản được ký số, gửi nhận liên thông" from an end."""
    tokens = clause.frame.tokens
    following = comma + 1
    if k + 1 < len(clause.quantities) and clause.quantities[k + 1].left == following:
        return False
    return following < limit and tokens[following].kind == "word" and not clause.lexicon["conjunctions"].starting(
        tokens, following
    )


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
    return clause.phrase(opener[0], last, "join:scope_opening")
