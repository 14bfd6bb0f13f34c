"""The compiled word classes the join reads a sentence with."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from dnextract.patterns import Patterns
from dnextract.patterns.models import MeasuredHeadsFile, StatusFile
from dnextract.records import Kind, Status
from dnextract.text import PhraseIndex, Tokens, tokenize
from dnextract.text.phrases import Entry

__all__ = ["JoinLexicon", "StatusWord", "compile_join"]


@dataclass(frozen=True, slots=True)
class StatusWord:
    """What a status cue says, whether others overrule it or it must touch the figure, and its rule."""

    status: Status
    weak: bool
    adjacent: bool
    rule: str


class _Opening(NamedTuple):
    """The classes with a phrase of one word, and with that or a longer phrase by the word after it."""

    alone: frozenset[str]
    followed: dict[str, frozenset[str]]


class JoinLexicon(dict[str, PhraseIndex[str]]):
    """Word classes of `patterns/join/connectives.yaml` by id, the status cues, and what metrics measure."""

    def __init__(
        self,
        classes: Mapping[str, Iterable[str]],
        status: PhraseIndex[StatusWord],
        measured: PhraseIndex[frozenset[Kind]],
    ) -> None:
        super().__init__({c: PhraseIndex(Entry(form, c) for form in forms) for c, forms in classes.items()})
        self.status = status
        self.measured = measured  # the kinds of figures that a metric with this head takes
        self._openings = _openings(classes)

    def present(self, tokens: Tokens) -> set[str]:
        """Give the classes that may have words among the tokens: the first two of a phrase stand there.

        Most classes are nowhere in a sentence, so this one pass saves looking for each of them.
        """
        found: set[str] = set()
        last = len(tokens) - 1
        for i, token in enumerate(tokens):
            opening = self._openings.get(token.norm)
            if opening is not None:
                longer = opening.followed.get(tokens[i + 1].norm) if i < last else None
                found.update(opening.alone if longer is None else longer)
        return found


def _openings(classes: Mapping[str, Iterable[str]]) -> dict[str, _Opening]:
    alone: dict[str, set[str]] = {}
    followed: dict[str, dict[str, set[str]]] = {}
    for word_class, forms in classes.items():
        for first, *others in ([token.norm for token in tokenize(form)] for form in forms):
            if others:
                followed.setdefault(first, {}).setdefault(others[0], set()).add(word_class)
            else:
                alone.setdefault(first, set()).add(word_class)
    openings: dict[str, _Opening] = {}
    for first in alone.keys() | followed.keys():
        single = frozenset(alone.get(first, ()))
        longer = {word: single | found for word, found in followed.get(first, {}).items()}
        openings[first] = _Opening(single, longer)
    return openings


def compile_join(patterns: Patterns) -> JoinLexicon:
    """Build the word classes of the join."""
    return JoinLexicon(
        classes={rule.id: rule.forms for rule in patterns.cues("connectives").values()},
        status=PhraseIndex(
            Entry(form, StatusWord(rule.status, rule.weak, rule.adjacent, f"{name}:{rule.id}"))
            for name, file in patterns.of(StatusFile)
            for rule in file.rules
            for form in rule.forms
        ),
        measured=PhraseIndex(
            Entry(form, frozenset(rule.kinds))
            for _, file in patterns.of(MeasuredHeadsFile)
            for rule in file.rules
            for form in rule.forms
        ),
    )
