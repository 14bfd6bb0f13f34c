"""How sure a record is: each part by a logistic model of its features, the whole as their product."""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dnextract.patterns import Patterns
from dnextract.patterns.models import ConfidenceFile

__all__ = ["INTERCEPT", "Factor", "Weights", "compile_confidence", "confidence", "factors"]

INTERCEPT = "always"

Weights = dict[str, dict[str, float]]
"""The weight of each feature of each part of a record; a feature that has none says nothing."""


class Factor(NamedTuple):
    """A feature, and what it adds to the log odds that its part of the record is right."""

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
    """Give the chance that a record is fully right, to two decimals: that of its parts, multiplied."""
    chance = 1.0
    for part, found in features.items():
        table = weights.get(part, {})
        odds = table.get(INTERCEPT, 0.0)
        for feature in found:
            if feature in table:
                odds += table[feature]
        chance /= 1 + math.exp(-odds)
    return round(chance, 2)


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
