"""The compiled word classes the join reads a sentence with."""

from collections.abc import Iterable, Mapping, Sequence
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
    """The classes with a phrase that begins with a word: those of the word alone, others by the next word."""

    alone: list[str]
    followed: dict[str, list[str]]


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
        self._openings: dict[str, _Opening] = {}
        for word_class, forms in classes.items():
            self._add(word_class, [[token.norm for token in tokenize(form)] for form in forms])

    def _add(self, word_class: str, phrases: Sequence[Sequence[str]]) -> None:
        for words in sorted(phrases, key=len):
            opening = self._openings.setdefault(words[0], _Opening([], {}))
            classes = opening.alone if len(words) == 1 else opening.followed.setdefault(words[1], [])
            if word_class not in opening.alone and word_class not in classes:
                classes.append(word_class)

    def beginnings(self, tokens: Tokens) -> dict[str, list[int]]:
        """Give the tokens at which words of a class may begin, by class: its first two words stand there.

        Most classes are nowhere in a sentence, so this one pass saves looking for each of them.
        """
        found: dict[str, list[int]] = {}
        for i, token in enumerate(tokens):
            opening = self._openings.get(token.norm)
            if opening is None:
                continue
            for word_class in opening.alone:
                found.setdefault(word_class, []).append(i)
            if i + 1 < len(tokens):
                for word_class in opening.followed.get(tokens[i + 1].norm, ()):
                    found.setdefault(word_class, []).append(i)
        return found


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
