"""How sure a record is, from the evidence that made it.

`patterns/confidence.yaml` holds, for each way a part of a record can be chosen, how often it was right on
the development articles; the parts are taken as independent.
"""

from collections.abc import Mapping, Sequence

from dnextract.patterns import Patterns
from dnextract.patterns.models import ConfidenceFile

__all__ = ["compile_confidence", "confidence"]


def compile_confidence(patterns: Patterns) -> dict[str, float]:
    """Read how often each rule of the join is right."""
    return {rule.id: float(rule.right) for _, file in patterns.of(ConfidenceFile) for rule in file.rules}


def confidence(rules: Sequence[str], missing: Sequence[str], right: Mapping[str, float]) -> float:
    """Give the chance that a record is whole and right, to two decimals.

    `rules` made the record; `missing` names the parts it lacks ("metric:none", "period:none").
    """
    chance = 1.0
    for rule in (*rules, *missing):
        chance *= right.get(rule, 1.0)
    return round(chance, 2)
