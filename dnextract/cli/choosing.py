"""What a user names on the command line, as the store knows it; what is not known, with its like."""

import unicodedata
from collections.abc import Iterable

import typer
from rapidfuzz import fuzz, process

from dnextract.grammar.parsing import parse_quantity
from dnextract.linking.lookup import find_indicator, indicator_names
from dnextract.names.lookup import find_place
from dnextract.patterns import load_patterns
from dnextract.patterns.units import unit_kinds
from dnextract.store import Selection, Store

__all__ = ["chosen_entity", "chosen_place", "chosen_subject", "chosen_unit"]

_ALIKE = 60  # of 100
_PLAIN = str.maketrans("đĐ", "dD")


def chosen_subject(store: Store, words: str | None) -> str | None:
    """Give the id of an indicator, or the words of a metric that the store has."""
    known = find_indicator(words) if words else None
    if known is not None:
        return known.id
    if words is not None and not store.holds(Selection(subject=words)):
        names = [*indicator_names(), *store.names("metric")]
        raise typer.BadParameter(
            f"{words!r} is no indicator, and no metric of the store{_like(words, names)}",
            param_hint="--indicator",
        )
    return words


def chosen_place(store: Store, name: str | None) -> str | None:
    """Give the name of a place that the gazetteer or the store knows."""
    known = find_place(name) if name else None
    if known is not None:
        return known.name
    if name is not None and not store.holds(Selection(place=name)):
        raise typer.BadParameter(
            f"{name!r} is no known place{_like(name, store.names('place'))}",
            param_hint="--place",
        )
    return name


def chosen_entity(store: Store, name: str | None) -> str | None:
    """Give the name of an organisation that the store has."""
    if name is not None and not store.holds(Selection(entity=name)):
        raise typer.BadParameter(
            f"{name!r} is no organisation of the store{_like(name, store.names('entity'))}",
            param_hint="--entity",
        )
    return name


def chosen_unit(words: str | None) -> tuple[str | None, str | None]:
    """Give a unit and what it is per: "USD/t" as in a store, "đồng/kg" as articles write it."""
    if words is None:
        return None, None
    known = unit_kinds(file for _, file in load_patterns().files)
    if words in known:
        return words, None
    unit, _, per = words.partition("/")
    if unit in known and per:
        return unit, per
    try:
        quantity = parse_quantity(f"1 {words}")
    except ValueError:
        raise typer.BadParameter(f"{words!r} is no unit{_like(words, known)}", param_hint="--unit") from None
    return quantity.unit, quantity.per


def _like(words: str, names: Iterable[str]) -> str:
    """Say which names are like some words, typed with or without Vietnamese marks; nothing where none is.

    >>> _like("lam phat", ["xuất khẩu", "lạm phát", "tỷ lệ lạm phát"])
    '; did you mean "lạm phát", "tỷ lệ lạm phát"?'
    """
    choices = list(dict.fromkeys(names))
    found = process.extract(
        words, choices, scorer=fuzz.WRatio, processor=_unmarked, limit=3, score_cutoff=_ALIKE
    )
    quoted = ", ".join(f'"{name}"' for name, *_ in found)
    return f"; did you mean {quoted}?" if quoted else ""


def _unmarked(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.translate(_PLAIN))
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).lower()
