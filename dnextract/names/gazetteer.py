"""Places and organisations of the gazetteers, and organisation names built on a head ("Công ty …")."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from dnextract.names.mentions import NameMention
from dnextract.patterns import Patterns
from dnextract.patterns.models import PlacesFile
from dnextract.text import PhraseIndex, Token
from dnextract.text.phrases import Entry

__all__ = ["Gazetteer", "PlaceEntry", "compile_gazetteer", "find_organisations", "find_places"]

_LONGEST_NAME = 14  # tokens after the head of an organisation's name


class PlaceEntry(NamedTuple):
    """A place of the gazetteer: common name, code, level, and whether its form is written with a capital."""

    name: str
    code: str | None
    level: str
    capital: bool
    rule: str


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Places, and the words organisations are known by."""

    places: PhraseIndex[PlaceEntry]
    organisations: dict[str, PhraseIndex[str]]


def compile_gazetteer(patterns: Patterns) -> Gazetteer:
    """Build the gazetteer from `patterns/places` and `patterns/names/organisations.yaml`."""
    places = [
        Entry(form, PlaceEntry(rule.name, rule.code, file.level, form[0].isupper(), f"{name}:{rule.id}"))
        for name, file in patterns.of(PlacesFile)
        for rule in file.rules
        for form in dict.fromkeys((rule.name, *rule.forms))
    ]
    organisations = {
        rule.id: PhraseIndex(Entry(form, form) for form in rule.forms)
        for rule in patterns.cues("organisations").values()
    }
    return Gazetteer(PhraseIndex(places), organisations)


def find_places(tokens: Sequence[Token], gazetteer: Gazetteer) -> list[NameMention]:
    """Find the places of a sentence, in order, the longest form first.

    A form written with a capital needs one in the text too. A one-syllable country beside another
    capitalised word is part of a person's or company's name ("Nguyễn Đức", "Anh Tuấn").
    """
    found: list[NameMention] = []
    i = 0
    while i < len(tokens):
        match = gazetteer.places.starting(tokens, i) if tokens[i].kind == "word" else None
        if match is None or not _is_name(tokens, i, match[0], match[1]):
            i += 1
            continue
        last, place = match
        found.append(NameMention(i, last, "PLACE", place.rule, place.name, place.code))
        i = last
    return found


def _is_name(tokens: Sequence[Token], first: int, last: int, place: PlaceEntry) -> bool:
    if not place.capital:
        return True
    if not tokens[first].surface[0].isupper():
        return False
    if last - first > 1:
        return True
    before = tokens[first - 1] if first else None
    after = tokens[last] if last < len(tokens) else None
    beside = [t for t in (before, after) if t is not None and t.kind == "word"]
    if place.level == "country" and before is None and place.name == "Anh":
        return False
    return not any(t.surface[0].isupper() for t in beside)


def find_organisations(tokens: Sequence[Token], gazetteer: Gazetteer) -> list[NameMention]:
    """Find the organisations of a sentence: known names, and a head with the capitalised words after it."""
    found: list[NameMention] = []
    i = 0
    while i < len(tokens):
        mention = _organisation_at(tokens, i, gazetteer) if tokens[i].surface[0].isupper() else None
        if mention is None:
            i += 1
        else:
            found.append(mention)
            i = mention.last
    return found


def _organisation_at(tokens: Sequence[Token], i: int, gazetteer: Gazetteer) -> NameMention | None:
    for kind in ("known_companies", "known_agencies"):
        known = gazetteer.organisations[kind].starting(tokens, i)
        if known is not None and tokens[i].surface[0] == known[1][0]:
            return NameMention(i, known[0], "ORG", f"names/organisations:{kind}", known[1])
    heads = [
        (head[0], kind)
        for kind in ("agency_heads", "company_heads")
        if (head := gazetteer.organisations[kind].starting(tokens, i)) is not None
    ]
    if heads:
        end, kind = max(heads)  # the longer one: "Hãng tin" is no "Hãng"
        last = _name_end(tokens, end)
        if last > end:
            return NameMention(i, last, "ORG", f"names/organisations:{kind}")
    return None


def _name_end(tokens: Sequence[Token], at: int) -> int:
    """Extend a name over capitalised words and the small words between them, up to its last capital."""
    end = at
    for i in range(at, min(len(tokens), at + _LONGEST_NAME)):
        token = tokens[i]
        if token.kind == "word" and token.surface[0].isupper():
            end = i + 1
        elif token.surface not in "-–&." and not (token.kind == "word" and i - end < 3):
            break
    # An abbreviation in brackets belongs to the name: "Ngân hàng TMCP Hàng hải Việt Nam (MSB)".
    aside = tokens[end : end + 3]
    if (
        end > at
        and len(aside) == 3
        and aside[0].surface == "("
        and aside[2].surface == ")"
        and aside[1].surface.isupper()
    ):
        return end + 3
    return end
