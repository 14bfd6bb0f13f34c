"""Publication dates, in whatever form a caller, an index or a page gives them."""

import re
from datetime import date, datetime

__all__ = ["parse_date"]

_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d(?=$|[T ])")
_LONGEST_STAMP = 100  # characters; longer text is no stamp, and dateparser would search it for one


def parse_date(value: date | datetime | str | None) -> date | None:
    """Read a publication date: a date, a datetime, an ISO string or a newspaper's stamp.

    A stamp must say day, month and year, in this order if in figures. The time of day is dropped, and the
    day is the one written, whatever the time zone.

    >>> parse_date("2024-07-15T08:30:00+07:00"), parse_date("15:47:35 | 15/7/2024")
    (datetime.date(2024, 7, 15), datetime.date(2024, 7, 15))

    Raises `ValueError` where a string is no full date, and `TypeError` for anything else.
    """
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        raise TypeError(f"a date must be a date, a datetime or a string, not {type(value).__name__}")
    text = value.strip()
    if _ISO_DAY.match(text):
        try:
            return date.fromisoformat(text[:10])
        except ValueError:
            raise ValueError(f"no date: {value!r}") from None
    stamp = _parse_stamp(text) if len(text) <= _LONGEST_STAMP else None
    if stamp is None:
        raise ValueError(f"no full date (day, month and year): {value[:_LONGEST_STAMP]!r}")
    return stamp.date()


def _parse_stamp(text: str) -> datetime | None:
    import dateparser  # slow to import, and only needed for stamps

    return dateparser.parse(
        text,
        languages=["vi", "en"],
        settings={
            "DATE_ORDER": "DMY",
            "STRICT_PARSING": True,
            "REQUIRE_PARTS": ["day", "month", "year"],
            "PARSERS": ["absolute-time"],
        },
    )
