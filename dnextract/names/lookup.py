"""What is known of a place: its name, level and codes, by any of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from dnextract.patterns import load_patterns
from dnextract.patterns.places import Level, PlacesFile
from dnextract.text import normal_words

__all__ = ["Place", "find_place"]


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the gazetteer.

    `code` is that of ISO 3166: `VN` or `VN-HN`. `gso` and `gso_2025` are the codes of a province with the
    General Statistics Office, until 30 June 2025 and since; a province that was merged then has no new one.
    `within` is the name of the larger place, of a merged province the one it belongs to now.
    """

    name: str
    level: Level
    code: str | None = None
    gso: str | None = None
    gso_2025: str | None = None
    within: str | None = None


def find_place(place: str) -> Place | None:
    """Find a place by its code (the `id` of a record's place), its name, or another way to write it.

    A code that two names share gives the present one; a form is matched in any case. `None` stands for a
    place that the gazetteer does not know.

    Examples:
        >>> find_place("VN-02")
        Place(name='Lào Cai', level='province', code='VN-02', gso='10', gso_2025='15', within=None)
        >>> find_place("BR-VT").within
        'TP.HCM'
    """
    if not isinstance(place, str):
        raise TypeError(f"a place is found by a str, not {type(place).__name__}")
    codes, forms = _places()
    return codes.get(place) or forms.get(normal_words(place))


@lru_cache(maxsize=1)
def _places() -> tuple[Mapping[str, Place], Mapping[tuple[str, ...], Place]]:
    """Index the library's own places by code and by form."""
    files = [file for _, file in load_patterns().of(PlacesFile)]
    names = {rule.id: rule.name for file in files for rule in file.rules}
    codes: dict[str, Place] = {}
    forms: dict[tuple[str, ...], Place] = {}
    for file in files:
        for rule in file.rules:
            within = names[rule.within] if rule.within else None
            place = Place(rule.name, file.level, rule.code, rule.gso, rule.gso_2025, within)
            if rule.code is not None and (rule.code not in codes or codes[rule.code].gso_2025 is None):
                codes[rule.code] = place
            forms.update((normal_words(form), place) for form in rule.forms)
    return codes, forms
