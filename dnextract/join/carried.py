"""Where a figure holds and whose it is when its own sentence does not say: what the text speaks of."""

from dnextract.join.context import Clause, Phrase
from dnextract.join.owners import is_account, metric_is, points_to_office, tells_of_many
from dnextract.join.referents import Setting, Topic, as_setting
from dnextract.names.gazetteer import VIETNAM

__all__ = ["carried_owner", "carried_place", "is_of_law", "keeps_place", "place_of_owner"]


def place_of_owner(owner: Setting, place: Setting | None, topic: Topic) -> Setting | None:
    """Give a company's figure no place, a public body's the one said, a national body's that of the text."""
    if owner.kind in ("company", "brand", "house"):
        return None
    if place is not None:
        return place
    return topic.own_place if owner.area == VIETNAM else None


def carried_owner(
    clause: Clause, k: int, metric: Phrase | None, topic: Topic, place: Setting | None
) -> Setting | None:
    """Find the owner that figure k goes on with, `place` being what its sentence says of where it holds."""
    owner = topic.entity
    divides = clause.lexicon["breakdown"].starting(clause.frame.tokens, 0) is not None
    if divides and topic.unowned and not points_to_office(clause, k):
        return None
    if owner is None or tells_of_many(clause, k) or metric_is(clause, metric, "macro_metrics"):
        return None
    if metric_is(clause, metric, "world_prices", initial=True) or is_of_law(clause, k, metric):
        return None
    asked = clause.says("surveys") and not metric_is(clause, metric, "accounts")
    if asked and owner.kind == "company":
        return None
    own = topic.own_entity is not None and owner.id == topic.own_entity.id
    if place is not None and not (keeps_place(owner) or metric_is(clause, metric, "accounts")):
        return None
    if owner.kind == "institution":
        takes = is_account(clause, metric, "takings") or points_to_office(clause, k)
        # What the country trades is not its customs' own; what passes through a local office is.
        country = owner.area == VIETNAM and clause.lexicon["trade_words"].occurs(clause.frame.tokens)
        return owner if takes or (own and not country) else None
    return owner if own or is_account(clause, metric) else None


def carried_place(clause: Clause, k: int, metric: Phrase | None, topic: Topic) -> Setting | None:
    """Find the place that a figure of no owner goes on with."""
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
    home = topic.own_place or place
    if is_of_law(clause, k, metric) and home is not None and VIETNAM in (home.name, home.area):
        return Setting(VIETNAM, "VN", None, None, "join:law_of_country", "country")
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


def is_of_law(clause: Clause, k: int, metric: Phrase | None) -> bool:
    """Tell what a law sets for the whole country: a rate of tax, a penalty."""
    start = clause.frame.segment_start(clause.quantities[k].left)
    return metric_is(clause, metric, "statutory") is True or clause.says("penalties", start)


def keeps_place(owner: Setting | None) -> bool:
    """Tell an owner whose figures hold for a place too: a public body."""
    return owner is not None and owner.kind == "institution"
