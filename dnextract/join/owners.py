"""Organisations of a clause: who owns a figure, and who only speaks of it."""

import itertools
from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter
from typing import Literal

from dnextract.join.areas import LIST_MARKS
from dnextract.join.context import Clause, Phrase
from dnextract.join.lexicon import JoinLexicon
from dnextract.names.mentions import NameMention
from dnextract.text import Tokens

__all__ = [
    "Part",
    "agencies_before",
    "is_account",
    "metric_is",
    "part_played",
    "pointed_firm",
    "points_to_office",
    "stated_owner",
    "tells_of_many",
]

Part = Literal["owner", "reporter", "speaker", "other"]
"""What an organisation does in its clause; a reporter speaks of itself."""


_start = attrgetter("start")
_PIECE = 12  # tokens before a name that may cite it
_INITIAL = 2  # tokens a metric begins with


def part_played(tokens: Tokens, mention: NameMention, lexicon: JoinLexicon) -> Part:
    """Tell what part an organisation plays, by the words before and after its name."""
    own = lexicon["own_reports"].ending(tokens, mention.first) is not None
    if own or _is_of_account(tokens, mention.first, lexicon):
        return "reporter" if mention.kind == "company" else "speaker"
    if lexicon["speakers_of_firms"].ending(tokens, mention.first) is not None or _is_cited(
        tokens, mention.first, lexicon
    ):
        return "speaker"
    if lexicon["not_owners"].ending(tokens, mention.first) is not None:
        return "other"
    at = mention.last
    while at < len(tokens) and (
        tokens[at].surface in ",)"
        or tokens[at].surface[0].isupper()  # the name of the person who speaks
        or lexicon["adverbs"].starting(tokens, at) is not None
    ):
        at += 1
    if lexicon["speech_verbs"].starting(tokens, at) is not None:
        return "reporter" if mention.kind == "company" else "speaker"
    return "other" if lexicon["governing_verbs"].starting(tokens, at) is not None else "owner"


def _is_of_account(tokens: Tokens, at: int, lexicon: JoinLexicon) -> bool:
    """Tell a firm whose own accounts are read: "báo cáo tài chính quý 3 của Vinamilk cho thấy …"."""
    if not at or tokens[at - 1].norm != "của":
        return False
    start = at
    while start > 0 and tokens[start - 1].surface not in ",;:()" and at - start < _PIECE:
        start -= 1
    return lexicon["accounts_read"].occurs(tokens, start, at)


def _is_cited(tokens: Tokens, at: int, lexicon: JoinLexicon) -> bool:
    """Tell a name that words of saying lead to: "số liệu sơ bộ mới nhất của …", "Theo Công ty …"."""
    start = at
    while start > 0 and tokens[start - 1].surface not in ",;:()" and at - start < _PIECE:
        start -= 1
    return lexicon["sayings"].occurs(tokens, start, at)


def agencies_before(clause: Clause, k: int) -> list[NameMention]:
    """Give the public bodies before figure k, the last one first."""
    left = clause.quantities[k].left
    kinds = ("agency", "institution", "house")
    return [n for n in reversed(clause.names) if n.label == "ORG" and n.kind in kinds and n.last <= left]


def stated_owner(clause: Clause, k: int, metric: Phrase | None) -> NameMention | None:
    """Find the organisation a figure's own sentence gives it: the last one before it, else `của` after it."""
    quantity, tokens = clause.quantities[k], clause.frame.tokens
    candidates = [n for n in clause.names if n.label == "ORG" and n.kind != "agency"]
    if not candidates:
        return None
    start = clause.frame.segment_start(quantity.left)
    before = [m for m in candidates if start <= m.first and m.last <= quantity.left]
    shared = _shared_out(clause, k, before)
    if shared is not None:
        return shared
    for mention in reversed(before):
        example = _is_example(clause, k, mention)
        part = "owner" if example else part_played(tokens, mention, clause.lexicon)
        acting = example or _begins(clause, mention.first, start)
        if mention.kind == "institution" and not acting and not _is_taking(clause, k, metric):
            continue
        if mention.kind == "brand" and not metric_is(clause, metric, "accounts"):
            continue
        if mention.first and tokens[mention.first - 1].surface == "(":
            continue  # where a person or a thing belongs: "trưởng khoa (Bệnh viện A)"
        if part == "owner" or (part == "reporter" and is_account(clause, metric)):
            return mention
    for mention in candidates:
        if mention.kind == "brand":
            continue
        if quantity.right <= mention.first < clause.tail_end(k) and tokens[mention.first - 1].norm == "của":
            return mention
    return _subject_after(clause, k, start, candidates)


def _subject_after(clause: Clause, k: int, start: int, owners: Sequence[NameMention]) -> NameMention | None:
    """Find the owner that follows what it has: "Với doanh thu 2 tỷ USD, Vietcombank xếp thứ ba"."""
    tokens, quantity = clause.frame.tokens, clause.quantities[k]
    opening = next((i for i in range(start, quantity.left) if tokens[i].norm == "với"), None)
    after = next((n for n in owners if n.first > quantity.right and tokens[n.first - 1].surface == ","), None)
    if opening is None or after is None or not _begins(clause, opening, start):
        return None
    return None if any(t.surface in ";." for t in tokens[quantity.right : after.first]) else after


