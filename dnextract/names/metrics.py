"""Names of metrics: noun phrases that begin with a head such as `doanh thu` or `tỷ lệ`."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from dnextract.names.mentions import NameMention
from dnextract.patterns import Patterns
from dnextract.text import PhraseIndex, Tokens
from dnextract.text.phrases import Entry

__all__ = ["MetricLexicon", "compile_metrics", "find_metrics", "trim"]

_LONGEST: Final = 40  # tokens of one name
_NO: Final = "no"
_OPENING: Final = "opening"
_PRICES: Final = "prices"
_ROMAN: Final = frozenset("IVX")
_BEFORE_NAME: Final = frozenset({"và", "có"})
_DURATIONS: Final = frozenset({"năm", "tháng", "tuần", "ngày"})
_BEFORE_PHRASE: Final = frozenset(
    {"có", "và", "là", "nhưng", "còn", "khi", "với", "khiến", "nâng", "đưa", "tổng"}
)


@dataclass(frozen=True, slots=True)
class MetricLexicon:
    """Heads of metric names, and the words that end them or are cut from their end.

    `predicates` are heads that say of the thing named before how much it is ("cán cân [nhập siêu] 2 tỷ USD");
    `price_stops` end the name of a price alone, `terms` the name of a rate.
    """

    heads: PhraseIndex[str]
    stops: PhraseIndex[str]
    inner: PhraseIndex[str]
    trailing: PhraseIndex[str]
    predicates: PhraseIndex[str]
    balances: PhraseIndex[str]
    price_stops: PhraseIndex[str]
    terms: PhraseIndex[str]
    rates_of_terms: PhraseIndex[str]


def compile_metrics(patterns: Patterns) -> MetricLexicon:
    """Build the lexicon of metric names."""
    heads = patterns.cues("metric_heads").values()
    connectives = patterns.cues("connectives")

    def index(rule: str) -> PhraseIndex[str]:
        return PhraseIndex(Entry(form, rule) for form in connectives[rule].forms)

    return MetricLexicon(
        heads=PhraseIndex(Entry(form, rule.value or rule.id) for rule in heads for form in rule.forms),
        stops=index("name_stops"),
        inner=index("name_inner"),
        trailing=index("trailing"),
        predicates=index("predicate_heads"),
        balances=index("balances"),
        price_stops=index("price_stops"),
        terms=index("terms"),
        rates_of_terms=index("rates_of_terms"),
    )


def find_metrics(tokens: Tokens, barriers: Collection[int], lexicon: MetricLexicon) -> list[NameMention]:
    """Find the metric names of a sentence, in order.

    `barriers` are tokens that belong to a figure, a time expression or a governing verb: no name holds one.
    Coordinated names are separate mentions ("doanh thu và lợi nhuận").
    """
    found: list[NameMention] = []
    free = 0
    for first, end_of_head, head in lexicon.heads.occurrences(tokens):
        if first < free or not _may_begin(tokens, first, barriers):
            continue
        if head == _NO:
            free = end_of_head
            continue
        if head == _OPENING and not _opens_phrase(tokens, first):
            continue
        end = _extent(tokens, end_of_head, barriers, lexicon)
        if head == _PRICES:
            end = _end_of_price(tokens, end_of_head, end, lexicon)
        last = _without_term(tokens, first, end_of_head, end, lexicon)
        last = max(end_of_head, trim(tokens, first, last, lexicon))
        found.append(NameMention(first, last, "METRIC", f"names/metric_heads:{head}"))
        free = max(end, end_of_head)
        if lexicon.balances.starting(tokens, first) and (sign := lexicon.predicates.starting(tokens, free)):
            free = sign[0]
    return found


def _may_begin(tokens: Tokens, i: int, barriers: Collection[int]) -> bool:
    unit = i > 0 and tokens[i - 1].surface == "/"  # "triệu đồng/lượng"
    return i not in barriers and tokens[i].kind == "word" and not unit and not _is_person(tokens, i)


def _opens_phrase(tokens: Tokens, i: int) -> bool:
    """Tell a word where a phrase begins, before a common noun or its abbreviation."""
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    if following is None or following.kind != "word" or following.surface.istitle():
        return False
    if following.surface.isupper() and set(following.surface) <= _ROMAN:
        return False
    return i == 0 or tokens[i - 1].kind == "mark" or tokens[i - 1].norm in _BEFORE_PHRASE


def _is_person(tokens: Tokens, i: int) -> bool:
    """Tell a word that is part of somebody's name: "ông [Lương Văn Tự]"."""
    words = tokens[i : i + 2]
    return i > 0 and len(words) == 2 and all(w.surface.istitle() and w.kind == "word" for w in words)


