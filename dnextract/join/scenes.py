"""Scenes: the places that sentences without a figure begin with, where the figures after them hold."""

from collections.abc import Sequence
from typing import Final

from dnextract.join.areas import is_foreign, is_located
from dnextract.join.lexicon import JoinLexicon
from dnextract.join.referents import Setting, Topic, as_setting
from dnextract.names.gazetteer import VIETNAM
from dnextract.names.mentions import NameMention
from dnextract.text import Tokens

__all__ = ["OPENING", "place_named", "with_scene"]

OPENING: Final = 90  # characters of a sentence that may name its scene
_SIDE: Final = 2  # tokens
_TOGETHER: Final = (",", "và", "-", "–")
_ONWARD: Final = ("đến", "tới")


def with_scene(topic: Topic, tokens: Tokens, places: Sequence[NameMention], lexicon: JoinLexicon) -> Topic:
    """Give the topic after a sentence that begins with `tokens`: "Phía Tây Bắc Bộ, đêm có mưa."."""
    if not places or not _opens(tokens, places[0].first, lexicon):
        return topic
    first, own = places[0], topic.own_place
    if tokens[first.first].norm == "phía" and first.last - first.first == _SIDE:
        return topic  # a side of the place spoken of: "Phía Nam có mưa."
    at_home = own is not None and VIETNAM in (own.name, own.area)
    if is_foreign(first) and at_home and not is_located(tokens, first, lexicon):
        return topic  # "Mỹ phản đối mức thuế này."
    return topic._replace(place=place_named(tokens, places))


def place_named(tokens: Tokens, places: Sequence[NameMention]) -> Setting:
    """Make the setting of the first place and those beside it: "Tây Nguyên và Nam Bộ", "từ A đến B"."""
    first, named = places[0], [places[0]]
    for place in places[1:]:
        between = [t.norm for t in tokens[named[-1].last : place.first]]
        if place.kind != first.kind or len(between) != 1:
            break
        if between[0] in _ONWARD and len(named) == 1 and any(t.norm == "từ" for t in tokens[: first.first]):
            whole = as_setting(tokens, (first, place), "join:place_of_topic")
            return whole._replace(name=f"{first.name} {between[0]} {place.name}")
        if between[0] not in _TOGETHER:
            break
        named.append(place)
    home = [place for place in named if place.name == VIETNAM]  # "Việt Nam và Nga"
    return as_setting(tokens, home or named, "join:place_of_topic")


def _opens(tokens: Tokens, end: int, lexicon: JoinLexicon) -> bool:
    """Tell whether only words like "tại", "phía" and "các tỉnh từ" stand before token `end`."""
    at = 0
    while at < end:
        steps = (lexicon[c].starting(tokens, at) for c in ("here", "openers", "area_words"))
        step = next((s for s in steps if s is not None), None)
        if step is None and tokens[at].kind != "mark":
            return False
        at = at + 1 if step is None else step[0]
    return at == end
