"""Where a figure holds and whose it is: what its own sentence says, else what the text speaks of."""

from collections.abc import Sequence
from typing import NamedTuple

from dnextract.join.areas import eligible_places, is_located
from dnextract.join.context import Clause, Phrase
from dnextract.join.owners import (
    agencies_before,
    is_account,
    metric_is,
    part_played,
    pointed_firm,
    points_to_office,
    stated_owner,
    tells_of_many,
)
from dnextract.join.references import AspectChoice
from dnextract.join.spots import Spot, stated_place
from dnextract.names.gazetteer import VIETNAM
from dnextract.names.mentions import NameKind, NameMention, written
from dnextract.text import Tokens

__all__ = ["Setting", "Settings", "Topic", "as_setting", "choose_settings", "settings_before"]

_WITH_SEAT = ("names/organisations:agency_heads", "names/organisations:institution_heads")


class Setting(NamedTuple):
    """A place or an organisation: its canonical name and code, and its words in the view if it has any.

    `kind` and `area` are those of its name.
    """

    name: str
    id: str | None
    start: int | None
    end: int | None
    rule: str
    kind: NameKind | None = None
    area: str | None = None


class Settings(NamedTuple):
    """The place and the owner of a figure, and whether its own sentence names them."""

    place: Setting | None
    entity: Setting | None
    place_stated: bool = False
    entity_stated: bool = False


class Topic(NamedTuple):
    """What a whole text is about, and what its sentences speak of at one point of it.

    `recent` is the last place named, which a breakdown right after divides; `firm` the last company, which
    "công ty này" points to; `unowned` tells that the last figures are nobody's; `world` is the world market
    that the text speaks of anywhere.
    """

    own_place: Setting | None = None
    own_entity: Setting | None = None
    place: Setting | None = None
    entity: Setting | None = None
    recent: Setting | None = None
    firm: Setting | None = None
    paragraph: int = -1
    unowned: bool = False
    world: Setting | None = None


def as_setting(tokens: Tokens, mentions: Sequence[NameMention], rule: str) -> Setting:
    """Make the setting of a mention, or of several coordinated ones."""
    first, last = mentions[0], mentions[-1]
    names = [m.name or written(tokens, m.first, m.last) for m in mentions]
    name = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} và {names[-1]}"
    return Setting(
        name,
        first.id if len(mentions) == 1 else None,
        tokens[first.first].start,
        tokens[last.last - 1].end,
        rule,
        last.kind,
        last.area,
    )


def choose_settings(
    clause: Clause,
    metrics: Sequence[Phrase | None],
    aspects: Sequence[AspectChoice],
    topic: Topic,
    host: Settings | None,
) -> list[Settings]:
    """Choose the place and the owner of each figure of a clause.

    `metrics` and `aspects` are those of the figures; `host` is the setting of the figure an aside hangs on.
    A company's figure has no place.
    """
    places = eligible_places(clause)
    chosen: list[Settings] = []
    for k, (metric, aspect) in enumerate(zip(metrics, aspects, strict=True)):
        spot = stated_place(clause, k, aspect, places)
        goes_on = spot is None and _goes_on(clause, k, metric, chosen)
        chosen.append(chosen[-1] if goes_on else _choose(clause, k, metric, spot, topic, host))
    return chosen


def _goes_on(clause: Clause, k: int, metric: Phrase | None, before: Sequence[Settings]) -> bool:
    """Tell a piece after `;` that goes on with the owner of the one before: "A bắt 5 vụ; khởi tố 2 vụ"."""
    if not before or before[-1].entity is None:
        return False
    start = clause.frame.segment_start(clause.quantities[k].left)
    if start <= clause.quantities[k - 1].left or tells_of_many(clause, k):
        return False
    named = any(n.label == "ORG" and start <= n.first < clause.quantities[k].left for n in clause.names)
    if named or metric_is(clause, metric, "world_prices", initial=True):
        return False
    return not metric_is(clause, metric, "macro_metrics")


