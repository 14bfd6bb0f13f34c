"""Places of a sentence: those of the gazetteer, and administrative units and zones known by their head."""

from collections.abc import Iterator, Sequence
from typing import Final

from dnextract.names.gazetteer import VIETNAM, Gazetteer, PlaceEntry
from dnextract.names.mentions import NameKind, NameMention, written
from dnextract.text import Token, Tokens

__all__ = ["find_places"]

_LONGEST_UNIT: Final = 4  # syllables of the name of a commune or district
_LONGEST_ZONE: Final = 6
_SIDES: Final = frozenset({"phía", "miền"})
_IN: Final = frozenset({"tại", "ở", "về", "vùng"})


def find_places(tokens: Tokens, gazetteer: Gazetteer) -> list[NameMention]:
    """Find the places of a sentence, in order, the longest form first.

    A form written with a capital needs one in the text too. A name inside that of a person
    ("Trương Hòa Bình", "ông Đức") or of another thing ("giờ Việt Nam") is none.
    """
    found: list[NameMention] = []
    free = 0
    for i in _openings(tokens, gazetteer):
        if i < free:
            continue
        mention = _place_at(tokens, i, gazetteer)
        if mention is not None:
            found.append(mention)
            free = mention.last
        elif (skipped := gazetteer.place_words["not_places"].starting(tokens, i)) is not None:
            free = skipped[0]
    return sorted([*found, *_told_by_province(tokens, found, gazetteer)], key=lambda m: m.first)


def _told_by_province(
    tokens: Tokens, found: Sequence[NameMention], gazetteer: Gazetteer
) -> Iterator[NameMention]:
    """Find places no gazetteer has, by the province in brackets behind them: "tại Sông Hinh (Phú Yên)"."""
    taken = {i for m in found for i in range(m.first, m.last)}
    for province in found:
        last = province.first - 1
        if province.kind != "province" or last < 1 or tokens[last].surface != "(":
            continue
        if province.last == len(tokens) or tokens[province.last].surface != ")":
            continue
        first = last
        while first > 0 and last - first < _LONGEST_UNIT and _is_proper(tokens[first - 1], "district"):
            first -= 1
        if first < last and not taken & {*range(first, last)} and tokens[first - 1].norm in _IN and first:
            name = written(tokens, first, last)
            yield NameMention(
                first,
                last,
                "PLACE",
                "names/places:told_by_province",
                name,
                kind="district",
                area=province.name,
            )


def _openings(tokens: Tokens, gazetteer: Gazetteer) -> list[int]:
    """Give the tokens at which a place, or what looks like one, may begin."""
    openings, small = gazetteer.place_openings, gazetteer.small_place_openings
    return [
        i
        for i, token in enumerate(tokens)
        if token.norm in openings and (token.norm in small or token.surface[0].isupper())
    ]


def _place_at(tokens: Tokens, i: int, gazetteer: Gazetteer) -> NameMention | None:
    match = gazetteer.places.starting(tokens, i)
    blocked = gazetteer.place_words["not_places"].starting(tokens, i)
    if blocked is not None and (match is None or blocked[0] >= match[0]):
        return None
    if match is not None and _is_name(tokens, i, match[0], match[1], gazetteer):
        last, place = match
        return NameMention(i, last, "PLACE", place.rule, place.name, place.code, place.level, place.area)
    return _unit_at(tokens, i, gazetteer)


def _is_name(tokens: Tokens, first: int, last: int, place: PlaceEntry, gazetteer: Gazetteer) -> bool:
    if place.level == "region" and _is_side(tokens, first, last, gazetteer):
        return False
    if not place.capital:
        return True
    headed = gazetteer.place_heads.starting(tokens, first) is not None
    if not (headed or tokens[first].surface[0].isupper()) or _is_person(tokens, first, gazetteer):
        return False
    if place.level in ("province", "district") and tokens[last - 1].surface[0].islower():
        return False  # "Hòa bình" is peace
    if place.level == "bloc" and last < len(tokens) and _is_capital(tokens[last]):
        return gazetteer.places.starting(tokens, last) is not None  # "ASEAN Cup"
    if last - first > 1 or tokens[first].surface.isupper():
        return True
    # One syllable: part of a longer name beside another capital, an everyday word at the start.
    if first == 0 and gazetteer.place_words["namesakes"].starting(tokens, first) is not None:
        return last < len(tokens) and tokens[last].surface in ",:"
    side = first > 1 and tokens[first - 2].norm in _SIDES  # "miền Nam Libya"
    nearest = (last,) if side else (first - 1, last)
    beside = [tokens[i] for i in nearest if 0 <= i < len(tokens) and tokens[i].kind == "word"]
    if not any(t.surface[0].isupper() for t in beside):
        return not gazetteer.place_words["titles"].ending(tokens, first)
    return False


def _is_side(tokens: Tokens, first: int, last: int, gazetteer: Gazetteer) -> bool:
    """Tell a direction or a part of a place abroad: "về phía nam", "miền Nam Libya"."""
    if tokens[first].norm not in _SIDES:
        return False
    small = tokens[last - 1].surface.islower()
    if small and tokens[first].norm == "phía":
        return True
    if last == len(tokens) or not _is_capital(tokens[last]):
        return False
    whole = gazetteer.places.starting(tokens, last)
    return small if whole is None else whole[1].level in ("country", "abroad") and whole[1].name != VIETNAM


def _is_person(tokens: Tokens, first: int, gazetteer: Gazetteer) -> bool:
    """Tell a name whose run of capitals begins with a surname: "Trương Hòa Bình"."""
    start = first
    while start > 0 and first - start < 3 and _is_capital(tokens[start - 1]):
        start -= 1
    surnames = gazetteer.place_words["surnames"]
    return any(surnames.starting(tokens, i) is not None for i in range(start, first))


def _is_capital(token: Token) -> bool:
    return token.kind == "word" and token.surface[0].isupper()


def _is_proper(token: Token, kind: NameKind) -> bool:
    """Tell a word of a name; abbreviations stand only in the names of zones ("Khu công nghệ cao TPHCM")."""
    return _is_capital(token) and (kind == "zone" or token.surface[1:].islower())


def _unit_at(tokens: Tokens, i: int, gazetteer: Gazetteer) -> NameMention | None:
    """Find a place that only its head tells: "huyện Lệ Thủy", "KCN Đình Vũ"."""
    head = gazetteer.place_heads.starting(tokens, i)
    if head is None or (head[1] == "feature" and not tokens[i].surface.islower()):
        return None
    start, kind = head
    end, longest = start, _LONGEST_ZONE if kind == "zone" else _LONGEST_UNIT
    while end < len(tokens) and end - start < longest and _is_proper(tokens[end], kind):
        compound = gazetteer.organisation_words["name_words"].starting(tokens, end)
        end = end + 1 if compound is None or kind != "zone" else compound[0]
    inner = gazetteer.places.starting(tokens, start)
    if end == start or (kind != "zone" and inner is not None and inner[1].capital):
        return None  # the gazetteer knows it without its head
    name = written(tokens, i if kind == "zone" else start, end)
    return NameMention(i, end, "PLACE", f"places/heads:{kind}", name, kind=kind)
