"""How sure a record is: a logistic model of the features of its parts."""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dnextract.patterns import Patterns
from dnextract.patterns.models import ConfidenceFile

__all__ = ["INTERCEPT", "Factor", "Weights", "compile_confidence", "confidence", "factors"]

INTERCEPT = ("record", "always")  # part and feature of what speaks for every record

Weights = dict[str, dict[str, float]]
"""The weight of each feature of each part of a record; a feature that has none says nothing."""


class Factor(NamedTuple):
    """A feature of a part of a record, and what it adds to the log odds that the record is right."""

    part: str
    feature: str
    weight: float


def compile_confidence(patterns: Patterns) -> Weights:
    """Read the weights."""
    weights: dict[str, dict[str, float]] = {}
    for _, file in patterns.of(ConfidenceFile):
        for rule in file.rules:
            part, _, feature = rule.id.partition(" ")
            weights.setdefault(part, {})[feature] = float(rule.weight)
    return weights


def confidence(features: Mapping[str, Sequence[str]], weights: Weights) -> float:
    """Give the chance that a record is fully right, to two decimals."""
    part, feature = INTERCEPT
    odds = weights.get(part, {}).get(feature, 0.0)
    for part, found in features.items():
        table = weights.get(part, {})
        for feature in found:
            if feature in table:
                odds += table[feature]
    return round(1 / (1 + math.exp(-odds)), 2)


def factors(features: Mapping[str, Sequence[str]], weights: Weights) -> list[Factor]:
    """List what each feature of a record adds, in the order of the parts, the strongest first."""
    return [
        factor
        for part, found in features.items()
        for factor in sorted(
            (Factor(part, f, weights[part][f]) for f in found if f in weights.get(part, {})),
            key=lambda factor: (-abs(factor.weight), factor.feature),
        )
    ]
