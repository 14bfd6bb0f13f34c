"""A name found in a sentence."""

from typing import Literal, NamedTuple

from dnextract.text import Tokens

__all__ = ["Label", "NameKind", "NameMention", "written"]

Label = Literal["METRIC", "PLACE", "ORG"]
NameKind = Literal[
    "commune",
    "district",
    "feature",
    "zone",
    "province",
    "region",
    "country",
    "abroad",
    "bloc",
    "world",
    "company",
    "brand",
    "house",
    "institution",
    "agency",
]


class NameMention(NamedTuple):
    """A name at tokens `[first, last)`: its label, canonical name and code, and what found it.

    `kind` is the level of a place or the part an organisation plays (a brand is a firm's name that begins a
    longer one, of a subsidiary or of a product; a house is a school, a hospital, a club); `area` the common
    name of the larger place a place lies in, or of the area an agency speaks for.
    """

    first: int
    last: int
    label: Label
    rule: str
    name: str | None = None
    id: str | None = None
    kind: NameKind | None = None
    area: str | None = None


def written(tokens: Tokens, first: int, last: int) -> str:
    """Give the words of tokens `[first, last)` as written, white space between them as one space."""
    parts: list[str] = []
    for i in range(first, last):
        if i > first and tokens[i - 1].end < tokens[i].start:
            parts.append(" ")
        parts.append(tokens[i].surface)
    return "".join(parts)
