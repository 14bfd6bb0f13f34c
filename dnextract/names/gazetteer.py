"""The gazetteer: places, organisations and the words around their names, compiled from the pattern files."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple, cast

from dnextract.names.mentions import NameKind
from dnextract.patterns import Patterns
from dnextract.patterns.models import PlacesFile
from dnextract.text import PhraseIndex
from dnextract.text.phrases import Entry

__all__ = ["VIETNAM", "Gazetteer", "OrganisationEntry", "PlaceEntry", "compile_gazetteer"]

VIETNAM = "Việt Nam"
_DOMESTIC = ("province", "region")


class PlaceEntry(NamedTuple):
    """A place: common name, code, level, the larger place it lies in, and how its form is written."""

    name: str
    code: str | None
    level: NameKind
    area: str | None
    capital: bool  # the form begins with a capital
    rule: str


class OrganisationEntry(NamedTuple):
    """A form that names an organisation or begins its name: the part it plays, the area it speaks for."""

    form: str
    kind: NameKind
    area: str | None
    rule: str


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Places and organisations by their forms, heads that begin names, and words around names by class."""

    places: PhraseIndex[PlaceEntry]
    place_openings: frozenset[str]  # the words a place or a name that looks like one can begin with
    place_words: dict[str, PhraseIndex[str]]
    organisations: PhraseIndex[OrganisationEntry]
    organisation_heads: PhraseIndex[OrganisationEntry]
    organisation_openings: frozenset[str]
    name_breaks: PhraseIndex[str]
    ticker_marks: PhraseIndex[str]


def compile_gazetteer(patterns: Patterns) -> Gazetteer:
    """Build the gazetteer from `patterns/places` and `patterns/names`."""
    organisations = patterns.cues("organisations")
    known = [
        Entry(form, OrganisationEntry(form, "company", None, "names/organisations:known_companies"))
        for form in organisations["known_companies"].forms
    ]
    for rule in patterns.cues("agencies").values():
        kind: NameKind = "institution" if rule.id.endswith("_accounts") else "agency"
        known += [
            Entry(form, OrganisationEntry(form, kind, rule.value, f"names/agencies:{rule.id}"))
            for form in rule.forms
        ]
    heads = [
        Entry(
            form,
            OrganisationEntry(form, cast(NameKind, rule.value), None, f"names/organisations:{rule.id}"),
        )
        for rule in organisations.values()
        if rule.id.endswith("_heads")
        for form in rule.forms
    ]
    words = {
        rule.id: PhraseIndex(Entry(form, rule.id) for form in rule.forms)
        for rule in patterns.cues("organisation_words").values()
    }
    places = PhraseIndex(_places(patterns))
    place_words = {
        rule.id: PhraseIndex(Entry(form, rule.id) for form in rule.forms)
        for rule in patterns.cues("place_words").values()
    }
    organisations_known, organisation_heads = PhraseIndex(known), PhraseIndex(heads)
    units = (place_words[c].openings() for c in ("not_places", "commune", "district", "feature", "zone"))
    return Gazetteer(
        places=places,
        place_openings=places.openings().union(*units),
        place_words=place_words,
        organisations=organisations_known,
        organisation_heads=organisation_heads,
        organisation_openings=organisations_known.openings() | organisation_heads.openings(),
        name_breaks=words["name_breaks"],
        ticker_marks=words["ticker_marks"],
    )


def _places(patterns: Patterns) -> Iterable[Entry[PlaceEntry]]:
    files = patterns.of(PlacesFile)
    names = {rule.id: rule.name for _, file in files for rule in file.rules}
    for name, file in files:
        for rule in file.rules:
            larger = VIETNAM if file.level in _DOMESTIC else names.get(rule.within or "")
            for form in dict.fromkeys((rule.name, *rule.forms)):
                place = PlaceEntry(
                    rule.name, rule.code, file.level, larger, form[0].isupper(), f"{name}:{rule.id}"
                )
                yield Entry(form, place)
