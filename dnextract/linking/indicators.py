"""Metric to indicator: by a name of the catalogue in other order or spelling; no link beats a wrong one.

A word that the name does not have is a link to nothing ("xuất khẩu gạo" is not "xuất khẩu"), unless it adds
nothing ("tổng", "cả nước") or is the place or owner of the figure, which the record says already.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from rapidfuzz import fuzz

from dnextract.linking.catalogue import LONG, Catalogue, Name, Words
from dnextract.names.gazetteer import VIETNAM, Gazetteer
from dnextract.names.mentions import NameMention
from dnextract.names.organisations import find_organisations
from dnextract.names.places import find_places
from dnextract.patterns.units import TakenUnit
from dnextract.records import Aspect, Kind
from dnextract.text import Token, Tokens, tokenize

__all__ = ["ALIKE", "Figure", "Link", "Linker"]

ALIKE = 80  # of 100: how alike one word of a name and the word in its place must be (benchmarks/linking.py)
_RELATIVE = frozenset({"percent", "percentage_point", "multiple"})
_TIMES = ("year", "quarter", "month", "week", "day", "hour")
_ABROAD = frozenset({"country", "abroad", "bloc", "world"})
_OWNED = frozenset({"của", "tại", "ở"})


class Figure(NamedTuple):
    """What of a figure an indicator must agree with."""

    kind: Kind
    unit: str
    per: str | None = None
    aspect: Aspect = "level"


class Link(NamedTuple):
    """The indicator of a metric, and whether the catalogue knows its name, be it for other figures."""

    indicator: str | None
    known: bool


@dataclass(frozen=True, slots=True)
class Linker:
    """Links the metrics of one text; `abbreviations` are those the text defines.

    `alike` is how alike a misspelt word must be, of 100; 101 takes none.
    """

    catalogue: Catalogue
    gazetteer: Gazetteer
    abbreviations: Mapping[str, Words] = field(default_factory=dict)
    alike: float = ALIKE
    _links: dict[tuple[str, Figure], Link] = field(default_factory=dict)
    _wordings: dict[str, list[Words]] = field(default_factory=dict)

    def link(self, metric: str, figure: Figure) -> Link:
        """Find the indicator a metric stands for, if it takes this figure."""
        asked = (metric, figure)
        if asked not in self._links:
            self._links[asked] = self._find(metric, figure)
        return self._links[asked]

    def _find(self, metric: str, figure: Figure) -> Link:
        if metric not in self._wordings:
            self._wordings[metric] = self._read(metric)
        wordings = self._wordings[metric]
        for words in wordings:
            found = self._named(words, figure)
            if found is not None:
                return Link(found, True)
        last = wordings[-1]
        given = frozenset(last.all)
        return Link(None, any(name.words <= given for name in self.catalogue.by_words.get(last.key, ())))

    def _read(self, metric: str) -> list[Words]:
        """Read the words of a metric, then those of it without the places and organisations it names."""
        wording = self.catalogue.wording
        tokens = _without_abbreviation(tokenize(metric))
        found = [wording.read(tokens, self.abbreviations)]
        if any(token.surface[0].isupper() for token in tokens[1:]):
            plain = _without_names(tokens, self.gazetteer)
            if len(plain) < len(tokens):
                found.append(wording.read(plain, self.abbreviations))
        return found

    def _named(self, words: Words, figure: Figure) -> str | None:
        """Find the name with these words, else one in which a single word is spelt otherwise."""
        exact = self.catalogue.by_words.get(words.key, ())
        return _longest(exact, words.all, figure) or _longest(self._misspelt(words.key), words.all, figure)

    def _misspelt(self, words: Sequence[str]) -> Iterator[Name]:
        """Give the names that differ from some words in one of them, and in that by little."""
        for i, word in enumerate(words):
            if len(word) < LONG or not word.isalpha():
                continue
            others = (*words[:i], *words[i + 1 :])
            for meant, name in self.catalogue.by_others.get(others, ()):
                if fuzz.ratio(word, meant) >= self.alike:
                    yield name._replace(words=name.words - {meant})


def _longest(names: Iterable[Name], words: Iterable[str], figure: Figure) -> str | None:
    """Choose the name that has most of the words of a metric, all of its own among them."""
    given = frozenset(words)
    fitting = [name for name in names if name.words <= given and _takes(name, figure)]
    if not fitting:
        return None
    most = max(len(name.words) for name in fitting)
    found = {name.indicator for name in fitting if len(name.words) == most}
    return found.pop() if len(found) == 1 else None


def _takes(name: Name, figure: Figure) -> bool:
    """Tell whether the figures of an indicator are of this kind and unit.

    A change, share or the like in % or multiples may be of any.
    """
    if figure.aspect != "level" and figure.kind in _RELATIVE:
        return True
    return figure.kind in name.kinds and any(_is_of(figure, unit) for unit in name.units)


def _is_of(figure: Figure, taken: TakenUnit) -> bool:
    if figure.kind not in taken.kinds or taken.unit not in (None, figure.unit):
        return False
    if figure.kind == "ratio" and taken.per is None:
        return True
    return _without_time(figure.per) in (None, taken.per)


def _without_time(per: str | None) -> str | None:
    """Leave the time out of a denominator: "person/month" is per person."""
    if per is None or per in _TIMES:
        return None
    unit, _, time = per.rpartition("/")
    return unit if time in _TIMES else per


def _without_abbreviation(tokens: Tokens) -> Tokens:
    """Leave out abbreviations in brackets: "lợi nhuận trước thuế (LNTT)"."""
    kept: list[Token] = []
    i = 0
    while i < len(tokens):
        aside = [t.surface for t in tokens[i : i + 3]] if tokens[i].surface == "(" else []
        if len(aside) == 3 and aside[2] == ")" and aside[1].isupper():
            i += 3
        else:
            kept.append(tokens[i])
            i += 1
    return tuple(kept)


def _without_names(tokens: Tokens, gazetteer: Gazetteer) -> Tokens:
    """Leave out the places and organisations a metric is of, with the word before: "GRDP của Đà Nẵng".

    A country abroad may be the market of the figure and not its place ("xuất khẩu Trung Quốc"), unless a
    word before it says that the metric is its own.
    """
    left_out: set[int] = set()
    for name in (*find_places(tokens, gazetteer), *find_organisations(tokens, gazetteer)):
        owned = name.first > 0 and tokens[name.first - 1].norm in _OWNED
        if name.first > 0 and (owned or not _is_abroad(name)):
            left_out.update(range(name.first - owned, name.last))
    return tuple(token for i, token in enumerate(tokens) if i not in left_out)


def _is_abroad(name: NameMention) -> bool:
    return name.label == "PLACE" and name.name != VIETNAM and name.kind in _ABROAD
