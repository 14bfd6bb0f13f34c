"""Metric to indicator, by a name, alias or abbreviation of the catalogue; no link beats a wrong one."""

from collections.abc import Mapping
from dataclasses import dataclass

from dnextract.patterns import Patterns
from dnextract.patterns.models import IndicatorsFile
from dnextract.text import tokenize

__all__ = ["Catalogue", "compile_catalogue", "link_indicator"]

_LEADING = ("tổng",)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Indicators by the normal form of every name they go by."""

    by_name: Mapping[tuple[str, ...], tuple[str, frozenset[str]]]


def _key(text: str) -> tuple[str, ...]:
    return tuple(t.norm for t in tokenize(text) if t.kind != "mark")


def compile_catalogue(patterns: Patterns) -> Catalogue:
    """Index the catalogue by name and alias."""
    return Catalogue(
        {
            _key(name): (rule.id, frozenset(rule.kinds))
            for _, file in patterns.of(IndicatorsFile)
            for rule in file.rules
            for name in (rule.name, *rule.aliases)
        }
    )


def link_indicator(metric: str, kind: str, catalogue: Catalogue) -> str | None:
    """Find the indicator a metric's whole name stands for, if it takes this kind of figure.

    An abbreviation in brackets at the end of the name is left out, as is a leading `tổng`.
    """
    words = _key(metric)
    without_aside = _key(metric[: metric.index("(")]) if metric.endswith(")") and "(" in metric else words
    for key in dict.fromkeys((words, without_aside, words[1:] if words[:1] == _LEADING else words)):
        found = catalogue.by_name.get(key)
        if found is not None and kind in found[1]:
            return found[0]
    return None
