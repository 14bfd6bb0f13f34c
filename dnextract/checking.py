"""The pattern files' own tests: every example must come out as its rule says, no reject may."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from dnextract.errors import PatternError
from dnextract.grammar.mentions import bounds
from dnextract.grammar.periods import check_period_examples
from dnextract.patterns import Patterns, load_patterns
from dnextract.patterns.base import Example, Rule
from dnextract.patterns.models import (
    DenominatorsFile,
    PatternFile,
    PeriodsFile,
    Predicate,
    StatusCue,
    Unit,
    UnitsFile,
)
from dnextract.pipeline import Extractor
from dnextract.records import Record

__all__ = ["check_patterns", "example_problem", "failures", "reject_problem"]


def check_patterns(extra: Sequence[str | Path] = ()) -> list[str]:
    """Load the library's pattern files and those of the caller, and run their examples.

    Gives one line a problem; none means that all is well.
    """
    try:
        patterns = load_patterns(extra)
    except PatternError as error:
        return str(error).splitlines()
    extractor = Extractor(patterns=extra)
    return [*failures(patterns, extractor), *check_period_examples(patterns)]


def failures(patterns: Patterns, extractor: Extractor) -> Iterator[str]:
    """Give a line for each example and reject of the rules about figures that does not hold."""
    for name, file, rule in patterns.rules():
        if isinstance(file, PeriodsFile):
            continue
        for example in rule.examples:
            problem = example_problem(example, file, rule, extractor)
            if problem:
                yield f"{name}: {rule.id}: {example.text!r}: {problem}"
        for text in rule.rejects:
            problem = reject_problem(text, file, rule, extractor)
            if problem:
                yield f"{name}: {rule.id}: reject {text!r}: {problem}"


def example_problem(example: Example, file: PatternFile, rule: Rule, extractor: Extractor) -> str | None:
    """Say how the record of an example differs from what its rule says; `None` if it does not."""
    start, end = example.text.index("["), example.text.index("]") - 1
    text = example.text.replace("[", "").replace("]", "")
    document = extractor.extract(text, example.published)
    for record in document:
        if (record.span.start, record.span.end) == (start, end):
            return _difference(_said(record), _expected(example, file, rule))
    found = ", ".join(repr(r.span.text) for r in document) or "nothing"
    return f"expected {text[start:end]!r}, found {found}"


def _said(record: Record) -> dict[str, object]:
    quantity = record.quantity
    return {
        "lo": quantity.lo,
        "hi": quantity.hi,
        "qual": quantity.qualifier,
        "unit": quantity.unit,
        "per": quantity.per,
        "item": quantity.item,
        "aspect": record.aspect,
        "dir": record.direction,
        "status": record.status,
        "metric": record.metric and record.metric.text,
        "of": record.of,
        "scope": record.metric and record.metric.scope,
        "place": record.place and record.place.text,
        "entity": record.entity and record.entity.text,
    }


def _expected(example: Example, file: PatternFile, rule: Rule) -> dict[str, object]:
    """Give the fields an example fixes: the whole quantity, and what else it or its rule states."""
    qualifier = example.qual or "exact"
    lo = None if example.lo is None else Decimal(example.lo)
    hi = None if example.hi is None else Decimal(example.hi)
    if example.value is not None:
        lo, hi = bounds(Decimal(example.value), qualifier)
    fields: dict[str, object] = {
        "lo": lo,
        "hi": hi,
        "qual": qualifier,
        "per": example.per,
    }
    if isinstance(file, UnitsFile) and isinstance(rule, Unit):
        fields["unit"] = rule.unit or rule.id
    if isinstance(rule, Predicate):
        fields["aspect"] = rule.aspect
    if isinstance(rule, StatusCue):
        fields["status"] = rule.status
    stated = example.model_dump(
        exclude_none=True, exclude={"text", "value", "lo", "hi", "published", "label"}
    )
    return fields | stated


def _difference(said: dict[str, object], expected: dict[str, object]) -> str | None:
    wrong = [
        f"{key} is {said[key]!s}, not {value!s}" for key, value in expected.items() if said[key] != value
    ]
    return "; ".join(wrong) or None


def reject_problem(text: str, file: PatternFile, rule: Rule, extractor: Extractor) -> str | None:
    """Find a record a reject gives: of the unit, denominator or status it is a reject of, else any."""
    found = list(extractor.extract(text))
    if isinstance(file, UnitsFile) and isinstance(rule, Unit):
        found = [r for r in found if r.quantity.unit == (rule.unit or rule.id)]
    elif isinstance(file, DenominatorsFile):
        found = [r for r in found if r.quantity.per == rule.id]
    elif isinstance(rule, StatusCue):
        found = [r for r in found if r.status == rule.status]
    return f"found {found[0].span.text!r}" if found else None
