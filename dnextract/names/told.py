"""Firms no list has, told by what a sentence says of them: what they are, do, own or are traded for."""

from collections.abc import Iterator, Sequence
from typing import Final

from dnextract.names.gazetteer import Gazetteer
from dnextract.names.mentions import NameMention, written
from dnextract.text import Tokens

__all__ = ["find_told", "is_capital", "may_be_ticker"]

_LONGEST_NAME: Final = 4  # words
_TICKER: Final = 3  # letters
_TELLING: Final = 6  # letters of a single word that is no Vietnamese syllable: "Formosa"
_MOVES: Final = frozenset({"tăng", "giảm", "mất", "cộng"})
_BESIDE: Final = frozenset({"của", "là", "tại"})
_FREE: Final = frozenset({"và", "còn", "khi", "nhưng", "rằng", "mà", "thì", "do", "vì", "đó"})


def is_capital(tokens: Tokens, at: int) -> bool:
    """Tell a word written with a capital."""
    return at < len(tokens) and tokens[at].kind == "word" and tokens[at].surface[0].isupper()


def may_be_ticker(word: str) -> bool:
    """Tell three capitals."""
    return len(word) == _TICKER and word.isupper()


def find_told(tokens: Tokens, found: Sequence[NameMention], gazetteer: Gazetteer) -> Iterator[NameMention]:
    """Find the firms a sentence tells, outside the organisations already `found` there."""
    norms = frozenset(token.norm for token in tokens)
    spans: dict[tuple[int, int], str] = {}
    for at in _said(tokens, norms, gazetteer, "firm_acts"):
        last = _before_adverbs(tokens, at, gazetteer)
        if _is_subject(tokens, first := _run_before(tokens, last)):
            spans.setdefault((first, last), "firm_acts")
    moves = _moves(tokens) if "đồng" in norms else ()
    for at in (*_said(tokens, norms, gazetteer, "share_trades"), *moves):
        last = _before_adverbs(tokens, at, gazetteer)
        if last and may_be_ticker(tokens[last - 1].surface) and _is_subject(tokens, last - 1):
            spans.setdefault((last - 1, last), "share_trades")
    for at in [at for at, token in enumerate(tokens) if token.norm in _BESIDE]:
        rule = _told_beside(tokens, at, gazetteer)
        if rule == "kinds_of_firm":
            spans.setdefault((_run_before(tokens, at), at), rule)
        elif rule is not None:
            spans.setdefault((at + 1, _run_after(tokens, at + 1)), rule)
    taken = {i for m in found for i in range(m.first, m.last)}
    for (first, last), rule in spans.items():
        if taken.isdisjoint(range(first, last)) and _may_name_firm(tokens, first, last, gazetteer):
            name = written(tokens, first, last)
            yield NameMention(first, last, "ORG", f"names/words:{rule}", None, name, "company")


def _said(tokens: Tokens, norms: frozenset[str], gazetteer: Gazetteer, rule: str) -> list[int]:
    """Give the tokens at which words of a class begin."""
    index = gazetteer.organisation_words[rule]
    return [at for at, _, _ in index.occurrences(tokens)] if index.may_occur(norms) else []


def _told_beside(tokens: Tokens, at: int, gazetteer: Gazetteer) -> str | None:
    """Tell what makes the name beside "của", "là" or "tại" that of a firm."""
    words = gazetteer.organisation_words
    if tokens[at].norm == "là":
        return "kinds_of_firm" if words["kinds_of_firm"].starting(tokens, at + 1) is not None else None
    if not is_capital(tokens, at + 1):
        return None
    if tokens[at].norm == "của":
        return "accounts_of" if words["accounts_of"].ending(tokens, at) is not None else None
    return "dealt_goods" if words["dealt_goods"].occurs(tokens) else None


def _moves(tokens: Tokens) -> Iterator[int]:
    """Find where a price is said to move by an amount of đồng: "tăng 300 đồng"."""
    for at in range(1, len(tokens) - 2):
        if tokens[at].norm in _MOVES and tokens[at + 1].kind == "digits" and tokens[at + 2].norm == "đồng":
            yield at


def _run_before(tokens: Tokens, last: int) -> int:
    """Give the first of the capitalised words that end at token `last`."""
    first = last
    while first > 0 and last - first <= _LONGEST_NAME and is_capital(tokens, first - 1):
        first -= 1
    return first


def _run_after(tokens: Tokens, first: int) -> int:
    """Give the end of the capitalised words that begin at token `first`."""
    last = first
    while last - first <= _LONGEST_NAME and is_capital(tokens, last):
        last += 1
    return last


def _before_adverbs(tokens: Tokens, at: int, gazetteer: Gazetteer) -> int:
    """Skip back over the small words between a firm and what it does: "Sabeco vừa chính thức …"."""
    adverbs = gazetteer.organisation_words["before_acts"]
    while (step := adverbs.ending(tokens, at)) is not None:
        at = step[0]
    return at


def _is_subject(tokens: Tokens, first: int) -> bool:
    """Tell a name that begins a clause; after another noun it is part of it: "cầu thủ Ronaldo"."""
    return first == 0 or tokens[first - 1].kind == "mark" or tokens[first - 1].norm in _FREE


def _may_name_firm(tokens: Tokens, first: int, last: int, gazetteer: Gazetteer) -> bool:
    """Tell a name that is no person's, no place's and no word with the capital of the sentence."""
    if not 0 < last - first <= _LONGEST_NAME:
        return False
    word = tokens[first].surface
    if last - first == 1 and not may_be_ticker(word) and len(word) < _TELLING:
        return False  # "Đây là công ty …"
    others = (
        gazetteer.places,
        gazetteer.place_words["surnames"],
        gazetteer.place_words["titles"],
        gazetteer.organisation_heads,
        gazetteer.organisation_words["name_breaks"],
        gazetteer.organisation_words["no_firms"],
    )
    return all(index.starting(tokens, first) is None for index in others)
