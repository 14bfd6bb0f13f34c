"""What a text is about, and what its sentences speak of as it goes on."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from dnextract.join.areas import (
    eligible_places,
    in_organisation,
    is_foreign,
    is_here,
    is_located,
    leading_place,
)
from dnextract.join.context import Clause
from dnextract.join.lexicon import JoinLexicon
from dnextract.join.owners import part_played
from dnextract.join.referents import Setting, Settings, Topic, as_setting
from dnextract.join.scenes import place_named
from dnextract.names.gazetteer import VIETNAM
from dnextract.names.mentions import NameKind, NameMention
from dnextract.text import Tokens

__all__ = ["NamedSentence", "at_sentence", "find_topic", "next_topic"]

_HEADING_VOTES = 3
_LEAD = 3  # sentences, the heading among them, in which a text says what country it is about
_ENOUGH = 2  # votes
_ENOUGH_ABROAD = 5
_LAW_TEXT = 3  # terms of law


class NamedSentence(NamedTuple):
    """A frame of the sentence at `start` of the view, as far as it is asked what the text is about."""

    start: int
    tokens: Tokens
    names: Sequence[NameMention]


def find_topic(sentences: Iterable[NamedSentence], lexicon: JoinLexicon) -> Topic:
    """Find the place and the organisation a whole text is about; the first sentence is its heading."""
    ordered = sorted(sentences, key=lambda s: s.start)
    ranks = {start: rank for rank, start in enumerate(dict.fromkeys(s.start for s in ordered))}
    numbered = [(ranks[s.start], s) for s in ordered]
    place = _own_place(numbered, lexicon)
    entity = _own_entity(numbered, lexicon)
    worlds = ((s, n) for _, s in numbered for n in s.names if n.kind == "world")
    world = next((as_setting(s.tokens, (n,), "join:world_market") for s, n in worlds), None)
    return Topic(place, entity, place, entity, world=world)


def _own_place(sentences: Sequence[tuple[int, NamedSentence]], lexicon: JoinLexicon) -> Setting | None:
    """Find the area a text is about: the one its heading and sentences name most.

    National bodies and laws speak for Viet Nam, districts for their province. A foreign country must be
    named at the beginning. Where many provinces are named and none leads, the text is about the country, and
    so is one that names no other place and explains its law.
    """
    votes: Counter[str] = Counter()
    leading: set[str] = set()
    titled: set[str] = set()
    known: dict[str, Setting] = {}
    for number, sentence in sentences:
        for name, setting, weight in _votes(sentence, lexicon, heading=number == 0):
            votes[name] += weight
            known.setdefault(name, setting)
            if number == 0:
                titled.add(name)
            if number < _LEAD:
                leading.add(name)
    abroad = {n for n, s in known.items() if s.kind in ("country", "bloc", "abroad") and n != VIETNAM}
    provinces = {n: votes[n] for n, s in known.items() if s.kind == "province"}
    if provinces and max(provinces.values()) * 2 < sum(provinces.values()) and not leading & set(provinces):
        votes[VIETNAM] += max(provinces.values())
    trade = any(number == 0 and lexicon["trade_words"].occurs(s.tokens) for number, s in sentences)
    if trade:  # what Vietnam trades with is a market
        abroad_leads = {n for n in titled | leading if votes[n] > 2 * votes[VIETNAM]}
    else:
        abroad_leads = titled | leading
    if any(number == 0 and _tells_world_price(s.tokens, lexicon) for number, s in sentences):
        leading = set()
    candidates = [n for n in votes if n not in abroad or (n in abroad_leads and votes[n] >= _ENOUGH_ABROAD)]
    best = max(candidates, key=lambda n: (votes[n], n in leading, n), default=None)
    if best is None or votes[best] < _ENOUGH:
        terms = sum(1 for _, s in sentences for _ in lexicon["law_words"].occurrences(s.tokens))
        return _vietnam() if votes.keys() <= {VIETNAM} and terms >= _LAW_TEXT else None
    return known.get(best, _vietnam())._replace(start=None, end=None, rule="join:document_place")


def _tells_world_price(tokens: Tokens, lexicon: JoinLexicon) -> bool:
    return lexicon["world_prices"].occurs(tokens)


def _vietnam() -> Setting:
    return Setting(VIETNAM, "VN", None, None, "join:document_place", "country")


def _votes(
    sentence: NamedSentence, lexicon: JoinLexicon, *, heading: bool
) -> Iterator[tuple[str, Setting, int]]:
    tokens, names = sentence.tokens, sentence.names
    weight = _HEADING_VOTES if heading else 1
    places = any(mention.label == "PLACE" for mention in names)
    trade = places and lexicon["trade_words"].occurs(tokens)
    first = True
    for mention in names:
        if mention.label == "ORG" and mention.area == VIETNAM:
            yield VIETNAM, _vietnam(), 1
        if mention.label != "PLACE" or mention.kind == "world":
            continue
        owner = in_organisation(mention, names)
        if owner is not None and _stands_for_itself(tokens, owner, lexicon):
            continue
        if not is_here(tokens, mention, lexicon, trade=trade):
            continue
        setting = as_setting(tokens, (mention,), "")
        if heading and first:
            weight, first = weight + 1, False
        if mention.kind in ("district", "commune", "feature", "zone", "abroad"):
            if heading:
                yield setting.name, setting, weight
            if mention.area is not None:
                yield mention.area, _larger(mention.area, abroad=mention.kind == "abroad"), 1
        else:
            yield setting.name, setting, weight
    national = sum(1 for _ in lexicon["national_words"].occurrences(tokens))
    if national:
        yield VIETNAM, _vietnam(), national


def _stands_for_itself(tokens: Tokens, owner: NameMention, lexicon: JoinLexicon) -> bool:
    """Tell a firm, or a house that acts, whose figures hold for no place; a hospital being built does not."""
    return owner.kind == "company" or (
        owner.kind == "house" and part_played(tokens, owner, lexicon) != "other"
    )


def _larger(name: str, *, abroad: bool) -> Setting:
    kind: NameKind = "country" if abroad else "province"
    return Setting(name, None, None, None, "join:document_place", kind, None if abroad else VIETNAM)


def _own_entity(sentences: Sequence[tuple[int, NamedSentence]], lexicon: JoinLexicon) -> Setting | None:
    """Find the organisation a text is about: that of its heading, or the one of its lead it names most."""
    counts: Counter[str] = Counter()
    first: dict[str, Setting] = {}
    titled: list[str] = []
    leading: set[str] = set()
    for number, sentence in sentences:
        for mention in sentence.names:
            if mention.label != "ORG" or mention.kind in ("agency", "brand"):
                continue
            part = part_played(sentence.tokens, mention, lexicon)
            setting = as_setting(sentence.tokens, (mention,), "join:document_entity")
            key = setting.id or setting.name
            if part == "speaker":
                continue
            first.setdefault(key, setting)
            if number < _LEAD:
                leading.add(key)
            if part != "other":
                counts[key] += 1
            if number == 0 and part == "owner":
                titled.append(key)
    key, most = counts.most_common(1)[0] if counts else ("", 0)
    leads = most * 2 > sum(counts.values()) and key in leading
    if len(set(titled)) == 1:
        # The heading may cut the name short: "Hải quan Hà Nội" of "Cục Hải quan Hà Nội".
        full = [name for name in counts if name.endswith(titled[0]) or titled[0].endswith(name)]
        acts = first[titled[0]].kind == "institution" and first[titled[0]].start == 0
        told = sum(counts[name] for name in full)
        if (acts or told >= _ENOUGH) and not (leads and most > told * 2):
            return first[max((titled[0], *full), key=lambda name: (counts[name], len(name)))]
    if leads and most > (_ENOUGH if first[key].kind == "house" else _LEAD):
        return first[key]
    return None


def at_sentence(topic: Topic, paragraph: int) -> Topic:
    """Give the topic a sentence begins with: a new paragraph is about what the whole text is about.

    In a text about no one firm and no one area the firm of the paragraph before still holds.
    """
    if paragraph == topic.paragraph:
        return topic
    roams = topic.own_entity is None and (topic.own_place is None or topic.own_place.kind == "country")
    entity = topic.entity if roams and paragraph - topic.paragraph == 1 else topic.own_entity
    return topic._replace(place=topic.own_place, entity=entity, recent=None, paragraph=paragraph)


def next_topic(topic: Topic, clause: Clause, settings: Iterable[Settings]) -> Topic:
    """Give the topic after a sentence: the place that leads it or holds for its figures, its owner."""
    tokens, lexicon = clause.frame.tokens, clause.lexicon
    places = eligible_places(clause)
    lead = leading_place(clause, places)
    chosen = list(settings)
    breakdown = lexicon["breakdown"].starting(tokens, 0) is not None
    place, entity = topic.place, topic.entity
    stated = [s.place for s in chosen if s.place is not None and s.place_stated]
    if lead is not None and not breakdown and _sets_scene(clause, lead, topic):
        place = place_named(tokens, places)
        entity = entity if entity == topic.own_entity and entity is not None else None
    elif stated and len({s.name for s in stated}) == 1 and _is_located(clause, stated[-1]):
        place = stated[-1]._replace(rule="join:place_of_topic")
    owners = [s.entity for s in chosen if s.entity is not None and s.entity_stated]
    if owners:
        entity = owners[-1]._replace(rule="join:owner_of_topic")
    elif (subject := _leading_owner(clause)) is not None:
        entity = as_setting(tokens, (subject,), "join:owner_of_topic")
    elif starts_with_many(clause):
        entity = None
    one = len({m.name for m in places}) == 1
    recent = as_setting(tokens, (places[-1],), "join:place_of_topic") if one else None
    firms = [n for n in clause.names if n.label == "ORG" and n.kind == "company"]
    firm = as_setting(tokens, (firms[-1],), "join:firm_pointed_to") if firms else topic.firm
    unowned = all(s.entity is None for s in chosen) if chosen else topic.unowned
    last = chosen[-1] if chosen else topic.last
    return topic._replace(place=place, entity=entity, recent=recent, firm=firm, unowned=unowned, last=last)


def starts_with_many(clause: Clause) -> bool:
    """Tell a sentence that begins with many firms or a market."""
    tokens, lexicon = clause.frame.tokens, clause.lexicon
    at = 0
    while (opener := lexicon["openers"].starting(tokens, at)) is not None:
        at = opener[0]
    return lexicon["firm_groups"].starting(tokens, at) is not None


def _leading_owner(clause: Clause) -> NameMention | None:
    """Find the organisation a sentence begins with."""
    tokens = clause.frame.tokens
    for mention in clause.names:
        if mention.label == "ORG" and mention.kind not in ("agency", "brand") and mention.first <= 1:
            return mention if part_played(tokens, mention, clause.lexicon) in ("owner", "reporter") else None
    return None


def _sets_scene(clause: Clause, lead: NameMention, topic: Topic) -> bool:
    """Tell whether the place that leads a sentence holds after it; a foreign one may be one of several."""
    own = topic.own_place
    if not is_foreign(lead) or own is None or VIETNAM not in (own.name, own.area):
        return True
    return is_located(clause.frame.tokens, lead, clause.lexicon)


def _is_located(clause: Clause, place: Setting) -> bool:
    """Tell a place that words like "tại" put a figure in, or a part of a province, from a bare subject."""
    tokens = clause.frame.tokens
    mention = next((n for n in clause.names if tokens[n.first].start == place.start), None)
    if mention is None:
        return False
    if mention.kind in ("district", "commune", "feature", "zone"):
        return True
    return tokens[mention.first - 1].norm != "của" and is_located(tokens, mention, clause.lexicon)
