"""The code lists of the export: which code stands for which value; `docs/sdmx.md` has them all.

Where SDMX has a list of its own (CL_FREQ, CL_OBS_STATUS, CL_UNIT_MULT, CL_AREA), its codes are used.
"""

import re
import unicodedata
from functools import lru_cache

from dnextract.names.lookup import find_place

__all__ = [
    "AGREEMENTS",
    "AREAS",
    "ASPECTS",
    "NATURES",
    "NONE",
    "OBS_STATUS",
    "QUALIFIERS",
    "TOTAL",
    "UNITS",
    "UNITS_AS_THEY_ARE",
    "UNSPECIFIED",
    "area_code",
    "indicator_code",
    "unit_code",
]

TOTAL, NONE, UNSPECIFIED = "_T", "_Z", "_X"  # the whole; not applicable; not specified

ASPECTS = {
    "level": "LEVEL",
    "change": "CHANGE",
    "share": "SHARE",
    "completion": "COMPLETION",
    "comparison": "COMPARISON",
}
# SDMX has no status for what somebody wants: targets are apart by their nature, and "normal" of their kind.
OBS_STATUS = {"actual": "A", "estimate": "E", "forecast": "F", "target": "A"}
NATURES = {False: "FIGURE", True: "TARGET"}
QUALIFIERS = {
    "exact": "EXACT",
    "approx": "APPROX",
    "more_than": "MORE_THAN",
    "less_than": "LESS_THAN",
    "at_least": "AT_LEAST",
    "at_most": "AT_MOST",
    "range": "RANGE",
}
AGREEMENTS = {
    "single": "SINGLE",
    "agreed": "AGREED",
    "revised": "REVISED",
    "ambiguous": "AMBIGUOUS",
    "disputed": "DISPUTED",
}
UNITS_AS_THEY_ARE = "0"  # of CL_UNIT_MULT: values are written in full
# Units whose symbols are no codes; the others stand for themselves.
UNITS = {"%": "PT", "‰": "PM", "pp": "PP", "x": "FACTOR", "count": "NUMBER", "°C": "CEL", "°F": "FAH"}
# Areas without a code of ISO 3166 that have one of M49, by the names of the gazetteer.
AREAS = {
    "thế giới": "001",
    "châu Phi": "002",
    "Bắc Phi": "015",
    "Đông Phi": "014",
    "Tây Phi": "011",
    "châu Phi hạ Sahara": "202",
    "châu Mỹ": "019",
    "Bắc Mỹ": "003",
    "Trung Mỹ": "013",
    "Nam Mỹ": "005",
    "Caribe": "029",
    "Mỹ Latinh": "419",
    "châu Á": "142",
    "Trung Á": "143",
    "Đông Á": "030",
    "Đông Nam Á": "035",
    "Nam Á": "034",
    "Tây Á": "145",
    "châu Âu": "150",
    "Đông Âu": "151",
    "Bắc Âu": "154",
    "Nam Âu": "039",
    "Tây Âu": "155",
    "châu Đại Dương": "009",
}
_NO_ID = re.compile(r"[^A-Za-z0-9]+")
_LETTERS = str.maketrans({"đ": "d", "Đ": "D", "µ": "u"})


def indicator_code(indicator: str) -> str:
    """Give the code of an indicator: its id in capitals, as is the custom."""
    return indicator.upper()


def unit_code(unit: str) -> str:
    """Give the code of a unit.

    >>> unit_code("VND"), unit_code("km2"), unit_code("%"), unit_code("tael/10")
    ('VND', 'km2', 'PT', 'tael_10')
    """
    return UNITS.get(unit) or _ascii(unit)


@lru_cache(maxsize=1 << 12)
def area_code(name: str | None) -> str:
    """Give the code of an area by its name: that of ISO 3166, else of M49, else one made of the name.

    >>> area_code("Việt Nam"), area_code("Đà Nẵng"), area_code("thế giới"), area_code("Tây Nguyên")
    ('VN', 'VN-DN', '001', 'X_TAY_NGUYEN')
    """
    if name is None:
        return UNSPECIFIED
    place = find_place(name)
    if place is not None and place.code is not None:
        return place.code
    return AREAS.get(name) or f"X_{_ascii(name).upper()}"


def _ascii(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.translate(_LETTERS)).encode("ascii", "ignore").decode()
    return _NO_ID.sub("_", letters).strip("_")
