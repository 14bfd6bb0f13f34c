"""What narrows a metric to a part: a sector, a market, a product, a group said apart from its name."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from dnextract.join.context import METRIC_BEFORE, Clause, Discourse, MetricChoice, Phrase
from dnextract.join.holders import counted_before, holder_of, weighed_before
from dnextract.join.markets import find_markets, market_of, market_of_run
from dnextract.join.openings import SCOPE_OF_TRADE, find_exclusion, find_label, find_theme, find_topic
from dnextract.join.parts import ends_noun, is_part
from dnextract.join.pointers import antecedent_scope, pointed_scope, with_pointer
from dnextract.join.priced import find_priced, is_bare_price
from dnextract.join.ranked import ranked_thing
from dnextract.join.subjects import bare_phrase
from dnextract.join.terms import TERM, term_of
from dnextract.names.mentions import NameMention

__all__ = ["choose_scopes", "lasting_choice"]

_CARRIED = "join:metric_carried"
_ITEM = "join:scope_subject"  # the item of a list whose metric is said above it
_AFTER = "join:scope_after"
_FOR = frozenset({"với", "cho", "ở"})


def choose_scopes(
    clause: Clause, discourse: Discourse, choices: Sequence[MetricChoice]
) -> list[MetricChoice]:
    """Give each choice of a metric its scope, if the clause or the text before says one.

    The words nearest to the figure and its metric come first: what hangs on the figure, the item of a list,
    what has the metric ("khối bán lẻ có doanh thu …"), the scope of the figure before where the clause goes
    on from it, then what its segment opens with. What the name of the metric says already is no scope.
    """
    markets, opening = find_markets(clause), find_topic(clause, 0)
    scoped: list[MetricChoice] = []
    for k, choice in enumerate(choices):
        segment = clause.frame.segment_start(clause.quantities[k].left)
        topic = (find_topic(clause, segment) if segment else None) or opening
        choice = with_pointer(clause, _without_topic(clause, choice, topic))
        found = (
            scope
            for scope in _candidates(clause, k, choice, scoped, topic, markets, discourse)
            if scope is not None
            and not _is_owner(clause, scope)
            and not _is_said(clause, choice.metric, scope)
        )
        scope = next(found, None)
        scoped.append(MetricChoice(choice.metric, _without_head(clause, scope) if scope else None))
    return scoped


def lasting_choice(choice: MetricChoice) -> MetricChoice:
    """Give what a sentence leaves of a choice for the ones after it.

    A scope that hangs on one figure ends with it; a trade that a sentence has turned to becomes part of the
    name ("nhập khẩu, tổng trị giá").
    """
    metric, scope = choice.metric, choice.scope
    if scope is None or metric is None or scope.rule in (_AFTER, TERM):
        return choice._replace(scope=None)
    if scope.rule == SCOPE_OF_TRADE:
        return MetricChoice(metric._replace(start=scope.start))
    return choice


def _candidates(
    clause: Clause,
    k: int,
    choice: MetricChoice,
    scoped: Sequence[MetricChoice],
    topic: Phrase | None,
    markets: Sequence[NameMention],
    discourse: Discourse,
) -> Iterator[Phrase | None]:
    """Give what may be the scope of figure k, the best first."""
    metric = choice.metric
    name = clause.token_at(metric.start) if metric is not None else None
    yield _after(clause, k)
    yield term_of(clause, k)
    yield ranked_thing(clause, k)
    yield _item(clause, k, choice, markets)
    yield find_exclusion(clause, k)
    if metric is not None and name is not None:
        yield pointed_scope(clause, metric, name, scoped, discourse)
    if (
        metric is not None
        and name is not None
        and metric.rule == METRIC_BEFORE
        and name <= clause.quantities[k].left
    ):
        yield holder_of(clause, k, name)
        yield counted_before(clause, k, name)
        yield weighed_before(clause, name, scoped)
        if is_bare_price(clause, metric):
            yield find_priced(clause, k, name)
    if metric is not None and name is not None and name <= clause.quantities[k].left:
        yield _between(clause, k, metric)
        yield _of_label(clause, k, scoped)
        yield find_label(clause, k, name) if metric.rule in (METRIC_BEFORE, "join:subject") else None
    if metric is not None:
        yield market_of_run(clause, k, markets)
        yield market_of(clause, k, markets, own=True)
        yield _going_on(clause, k, metric, name, scoped)
    yield topic
    if metric is not None and name is None:
        yield find_label(clause, k, None)
    if metric is not None and name is not None:
        yield find_theme(clause, k, name)
        yield antecedent_scope(clause, metric, name, scoped)
        yield market_of(clause, k, markets, own=False)
    yield choice.scope


def _of_label(clause: Clause, k: int, scoped: Sequence[MetricChoice]) -> Phrase | None:
    """Go on with the scope in a label: "Với hộ nghèo có thu nhập dưới 2 triệu đồng: mức vay 9 triệu đồng"."""
    start, tokens = clause.frame.segment_start(clause.quantities[k].left), clause.frame.tokens
    if k != 1 or start == 0 or tokens[start - 1].surface != ":":
        return None
    return (
        scoped[0].scope
        if clause.frame.segment_start(start - 1) <= clause.quantities[0].left < start
        else None
    )


def _between(clause: Clause, k: int, metric: Phrase) -> Phrase | None:
    """Find what a metric holds for, said before its verb: "học phí đối với nghiên cứu sinh là"."""
    tokens, governor, left = clause.frame.tokens, clause.governors[k], clause.quantities[k].left
    at = clause.token_from(metric.end)
    mark = clause.lexicon["holding_for"].starting(tokens, at)
    end = governor.first if governor is not None and governor.first >= at else left
    if mark is None and at + 1 < end < left and tokens[at].norm == "với":
        mark = (at + 1, "") if _is_part_or_group(clause, at + 1, end) else None
    if mark is None or any(t.kind != "word" for t in tokens[at:end]):
        return None
    found = bare_phrase(clause, mark[0], end, frozenset())
    if found is None or found[0] != mark[0] or any(found[0] <= n.first < found[1] for n in clause.names):
        return None
    return clause.phrase(*found, "join:scope_between")


def _is_owner(clause: Clause, scope: Phrase) -> bool:
    """Tell the name of a firm or a body, which owns a figure and narrows none."""
    at = clause.token_at(scope.start)
    return at is not None and any(n.label == "ORG" and n.first == at for n in clause.names)


def _is_said(clause: Clause, metric: Phrase | None, scope: Phrase) -> bool:
    """Tell a scope that the name of the metric has already."""
    if metric is None:
        return False
    if metric.start < scope.end and scope.start < metric.end:
        return True
    name, words = _words(clause, metric), _words(clause, scope)
    if not words or "này" in name:
        return False
    if scope.rule in (
        _ITEM,
        _AFTER,
    ):  # a part may begin like the whole: "cao su thiên nhiên" of exports of "cao su"
        return set(words) <= set(name)
    couples = set(pairwise(name))
    if couples.intersection(pairwise(words)) or ("toàn", words[0]) in couples:
        return True
    return 2 * sum(word in name for word in words) > len(words)


def _without_head(clause: Clause, scope: Phrase) -> Phrase:
    """Cut a word that only says that a sector follows: "lĩnh vực khai khoáng"."""
    at = clause.token_at(scope.start)
    head = clause.lexicon["sector_words"].starting(clause.frame.tokens, at) if at is not None else None
    if head is None or clause.frame.tokens[head[0] - 1].end >= scope.end:
        return scope
    return scope._replace(start=clause.frame.tokens[head[0]].start)


def _words(clause: Clause, phrase: Phrase) -> list[str]:
    return [t.norm for t in clause.frame.tokens if phrase.start <= t.start < phrase.end]


def _without_topic(clause: Clause, choice: MetricChoice, topic: Phrase | None) -> MetricChoice:
    """Cut the topic a name was read together with: "Về [nhập khẩu, tổng trị giá] đạt …"."""
    metric = choice.metric
    if topic is None or metric is None or not topic.start <= metric.start < topic.end < metric.end:
        return choice
    comma = clause.token_at(topic.end)
    if comma is None or clause.frame.tokens[comma].surface != ",":
        return choice
    return choice._replace(metric=metric._replace(start=clause.frame.tokens[comma + 1].start))


def _after(clause: Clause, k: int) -> Phrase | None:
    """Find the part that hangs on figure k: "3%/tháng đối với khoản vay trả góp"."""
    tokens, limit = clause.frame.tokens, clause.limit(k)
    at = clause.quantities[k].right
    side = _side(clause, k)
    if side is not None:
        return side
    mark = clause.lexicon["tail_marks"].starting(tokens, at)
    if mark is None and at < limit and tokens[at].norm in _FOR and _is_part_or_group(clause, at + 1, limit):
        mark = at + 1, ""
    if mark is None:
        return None
    first = mark[0] - 1 if tokens[mark[0] - 1].norm == "chiều" else mark[0]
    last = next((i for i in range(first, limit) if tokens[i].surface in ",;:.("), limit)
    found = bare_phrase(clause, first, last, frozenset())
    return clause.phrase(*found, _AFTER) if found else None


def _is_part_or_group(clause: Clause, first: int, last: int) -> bool:
    groups = clause.lexicon["topic_groups"]
    return is_part(clause, first, last) or groups.starting(clause.frame.tokens, first) is not None


def _side(clause: Clause, k: int) -> Phrase | None:
    """Find the side of a trade beside figure k: "36 triệu đồng (mua vào)", "mua vào 36 triệu đồng"."""
    quantity, tokens, sides = clause.quantities[k], clause.frame.tokens, clause.lexicon["sides"]
    at = quantity.right
    opened = at < len(tokens) and tokens[at].surface == "("
    side = sides.starting(tokens, at + opened)
    if side is not None and opened:
        closed = side[0] < len(tokens) and tokens[side[0]].surface == ")"
        return clause.phrase(at + 1, side[0], _AFTER) if closed else None
    if side is not None and side[0] - at > 1 and (side[0] == len(tokens) or tokens[side[0]].kind == "mark"):
        return clause.phrase(at, side[0], _AFTER)
    before = sides.ending(tokens, quantity.left)
    if before is None or quantity.left - before[0] < 2 or not any(q.per for q in clause.quantities):
        return None
    return clause.phrase(before[0], quantity.left, _AFTER) if before[0] >= clause.region(k)[0] else None


def _item(clause: Clause, k: int, choice: MetricChoice, markets: Sequence[NameMention]) -> Phrase | None:
    """Give the item of a list figure k is of, commas inside it too: "gồm: máy móc, thiết bị tăng 5%; …"."""
    scope, metric = choice.scope, choice.metric
    if scope is None or scope.rule != _ITEM or (metric is not None and metric.rule == _CARRIED):
        return None
    at = clause.token_at(scope.start)
    if at is None:
        return scope
    if any(n.first == at and n.label != "METRIC" and n not in markets for n in clause.names):
        return None  # an area or a firm
    tokens = clause.frame.tokens
    start = clause.frame.segment_start(clause.quantities[k].left)
    marks = [last for _, last, _ in clause.occurrences("list_marks", start, at)]
    start = max([start, *marks])
    listed = start > 0 and not any(q.right > start for q in clause.quantities[:k])
    nouns = all(
        (tokens[i].kind == "word" or tokens[i].surface == ",") and not ends_noun(clause, i)
        for i in range(start, at)
    )
    return scope._replace(start=tokens[start].start) if listed and nouns else scope


def _going_on(
    clause: Clause, k: int, metric: Phrase, name: int | None, scoped: Sequence[MetricChoice]
) -> Phrase | None:
    """Go on with the scope of the figure before: of the same metric, or of one named right after it."""
    earlier = scoped[-1].metric if scoped else None
    scope = scoped[-1].scope if scoped else None
    if earlier is None or scope is None or scope.rule == _AFTER:
        return None
    if earlier.start == metric.start or _words(clause, earlier) == _words(clause, metric) != []:
        return scope
    if name is None or scope.rule == _ITEM or metric.rule == "join:noun_after":
        return None
    tokens, start, quantity = clause.frame.tokens, clause.quantities[k - 1].right, clause.quantities[k]
    at = quantity.left if name == quantity.right else name
    if at < start:  # coordinated names: "doanh thu và lợi nhuận đạt 5 tỷ đồng và 2 tỷ đồng"
        return scope if metric.rule == METRIC_BEFORE else None
    while at > start:
        adverb = clause.lexicon["adverbs"].ending(tokens, at)
        if adverb is not None and adverb[0] >= start:
            at = adverb[0]
        elif tokens[at - 1].surface in (",", "và", "với"):
            at -= 1
        else:
            return None
    return scope
