"""Choosing records by what they are about, sorted so that those about the same thing stand together."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from dnextract.dimensions import dimension_of
from dnextract.forms import Row
from dnextract.linking.lookup import telling_words
from dnextract.names.lookup import find_place
from dnextract.text import normal_words

if TYPE_CHECKING:
    import duckdb

__all__ = [
    "A_YEAR_BEFORE",
    "Article",
    "Key",
    "Keyed",
    "LeftOut",
    "NameColumn",
    "Selection",
    "any_selected",
    "count_left_out",
    "known_names",
    "select_keyed",
]


class Key(NamedTuple):
    """What a record is compared by; words are in the form they are compared in.

    `place` is the name of the gazetteer; `baseline` a label, `A_YEAR_BEFORE` or words; `dimension` that of
    the unit; `open` the day on which a period without an end ends, or the article's id.
    """

    indicator: str | None = None
    metric: str | None = None
    item: str | None = None
    scope: str | None = None
    place: str | None = None
    entity: str | None = None
    aspect: str = "level"
    baseline: str | None = None
    dimension: str = ""
    target: bool = False
    period_start: date | None = None
    period_end: date | None = None
    open: str | None = None
    of: str | None = None


A_YEAR_BEFORE = "a year before"  # the baseline of most changes, however they say it
# What a record is about. A single word that is counted tells too little ("3 người").
_SUBJECT = "coalesce(r.indicator, r.metric, CASE WHEN r.item LIKE '% %' THEN r.item END)"
_HAS_SUBJECT = f"{_SUBJECT} IS NOT NULL"
_HAS_PERIOD = "coalesce(r.period_start, r.period_end) IS NOT NULL"
_HAS_VALUE = "coalesce(r.lo, r.hi) IS NOT NULL"
_ENTITY = "normal_words(coalesce(r.entity_id, r.entity))"
# A change over months that names no baseline is one over a year; one over a month may be against any.
_MONTHS = "datediff('month', r.period_start, r.period_end + 1)"
_BASELINE = f"""
  CASE
    WHEN r.aspect NOT IN ('change', 'comparison') THEN NULL
    WHEN r.baseline_start <= r.period_start - INTERVAL 1 YEAR
      AND r.baseline_end >= r.period_end - INTERVAL 1 YEAR THEN '{A_YEAR_BEFORE}'
    WHEN r.baseline IS NULL AND r.aspect = 'change' AND {_MONTHS} BETWEEN 2 AND 12 THEN '{A_YEAR_BEFORE}'
    ELSE coalesce(r.baseline_norm, normal_words(r.baseline))
  END
"""
# What a comparison with a time is of, its baseline says.
_WHOLE = """CASE WHEN r.aspect <> 'comparison' OR r.baseline IS NULL THEN telling_words(r."of") END"""
# By what records are compared, but for baseline and whole. An article alone knows when a period without an
# end ends ("từ đầu năm đến nay"): on the day it came out.
_ABOUT_ONE = {
    "indicator": "r.indicator",
    "metric": f"CASE WHEN r.indicator IS NULL THEN telling_words({_SUBJECT}) END",
    "item": "CASE WHEN r.indicator IS NULL THEN normal_words(r.item) END",
    "scope": "normal_words(r.scope)",
    "place": "place_name(r.place)",
    "entity": _ENTITY,
    "aspect": "r.aspect",
    "dimension": "dimension(r.unit, coalesce(r.per, ''), r.aspect)",
    "target": "r.status = 'target'",
    "period_start": "r.period_start",
    "period_end": "r.period_end",
    "open": """CASE WHEN r.period_start IS NULL OR r.period_end IS NULL
      THEN coalesce(CAST(d.published AS VARCHAR), d.id) END""",
}
# What a record leaves unsaid is what others say, if they say but one thing: a share is of the whole they name
# for the same thing, a change against the baseline they name for the same figure.
_COMPLETED = {
    "of": """CASE WHEN key_aspect IN ('share', 'completion') AND min(said_of) OVER one = max(said_of) OVER one
      THEN max(said_of) OVER one ELSE said_of END""",
    "baseline": """CASE WHEN min(said_baseline) OVER figure = max(said_baseline) OVER figure
      THEN max(said_baseline) OVER figure ELSE said_baseline END""",
}
# Series by series, each in order of time; the whole before its parts, but what is known first.
_ORDER = """
  key_indicator NULLS LAST, key_metric NULLS FIRST, key_item NULLS FIRST, key_scope NULLS FIRST,
  key_place NULLS LAST, key_entity NULLS FIRST, key_aspect <> 'level', key_aspect, key_of NULLS FIRST,
  key_baseline NULLS FIRST, key_dimension, key_target, key_period_start NULLS FIRST,
  key_period_end NULLS LAST, key_open
"""
_ABOUT = f"""
FROM records r JOIN documents d ON d.id = r.document_id
WHERE ($subject IS NULL OR r.indicator = $subject
    OR r.indicator IS NULL AND telling_words({_SUBJECT}) = telling_words($subject))
  AND ($place IS NULL OR place_name(r.place) = place_name($place))
  AND ($entity IS NULL OR {_ENTITY} IN (
    SELECT {_ENTITY} FROM records r
    WHERE normal_words($entity) IN (normal_words(r.entity), normal_words(r.entity_id))))
  AND ($aspect IS NULL OR r.aspect = $aspect)
  AND ($unit IS NULL OR
    dimension(r.unit, coalesce(r.per, ''), r.aspect) = dimension($unit, coalesce($per, ''), r.aspect))
