"""Where a figure holds and whose it is: what its own sentence says, else what the text speaks of."""

from collections.abc import Sequence

from dnextract.join.areas import INDICES, eligible_places, is_located
from dnextract.join.carried import (
    carried_owner,
    carried_place,
    is_of_law,
    keeps_place,
    place_of_owner,
)
from dnextract.join.context import Clause, Phrase
from dnextract.join.owners import (
    agencies_before,
    metric_is,
    part_played,
    pointed_firm,
    stated_owner,
    tells_of_many,
)
from dnextract.join.references import AspectChoice
from dnextract.join.referents import Setting, Settings, Topic, as_setting
from dnextract.join.spots import Spot, stated_place
from dnextract.names.gazetteer import VIETNAM
from dnextract.names.mentions import NameMention

__all__ = ["choose_settings", "settings_before"]

_WITH_SEAT = ("names/organisations:agency_heads", "names/organisations:institution_heads")


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
    """Tell a piece after `;` that goes on with the owner or the place of the one before.

    "A bắt 5 vụ; khởi tố 2 vụ", "Dư nợ tại Hà Nội đạt 5 tỷ đồng; tốc độ tăng đạt 3%".
    """
    start = clause.frame.segment_start(clause.quantities[k].left)
    if not before or start <= clause.quantities[k - 1].left or tells_of_many(clause, k):
        return False
    last = before[-1]
    if last.entity is None and not (last.place_stated and _is_located(clause, last.place)):
        return False
    named = any(n.label == "ORG" and start <= n.first < clause.quantities[k].left for n in clause.names)
    if named or metric_is(clause, metric, "world_prices", initial=True):
        return False
    return not metric_is(clause, metric, "macro_metrics")


def _is_located(clause: Clause, place: Setting | None) -> bool:
    """Tell a place of the clause that words like "tại" put a figure in."""
    tokens = clause.frame.tokens
    mention = next((n for n in clause.names if place and tokens[n.first].start == place.start), None)
    return mention is not None and is_located(tokens, mention, clause.lexicon)


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
            place = place_of_owner(owner, place, topic)
        return Settings(place, owner, place is not None, True)
    if host is not None:
        if place is None:
            return host
        return Settings(place, host.entity if keeps_place(host.entity) else None, True)
    if place is None and topic.last is not None and _points_back(clause, k, metric):
        return topic.last
    pointed, firm = pointed_firm(clause, k)
    if pointed and (firm is not None or topic.firm is not None):
        known = as_setting(tokens, (firm,), "join:firm_pointed_to") if firm else topic.firm
        return Settings(None, known, entity_stated=True)
    agencies = agencies_before(clause, k)
    if place is None and not is_of_law(clause, k, metric):
        place = _place_of_agency(clause, agencies, topic)
    others = any(_tells_of_others(clause, agency, topic) for agency in agencies) or (
        _other_firm_speaks(clause, k, topic) and not metric_is(clause, metric, "accounts")
    )
    carried = None if others else carried_owner(clause, k, metric, topic, place)
    if carried is not None:
        return Settings(place_of_owner(carried, place, topic), carried, place is not None)
    if place is not None:
        return Settings(place, None, True)
    return Settings(carried_place(clause, k, metric, topic), None)


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
        if agency.area is not None and agency.rule.startswith(INDICES):
            return Setting(agency.area, None, None, None, "join:market_of_index", "country")
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


def _points_back(clause: Clause, k: int, metric: Phrase | None) -> bool:
    """Tell a clause that begins with what the last figure told: "Mức giá này giảm 5% so với hôm qua"."""
    tokens, start = clause.frame.tokens, clause.frame.segment_start(clause.quantities[k].left)
    if metric is None or metric.start != tokens[start].start:
        return False
    end = clause.token_from(metric.end)
    return tokens[end - 1].norm == "này" or (end < len(tokens) and tokens[end].norm == "này")


def _other_firm_speaks(clause: Clause, k: int, topic: Topic) -> bool:
    """Tell a figure that another firm than the one the text is about gives: "theo số liệu của NAPAS, …"."""
    own = topic.own_entity
    if own is None or own.kind != "company":
        return False
    left = clause.quantities[k].left
    firms = [n for n in clause.names if n.label == "ORG" and n.kind == "company" and n.last <= left]
    return any(
        n.id != own.id and part_played(clause.frame.tokens, n, clause.lexicon) in ("speaker", "reporter")
        for n in firms
    )


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
