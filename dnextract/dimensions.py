"""Units that differ by a power of ten alone: figures in them convert exactly and may be compared."""

import re
from typing import NamedTuple

__all__ = ["Dimension", "dimension_of"]

# By base: the power of ten that one of a unit is in it.
_POWERS = {
    "kg": {"µg": -9, "mg": -6, "g": -3, "lạng": -1, "kg": 0, "yến": 1, "tạ": 2, "t": 3},
    "m": {"nm": -9, "µm": -6, "mm": -3, "cm": -2, "dm": -1, "m": 0, "km": 3},
    "m2": {"cm2": -4, "m2": 0, "ha": 4, "km2": 6},
    "l": {"ml": -3, "cm3": -3, "l": 0, "m3": 3},
    "W": {"W": 0, "kW": 3, "MW": 6, "GW": 9, "TW": 12},
    "kWp": {"kWp": 0, "MWp": 3, "GWp": 6},
    "Wh": {"Wh": 0, "kWh": 3, "MWh": 6, "GWh": 9, "TWh": 12},
    "J": {"J": 0, "kJ": 3, "MJ": 6},
    "V": {"V": 0, "kV": 3},
    "VA": {"VA": 0, "kVA": 3, "MVA": 6},
    "kbps": {"kbps": 0, "Mbps": 3, "Gbps": 6, "Tbps": 9},
    "Hz": {"Hz": 0, "kHz": 3, "MHz": 6, "GHz": 9},
    "Pa": {"Pa": 0, "hPa": 2, "kPa": 3, "bar": 5, "MPa": 6},
    "tael": {"tael/10": -1, "tael": 0},
}
_BASES = {unit: (base, power) for base, powers in _POWERS.items() for unit, power in powers.items()}
_SO_MANY = re.compile(r"1(0+) (.+)")  # "1000 person"
_PARTS = frozenset({"share", "completion"})


class Dimension(NamedTuple):
    """What figures can be compared in, by its base unit: one of theirs is ten to the `power` of that."""

    unit: str
    per: str | None
    power: int

    @property
    def name(self) -> str:
        """The base unit in one word."""
        return self.unit if self.per is None else f"{self.unit}/{self.per}"


def dimension_of(unit: str, per: str | None, aspect: str) -> Dimension:
    """Give the dimension of a unit and what it is per.

    A part of a whole may be said as a percentage or as a fraction.

    >>> dimension_of("VND", "t", "level"), dimension_of("x", None, "share").name
    (Dimension(unit='VND', per='kg', power=-3), '%')
    """
    base, power = ("%", 2) if unit == "x" and aspect in _PARTS else _BASES.get(unit, (unit, 0))
    if per is None:
        return Dimension(base, None, power)
    for_one, times = _denominator(per)
    return Dimension(base, for_one, power - times)


def _denominator(per: str) -> tuple[str, int]:
    if per in _BASES:
        return _BASES[per]
    first, slash, rest = per.partition("/")
    many = _SO_MANY.fullmatch(first)
    base, power = (many[2], len(many[1])) if many else _BASES.get(first, (first, 0))
    return base + slash + rest, power
