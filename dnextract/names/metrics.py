"""Names of metrics: noun phrases that begin with a head such as `doanh thu` or `tỷ lệ`."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from dnextract.names.mentions import NameMention
from dnextract.patterns import Patterns
from dnextract.text import PhraseIndex, Token
from dnextract.text.phrases import Entry

__all__ = ["MetricLexicon", "compile_metrics", "find_metrics", "trim"]

_LONGEST = 40  # tokens of one name
_NO, _OPENING = "no", "opening"
_ROMAN = frozenset("IVX")
_BEFORE_PHRASE = frozenset({"có", "và", "là", "nhưng", "còn", "khi", "với", "khiến", "nâng", "đưa", "tổng"})


@dataclass(frozen=True, slots=True)
class MetricLexicon:
    """Heads of metric names, and the words that end them or are cut from their end."""

    heads: PhraseIndex[str]
    stops: PhraseIndex[str]
    inner: PhraseIndex[str]
    trailing: PhraseIndex[str]


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
    )


def find_metrics(
    tokens: Sequence[Token], barriers: Collection[int], lexicon: MetricLexicon
) -> list[NameMention]:
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
        last = max(end_of_head, trim(tokens, first, end, lexicon))
        found.append(NameMention(first, last, "METRIC", f"names/metric_heads:{head}"))
        free = max(end, end_of_head)
    return found


def _may_begin(tokens: Sequence[Token], i: int, barriers: Collection[int]) -> bool:
    unit = i > 0 and tokens[i - 1].surface == "/"  # "triệu đồng/lượng"
    return i not in barriers and tokens[i].kind == "word" and not unit and not _is_person(tokens, i)


def _opens_phrase(tokens: Sequence[Token], i: int) -> bool:
    """Tell a word where a phrase begins, before a common noun or its abbreviation."""
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    if following is None or following.kind != "word" or following.surface.istitle():
        return False
    if following.surface.isupper() and set(following.surface) <= _ROMAN:
        return False
    return i == 0 or tokens[i - 1].kind == "mark" or tokens[i - 1].norm in _BEFORE_PHRASE


def _is_person(tokens: Sequence[Token], i: int) -> bool:
    """Tell a word that is part of somebody's name: "ông [Lương Văn Tự]"."""
    words = tokens[i : i + 2]
    return i > 0 and len(words) == 2 and all(w.surface.istitle() and w.kind == "word" for w in words)


def _extent(tokens: Sequence[Token], at: int, barriers: Collection[int], lexicon: MetricLexicon) -> int:
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
        if token.norm == "và" and _starts_name(tokens, i + 1, lexicon):
            break
        if lexicon.stops.starting(tokens, i):
            break
        i += 1
    return i


def _starts_name(tokens: Sequence[Token], i: int, lexicon: MetricLexicon) -> bool:
    head = lexicon.heads.starting(tokens, i)
    return head is not None and head[1] != _NO


def _across_mark(
    tokens: Sequence[Token], i: int, barriers: Collection[int], lexicon: MetricLexicon
) -> int | None:
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


def trim(tokens: Sequence[Token], first: int, last: int, lexicon: MetricLexicon) -> int:
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