def settings_before(outer: Clause, at: int) -> Settings | None:
    """Take the name an aside at token `at` of the outer clause stands right behind: "Hà Nội (5 tỷ đồng)"."""
    tokens = outer.frame.tokens
    for mention in outer.names:
        if mention.last != at or (mention.label == "ORG" and mention.kind in ("agency", "brand")):
            continue
        setting = as_setting(tokens, (mention,), "join:name_before_aside")
        if mention.label == "ORG":
            return Settings(None, setting, entity_stated=True)
        if mention in eligible_places(outer):
            return Settings(setting, None, place_stated=True)
    return None


def _choose(
    clause: Clause, k: int, metric: Phrase | None, spot: Spot | None, topic: Topic, host: Settings | None
) -> Settings:
    tokens = clause.frame.tokens
    if _is_national_average(clause, k):
        return Settings(Setting(VIETNAM, "VN", None, None, "join:national_average", "country"), None, True)
    place = as_setting(tokens, spot.mentions, spot.rule) if spot else None
    macro = metric_is(clause, metric, "macro_metrics") is True
    mention = None if macro else stated_owner(clause, k, metric)
    if mention is not None and not _left_behind(clause, mention, spot, metric):
        owner = as_setting(tokens, (mention,), "join:owner_in_clause")
        if spot is None or not _is_at(clause, mention, spot):
            place = _place_of_owner(owner, place, topic)
        return Settings(place, owner, place is not None, True)
    if host is not None:
        if place is None:
            return host
        return Settings(place, host.entity if _keeps_place(host.entity) else None, True)
    pointed, firm = pointed_firm(clause, k)
    if pointed and (firm is not None or topic.firm is not None):
        known = as_setting(tokens, (firm,), "join:firm_pointed_to") if firm else topic.firm
        return Settings(None, known, entity_stated=True)
    agencies = agencies_before(clause, k)
    if place is None:
        place = _place_of_agency(clause, agencies, topic)
    others = any(_tells_of_others(clause, agency, topic) for agency in agencies)
    carried = None if others else _carried_owner(clause, k, metric, topic, place)
    if carried is not None:
        return Settings(_place_of_owner(carried, place, topic), carried, place is not None)
    if place is not None:
        return Settings(place, None, True)
    return Settings(_carried_place(clause, k, metric, topic), None)


def _is_national_average(clause: Clause, k: int) -> bool:
    """Tell the figure of the country beside that of a part of it: "(trung bình các tỉnh, thành là 55%)"."""
    left = clause.quantities[k].left
    start = max(clause.frame.segment_start(left), clause.quantities[k - 1].right if k else 0)
    return clause.says("national_averages", start, left)


def _is_at(clause: Clause, owner: NameMention, spot: Spot) -> bool:
    """Tell an organisation said to be somewhere: "Vietcombank tại Hà Nội"."""
    first = spot.mentions[0]
    return owner.last <= first.first and is_located(clause.frame.tokens, first, clause.lexicon)


def _left_behind(clause: Clause, owner: NameMention, spot: Spot | None, metric: Phrase | None) -> bool:
    """Tell an organisation after which the sentence turns to a place: "… Vingroup, Hà Nội có 5 dự án"."""
    if spot is None or spot.rule != "join:place_in_clause" or spot.mentions[0].first < owner.last:
        return False
    if is_located(clause.frame.tokens, spot.mentions[0], clause.lexicon):
        return False
    return metric_is(clause, metric, "accounts") is not True


def _place_of_agency(clause: Clause, agencies: Sequence[NameMention], topic: Topic) -> Setting | None:
    """Take the place a public body is of, where the sentence names no other: "Công an TP.HCM bắt 5 người"."""
    for agency in agencies:
        if agency.rule not in _WITH_SEAT:
            continue
        if _is_own(agency, topic):
            return None
        for place in clause.names:
            if place.label == "PLACE" and agency.first <= place.first and place.last <= agency.last:
                return as_setting(clause.frame.tokens, (place,), "join:place_of_agency")
    return None


def _is_own(agency: NameMention, topic: Topic) -> bool:
    """Tell the public body the text is about, also by its full name: "Hải quan X", "Cục Hải quan X"."""
    own = topic.own_entity and topic.own_entity.id
    return bool(own and agency.id and (agency.id.endswith(own) or own.endswith(agency.id)))


