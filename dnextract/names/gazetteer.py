"""The gazetteer: places, organisations and the words around their names, compiled from the pattern files."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple, cast

from dnextract.names.mentions import NameKind
from dnextract.patterns import Patterns
from dnextract.patterns.places import PlacesFile
from dnextract.text import PhraseIndex
from dnextract.text.phrases import Entry

__all__ = ["SMALL_HEADS", "VIETNAM", "Gazetteer", "OrganisationEntry", "PlaceEntry", "compile_gazetteer"]

VIETNAM: Final = "Việt Nam"
SMALL_HEADS: Final = "names/organisations:company_heads"  # they are also written in small letters
_DOMESTIC: Final = ("province", "region")


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
    """Places and organisations by their forms, heads that begin names, and words around names by class.

    The openings are the first words of all that a search has to look at.
    """

    places: PhraseIndex[PlaceEntry]
    place_heads: PhraseIndex[NameKind]
    place_words: dict[str, PhraseIndex[str]]
    place_openings: frozenset[str]
    small_place_openings: frozenset[str]  # those of what may begin with a small letter
    organisations: PhraseIndex[OrganisationEntry]
    organisation_heads: PhraseIndex[OrganisationEntry]
    organisation_words: dict[str, PhraseIndex[str]]
    organisation_openings: frozenset[str]
    small_openings: frozenset[str]  # those of organisations that may begin with a small letter


def compile_gazetteer(patterns: Patterns) -> Gazetteer:
    """Build the gazetteer from `patterns/places` and `patterns/names`."""
    known_places = [*_places(patterns)]
    places = PhraseIndex(known_places)
    place_words = _word_classes(patterns, "place_words")
    place_heads = PhraseIndex(
        Entry(form, cast(NameKind, rule.id))
        for rule in patterns.cues("place_heads").values()
        for form in rule.forms
    )
    small_places = PhraseIndex(e for e in known_places if not e.value.capital).openings()
    small_places |= place_heads.openings() | place_words["not_places"].openings()
    organisations = [*_known_organisations(patterns)]
    heads = [*_organisation_heads(patterns)]
    small = (e for e in (*organisations, *heads) if e.form[0].islower() or e.value.rule == SMALL_HEADS)
    return Gazetteer(
        places=places,
        place_heads=place_heads,
        place_words=place_words,
        place_openings=places.openings() | small_places,
        small_place_openings=small_places,
        organisations=PhraseIndex(organisations),
        organisation_heads=PhraseIndex(heads),
        organisation_words=_word_classes(patterns, "organisation_words"),
        organisation_openings=PhraseIndex((*organisations, *heads)).openings(),
        small_openings=PhraseIndex(small).openings(),
    )


def _word_classes(patterns: Patterns, family: str) -> dict[str, PhraseIndex[str]]:
    return {
        rule.id: PhraseIndex(Entry(form, rule.id) for form in rule.forms)
        for rule in patterns.cues(family).values()
    }


def _known_organisations(patterns: Patterns) -> Iterator[Entry[OrganisationEntry]]:
    for rule in patterns.cues("organisations").values():
        if not rule.id.endswith("_heads"):
            kind = cast(NameKind, rule.value)
            for form in rule.forms:
                yield Entry(form, OrganisationEntry(form, kind, None, f"names/organisations:{rule.id}"))
    for rule in patterns.cues("agencies").values():
        kind = "institution" if rule.id.endswith("_accounts") else "agency"
        for form in rule.forms:
            yield Entry(form, OrganisationEntry(form, kind, rule.value, f"names/agencies:{rule.id}"))


def _organisation_heads(patterns: Patterns) -> Iterator[Entry[OrganisationEntry]]:
    for rule in patterns.cues("organisations").values():
        if rule.id.endswith("_heads"):
            kind = cast(NameKind, rule.value)
            for form in rule.forms:
                yield Entry(form, OrganisationEntry(form, kind, None, f"names/organisations:{rule.id}"))


def _places(patterns: Patterns) -> Iterator[Entry[PlaceEntry]]:
    files = patterns.of(PlacesFile)
    names = {rule.id: rule.name for _, file in files for rule in file.rules}
    for name, file in files:
        for rule in file.rules:
            larger = VIETNAM if file.level in _DOMESTIC else names.get(rule.within or "")
            for form in {form.lower(): form for form in (rule.name, *rule.forms)}.values():
                place = PlaceEntry(
                    rule.name, rule.code, file.level, larger, form[0].isupper(), f"{name}:{rule.id}"
                )
                yield Entry(form, place)
