"""A self-contained HTML page of a text with its figures marked, and a table of its records."""

import re
from collections.abc import Sequence
from html import escape

from dnextract.forms import Row
from dnextract.readable import readable_unit, readable_value

__all__ = ["page"]

# Characters that no HTML document may hold, in whatever spelling.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_STYLE = """
:root { color-scheme: light dark; font: 1rem/1.6 system-ui, sans-serif }
body { margin: 2rem auto; max-width: 72rem; padding: 0 1rem }
article { white-space: pre-wrap; overflow-wrap: anywhere }
mark a { color: inherit }
.records { overflow-x: auto }
table { border-collapse: collapse; font-size: .9rem }
th, td { border-bottom: 1px solid #8886; padding: .3rem .6rem; text-align: left; vertical-align: top }
td.value { text-align: right; white-space: nowrap }
:target { outline: 2px solid }
"""
_COLUMNS = ("value", "unit", "metric", "aspect", "status", "period", "place", "entity")


def page(text: str, rows: Sequence[Row], *, title: str) -> str:
    """Write the page; every word of the text and of the records is escaped."""
    head = "".join(f'<th scope="col">{name}</th>' for name in _COLUMNS)
    body = "\n".join(_table_row(number, row) for number, row in enumerate(rows))
    return f"""<!DOCTYPE html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{_safe(title)}</title>
<style>{_STYLE}</style>
</head>
<body>
<h1>{_safe(title)}</h1>
<article>{_marked(text, rows)}</article>
<div class="records">
<table>
<thead><tr>{head}</tr></thead>
<tbody>
{body}
</tbody>
</table>
</div>
</body>
</html>
"""


def _safe(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", escape(text)).replace("\r\n", "\n").replace("\r", "\n")


def _marked(text: str, rows: Sequence[Row]) -> str:
    parts: list[str] = []
    at = 0
    for number, row in sorted(enumerate(rows), key=lambda pair: (pair[1].start, -pair[1].end)):
        if row.start < at:  # two records of the same words: the first mark stands for both
            continue
        parts.append(_safe(text[at : row.start]))
        figure = _safe(text[row.start : row.end])
        parts.append(f'<mark id="f{number}"><a href="#r{number}">{figure}</a></mark>')
        at = row.end
    return "".join([*parts, _safe(text[at:])])


def _table_row(number: int, row: Row) -> str:
    aspect = f"{row.aspect} {row.dir}" if row.dir else row.aspect
    metric = f"{row.metric or ''} ({row.scope})" if row.scope else row.metric
    cells = (
        readable_unit(row),
        metric,
        aspect,
        row.status,
        row.period_norm or row.period,
        row.place,
        row.entity,
    )
    value = f'<td class="value"><a href="#f{number}">{_safe(readable_value(row))}</a></td>'
    return (
        f'<tr id="r{number}">{value}' + "".join(f"<td>{_safe(cell or '')}</td>" for cell in cells) + "</tr>"
    )