def _tells_of_others(clause: Clause, agency: NameMention, topic: Topic) -> bool:
    """Tell a public body that speaks of the country or a province, and not of the owner the text is about."""
    if topic.own_entity is None:
        return False
    sets = clause.lexicon["governing_verbs"].starting(clause.frame.tokens, agency.last) is not None
    if topic.own_entity.kind != "company" and (sets or agency.kind != "agency"):
        return False  # "chỉ tiêu của Bộ Tài chính giao" is a target of the office
    if agency.area != VIETNAM and agency.rule != "names/organisations:agency_heads":
        return False
    return part_played(clause.frame.tokens, agency, clause.lexicon) == "speaker"


def _keeps_place(owner: Setting | None) -> bool:
    return owner is not None and owner.kind == "institution"


def _place_of_owner(owner: Setting, place: Setting | None, topic: Topic) -> Setting | None:
    """Give a company's figure no place, a public body's the one said, a national body's that of the text."""
    if owner.kind in ("company", "brand", "house"):
        return None
    if place is not None:
        return place
    return topic.own_place if owner.area == VIETNAM else None


def _carried_owner(
    clause: Clause, k: int, metric: Phrase | None, topic: Topic, place: Setting | None
) -> Setting | None:
    owner = topic.entity
    divides = clause.lexicon["breakdown"].starting(clause.frame.tokens, 0) is not None
    if divides and topic.unowned and not points_to_office(clause, k):
        return None
    if owner is None or tells_of_many(clause, k) or metric_is(clause, metric, "macro_metrics"):
        return None
    if metric_is(clause, metric, "world_prices", initial=True):
        return None
    own = topic.own_entity is not None and owner.id == topic.own_entity.id
    if place is not None and not (_keeps_place(owner) or metric_is(clause, metric, "accounts")):
        return None
    if owner.kind == "institution":
        takes = is_account(clause, metric, "takings") or points_to_office(clause, k)
        # What the country trades is not its customs' own; what passes through a local office is.
        country = owner.area == VIETNAM and clause.lexicon["trade_words"].occurs(clause.frame.tokens)
        return owner if takes or (own and not country) else None
    return owner if own or is_account(clause, metric) else None


def _carried_place(clause: Clause, k: int, metric: Phrase | None, topic: Topic) -> Setting | None:
    tokens, quantity = clause.frame.tokens, clause.quantities[k]
    place = topic.place or topic.own_place
    traded = metric_is(clause, metric, "world_prices", initial=True)
    start = clause.frame.segment_start(quantity.left)
    if traded and quantity.unit == "VND" and clause.says("domestic", start, quantity.left):
        return Setting(VIETNAM, "VN", None, None, "join:domestic_price", "country")
    if traded and quantity.unit != "VND":
        return _market_abroad(clause, k, topic, place)
    if place is not None and place.kind == "world":
        return topic.own_place
    if clause.says("whole_area", start, quantity.left):
        named = [
            n for n in clause.names if n.kind == "province" and start <= n.first and n.last <= quantity.left
        ]
        if named:
            return as_setting(tokens, named[-1:], "join:whole_area_named")
        return topic.own_place or place
    if topic.recent is not None and clause.lexicon["breakdown"].starting(tokens, 0) is not None:
        return topic.recent
    return place


def _market_abroad(clause: Clause, k: int, topic: Topic, place: Setting | None) -> Setting | None:
    """Find where a good of the world market has its price: a text on prices at home may tell their change."""
    tokens, quantity = clause.frame.tokens, clause.quantities[k]
    world = next((n for n in clause.names if n.kind == "world"), None)
    if world is not None:
        return as_setting(tokens, (world,), "join:world_market")
    if quantity.kind == "measure":
        return None  # points of a currency's index
    if place is not None and place.kind == "world":
        return place
    priced = any(q.kind == "money" and q.unit != "VND" for q in clause.quantities)
    domestic = place is not None and VIETNAM in (place.name, place.area)
    return topic.world if priced or not domestic else place
