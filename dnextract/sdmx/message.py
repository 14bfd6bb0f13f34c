"""Writing points as an SDMX-CSV 2.0 data message: one observation a row."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple, TextIO

from dnextract.dimensions import dimension_of
from dnextract.forms import Row, write_csv
from dnextract.linking.lookup import find_indicator
from dnextract.patterns import load_patterns
from dnextract.patterns.units import taken_units, unit_kinds
from dnextract.sdmx import codes
from dnextract.sdmx.times import Time, base_period, time_period
from dnextract.series import Point, merge, statement_words
from dnextract.series.agreement import in_unit_of
from dnextract.series.tables import article_name, signed
from dnextract.store import A_YEAR_BEFORE, Key, Selection, Store

__all__ = ["ATTRIBUTES", "COLUMNS", "DIMENSIONS", "MEASURES", "STRUCTURE_ID", "LeftOut", "write_sdmx_csv"]

STRUCTURE_ID = "DNEXTRACT:PRESS_FIGURES(1.0.0)"
# fmt: off
DIMENSIONS = (
    "FREQ", "REF_AREA", "INDICATOR", "SCOPE", "ENTITY", "ASPECT", "REFERENCE", "BASE_PERIOD", "NATURE",
    "UNIT_MEASURE", "UNIT_PER", "TIME_PERIOD",
)
MEASURES = ("OBS_VALUE", "LOWER_BOUND", "UPPER_BOUND")
ATTRIBUTES = (
    "UNIT_MULT", "OBS_STATUS", "QUALIFIER", "AGREEMENT", "METRIC", "ENTITY_NAME", "OBS_TEXT", "OTHER_VALUES",
    "SOURCES",
)
# fmt: on
COLUMNS = ("STRUCTURE", "STRUCTURE_ID", "ACTION", *DIMENSIONS, *MEASURES, *ATTRIBUTES)


class LeftOut(NamedTuple):
    """How many records are in no observation, by the first thing they lack."""

    subject: int
    period: int
    value: int
    indicator: int
    end: int


def write_sdmx_csv(out: TextIO, store: Store) -> LeftOut:
    """Write what the articles of a store say about indicators, merged; give what cannot be written.

    Rows come by series and time. Open `out` with `newline=""`.
    """
    left_out = store.left_out(Selection())
    counts = {"indicator": 0, "end": 0}
    write_csv(out, COLUMNS, _observations(store, counts))
    return LeftOut(*left_out, **counts)


def _observations(store: Store, left_out: dict[str, int]) -> Iterator[Sequence[Any]]:
    for key, group in groupby(store.keyed(Selection()), attrgetter("key")):
        records = list(group)
        time = _time(key, records[0].article.published)
        if key.indicator is None:
            left_out["indicator"] += len(records)
        elif time is None:
            left_out["end"] += len(records)
        else:
            (point,) = merge(records)
            row = point.stated.row
            unit, per = _unit(key.indicator, row)
            said = signed(in_unit_of(row, row._replace(unit=unit, per=per)))
            yield (
                "dataflow",
                STRUCTURE_ID,
                "I",
                *_dimensions(key, key.indicator, said, time),
                *_measures(said),
                *_attributes(point, said),
            )


def _dimensions(key: Key, indicator: str, said: Row, time: Time) -> Sequence[str]:
    return (
        time.frequency,
        codes.area_code(key.place),
        codes.indicator_code(indicator),
        key.scope or codes.TOTAL,
        key.entity or codes.NONE,
        codes.ASPECTS[key.aspect],
        key.of or codes.NONE,
        _base(key.baseline),
        codes.NATURES[key.target],
        codes.unit_code(said.unit),
        said.per or codes.NONE,
        time.period,
    )


def _time(key: Key, published: date | None) -> Time | None:
    """Give the time of a point; a period that lasts until its article came out is told by its frequency."""
    start, end = key.period_start, key.period_end
    if start is not None and end is not None:
        return time_period(start, end)
    if start is None or published is None or published < start:
        return None
    return time_period(start, published)._replace(frequency="_U")


def _base(baseline: str | None) -> str:
    """Write the time a change looks back to; a year before is a duration, whatever the period."""
    if baseline is None:
        return codes.NONE
    return "P1Y" if baseline == A_YEAR_BEFORE else base_period(baseline)


def _unit(indicator: str, row: Row) -> tuple[str, str | None]:
    """Give the unit of an indicator's series: that of the catalogue, else the base of what it is said in."""
    said = dimension_of(row.unit, row.per, row.aspect)
    for unit, per in _units_of(indicator):
        if dimension_of(unit, per, row.aspect).name == said.name:
            return unit, per
    return said.unit, said.per


@lru_cache(maxsize=1 << 12)
def _units_of(indicator: str) -> Sequence[tuple[str, str | None]]:
    known = find_indicator(indicator)
    kinds = unit_kinds(file for _, file in load_patterns().files)
    taken = taken_units(known.units, kinds) if known else ()
    return [(unit, per) for _, unit, per in taken if unit is not None]


def _measures(row: Row) -> Sequence[Decimal | None]:
    """Give the number said, none for a range, and the bounds that the words leave it."""
    return (None if row.qual == "range" else row.hi if row.lo is None else row.lo, row.lo, row.hi)


def _attributes(point: Point, said: Row) -> Sequence[str | None]:
    others = [statement_words(other) for other in point.others]
    return (
        codes.UNITS_AS_THEY_ARE,
        codes.OBS_STATUS[said.status],
        codes.QUALIFIERS[said.qual],
        codes.AGREEMENTS[point.agreement],
        said.metric,
        said.entity,
        said.text,
        "; ".join([*others, *([f"{point.more} more"] if point.more else [])]),
        "; ".join(map(article_name, point.stated.articles)),
    )
