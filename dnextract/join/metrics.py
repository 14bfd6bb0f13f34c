"""The metric of each figure of a clause: after it, before its verb, the subject, or what was said before."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from dnextract.join.agreement import takes_figure
from dnextract.join.answers import answer_after
from dnextract.join.antecedents import inherited, opens_complement, pointed_to, without_name
from dnextract.join.cases import case_metric
from dnextract.join.context import METRIC_BEFORE, Clause, Discourse, MetricChoice, Phrase
from dnextract.join.subjects import list_copula, noun_after, without_owner
from dnextract.join.tagged import checked
from dnextract.names.mentions import NameMention

__all__ = ["PLAN_BEFORE", "choose_metrics"]

PLAN_BEFORE = "join:plan_before"  # the figure is the plan itself
_JOINTS = frozenset({"và", "hoặc"})
_POINTING = frozenset({"con", "mức", "tỷ", "tỉ"})  # "con số này", "tỷ lệ này"
_OF = frozenset({"của", "trên"})


def choose_metrics(clause: Clause, discourse: Discourse, host: MetricChoice | None) -> list[MetricChoice]:
    """Choose the metric of each figure of a clause.

    `host` is the choice of the figure an aside hangs on.
    """
    choices: list[MetricChoice] = []
    compared = clause.compared
    for run, own in _runs(clause):
        before = choices[-len(run) :] if choices else []
        paired = len(run) > 1 and len(own) == len(run)
        for n, k in enumerate(run):
            after = _beside(clause, k, own)
            case = case_metric(clause, k, own, choices)
            if case is not None:
                choices.append(case)
            elif after is not None:
                scope = choices[-1].scope if choices else None
                choices.append(MetricChoice(after, scope))
            elif len(own) == 1 and (back := pointed_to(clause, k, own[0], choices, discourse, host)):
                choices.append(back)
            elif own:
                first, last = (own[n], own[n]) if paired else (own[0], own[-1])
                metric = clause.phrase(
                    first.first, without_owner(clause, first.first, last.last), METRIC_BEFORE
                )
                choices.append(MetricChoice(metric))
            elif len(run) > 1 and len(before) == len(run) and clause.region(run[0])[0] > 0:
                choices.append(inherited(before[n]))
            else:
                choices.append(without_name(clause, k, choices, discourse, host, compared))
            if clause.quantities[k].item is not None and not (own or after):
                choices[-1] = MetricChoice(None, choices[-1].scope)
            choices[-1] = checked(clause, k, choices[-1])
    return choices


def _beside(clause: Clause, k: int, own: list[NameMention]) -> Phrase | None:
    """Find what the words right beside a figure measure, whatever is named before."""
    found = answer_after(clause, k) or _after(clause, k)
    if found is None and not (own and (_is_size(clause, own[-1]) or _touches(clause, k, own[-1]))):
        found = _measured_noun(clause, k)
    if found is None and not own:
        found = _object(clause, k) or _plan_before(clause, k) or _predicate(clause, k)
    return found


def _runs(clause: Clause) -> Iterator[tuple[list[int], list[NameMention]]]:
    """Give the figures that names are shared out to, run by run, with the names before each run.

    A run is of one unit ("lần lượt 61% và 42%"), or has a name for each figure ("khối lượng và trị giá đạt 5
    tấn và 2 tỷ đồng").
    """
    for row in _rows(clause):
        own = _names_before(clause, row)
        if len(own) == len(row):
            yield row, own
            continue
        for _, same in groupby(row, key=lambda k: clause.quantities[k].unit):
            run = list(same)
            yield run, _names_before(clause, run)


def _rows(clause: Clause) -> list[list[int]]:
    """Group figures that nothing but commas, `và` and qualifiers separate."""
    rows: list[list[int]] = []
    for k, quantity in enumerate(clause.quantities):
        previous = clause.quantities[k - 1] if k else None
        between = clause.frame.tokens[previous.right : quantity.left] if previous else ()
        if 0 < len(between) <= 2 and all(t.surface in (",", "và") for t in between):
            rows[-1].append(k)
        else:
            rows.append([k])
    return rows


def _names_before(clause: Clause, run: Sequence[int]) -> list[NameMention]:
    """Find the names a run of figures has before it, unless a list or what is said begins with it."""
    k = run[0]
    if clause.is_in_name(k) or list_copula(clause, k) is not None or opens_complement(clause, k):
        return []
    return _coordinated(clause, run)


def _coordinated(clause: Clause, run: Sequence[int]) -> list[NameMention]:
    """Find the last metric name before a run of figures, with those it is coordinated with.

    Names that only commas separate belong together where figures follow that they share out.
    """
    k = run[0]
    start, end = clause.region(k)
    start = max(
        [start, *(i for i, _, _ in clause.occurrences("anaphora", start, end) if _opens_piece(clause, i))]
    )
    names = [
        n
        for n in clause.metrics()
        if start <= n.first
        and n.last <= end
        and n.first not in clause.compared
        and not _is_excepted(clause, n)
        and any(_fits(clause, j, n) for j in run)
        and not _is_standard(clause, k, n)
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
    joined = found and any(t.norm in _JOINTS for t in clause.frame.tokens[found[0].last : found[-1].first])
    return found if joined or len(run) > 1 else found[-1:]


def _opens_piece(clause: Clause, i: int) -> bool:
    """Tell a subject that points back after a comma: "ở Áo, nước có dân số già, [con số này] là 5%"."""
    tokens = clause.frame.tokens
    return i > 0 and tokens[i - 1].surface == "," and tokens[i].norm in _POINTING


def _fits(clause: Clause, k: int, name: NameMention) -> bool:
    """Tell whether a figure of this kind can be the value of a metric, by the head of its name.

    Things are counted by "số", "lượng", "quy mô", and traded ("xuất khẩu đạt 2 triệu bao"); and some heads
    say nothing alone ("cổ tức bằng tiền mặt với tỷ lệ 10%").
    """
    quantity, tokens, lexicon = clause.quantities[k], clause.frame.tokens, clause.lexicon
    empty = lexicon["empty_heads"].starting(tokens, name.first)
    if empty is not None and empty[0] >= name.last:
        return False
    if quantity.item is not None:
        trade = lexicon["trade_heads"].starting(tokens, name.first) is not None
        return (trade and clause.governors[k] is not None) or _is_size(clause, name)
    return takes_figure(clause, name, k)


def _is_size(clause: Clause, name: NameMention) -> bool:
    """Tell a name that says how much there is of a thing."""
    return clause.lexicon["size_heads"].starting(clause.frame.tokens, name.first) is not None


def _touches(clause: Clause, k: int, name: NameMention) -> bool:
    """Tell the name of a size right before its figure: "mức tiêu thụ xăng [7 lít/100 km] nội thành"."""
    taken = clause.lexicon.measured.starting(clause.frame.tokens, name.first)
    return name.last == clause.quantities[k].left and taken is not None and "money" not in taken[1]


def _is_standard(clause: Clause, k: int, name: NameMention) -> bool:
    """Tell a name the figure is only set above or below: "thấp hơn [giá sàn] 40.000 đồng"."""
    governor = clause.governors[k]
    return (
        governor is not None
        and governor.last == name.first
        and clause.frame.tokens[governor.last - 1].norm == "hơn"
    )


def _modifies(clause: Clause, name: NameMention, following: NameMention) -> bool:
    """Tell a name that only belongs to the one before: "tỷ lệ nợ xấu trên tổng dư nợ", "trị giá thu về"."""
    between = clause.frame.tokens[name.last : following.first]
    return not between or (len(between) <= 2 and " ".join(t.norm for t in between) in _OF)


def _is_excepted(clause: Clause, name: NameMention) -> bool:
    """Tell a name that is only left out or counted in: "không kể tiền sử dụng đất và phí"."""
    tokens, at = clause.frame.tokens, name.first
    if at > 1 and tokens[at - 1].norm == "và":
        at -= 2
    return clause.lexicon["exceptions"].ending(tokens, at) is not None


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
    """Take what a change is told of, whatever it is: "giảm 4% về số tàu", "15% về sản lượng"."""
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


def _object(clause: Clause, k: int) -> Phrase | None:
    """Take what is done to a part of, right after the figure: "miễn 30% học phí"."""
    quantity, tokens, lexicon = clause.quantities[k], clause.frame.tokens, clause.lexicon
    at = quantity.left
    while (adverb := lexicon["adverbs"].ending(tokens, at)) is not None:
        at = adverb[0]
    acted = lexicon["acting_on"].ending(tokens, at) if quantity.kind == "percent" else None
    if acted is None or lexicon["plans"].starting(tokens, quantity.right) is not None:
        return None
    for name in clause.metrics():
        if name.first == quantity.right and name.last <= clause.limit(k):
            return clause.phrase(name.first, name.last, "join:metric_after")
    moved = lexicon["moves"].ending(tokens, at)
    return None if moved is not None and moved[0] <= acted[0] else noun_after(clause, k, said_of=False)


def _predicate(clause: Clause, k: int) -> Phrase | None:
    """Take what a figure is said to be: "[8 kg] là lượng gạo mỗi hộ dùng một tuần"."""
    tokens, right = clause.frame.tokens, clause.quantities[k].right
    if right >= len(tokens) or tokens[right].norm != "là":
        return None
    for name in clause.metrics():
        if name.first == right + 1 and name.last <= clause.limit(k):
            return clause.phrase(name.first, name.last, "join:metric_after")
    return None


def _plan_before(clause: Clause, k: int) -> Phrase | None:
    """Take the plan whose amount follows its completion: "hoàn thành 71% kế hoạch [5.200 tỷ đồng]"."""
    quantity, tokens = clause.quantities[k], clause.frame.tokens
    if not k or quantity.kind == "percent" or clause.governors[k] is not None:
        return None
    earlier = clause.quantities[k - 1]
    plan = clause.lexicon["plans"].starting(tokens, earlier.right)
    if (
        earlier.kind != "percent"
        or plan is None
        or any(t.kind == "mark" for t in tokens[plan[0] : quantity.left])
    ):
        return None
    return clause.phrase(earlier.right, plan[0], PLAN_BEFORE)


def _measured_noun(clause: Clause, k: int) -> Phrase | None:
    """Take the thing a physical quantity measures from right after it: "6 nghìn tấn phân bón"."""
    return noun_after(clause, k) if clause.quantities[k].kind == "measure" else None


def _share_name(clause: Clause, at: int) -> bool:
    return clause.lexicon["share_names"].starting(clause.frame.tokens, at) is not None
