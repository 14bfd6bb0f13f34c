"""The shape of `patterns/places`: places of one level, with the codes statistics know them by."""

import re
from collections import Counter
from typing import Literal

from pydantic import model_validator

from dnextract.patterns.base import Form, Rule, RulesFile

__all__ = ["Level", "PlaceRule", "PlacesFile"]

Level = Literal["province", "district", "region", "country", "abroad", "bloc", "world"]


class PlaceRule(Rule):
    """A place: its common `name`, the ways it is written, the larger place it lies `within`, and its codes.

    `code` is that of ISO 3166. `gso` and `gso_2025` are the codes of a province with the General Statistics
    Office, until 30 June 2025 and since; a province that was merged has no new one and lies `within` the
    one it belongs to now.
    """

    name: str
    code: str | None = None
    gso: str | None = None
    gso_2025: str | None = None
    forms: tuple[Form, ...] = ()
    within: str | None = None


class PlacesFile(RulesFile):
    """`patterns/places/*.yaml`: places of one `level`."""

    kind: Literal["places"]
    level: Level
    rules: tuple[PlaceRule, ...]

    @model_validator(mode="after")
    def _codes(self) -> "PlacesFile":
        for rule in self.rules:
            if self.level == "country" and not re.fullmatch(r"[A-Z]{2}", rule.code or ""):
                raise ValueError(f"{rule.id}: a country has the two letters of ISO 3166-1 as its code")
            wrong = next(
                (c for c in (rule.gso, rule.gso_2025) if c and not re.fullmatch(r"[0-9]{2}", c)), None
            )
            if wrong is not None:
                raise ValueError(
                    f"{rule.id}: a code of the General Statistics Office is two digits, not {wrong!r}"
                )
            if self.level != "province" and (rule.gso or rule.gso_2025):
                raise ValueError(f"{rule.id}: only a province has a code of the General Statistics Office")
            if rule.gso_2025 and rule.within:
                raise ValueError(f"{rule.id}: a province that lies within another one has no gso_2025")
        return self

    @model_validator(mode="after")
    def _one_province_a_code(self) -> "PlacesFile":
        new = Counter(rule.gso_2025 for rule in self.rules if rule.gso_2025)
        twice = next((code for code, count in new.items() if count > 1), None)
        if twice is not None:
            raise ValueError(f"two provinces have gso_2025 {twice}")
        return self
