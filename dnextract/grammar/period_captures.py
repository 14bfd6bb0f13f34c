"""What a form captured, and the builder that reads it: the terms shared by all period builders."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from dnextract.grammar.times import Shift, Time, YearWord, whole_year

__all__ = ["Arguments", "Builder", "Captures", "is_year", "numbers_of", "times_of", "year_of"]

Captures = Mapping[str, Any]
Arguments = Mapping[str, str]
Builder = Callable[[Captures, Arguments], Time | Shift | int | None]

# The slots whose numbers are no years.
_NUMBER_SLOTS: Final = frozenset(
    {
        "n",
        "d",
        "m",
        "q",
        "half",
        "roman",
        "yy",
        "hour",
        "minute",
        "weekday",
        "named_weekday",
        "month_word",
        "month_name",
    }
)
_SLOT_DIGITS: Final = "12345"


def is_year(slot: str, value: object) -> bool:
    """Tell whether a captured value is a year."""
    return isinstance(value, Shift) or (
        isinstance(value, int) and slot.rstrip(_SLOT_DIGITS) not in _NUMBER_SLOTS
    )


def numbers_of(captures: Captures, slot: str) -> list[int]:
    """Give the numbers captured by a slot and its numbered copies, in order."""
    return [value for key, value in captures.items() if key.rstrip(_SLOT_DIGITS) == slot]


def year_of(captures: Captures, arguments: Arguments) -> YearWord:
    """Read the year of a form: a captured one, or the one its arguments say."""
    for slot, value in captures.items():
        if slot == "yy":
            return 2000 + int(value) if value < 70 else 1900 + int(value)
        if is_year(slot, value):
            return value  # type: ignore[no-any-return]
    if "years" in arguments:
        anchor: Any = arguments.get("anchor", "published")
        return Shift(int(arguments["years"]), anchor)
    return Shift(0, "document") if arguments.get("year") == "document" else None


def times_of(captures: Captures) -> list[Time]:
    """Give the captured times and years in order, years as whole years."""
    return [
        whole_year(value) if is_year(slot, value) else value
        for slot, value in captures.items()
        if is_year(slot, value) or isinstance(value, Time)
    ]
