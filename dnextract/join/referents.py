"""What a text speaks of: the places where its figures hold and the organisations they belong to."""

from collections.abc import Sequence
from typing import NamedTuple

from dnextract.names.mentions import NameKind, NameMention, written
from dnextract.text import Tokens

__all__ = ["Setting", "Settings", "Topic", "as_setting"]


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
    that the text speaks of anywhere; `last` are those of the last figure, to which "mức giá này" points.
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
    last: Settings | None = None


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
