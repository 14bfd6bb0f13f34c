"""What all pattern files share: the shape of a file, of a rule, and of the examples inside it."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, field_validator

from dnextract.records import Aspect, Direction, Qualifier, Status

__all__ = ["Example", "Form", "Forms", "Model", "Rule", "RulesFile"]

Form = Annotated[str, Field(pattern=r"\S")]
Forms = Annotated[tuple[Form, ...], Field(min_length=1)]


class Model(BaseModel):
    """A frozen model that takes no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Example(Model):
    """A text with the quantity in `[ ]`, and the fields of its record (gold names) that the rule gives.

    For a period rule `[ ]` marks the time expression, and `label` and `published` are used.
    """

    text: str
    lo: str | None = None
    hi: str | None = None
    value: str | None = None
    qual: Qualifier | None = None
    unit: str | None = None
    per: str | None = None
    item: str | None = None
    aspect: Aspect | None = None
    dir: Direction | None = None
    status: Status | None = None
    metric: str | None = None
    of: str | None = None
    scope: str | None = None
    place: str | None = None
    entity: str | None = None
    label: str | None = None
    published: str | None = None

    @field_validator("text")
    @classmethod
    def _one_span(cls, text: str) -> str:
        if text.count("[") != 1 or text.count("]") != 1 or text.index("[") > text.index("]"):
            raise ValueError("an example marks exactly one span with [ ]")
        return text


class Rule(Model):
    """What every rule has: an `id` unique in its kind, `examples` that must hold, `rejects` that must not."""

    id: str
    note: str | None = None
    examples: tuple[Example, ...] = ()
    rejects: tuple[str, ...] = ()


class RulesFile(Model):
    """A pattern file: its rules, and where they come from (decree, standard, ISO list)."""

    source: str | None = None
