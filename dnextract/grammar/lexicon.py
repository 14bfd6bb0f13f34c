"""The compiled lexicon of figures: the indexes the number and quantity stages look words up in."""

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from dnextract.grammar.numbers import NumberWords, compile_numbers
from dnextract.patterns import Patterns
from dnextract.patterns.models import Denominator, DenominatorsFile, QualifiersFile, UnitsFile
from dnextract.records import Kind, Qualifier
from dnextract.text import PhraseIndex
from dnextract.text.phrases import Entry

__all__ = ["FigureLexicon", "QualifierWord", "UnitEntry", "compile_figures"]


class UnitEntry(NamedTuple):
    """What a unit word means: the kind of quantity, the canonical unit, how many of it, and its rule.

    A `final` word has other meanings too and is the unit only at the end of a phrase, a `large` one only
    after thousands and more.
    """

    kind: Kind
    unit: str
    factor: Decimal
    rule: str
    final: bool = False
    large: bool = False


class QualifierWord(NamedTuple):
    """A qualifier and its rule."""

    qualifier: Qualifier
    rule: str


@dataclass(frozen=True, slots=True)
class FigureLexicon:
    """Everything the grammar of figures knows as words."""

    numbers: NumberWords
    units: PhraseIndex[UnitEntry]
    prefixes: PhraseIndex[UnitEntry]
    denominators: PhraseIndex[Denominator]
    before: PhraseIndex[QualifierWord]
    after: PhraseIndex[QualifierWord]
    counted: PhraseIndex[str]
    not_figures: dict[str, PhraseIndex[str]]
    per_outside: PhraseIndex[str]
    not_units: PhraseIndex[str]
    unit_headings: PhraseIndex[str]

    def is_a(self, family: str) -> PhraseIndex[str]:
        """Give the index of one rule of `patterns/figures/not_figures.yaml`."""
        return self.not_figures[family]


def compile_figures(patterns: Patterns) -> FigureLexicon:
    """Build the lexicon of figures from the pattern files."""
    units: list[Entry[UnitEntry]] = []
    prefixes: list[Entry[UnitEntry]] = []
    for name, units_file in patterns.of(UnitsFile):
        for unit in units_file.rules:
            entry = UnitEntry(units_file.quantity, unit.unit or unit.id, unit.factor, f"{name}:{unit.id}")
            units += (Entry(form, entry) for form in unit.forms)
            units += (Entry(form, entry, exact=True) for form in unit.symbols)
            units += (Entry(form, entry._replace(final=True)) for form in unit.final_forms)
            units += (Entry(form, entry._replace(large=True)) for form in unit.large_forms)
            prefixes += (Entry(form, entry, exact=True) for form in unit.prefixes)
    before: list[Entry[QualifierWord]] = []
    after: list[Entry[QualifierWord]] = []
    for name, qualifiers in patterns.of(QualifiersFile):
        for rule in qualifiers.rules:
            word = QualifierWord(rule.meaning, f"{name}:{rule.id}")
            before += (Entry(form, word) for form in rule.before)
            after += (Entry(form, word) for form in rule.after)
    return FigureLexicon(
        numbers=compile_numbers(patterns),
        units=PhraseIndex(units),
        prefixes=PhraseIndex(prefixes),
        denominators=PhraseIndex(
            Entry(form, rule)
            for _, file in patterns.of(DenominatorsFile)
            for rule in file.rules
            for form in rule.forms
        ),
        before=PhraseIndex(before),
        after=PhraseIndex(after),
        counted=_cue_index(patterns, "counted"),
        not_figures={
            rule.id: PhraseIndex(Entry(form, rule.id) for form in rule.forms)
            for rule in patterns.cues("not_figures").values()
        },
        per_outside=_cue_index(patterns, "per_outside"),
        not_units=_cue_index(patterns, "not_units", names_exact=True),
        unit_headings=_cue_index(patterns, "unit_headings"),
    )


def _cue_index(patterns: Patterns, family: str, *, names_exact: bool = False) -> PhraseIndex[str]:
    """Index a family of cues; with `names_exact` a form with a capital is a name and matches as written."""
    return PhraseIndex(
        Entry(form, rule.value or rule.id, exact=names_exact and form != form.lower())
        for rule in patterns.cues(family).values()
        for form in rule.forms
    )
