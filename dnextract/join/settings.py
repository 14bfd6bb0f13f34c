"""Where a figure holds and whose it is."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dnextract.join.context import Clause
from dnextract.names.mentions import NameMention
from dnextract.text import Token

__all__ = ["Setting", "choose_setting", "document_place", "is_destination"]

_NOT_HERE = frozenset({"sang", "từ", "vào", "với", "qua", "đến", "nhất", "đầu"})
_COMPANY = "company"
_WORLD = "places/world"  # no document's own area


@dataclass(frozen=True, slots=True)
class Setting:
    """A place or an organisation: its canonical name and code, and its words in the view if it has any."""

    name: str
    id: str | None
    start: int | None
    end: int | None
    rule: str


def _setting(clause: Clause, mention: NameMention, rule: str) -> Setting:
    tokens = clause.frame.tokens
    name = mention.name or " ".join(t.surface for t in tokens[mention.first : mention.last])
    return Setting(name, mention.id, tokens[mention.first].start, tokens[mention.last - 1].end, rule)


def choose_setting(
    clause: Clause, k: int, place: Setting | None, entity: Setting | None
) -> tuple[Setting | None, Setting | None]:
    """Choose the place and the organisation of figure k.

    `place` and `entity` are the document's own. A company's figure has no place.
    """
    owner = _owner(clause, k) or entity
    spot = _place(clause, k)
    if spot is not None:
        return spot, None if owner is entity else owner
    if owner is not None and _COMPANY in owner.rule:
        return None, owner
    return place, owner


def _place(clause: Clause, k: int) -> Setting | None:
    """Find the last place before figure k in its sentence, neither a destination nor part of a name."""
    quantity, tokens = clause.quantities[k], clause.frame.tokens
    owners = [n for n in clause.names if n.label == "ORG"]
    start = clause.frame.segment_start(quantity.left)
    for mention in reversed([n for n in clause.names if n.label == "PLACE"]):
        if mention.last > quantity.left or mention.first < start:
            continue
        if any(n.first <= mention.first and mention.last <= n.last for n in owners):
            continue
        if mention.first and tokens[mention.first - 1].norm in _NOT_HERE:
            continue
        return _setting(clause, mention, "join:place_in_clause")
    return None


def _owner(clause: Clause, k: int) -> Setting | None:
    """Find the last company before figure k in its sentence that is not only cited."""
    quantity, tokens = clause.quantities[k], clause.frame.tokens
    for mention in reversed([n for n in clause.names if n.label == "ORG"]):
        if mention.last > quantity.left or (_COMPANY not in mention.rule and "companies" not in mention.rule):
            continue
        start = mention.first
        while start > 0 and tokens[start - 1].surface not in ",;:":
            start -= 1
        if clause.lexicon["speakers"].starting(tokens, start):
            continue
        return _setting(clause, mention, "join:company_in_clause")
    return None


def is_destination(tokens: Sequence[Token], mention: NameMention) -> bool:
    """Tell a place that goods or people only go to ("xuất khẩu sang Trung Quốc")."""
    return mention.first > 0 and tokens[mention.first - 1].norm == "sang"


def document_place(mentions: Iterable[tuple[NameMention, bool]]) -> Setting | None:
    """Find the area a document is about: the place it names most, those of the heading counted thrice.

    `mentions` are its places, and whether they stand in the heading.
    """
    votes: Counter[tuple[str, str | None]] = Counter()
    for mention, heading in mentions:
        if mention.name is not None and not mention.rule.startswith(_WORLD):
            votes[mention.name, mention.id] += 3 if heading else 1
    if not votes:
        return None
    (name, code), count = max(votes.items(), key=lambda item: (item[1], item[0][0]))
    return Setting(name, code, None, None, "join:document_place") if count > 1 else None
