"""Look-up of token phrases: the one way the grammar asks whether a lexicon's words stand at a token."""

from collections.abc import Iterable, Sequence, Set
from itertools import pairwise
from typing import Generic, NamedTuple, TypeVar

from dnextract.text.tokens import Tokens, tokenize

__all__ = ["Entry", "PhraseIndex"]

T = TypeVar("T")


class Entry(NamedTuple, Generic[T]):
    """A phrase of a lexicon: its words as `form`, what it stands for as `value`.

    An `exact` phrase is a symbol: it matches the letters' case too ("MW" is not "mW").
    """

    form: str
    value: T
    exact: bool = False


class _Phrase(NamedTuple, Generic[T]):
    words: tuple[str, ...]
    glued: tuple[bool, ...]  # glued[k]: word k stands against word k-1 in the lexicon
    value: T
    exact: bool


class _Group(Generic[T]):
    """The phrases with one first (or last) word: those of it alone, and the others by the next word."""

    __slots__ = ("longer", "single")

    def __init__(self) -> None:
        self.single: list[_Phrase[T]] = []
        self.longer: dict[str, list[_Phrase[T]]] = {}


class PhraseIndex(Generic[T]):
    """Phrases by their first two and last two words; the longest match wins.

    A letter-digit boundary written without space in the lexicon must be so in the text: "m2" is found in
    "50 m2" and not in "căn m 2"; other boundaries may be spaced or not ("điểm%", "điểm %").
    """

    def __init__(self, entries: Iterable[Entry[T]]) -> None:
        self._by_first: dict[str, _Group[T]] = {}
        self._by_last: dict[str, _Group[T]] = {}
        self._reach = 0  # tokens of the longest phrase after its first
        for entry in entries:
            tokens = tokenize(entry.form)
            if not tokens:
                continue
            tight = [a.end == b.start and "mark" not in (a.kind, b.kind) for a, b in pairwise(tokens)]
            words = tuple(t.surface if entry.exact else t.norm for t in tokens)
            phrase = _Phrase(words, (False, *tight), entry.value, entry.exact)
            norms = [t.norm for t in tokens]
            _add(self._by_first, norms, phrase)
            self._reach = max(self._reach, len(words) - 1)
            _add(self._by_last, norms[::-1], phrase)
        for index in (self._by_first, self._by_last):
            for group in index.values():
                for phrases in (group.single, *group.longer.values()):
                    phrases.sort(key=lambda p: (-len(p.words), not p.exact))

    def starting(self, tokens: Tokens, at: int) -> tuple[int, T] | None:
        """Find the longest phrase that starts at token `at`: the token after it, and its value."""
        if at >= len(tokens):
            return None
        group = self._by_first.get(tokens[at].norm)
        if group is None:
            return None
        longer = group.longer.get(tokens[at + 1].norm) if at + 1 < len(tokens) else None
        if longer is not None:
            for phrase in longer:
                if _matches(phrase, tokens, at):
                    return at + len(phrase.words), phrase.value
        for phrase in group.single:
            if not phrase.exact or phrase.words[0] == tokens[at].surface:
                return at + 1, phrase.value
        return None

    def occurrences(self, tokens: Tokens, start: int = 0, end: int | None = None) -> list[tuple[int, int, T]]:
        """Give the phrases that start among tokens `[start, end)`: first token, the one after, value.

        One that starts inside another is given too.
        """
        found: list[tuple[int, int, T]] = []
        for i in self._openings(tokens, start, end):
            phrase = self.starting(tokens, i)
            if phrase is not None:
                found.append((i, phrase[0], phrase[1]))
        return found

    def occurs(self, tokens: Tokens, start: int = 0, end: int | None = None) -> bool:
        """Tell whether a phrase starts among tokens `[start, end)`."""
        return any(self.starting(tokens, i) is not None for i in self._openings(tokens, start, end))

    def _openings(self, tokens: Tokens, start: int, end: int | None) -> list[int]:
        firsts = self._by_first
        last = len(tokens) if end is None else min(end, len(tokens))
        return [i for i in range(start, last) if tokens[i].norm in firsts]

    def covers(self, tokens: Tokens, at: int, start: int = 0) -> bool:
        """Tell whether token `at` belongs to a phrase that starts at token `start` or after it."""
        for first in range(at, max(start, at - self._reach) - 1, -1):
            found = self.starting(tokens, first)
            if found is not None and found[0] > at:
                return True
        return False

    def may_occur(self, words: Set[str]) -> bool:
        """Tell whether a phrase begins with one of the words, as they are matched."""
        return not self._by_first.keys().isdisjoint(words)

    def openings(self) -> frozenset[str]:
        """Give the first words of all phrases, as they are matched."""
        return frozenset(self._by_first)

    def closings(self) -> frozenset[str]:
        """Give the last words of all phrases, as they are matched."""
        return frozenset(self._by_last)

    def ending(self, tokens: Tokens, at: int) -> tuple[int, T] | None:
        """Find the longest phrase whose last word is token `at - 1`: its first token, and its value."""
        if at <= 0:
            return None
        group = self._by_last.get(tokens[at - 1].norm)
        if group is None:
            return None
        longer = group.longer.get(tokens[at - 2].norm) if at > 1 else None
        if longer is not None:
            for phrase in longer:
                first = at - len(phrase.words)
                if first >= 0 and _matches(phrase, tokens, first):
                    return first, phrase.value
        for phrase in group.single:
            if not phrase.exact or phrase.words[0] == tokens[at - 1].surface:
                return at - 1, phrase.value
        return None


def _add(index: dict[str, _Group[T]], norms: Sequence[str], phrase: _Phrase[T]) -> None:
    group = index.setdefault(norms[0], _Group())
    if len(norms) == 1:
        group.single.append(phrase)
    else:
        group.longer.setdefault(norms[1], []).append(phrase)


def _matches(phrase: _Phrase[T], tokens: Tokens, at: int) -> bool:
    words = phrase.words
    if at + len(words) > len(tokens):
        return False
    for k, word in enumerate(words):
        token = tokens[at + k]
        if (token.surface if phrase.exact else token.norm) != word:
            return False
        if phrase.glued[k] and tokens[at + k - 1].end != token.start:
            return False
    return True
