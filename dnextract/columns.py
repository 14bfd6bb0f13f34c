"""Rows in typed columns: those of a store, Arrow tables, and data frames of pandas and of polars.

What the columns of a store hold is said here too, so that a number is the same wherever it is read.
"""

import json
import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import ROUND_HALF_EVEN, Context, Decimal, InvalidOperation
from types import NoneType
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

from dnextract.errors import MissingExtraError
from dnextract.forms import Row, fixed_point
from dnextract.records import Aspect, Direction, Kind, Qualifier, Status

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

__all__ = ["PRECISION", "SCALE", "arrow_table", "column_types", "pandas_frame", "polars_frame", "stored_row"]

# Twenty-nine digits before the point and nine after it: any sum of money the press can name, and every
# decimal it prints. What is finer (a third) is rounded half to even.
PRECISION, SCALE = 38, 9
_STEP = Decimal(1).scaleb(-SCALE)
_EXACT = Context(prec=PRECISION, rounding=ROUND_HALF_EVEN)
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")  # no UTF-8 can hold one
# The columns whose values are a closed set. Each frame knows the whole set, so that frames can be joined.
_CLOSED: dict[str, Sequence[str]] = {
    "kind": get_args(Kind),
    "qual": get_args(Qualifier),
    "aspect": get_args(Aspect),
    "dir": get_args(Direction),
    "status": get_args(Status),
}


def column_types() -> dict[str, tuple[Any, bool]]:
    """Give each column of a `Row` its Python type and whether it may be null."""
    types = {}
    for name, hint in get_type_hints(Row).items():
        parts = [part for part in get_args(hint) if part is not NoneType]
        optional = NoneType in get_args(hint)
        types[name] = (parts[0] if optional else hint, optional)
    return types


def stored_row(row: Row) -> str:
    """Write a row as a JSON object, without the cells that are null, for the columns of a store.

    JSON needs no library to write, and DuckDB reads it in less time than Python takes to build Arrow arrays,
    for which pyarrow would load pandas too.
    """
    cells = {name: cell for name, cell in zip(Row._fields, row, strict=True) if cell is not None}
    return _LONE_SURROGATE.sub("\ufffd", _JSON.encode(cells))


def _json_cell(cell: object) -> str | None:
    if isinstance(cell, Decimal):
        exact = _exact(cell)
        return None if exact is None else fixed_point(exact)
    return str(cell)  # a day


_JSON = json.JSONEncoder(ensure_ascii=False, default=_json_cell, separators=(",", ":"))


def arrow_table(rows: Sequence[Row]) -> "pyarrow.Table":
    """Put rows into an Arrow table; see `Document.to_arrow`."""
    try:
        import pyarrow as pa
    except ModuleNotFoundError:
        raise MissingExtraError("pyarrow", "batch") from None
    arrow = {
        str: pa.string(),
        int: pa.int64(),
        float: pa.float64(),
        date: pa.date32(),
        Decimal: pa.decimal128(PRECISION, SCALE),
        tuple[str, ...]: pa.list_(pa.string()),
    }
    types = column_types()
    schema = pa.schema([pa.field(name, arrow[kind], nullable) for name, (kind, nullable) in types.items()])
    columns = zip(_columns(rows), schema, strict=True)
    return pa.Table.from_arrays([pa.array(cells, field.type) for cells, field in columns], schema=schema)


def pandas_frame(rows: Sequence[Row]) -> "pandas.DataFrame":
    """Put rows into a pandas data frame; see `Document.to_pandas`."""
    try:
        import pandas as pd
    except ModuleNotFoundError:
        raise MissingExtraError("pandas", "notebook") from None
    # Years before 1678 overflow nanoseconds, the default of older releases.
    pandas_types = {str: "string", int: "int64", float: "float64", date: "datetime64[s]"}
    types: dict[str, Any] = {
        name: pandas_types[kind] for name, (kind, _) in column_types().items() if kind in pandas_types
    }
    types |= {name: pd.CategoricalDtype([*values]) for name, values in _CLOSED.items()}
    return pd.DataFrame([[*map(_utf8, row)] for row in rows], columns=[*Row._fields]).astype(types)


def polars_frame(rows: Sequence[Row]) -> "polars.DataFrame":
    """Put rows into a polars data frame; see `Document.to_polars`."""
    try:
        import polars as pl
    except ModuleNotFoundError:
        raise MissingExtraError("polars", "notebook") from None
    polars_types: dict[Any, Any] = {
        str: pl.String(),
        int: pl.Int64(),
        float: pl.Float64(),
        date: pl.Date(),
        Decimal: pl.Decimal(PRECISION, SCALE),
        tuple[str, ...]: pl.List(pl.String),
    }
    schema = {name: polars_types[kind] for name, (kind, _) in column_types().items()}
    schema |= {name: pl.Enum(values) for name, values in _CLOSED.items()}
    return pl.DataFrame(dict(zip(schema, _columns(rows), strict=True)), schema=schema)


def _columns(rows: Sequence[Row]) -> Iterable[Sequence[object]]:
    """Turn rows into columns whose cells fit their types."""
    if not rows:
        return [()] * len(Row._fields)
    return zip(*([*map(_fitted, row)] for row in rows), strict=True)


def _fitted(cell: object) -> object:
    return _exact(cell) if isinstance(cell, Decimal) else _utf8(cell)


def _exact(cell: Decimal) -> Decimal | None:
    """Round a number to what a column holds; `None` for one that is too large."""
    try:
        return cell.quantize(_STEP, context=_EXACT)
    except InvalidOperation:
        return None


def _utf8(cell: object) -> object:
    return _LONE_SURROGATE.sub("\ufffd", cell) if isinstance(cell, str) else cell
