"""The shape of pattern files. Each file is one of the `…File` models, told apart by its `kind`."""

from decimal import Decimal
from typing import Annotated, Literal, cast, get_args

from pydantic import Field, model_validator

from dnextract.patterns.base import Form, Forms, Rule, RulesFile
from dnextract.patterns.places import PlacesFile
from dnextract.records import Aspect, Direction, Kind, Qualifier, Status

__all__ = [
    "Cue",
    "Denominator",
    "Indicator",
    "NumberWord",
    "PatternFile",
    "PeriodForm",
    "Predicate",
    "QualifierWords",
    "Unit",
]


class NumberWord(Rule):
    """A number word: its value, and the part it plays in a numeral.

    Right before or after the words of `not_before` and `not_after` it is another word ("tỷ lệ"); a `#`
    in `not_before` stands for any digits.
    """

    role: Literal[
        "digit",
        "ten",
        "hundred",
        "scale",
        "suffix",
        "odd",
        "half",
        "point",
        "part",
        "minus",
        "fraction",
        "indefinite",
        "none",
        "label",
    ]
    forms: Forms
    value: Decimal | None = None
    not_before: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()


class Unit(Rule):
    """A unit: `forms` in any case, `symbols` case-sensitive, `prefixes` that stand before the number.

    `final_forms` and `large_forms` have other meanings too: they are the unit only at the end of a phrase
    ("3 chỉ,"), or only after thousands and more ("5 triệu bảng").
    `factor` turns one of what is written into one of the canonical `id` ("tạ" is 100 kg).
    """

    forms: tuple[Form, ...] = ()
    symbols: tuple[Form, ...] = ()
    prefixes: tuple[Form, ...] = ()
    final_forms: tuple[Form, ...] = ()
    large_forms: tuple[Form, ...] = ()
    unit: str | None = None
    factor: Decimal = Field(default=Decimal(1), gt=0)

    @model_validator(mode="after")
    def _written(self) -> "Unit":
        if not (self.forms or self.symbols or self.prefixes or self.final_forms or self.large_forms):
            raise ValueError("a unit needs forms, symbols or prefixes it is written with")
        return self


class Denominator(Rule):
    """What a figure can be per: written after a slash, `một`, `mỗi` or `trên`.

    With `only_with`, the words mean the `id` in figures of these units alone, and else themselves.
    """

    forms: Forms
    only_with: tuple[str, ...] = ()


class QualifierWords(Rule):
    """Words around a number that make it a bound or an approximation: `qualifier`, by default the `id`."""

    qualifier: Qualifier | None = None
    before: tuple[Form, ...] = ()
    after: tuple[Form, ...] = ()

    @property
    def meaning(self) -> Qualifier:
        """The qualifier that the words stand for."""
        return self.qualifier or cast(Qualifier, self.id)

    @model_validator(mode="after")
    def _known(self) -> "QualifierWords":
        if self.qualifier is None and self.id not in get_args(Qualifier):
            known = ", ".join(get_args(Qualifier))
            raise ValueError(f"the id is no qualifier, so `qualifier` must be one of {known}")
        if not (self.before or self.after):
            raise ValueError("a qualifier needs words `before` the number or `after` the unit")
        return self


class Predicate(Rule):
    """A verb or noun that links a metric to a figure, and what the figure then is.

    An `adjacent` predicate counts only right before the figure (adverbs aside), one of `rates` only before
    a percentage or points.
    """

    aspect: Aspect
    direction: Direction | None = None
    adjacent: bool = False
    rates: bool = False
    forms: Forms


class Cue(Rule):
    """Words with one role; `value` is what they mean there."""

    forms: Forms
    value: str | None = None


class StatusCue(Rule):
    """Words that say a figure is an estimate, a target or a forecast.

    A `weak` cue (`sẽ`) counts inside its clause only, and yields to any other cue of the sentence; an
    `adjacent` one (`cần`) counts right before the figure only.
    """

    status: Status
    weak: bool = False
    adjacent: bool = False
    forms: Forms


class MeasuredHead(Rule):
    """Nouns that begin the name of a metric, and the `kinds` of figures that can be its value."""

    forms: Forms
    kinds: Annotated[tuple[Kind, ...], Field(min_length=1)]


class PeriodForm(Rule):
    """A time expression: literal words and `{slots}`; `build` names the function that reads the slots."""

    build: str
    forms: Forms
    arguments: dict[str, str] = Field(default_factory=dict)


class Indicator(Rule):
    """A statistical indicator: Vietnamese and English name, aliases, the kinds and units of its amounts.

    A unit is a canonical one, or a kind for all of its units ("money"); after a slash it says what one is
    per ("VND/kWh"). Changes, shares and the like in %, points or multiples need not be listed.
    """

    name: str
    english: str
    aliases: tuple[str, ...] = ()
    kinds: Annotated[tuple[Kind, ...], Field(min_length=1)]
    units: Forms


class Weight(Rule):
    """What a feature of a record adds to the log odds that a part of it is right.

    The `id` is the part and the feature: "metric indicator".
    """

    weight: Decimal


class NumberWordsFile(RulesFile):
    """`patterns/numbers/*.yaml`."""

    kind: Literal["number_words"]
    rules: tuple[NumberWord, ...]


class UnitsFile(RulesFile):
    """`patterns/units/*.yaml`: units of one kind of quantity."""

    kind: Literal["units"]
    quantity: Kind
    rules: tuple[Unit, ...]


class DenominatorsFile(RulesFile):
    """`patterns/units/per.yaml`."""

    kind: Literal["denominators"]
    rules: tuple[Denominator, ...]


class QualifiersFile(RulesFile):
    """`patterns/qualifiers.yaml`; the `id` of a rule is the qualifier."""

    kind: Literal["qualifiers"]
    rules: tuple[QualifierWords, ...]


class PredicatesFile(RulesFile):
    """`patterns/predicates.yaml`."""

    kind: Literal["predicates"]
    rules: tuple[Predicate, ...]


class StatusFile(RulesFile):
    """`patterns/status.yaml`."""

    kind: Literal["status"]
    rules: tuple[StatusCue, ...]


class CuesFile(RulesFile):
    """One closed class of words, told apart by rule: a form belongs to one rule of the `family`."""

    kind: Literal["cues"]
    family: str
    rules: tuple[Cue, ...]


class WordClassesFile(RulesFile):
    """Several word classes, one a rule, each used by itself: a form may belong to more than one."""

    kind: Literal["word_classes"]
    family: str
    rules: tuple[Cue, ...]


class MeasuredHeadsFile(RulesFile):
    """`patterns/join/measured.yaml`."""

    kind: Literal["measured_heads"]
    rules: tuple[MeasuredHead, ...]


class PeriodsFile(RulesFile):
    """`patterns/periods/*.yaml`."""

    kind: Literal["periods"]
    rules: tuple[PeriodForm, ...]


class IndicatorsFile(RulesFile):
    """`patterns/indicators/*.yaml`."""

    kind: Literal["indicators"]
    rules: tuple[Indicator, ...]


class ConfidenceFile(RulesFile):
    """`patterns/confidence.yaml`, written by `benchmarks/calibrate.py`."""

    kind: Literal["confidence"]
    rules: tuple[Weight, ...]


PatternFile = Annotated[
    NumberWordsFile
    | UnitsFile
    | DenominatorsFile
    | QualifiersFile
    | PredicatesFile
    | StatusFile
    | CuesFile
    | WordClassesFile
    | MeasuredHeadsFile
    | PeriodsFile
    | PlacesFile
    | IndicatorsFile
    | ConfidenceFile,
    Field(discriminator="kind"),
]
