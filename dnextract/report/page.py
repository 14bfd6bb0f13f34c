"""The page of a report, put together from its template, style and script."""

import hashlib
import re
from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from dnextract.forms import Row
from dnextract.readable import readable_unit, readable_value
from dnextract.records import Record
from dnextract.report import wording
from dnextract.report.marks import ROLES, Segment, paragraphs
from dnextract.report.sheets import OUTCOMES, Line, Scores, Sheet, records_sheet

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["UNSURE", "fragment", "page", "shown"]

UNSURE = 0.5  # a record is shown as unsure below this confidence

# Characters that no HTML document may hold, in whatever spelling, or that would show as nothing.
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_PICTURES = 0x2400  # control pictures, in the order of the controls
_LETTERS = dict(zip(ROLES, "qmtbpe", strict=True))  # a part's role where the script reads it
_TRACKS = 3  # underlines that fit below a line


def page(sheets: Sequence[Sheet], *, title: str, scores: Sequence[Scores] = ()) -> str:
    """Write the page of one or more sheets; with `scores` it is the report of an evaluation.

    The page asks for nothing from elsewhere, and says so in its content security policy.
    """
    script = _asset("script.js")
    digest = b64encode(hashlib.sha256(script.encode()).digest()).decode()
    style = _asset("marks.css") + _asset("page.css")
    given = {"sheets": sheets, "title": title, "scores": scores}
    return _render("page.html", style=style, script=script, digest=digest, **given)


def fragment(text: str, records: Sequence[Record]) -> str:
    """Write a text with its figures marked and the table of its records, for a page of the caller's.

    It holds its own style, under the class `dnextract`, and no script.
    """
    sheet = records_sheet("", text, records)
    return _render("fragment.html", sheet=sheet, style=_asset("marks.css"))


@lru_cache(maxsize=1)
def _environment() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("dnextract.report", "assets"),
        autoescape=True,
        finalize=shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "value": readable_value,
        "unit": readable_unit,
        "day": wording.day,
        "percent": wording.percent,
        "words": wording.words,
        "exact": wording.exact,
        "fields": wording.fields,
        "sides": wording.sides,
        "references": _references,
        "tracks": _tracks,
        "snippet": _snippet,
    }
    made.globals |= {
        "paragraphs": paragraphs,
        "days": wording.days,
        "ranks": _ranks,
        "tally": _tally,
        "tones": _tones,
        "outcomes": OUTCOMES,
        "roles": ROLES,
        "unsure": UNSURE,
    }
    return made


def _render(name: str, **given: Any) -> str:
    return _environment().get_template(name).render(given)


@lru_cache(maxsize=8)
def _asset(name: str) -> str:
    return (files("dnextract.report") / "assets" / name).read_text(encoding="utf-8")


def shown(value: Any) -> Any:
    """Make a text safe for any place in a page: every character shows as itself.

    A control character becomes its picture (NUL is ␀), what no page may hold becomes U+FFFD. A carriage
    return is written as a reference, for what reads the page would make a line feed of it.

    >>> str(shown("<\\x00>"))
    '&lt;␀&gt;'
    """
    from markupsafe import Markup, escape

    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    return Markup(escape(_FORBIDDEN.sub(_picture, value)).replace("\r", Markup("&#13;")))


def _picture(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x20:
        return chr(_PICTURES + code)
    return "\u2421" if code == 0x7F else "\ufffd"


def _references(segment: Segment) -> str:
    """Name the parts a segment belongs to, for the script: `q3 m3 m4`."""
    return " ".join(f"{_LETTERS[band.role]}{line}" for band in segment.bands for line in band.lines)


def _tracks(segment: Segment) -> str:
    """Name the colours of the lines below a segment."""
    lines = (band for band in segment.bands if band.track < _TRACKS)
    return ";".join(f"--l{band.track}:var(--{band.role})" for band in lines)


def _snippet(line: Line, text: str) -> Any:
    """Give the sentence of a record with the parts of that record alone."""
    return paragraphs(text, line.marks, line.shown.sentence_start, line.shown.sentence_end)


def _tones(lines: Sequence[Line], compares: bool) -> dict[int, str]:
    """Say how the figures of lines are drawn: by outcome in an evaluation, else whether they are unsure."""
    if compares:
        return {n: line.outcome for n, line in enumerate(lines)}
    return {n: "low" for n, line in enumerate(lines) if line.shown.confidence < UNSURE}


def _tally(lines: Sequence[Line], compares: bool) -> dict[str, int]:
    """Count the lines, and what the index says of them."""
    if compares:
        outcomes = Counter(line.outcome for line in lines)
        return {outcome: outcomes[outcome] for outcome in OUTCOMES}
    return {"records": len(lines), "unsure": len(_tones(lines, compares))}


def _ranks(lines: Iterable[Line]) -> list[int]:
    """Give the rank of each line by kind, unit and value: amounts of other units cannot be compared."""
    rows = [line.shown for line in lines]
    order = sorted(range(len(rows)), key=lambda n: _magnitude(rows[n]))
    ranks = [0] * len(rows)
    for rank, n in enumerate(order):
        ranks[n] = rank
    return ranks


def _magnitude(row: Row) -> tuple[str, str, str, Decimal]:
    value = row.hi if row.lo is None else row.lo
    return row.kind, row.unit, row.per or "", Decimal(0) if value is None else value