def _shared_out(clause: Clause, k: int, owners: Sequence[NameMention]) -> NameMention | None:
    """Find the owner of one of several figures: "Doanh thu của A và B lần lượt là 5 tỷ và 7 tỷ đồng"."""
    tokens, run = clause.frame.tokens, clause.run(k)
    named = owners[-len(run) :]
    between = [tokens[a.last : b.first] for a, b in itertools.pairwise(named)]
    if len(run) == 1 or len(named) < len(run):
        return None
    together = all(words and all(t.norm in LIST_MARKS for t in words) for words in between)
    return named[run.index(k)] if together else None


def _is_example(clause: Clause, k: int, mention: NameMention) -> bool:
    """Tell the first of some examples, which its own verb follows: "tăng cao như Cục Hải quan A đạt …"."""
    governor, tokens = clause.governors[k], clause.frame.tokens
    leads = governor is not None and governor.first == mention.last
    return leads and clause.lexicon["list_marks"].ending(tokens, mention.first) is not None


def _begins(clause: Clause, first: int, start: int) -> bool:
    """Tell whether nothing but openers and times stands before token `first` of a clause from `start`."""
    tokens, lexicon = clause.frame.tokens, clause.lexicon
    times = {t.first: t.last for t in clause.frame.times}
    at = start
    while at < first:
        opener = lexicon["now_words"].starting(tokens, at) or lexicon["openers"].starting(tokens, at)
        if at in times:
            at = times[at]
        elif opener is not None:
            at = opener[0]
        elif tokens[at].kind == "mark":
            at += 1
        else:
            return False
    return at == first


def _is_taking(clause: Clause, k: int, metric: Phrase | None) -> bool:
    """Tell what a public body can own: what it takes and pays, or what a count of its doings counts."""
    if metric is None:
        return clause.quantities[k].item is not None
    return is_account(clause, metric, "takings") or metric_is(clause, metric, "accounts") is True


def pointed_firm(clause: Clause, k: int) -> tuple[bool, NameMention | None]:
    """Tell whether a figure's clause points back to a firm ("công ty này"), and which the sentence names."""
    tokens, quantity = clause.frame.tokens, clause.quantities[k]
    start = clause.frame.segment_start(quantity.left)
    for at, last, _ in reversed(clause.occurrences("firm_pointers", start, quantity.left)):
        named = last < len(tokens) and tokens[last].surface[0].isupper()
        generic = clause.lexicon["generic_firms"].starting(tokens, at) is not None
        if named or generic or not _is_free(clause, at, start):
            continue
        firms = [n for n in clause.names if n.label == "ORG" and n.kind == "company" and n.last <= at]
        return True, firms[-1] if firms else None
    return False, None


def points_to_office(clause: Clause, k: int) -> bool:
    """Tell a figure whose clause begins with words for the public body spoken of: "đơn vị đã thu …"."""
    tokens, lexicon = clause.frame.tokens, clause.lexicon
    left = clause.quantities[k].left
    start = clause.frame.segment_start(left)
    return any(
        _begins(clause, at, start) and lexicon["many"].ending(tokens, at) is None
        for at, _, _ in clause.occurrences("office_pointers", start, left)
    )


def _is_free(clause: Clause, at: int, start: int) -> bool:
    """Tell a word that begins a clause, or what is said, or follows "của"."""
    tokens, lexicon = clause.frame.tokens, clause.lexicon
    if at == start or tokens[at - 1].surface in ",;:" or tokens[at - 1].norm == "của":
        return True
    if lexicon["complementizers"].ending(tokens, at) is not None:
        return True
    return lexicon["openers"].ending(tokens, at) is not None and lexicon["many"].ending(tokens, at) is None


def metric_is(
    clause: Clause, metric: Phrase | None, word_class: str, *, initial: bool = False
) -> bool | None:
    """Tell whether a metric holds words of a class, or begins so; `None` if the clause has no metric."""
    if metric is None:
        return None
    tokens = clause.frame.tokens
    first = bisect_left(tokens, metric.start, key=_start)
    last = bisect_left(tokens, metric.end, lo=first, key=_start)
    if first == last:
        return None
    end = min(last, first + _INITIAL) if initial else last
    return clause.says(word_class, first, end)


def is_account(clause: Clause, metric: Phrase | None, word_class: str = "accounts") -> bool:
    """Tell a metric of an organisation's accounts; one carried from before counts as such."""
    initial = word_class == "takings"
    return metric is not None and metric_is(clause, metric, word_class, initial=initial) is not False


def tells_of_many(clause: Clause, k: int) -> bool:
    """Tell a figure whose clause begins with many firms or a market ("các ngân hàng …"), or is of them."""
    tokens, quantity = clause.frame.tokens, clause.quantities[k]
    openers, start = clause.lexicon["openers"], clause.frame.segment_start(quantity.left)
    return any(
        at not in clause.compared
        and (
            at == start
            or tokens[at - 1].surface in ",;:"
            or tokens[at - 1].norm == "của"
            or openers.ending(tokens, at) is not None
        )
        for at, _, _ in clause.occurrences("firm_groups", start, quantity.left)
    )
