"""Points as a Parquet file."""

from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from dnextract.columns import arrow_table
from dnextract.errors import MissingExtraError
from dnextract.series.merging import Point
from dnextract.series.tables import POINT_FIELDS, ROW_COLUMNS, article_name, other_words

if TYPE_CHECKING:
    import pyarrow

__all__ = ["write_parquet"]

_BATCH = 5_000


def write_parquet(path: Path, points: Iterable[Point]) -> None:
    """Write points to a Parquet file: numbers and days typed, sources and differing values as lists of texts.

    Raises `MissingExtraError` without pyarrow.
    """
    try:
        from pyarrow.parquet import ParquetWriter
    except ModuleNotFoundError:
        raise MissingExtraError("pyarrow", "batch") from None
    rest = iter(points)
    with ParquetWriter(path, _table([]).schema) as out:
        while batch := list(islice(rest, _BATCH)):
            out.write_table(_table(batch))


def _table(points: Sequence[Point]) -> "pyarrow.Table":
    import pyarrow as pa

    table = arrow_table([point.stated.row for point in points]).select(list(ROW_COLUMNS))
    texts = pa.list_(pa.string())
    sources = [[*map(article_name, point.stated.articles)] for point in points]
    columns = (
        pa.array([len(articles) for articles in sources], pa.int64()),
        pa.array(sources, texts),
        pa.array([point.agreement for point in points], pa.string()),
        pa.array([[*other_words(point)] for point in points], texts),
    )
    arrays = [*(column.combine_chunks() for column in table.columns), *columns]
    return pa.Table.from_arrays(arrays, names=list(POINT_FIELDS))
