"""Series: what many articles say about the same thing, merged into one point for each time.

>>> from dnextract.series import read_points
>>> from dnextract.store import Selection, open_store
>>> with open_store(path, read_only=True) as store:  # doctest: +SKIP
...     points = list(read_points(store, Selection(subject="cpi", place="Việt Nam")))
"""

from dnextract.series.chart import Chart, choose_lines
from dnextract.series.drawing import draw_chart, draw_figure
from dnextract.series.merging import Agreement, Mention, Point, Statement, merge, read_points
from dnextract.series.parquet import write_parquet
from dnextract.series.tables import POINT_FIELDS, point_cells, point_json, signed_value, statement_words

__all__ = [
    "POINT_FIELDS",
    "Agreement",
    "Chart",
    "Mention",
    "Point",
    "Statement",
    "choose_lines",
    "draw_chart",
    "draw_figure",
    "merge",
    "point_cells",
    "point_json",
    "read_points",
    "signed_value",
    "statement_words",
    "write_parquet",
]
