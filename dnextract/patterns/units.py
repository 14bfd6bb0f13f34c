"""The units that indicators take, as the catalogue writes them: "money", "t", "VND/kWh"."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, get_args

from dnextract.patterns import models
from dnextract.records import Kind

__all__ = ["TakenUnit", "taken_units", "unit_kinds", "unit_problems"]

# Units that no file of units lists: they come from the noun that is counted.
_COUNTED: Mapping[str, frozenset[str]] = {
    "count": frozenset({"count", "ratio"}),
    "person": frozenset({"measure"}),
}


class TakenUnit(NamedTuple):
    """A unit an indicator takes: of these kinds, any unit of them if `unit` is `None`; `per` as written."""

    kinds: frozenset[str]
    unit: str | None
    per: str | None


def unit_kinds(files: Iterable[models.PatternFile]) -> dict[str, frozenset[str]]:
    """Give the kinds of quantity that each canonical unit, and each kind named as a unit, stands for."""
    known = {kind: frozenset({kind}) for kind in get_args(Kind)} | dict(_COUNTED)
    for file in files:
        if isinstance(file, models.UnitsFile):
            known |= {rule.unit or rule.id: frozenset({file.quantity}) for rule in file.rules}
    return known


def taken_units(units: Sequence[str], known: Mapping[str, frozenset[str]]) -> list[TakenUnit]:
    """Read the units of an indicator; `KeyError` for one that is not known."""
    taken = []
    for written in units:
        unit, per = _parts(written, known)
        kinds = known[unit]
        any_unit = unit in get_args(Kind) and unit not in _COUNTED
        taken.append(TakenUnit(kinds, None if any_unit else unit, per))
    return taken


def _parts(written: str, known: Mapping[str, frozenset[str]]) -> tuple[str, str | None]:
    """Cut "VND/kWh" into unit and denominator; "tael/10" is a unit by itself."""
    if written in known:
        return written, None
    unit, _, per = written.partition("/")
    return unit, per or None


def unit_problems(files: Iterable[tuple[str, models.PatternFile]]) -> Iterator[str]:
    """Say which indicators take units or denominators that no rule has, or kinds and units that differ."""
    named = list(files)
    known = unit_kinds(file for _, file in named)
    denominators = {
        rule.id for _, file in named if isinstance(file, models.DenominatorsFile) for rule in file.rules
    }
    for name, file in named:
        if isinstance(file, models.IndicatorsFile):
            for rule in file.rules:
                yield from (f"{name}: {rule.id}: {said}" for said in _problems_of(rule, known, denominators))


def _problems_of(
    rule: models.Indicator, known: Mapping[str, frozenset[str]], denominators: set[str]
) -> Iterator[str]:
    stated: set[str] = set()
    for written in rule.units:
        unit, per = _parts(written, known)
        if unit not in known:
            yield f"units: {unit!r} is no canonical unit of patterns/units"
            continue
        if per is not None and per.lstrip("0123456789 ") not in denominators:
            yield f"units: {per!r} is no denominator of patterns/units/per.yaml"
        if not known[unit] & set(rule.kinds):
            yield f"units: {written!r} is of none of the kinds {', '.join(rule.kinds)}"
        stated |= known[unit]
    for kind in rule.kinds:
        if stated and kind not in stated:
            yield f"kinds: no unit is of the kind {kind!r}"