"""
_WITHIN = "($start IS NULL OR r.period_start >= $start) AND ($end IS NULL OR r.period_end <= $end)"
NameColumn = Literal["indicator", "metric", "place", "entity"]
_ARTICLE = ("id", "name", "source", "title", "url", "published")
_KEYED = f"""
WITH said AS (
  SELECT {", ".join(f"{words} AS key_{name}" for name, words in _ABOUT_ONE.items())},
    {_WHOLE} AS said_of, {_BASELINE} AS said_baseline,
    {", ".join(f"d.{name} AS article_{name}" for name in _ARTICLE)},
    {", ".join(f'r."{name}" AS row_{name}' for name in Row._fields)}
  {_ABOUT} AND {_HAS_SUBJECT} AND {_HAS_PERIOD} AND {_HAS_VALUE} AND {_WITHIN}),
completed AS (
  SELECT *, {", ".join(f"{words} AS key_{name}" for name, words in _COMPLETED.items())}
  FROM said WINDOW one AS (PARTITION BY {", ".join(f"key_{name}" for name in _ABOUT_ONE)}),
    figure AS (PARTITION BY {", ".join(f"key_{name}" for name in _ABOUT_ONE)},
      row_lo, row_hi, row_dir, row_unit, row_per))
SELECT {", ".join(f"key_{name}" for name in Key._fields)},
  {", ".join(f"article_{name}" for name in _ARTICLE)},
  {", ".join(f"row_{name}" for name in Row._fields)}
FROM completed
ORDER BY {_ORDER}
"""
_LEFT_OUT = f"""
SELECT count(*) FILTER (NOT {_HAS_SUBJECT}), count(*) FILTER ({_HAS_SUBJECT} AND NOT {_HAS_PERIOD}),
  count(*) FILTER ({_HAS_SUBJECT} AND {_HAS_PERIOD} AND NOT {_HAS_VALUE})
{_ABOUT}
"""


@dataclass(frozen=True, slots=True)
class Selection:
    """What to choose; `None` chooses all.

    `subject` is the id of an indicator or the words of a metric; `place` and `entity` are names; `unit` and
    `per` stand for all they convert to. A period lies within the days `start` and `end`.
    """

    subject: str | None = None
    place: str | None = None
    entity: str | None = None
    aspect: str | None = None
    unit: str | None = None
    per: str | None = None
    start: date | None = None
    end: date | None = None


class Article(NamedTuple):
    """The article a record is from; `name` is that of its file or row."""

    id: str
    name: str
    source: str | None
    title: str | None
    url: str | None
    published: date | None


class Keyed(NamedTuple):
    """A record with its article; those with the same `key` are about the same thing."""

    key: Key
    article: Article
    row: Row


class LeftOut(NamedTuple):
    """How many records can be in no series, by the first thing they lack."""

    subject: int
    period: int
    value: int


def select_keyed(connection: "duckdb.DuckDBPyConnection", selection: Selection) -> Iterator[Keyed]:
    """Give the chosen records that have a subject, a period and a value, sorted by their key."""
    _define_functions(connection)
    found = connection.execute(_KEYED, asdict(selection))
    article, row = len(Key._fields), len(Key._fields) + len(Article._fields)
    while chunk := found.fetchmany(1_000):
        for cells in chunk:
            said = Row(*cells[row:])
            known = Article(*cells[article:row])
            yield Keyed(Key(*cells[:article]), known, said._replace(rules=tuple(said.rules)))


def count_left_out(connection: "duckdb.DuckDBPyConnection", selection: Selection) -> LeftOut:
    """Count the chosen records, of whatever period, that lack something a series needs."""
    _define_functions(connection)
    (counts,) = connection.execute(_LEFT_OUT, _about(selection)).fetchall()
    return LeftOut(*counts)


def any_selected(connection: "duckdb.DuckDBPyConnection", selection: Selection) -> bool:
    """Tell whether any record, of whatever period, is chosen."""
    _define_functions(connection)
    return bool(connection.execute(f"SELECT 1 {_ABOUT} LIMIT 1", _about(selection)).fetchall())


def _about(selection: Selection) -> dict[str, object]:
    return {name: value for name, value in asdict(selection).items() if name not in ("start", "end")}


def known_names(connection: "duckdb.DuckDBPyConnection", column: NameColumn) -> Sequence[str]:
    """Give the different values of a column of `records`, the most frequent first."""
    found = connection.execute(
        f'SELECT "{column}" FROM records WHERE "{column}" IS NOT NULL GROUP BY ALL ORDER BY count(*) DESC, 1'
    )
    return [name for (name,) in found.fetchall()]


@lru_cache(maxsize=1 << 16)
def _normal_words(text: str) -> str:
    return " ".join(normal_words(text))


@lru_cache(maxsize=1 << 16)
def _place_name(text: str) -> str:
    place = find_place(text)
    if place is None:
        return _normal_words(text)
    present = find_place(place.code) if place.code else None  # Thừa Thiên Huế is the Huế of today
    return (present or place).name


def _dimension(unit: str, per: str, aspect: str) -> str:
    return dimension_of(unit, per or None, aspect).name


def _define_functions(connection: "duckdb.DuckDBPyConnection") -> None:
    """Teach the connection, once, what the queries call."""
    known = "SELECT count(*) FROM duckdb_functions() WHERE function_name = 'normal_words'"
    if connection.execute(known).fetchall() == [(0,)]:
        for name, function in {
            "normal_words": _normal_words,
            "telling_words": telling_words,
            "place_name": _place_name,
        }.items():
            connection.create_function(name, function, ["VARCHAR"], "VARCHAR")
        connection.create_function("dimension", _dimension, ["VARCHAR"] * 3, "VARCHAR")
