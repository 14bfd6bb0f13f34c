"""The public record: what one figure in a text says, with the words it came from.

Models are frozen. Offsets are half-open ranges of code points in the caller's own text. Numbers are
`Decimal` in the canonical unit and are written to JSON as strings; unknown is `None`.
"""

from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, computed_field

__all__ = [
    "Aspect",
    "Direction",
    "Kind",
    "Metric",
    "Name",
    "Period",
    "Qualifier",
    "Quantity",
    "Record",
    "Span",
    "Status",
]

Kind = Literal["percent", "percentage_point", "money", "ratio", "multiple", "count", "measure"]
Qualifier = Literal["exact", "approx", "more_than", "less_than", "at_least", "at_most", "range"]
Aspect = Literal["level", "change", "share", "completion", "comparison"]
Direction = Literal["up", "down"]
Status = Literal["actual", "estimate", "target", "forecast"]

CORE_KINDS: frozenset[str] = frozenset({"percent", "percentage_point", "money", "ratio", "multiple"})
EXTENDED_KINDS: frozenset[str] = frozenset({"count", "measure"})


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(_Frozen):
    """A half-open range `[start, end)` of code points of the caller's text, and the words there."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    text: str


class Quantity(_Frozen):
    """A number with its unit, normalised.

    `lo` and `hi` are in the canonical `unit` with scale words applied: "39.888 tỷ đồng" is
    39888000000000 VND. They are equal for an exact or approximate figure; one of them is `None` for a
    bound ("hơn 20%" has no `hi`). `per` says what one of the unit is per ("year", "1000 person", "kg",
    or a Vietnamese noun); `item` is the counted noun phrase of a count or ratio.
    """

    kind: Kind
    lo: Decimal | None
    hi: Decimal | None
    qualifier: Qualifier = "exact"
    unit: str
    per: str | None = None
    item: str | None = None

    @computed_field  # type: ignore[prop-decorator]
    @property
    def value(self) -> Decimal | None:
        """The single value: `lo` when it equals `hi`, else `None`."""
        return self.lo if self.lo == self.hi else None


class Metric(_Frozen):
    """The name of what is measured, as written; `scope` narrows it, `indicator` is its catalogue id."""

    text: str
    span: Span
    scope: str | None = None
    indicator: str | None = None


class Period(_Frozen):
    """A time expression: the words, a label such as `2024-Q3`, and the closed interval of days.

    `label`, `start` and `end` are `None` when the text and the publication date leave the time open;
    one of `start` and `end` alone is `None` for an open interval (`2017-01..`).
    """

    text: str
    span: Span | None = None
    label: str | None = None
    start: date | None = None
    end: date | None = None


class Name(_Frozen):
    """A place or organisation; `span` is `None` when it comes from the caller or the whole document."""

    text: str
    span: Span | None = None
    id: str | None = None


class Record(_Frozen):
    """One figure of a text: the quantity, what it measures, when, where, whose, and how we know."""

    id: str
    span: Span
    sentence: Span
    quantity: Quantity
    metric: Metric | None = None
    aspect: Aspect = "level"
    direction: Direction | None = None
    of: str | None = None
    status: Status = "actual"
    period: Period | None = None
    baseline: Period | None = None
    place: Name | None = None
    entity: Name | None = None
    confidence: float = Field(ge=0, le=1)
    rules: list[str]
