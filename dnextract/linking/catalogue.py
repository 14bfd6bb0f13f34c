"""The catalogue of indicators, indexed by the words of every name they go by."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from dnextract.patterns import Patterns
from dnextract.patterns.models import IndicatorsFile
from dnextract.patterns.units import TakenUnit, taken_units, unit_kinds
from dnextract.text import PhraseIndex, Tokens, tokenize
from dnextract.text.phrases import Entry

__all__ = ["LONG", "Catalogue", "Name", "Wording", "Words", "compile_catalogue", "compile_wording"]

LONG = 5  # letters of a word that may be misspelt: shorter ones are like too many others ("thu", "thuế")


class Words(NamedTuple):
    """The words of a name: all that count, and those among them that tell it from others."""

    all: tuple[str, ...]
    telling: tuple[str, ...]

    @property
    def key(self) -> tuple[str, ...]:
        """The telling words whatever their order."""
        return tuple(sorted(self.telling))


class Name(NamedTuple):
    """A name of an indicator, and the units that its figures have."""

    words: frozenset[str]
    indicator: str
    kinds: frozenset[str]
    units: tuple[TakenUnit, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """How names are worded: phrases that mean the same as other words, tell nothing, or do not count."""

    phrases: PhraseIndex[Words]

    def read(self, tokens: Tokens, abbreviations: Mapping[str, Words]) -> Words:
        """Read the words of a name; `abbreviations` are those of the text, as they are written."""
        every: list[str] = []
        telling: list[str] = []
        i = 0
        while i < len(tokens):
            i, said = self.read_at(tokens, i, abbreviations)
            every += said.all
            telling += said.telling
        return Words(tuple(every), tuple(telling))

    def read_at(self, tokens: Tokens, i: int, abbreviations: Mapping[str, Words]) -> tuple[int, Words]:
        """Read the phrase or word at token `i`; gives the token after it first."""
        token = tokens[i]
        if token.surface in abbreviations:
            return i + 1, abbreviations[token.surface]
        found = self.phrases.starting(tokens, i)
        if found is not None:
            return found
        word = () if token.kind == "mark" else (token.norm,)
        return i + 1, Words(word, word)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Indicators by the words of their names.

    `by_words` finds a name by all its telling words, `by_others` by all of them but a long one, which stands
    beside it. `known` are the words of all names.
    """

    wording: Wording
    by_words: Mapping[tuple[str, ...], Sequence[Name]]
    by_others: Mapping[tuple[str, ...], Sequence[tuple[str, Name]]]
    known: frozenset[str]

    def has(self, words: Words) -> bool:
        """Tell words that are the name of an indicator, no more and no less."""
        return any(name.words == set(words.all) for name in self.by_words.get(words.key, ()))


def compile_catalogue(patterns: Patterns) -> Catalogue:
    """Index the catalogue by name and alias."""
    wording = compile_wording(patterns)
    kinds = unit_kinds(file for _, file in patterns.files)
    by_words: dict[tuple[str, ...], list[Name]] = {}
    by_others: dict[tuple[str, ...], list[tuple[str, Name]]] = {}
    for _, file in patterns.of(IndicatorsFile):
        for rule in file.rules:
            units = tuple(taken_units(rule.units, kinds))
            for form in (rule.name, *rule.aliases):
                said = wording.read(tokenize(form), {})
                name = Name(frozenset(said.all), rule.id, frozenset(rule.kinds), units)
                by_words.setdefault(said.key, []).append(name)
                for i, word in enumerate(said.key):
                    if len(word) < LONG:
                        continue
                    others = (*said.key[:i], *said.key[i + 1 :])
                    by_others.setdefault(others, []).append((word, name))
    words = frozenset(word for key in by_words for word in key)
    return Catalogue(wording, by_words, by_others, words)


def compile_wording(patterns: Patterns) -> Wording:
    """Index the phrases of `metric_wording`."""
    return Wording(PhraseIndex(_wording(patterns)))


def _wording(patterns: Patterns) -> Iterable[Entry[Words]]:
    for rule in patterns.cues("metric_wording").values():
        for form in rule.forms:
            words = tuple(token.norm for token in tokenize(rule.value or form) if token.kind != "mark")
            if rule.id == "unsaid":
                yield Entry(form, Words((), ()))
            else:
                yield Entry(form, Words(words, words if rule.value else ()))