def _extent(tokens: Tokens, at: int, barriers: Collection[int], lexicon: MetricLexicon) -> int:
    """Extend a name from the end of its head to the first stop, barrier or mark."""
    i, limit = at, min(len(tokens), at + _LONGEST)
    while i < limit and i not in barriers:
        token = tokens[i]
        if token.kind == "mark":
            after = _across_mark(tokens, i, barriers, lexicon)
            if after is None:
                break
            i = after
            continue
        inner = lexicon.inner.starting(tokens, i)
        if inner is not None and not any(j in barriers for j in range(i, inner[0])):
            i = inner[0]
            continue
        if token.norm in _BEFORE_NAME and _starts_name(tokens, i + 1, lexicon):
            break
        if lexicon.stops.starting(tokens, i) or _is_predicate(tokens, i, lexicon):
            break
        i += 1
    return i


def _is_predicate(tokens: Tokens, i: int, lexicon: MetricLexicon) -> bool:
    """Tell a head that says how much the thing before it is: "xuất khẩu điều [trị giá] đạt 3 tỷ USD"."""
    found = lexicon.predicates.starting(tokens, i)
    if found is None:
        return False
    at = found[0]
    return at == len(tokens) or tokens[at].kind != "word" or lexicon.stops.starting(tokens, at) is not None


def _end_of_price(tokens: Tokens, end_of_head: int, last: int, lexicon: MetricLexicon) -> int:
    """Cut the verb that says how a price is made: "giá vàng miếng [giao dịch]", not "giá niêm yết"."""
    bare = tokens[end_of_head - 1].norm == "giá"  # "giá niêm yết"
    for i, _, _ in lexicon.price_stops.occurrences(tokens, end_of_head + bare, last):
        if not lexicon.inner.covers(tokens, i, end_of_head):
            return i
    return last


def _without_term(tokens: Tokens, first: int, end_of_head: int, last: int, lexicon: MetricLexicon) -> int:
    """Cut a term or the number of a duration: "lãi suất [kỳ hạn 6 tháng]", "thu nhập [một] năm"."""
    for i, after, _ in lexicon.terms.occurrences(tokens, end_of_head, last):
        kinds = [t.kind for t in tokens[after : after + 2]]
        if "digits" in kinds and tokens[after].norm not in _DURATIONS:
            return i
    if lexicon.rates_of_terms.starting(tokens, first) is not None:
        for i in range(end_of_head, last):
            if tokens[i].kind == "digits" and tokens[min(i + 1, len(tokens) - 1)].norm in _DURATIONS:
                return i
    if last == len(tokens) or tokens[last].norm not in _DURATIONS or last - first < 2:
        return last
    return last - 1 if tokens[last - 1].kind == "digits" or tokens[last - 1].norm == "một" else last


def _starts_name(tokens: Tokens, i: int, lexicon: MetricLexicon) -> bool:
    head = lexicon.heads.starting(tokens, i)
    return head is not None and head[1] != _NO


def _across_mark(tokens: Tokens, i: int, barriers: Collection[int], lexicon: MetricLexicon) -> int | None:
    """Step over an abbreviation in brackets, a slash, a dash in a name, or a comma inside a coordination."""
    surface = tokens[i].surface
    if surface == "(":
        for j in range(i + 1, min(i + 6, len(tokens))):
            if tokens[j].surface == ")":
                return j + 1
            if tokens[j].kind == "digits" or j in barriers:
                return None
        return None
    if (
        surface in "/&-–%'\"“”"
        and i + 1 < len(tokens)
        and tokens[i + 1].kind == "word"
        and i + 1 not in barriers
    ):
        return i + 1
    if surface != ",":
        return None
    # "đăng ký cấp mới, tăng thêm và góp vốn": goes on if nothing but such words leads to the verb.
    j = i + 1
    while j < len(tokens) and j - i < 12 and j not in barriers:
        if tokens[j].kind == "mark" and tokens[j].surface != ",":
            return None
        head = lexicon.heads.starting(tokens, j)
        if head is not None and head[1] == _NO:
            j = head[0]
            continue
        if head is not None:
            return None
        if (
            tokens[j].kind == "word"
            and lexicon.stops.starting(tokens, j)
            and not lexicon.inner.starting(tokens, j)
        ):
            return None
        j += 1
    return i + 1 if j < len(tokens) and j in barriers and j > i + 1 else None


def trim(tokens: Tokens, first: int, last: int, lexicon: MetricLexicon) -> int:
    """Cut words that cannot end a name from its end; gives the new end."""
    while last > first:
        if tokens[last - 1].kind == "mark" and tokens[last - 1].surface not in ")%":
            last -= 1
            continue
        tail = lexicon.trailing.ending(tokens, last)
        if tail is None or tail[0] < first or lexicon.inner.covers(tokens, last - 1, first):
            break
        last = tail[0]
    return last
