"""Units beside a number, and what one of the unit is per."""

from collections.abc import Sequence
from typing import NamedTuple

from dnextract.grammar.lexicon import FigureLexicon, UnitEntry
from dnextract.grammar.numbers import Number, read_number
from dnextract.text import Token
from dnextract.text.tokens import glued

__all__ = ["per_after", "per_outside", "prefix_before", "unit_after"]

_EACH = frozenset({"một", "mỗi", "từng"})


class Per(NamedTuple):
    """A denominator that ends before token `last`."""

    last: int
    per: str


def unit_after(tokens: Sequence[Token], at: int, lexicon: FigureLexicon) -> tuple[int, UnitEntry] | None:
    """Find the unit at token `at`: the token after it and what it means."""
    found = lexicon.units.starting(tokens, at)
    if found is None:
        return None
    lookalike = lexicon.not_units.starting(tokens, at)
    return None if lookalike and lookalike[0] > found[0] else found


def prefix_before(tokens: Sequence[Token], at: int, lexicon: FigureLexicon) -> tuple[int, UnitEntry] | None:
    """Find a currency sign or code that stands right before token `at` ("$1,5 tỷ", "USD 200")."""
    return lexicon.prefixes.ending(tokens, at)


def per_after(
    tokens: Sequence[Token], at: int, lexicon: FigureLexicon, unit: str | None = None
) -> Per | None:
    """Read what a figure is per, at token `at`: "/kg", "/1.000 dân", "một đêm", "mỗi m2", "trên 1 năm".

    An unknown noun after a slash stands for itself, one syllable of it.
    """
    parts: list[str] = []
    last = at
    while last < len(tokens):
        i = last
        if tokens[i].surface == "/":
            part = _denominator(tokens, i + 1, lexicon, unit) or (None if parts else _unknown(tokens, i + 1))
        elif tokens[i].norm in _EACH:
            part = _known(tokens, i + 1, lexicon, unit)
        elif tokens[i].norm == "trên" and i + 1 < len(tokens):
            each = i + 2 if tokens[i + 1].norm in _EACH else i + 1
            part = _denominator(tokens, each, lexicon, unit)
        else:
            part = None
        if part is None:
            break
        parts.append(part.per)
        last = part.last
    return Per(last, "/".join(parts)) if parts else None


def _known(tokens: Sequence[Token], at: int, lexicon: FigureLexicon, unit: str | None) -> Per | None:
    """Look a denominator up; words that mean it with some units only stand for themselves with others."""
    found = lexicon.denominators.starting(tokens, at)
    if found is None:
        return None
    last, rule = found
    if rule.only_with and unit not in rule.only_with:
        return Per(last, " ".join(t.surface for t in tokens[at:last]))
    return Per(last, rule.id)


def _denominator(tokens: Sequence[Token], at: int, lexicon: FigureLexicon, unit: str | None) -> Per | None:
    """Read a denominator with the number before it, if any: "1.000 dân", "vạn dân", "kg"."""
    plain = _known(tokens, at, lexicon, unit)
    if plain is not None:
        return plain
    number = read_number(tokens, at, lexicon.numbers)
    if number is None and at < len(tokens):
        rule = lexicon.numbers.get(tokens[at].norm)
        if rule is not None and rule.role == "scale" and rule.value is not None:
            number = Number(at, at + 1, rule.value, rule.value, "word")
    known = _known(tokens, number.last, lexicon, unit) if number else None
    if known is None or number is None:
        return None
    many = "" if number.value == 1 else f"{number.value:f} "
    return Per(known.last, many + known.per)


def _unknown(tokens: Sequence[Token], at: int) -> Per | None:
    if at < len(tokens) and tokens[at].kind == "word" and glued(tokens[at - 1], tokens[at]):
        return Per(at + 1, tokens[at].surface)
    return None


def per_outside(tokens: Sequence[Token], start: int, at: int, lexicon: FigureLexicon) -> str | None:
    """Find in tokens `[start, at)` what the figure at `at` is per; the nearest such words decide."""
    for i in range(at - 1, start - 1, -1):
        found = lexicon.per_outside.starting(tokens, i)
        if found and found[0] <= at:
            return found[1]
    return None
