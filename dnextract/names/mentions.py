"""A name found in a sentence."""

from dataclasses import dataclass
from typing import Literal

__all__ = ["Label", "NameMention"]

Label = Literal["METRIC", "PLACE", "ORG"]


@dataclass(frozen=True, slots=True)
class NameMention:
    """A name at tokens `[first, last)`: its label, canonical name and code, and what found it."""

    first: int
    last: int
    label: Label
    rule: str
    name: str | None = None
    id: str | None = None
