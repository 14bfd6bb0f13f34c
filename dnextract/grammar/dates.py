"""Publication dates, in whatever form a caller, an index, a page or the text itself gives them."""

import re
import unicodedata
from datetime import date, datetime
from functools import lru_cache

from dnextract.patterns import load_patterns
from dnextract.text import PhraseIndex, Tokens, tokenize
from dnextract.text.phrases import Entry

__all__ = ["find_dateline", "parse_date"]

_ISO_DAY = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ][\d:.,]+ ?(?:Z|[+-][\d:]+)?)?")
_YEAR = re.compile(r"(?<!\d)(?:\d{4}|\d{1,2}[/.-]\d{1,2}[/.-]\d\d)(?!\d)")
_IN_FIGURES = re.compile(r"(?<!\d)\d{1,2}[/.-](\d{1,2})[/.-]\d{4}(?!\d)")
_CLOCK = re.compile(r"(?<!\d)(\d{1,2})\s?(?:[hg]|giờ)\s?(\d\d)?(?:'|\s?phút)?(?!\w)", re.IGNORECASE)
_ZONE = re.compile(r"\b(GMT|UTC)\s+(?=[+-])", re.IGNORECASE)
_LONGEST_STAMP = 100  # characters; longer text is no stamp, and dateparser would search it for one

_HEAD_LINES, _TAIL_LINES = 5, 2  # the lines of a text that may be its dateline
_FULL_DATE = re.compile(
    r"(?:\d[/.-]\d{1,2}[/.-]\d{4}|\d{4}-\d\d-\d\d|tháng \d{1,2}(?:,| năm) \d{4})(?!\d)", re.IGNORECASE
)
_AROUND = " \t\r\n:|,;-–—•·()[]"
_HOUR = re.compile(r"(?<!\d)\d{1,2}(?::|\s?[hg]|\s?giờ)")


def parse_date(value: date | datetime | str | None) -> date | None:
    """Read a publication date: a date, a datetime, an ISO string, an HTML date or a newspaper's stamp.

    A stamp must say day, month and year, in this order if in figures, and nothing but what stamps say:
    the weekday, the time, a place before a comma, words such as "Cập nhật lúc". The time of day is
    dropped, and the day is the one written, whatever the time zone.

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
    text = unicodedata.normalize("NFC", value)
    day = _day_of(text) if len(text) <= _LONGEST_STAMP else None
    if day is None:
        raise ValueError(f"no full date (day, month and year): {value[:_LONGEST_STAMP]!r}")
    return day


def find_dateline(text: str) -> date | None:
    """Find the day a text says it was published: a line at its start or end that is nothing but a stamp.

    A bare date may head a table, so a dateline also says the time, the weekday, the place, or what it is
    the date of ("Cập nhật").
    """
    lines = [line for line in text.splitlines() if not line.isspace()]
    for line in (*lines[:_HEAD_LINES], *lines[max(_HEAD_LINES, len(lines) - _TAIL_LINES) :]):
        if len(line) > _LONGEST_STAMP or not _FULL_DATE.search(line):
            continue
        day = _day_of(line)
        if day is not None and (_HOUR.search(line) or _is_labelled(line)):
            return day
    return None


def _day_of(text: str) -> date | None:
    text = text.strip(_AROUND)
    iso = _ISO_DAY.fullmatch(text)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        stamp = _parse_stamp(_bare_stamp(text)) if _YEAR.search(text) else None
    except (ValueError, OverflowError):  # 30 February; some numbers overflow inside dateparser
        return None
    if stamp is None or any(int(month) > 12 for month in _IN_FIGURES.findall(text)):
        return None
    return stamp.date()


@lru_cache(maxsize=1)
def _words() -> dict[str, PhraseIndex[str]]:
    return {
        rule.id: PhraseIndex(Entry(form, rule.id) for form in rule.forms)
        for rule in load_patterns().cues("datelines").values()
    }


def _is_labelled(line: str) -> bool:
    """Tell whether a line says more of a date than the date: a label, a weekday, a place."""
    tokens = tokenize(line)
    words = _words()
    said = any(words[name].starting(tokens, i) for i in range(len(tokens)) for name in ("label", "weekday"))
    return said or _after_place(tokens) > 0


def _after_place(tokens: Tokens) -> int:
    """Give the token after a place and its comma ("Hà Nội, ngày …"), 0 where there is none."""
    for i, token in enumerate(tokens):
        if token.surface == ",":
            return i + 1
        if token.surface != "." and not token.surface[0].isupper():
            break
    return 0


def _bare_stamp(text: str) -> str:
    """Leave out what dateparser cannot read, and write clock times as it does."""
    text = _CLOCK.sub(lambda clock: f"{clock[1]}:{clock[2] or '00'}", _ZONE.sub(r"\1", text))
    tokens = tokenize(text)
    words = _words()
    kept: list[str] = []
    at = _after_place(tokens)
    end = tokens[at].start if at < len(tokens) else len(text)
    while at < len(tokens):
        found = next((f for index in words.values() if (f := index.starting(tokens, at))), None)
        if found is None:
            kept.append(text[end : tokens[at].end])
            at += 1
        else:
            at = found[0]
        end = tokens[at - 1].end
    return "".join(kept).strip(_AROUND)


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
