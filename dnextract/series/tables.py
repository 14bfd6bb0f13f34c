"""Points as rows of a table and as JSON."""

from collections.abc import Iterable, Iterator
from typing import Any

from dnextract.forms import Row, plain
from dnextract.readable import readable_unit, readable_value
from dnextract.series.merging import Mention, Point, Statement
from dnextract.store import Article

__all__ = [
    "POINT_FIELDS",
    "ROW_COLUMNS",
    "article_name",
    "other_words",
    "point_cells",
    "point_json",
    "signed",
    "signed_value",
    "statement_words",
]

# fmt: off
ROW_COLUMNS = (
    "indicator", "metric", "scope", "item", "place", "place_id", "entity", "entity_id", "period_norm",
    "period_start", "period_end", "aspect", "dir", "of", "baseline_norm", "status", "lo", "hi", "qual",
    "unit", "per", "text",
)
# fmt: on
_OF_OTHER = ("metric", "status", "dir", "lo", "hi", "qual", "unit", "per", "text")
_MIRRORED = {"more_than": "less_than", "less_than": "more_than", "at_least": "at_most", "at_most": "at_least"}
_NAMES = {"period_norm": "period", "baseline_norm": "baseline"}  # as in the view `observations`
_ROW_FIELDS = tuple(_NAMES.get(name, name) for name in ROW_COLUMNS)
POINT_FIELDS = (*_ROW_FIELDS, "articles", "sources", "agreement", "others")


def _row_cells(row: Row) -> list[Any]:
    return [getattr(row, name) for name in ROW_COLUMNS]


def point_cells(point: Point) -> list[Any]:
    """Lay a point out as a row of a table, sources and differing values in words."""
    articles = point.stated.articles
    others = "; ".join(other_words(point))
    return [*_row_cells(point.stated.row), len(articles), _names(articles), point.agreement, others]


def other_words(point: Point) -> Iterator[str]:
    """Say the values that differ, each with its articles, and how many records say something else again."""
    for other in point.others:
        yield f"{statement_words(other)} ({_names(other.articles)})"
    if point.more:
        yield f"{point.more} more"


def point_json(point: Point) -> dict[str, Any]:
    """Give a point as JSON-ready values, sources and differing values as lists."""
    cells = plain(dict(zip(_ROW_FIELDS, _row_cells(point.stated.row), strict=True)))
    return cells | {
        "articles": len(point.stated.articles),
        "sources": [_source(mention) for mention in point.stated.mentions],
        "agreement": point.agreement,
        "others": [_other(other) for other in point.others],
        "more": point.more,
    }


def _other(other: Statement) -> dict[str, Any]:
    said = plain({name: getattr(other.row, name) for name in _OF_OTHER})
    return said | {"sources": [_source(mention) for mention in other.mentions]}


def _source(mention: Mention) -> dict[str, Any]:
    of_record = {"record": mention.record, "text": mention.text, "status": mention.status}
    return plain(mention.article._asdict()) | of_record


def signed(row: Row) -> Row:
    """Say a fall as a rise below zero, so that all changes lie on one scale: "giảm hơn 5%" is < −5."""
    if row.dir != "down":
        return row
    lo, hi = (None if value is None else value.copy_negate() for value in (row.hi, row.lo))
    return row._replace(lo=lo, hi=hi, qual=_MIRRORED.get(row.qual, row.qual))


def signed_value(row: Row) -> str:
    """Write a row's value for people, a fall below zero: `−5,2`; "giảm hơn 5%" is `< −5`."""
    return readable_value(signed(row)).replace("-", "−")


def statement_words(statement: Statement) -> str:
    """Say a value for people: `39.888 tỷ VND, estimate`."""
    row = statement.row
    status = "" if row.status == "actual" else f", {row.status}"
    return f"{signed_value(row)} {readable_unit(row)}{status}"


def _names(articles: Iterable[Article]) -> str:
    return ", ".join(map(article_name, articles))


def article_name(article: Article) -> str:
    """Name an article by its source, day and address: `Tuổi Trẻ 2024-10-08 https://…`."""
    parts = (article.source, article.published and article.published.isoformat(), article.url or article.name)
    return " ".join(part for part in parts if part)
