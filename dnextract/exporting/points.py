"""The columns of a table of points, as `dnextract series` writes it."""

from dnextract.exporting.columns import COLUMNS, Column
from dnextract.series import POINT_FIELDS

__all__ = ["POINT_COLUMNS"]

_OF_RECORDS = {column.name: column for column in COLUMNS}
# fmt: off
_OWN = {
    "period": _OF_RECORDS["period_norm"]._replace(name="period"),
    "baseline": _OF_RECORDS["baseline_norm"]._replace(name="baseline"),
    "articles": Column("articles", 9,
                       "how many articles state the value",
                       "số bài nêu giá trị này"),
    "sources": Column("sources", 60,
                      "these articles: newspaper, day, address or name",
                      "các bài đó: báo, ngày, địa chỉ hoặc tên"),
    "agreement": Column("agreement", 12,
                        "single, agreed, revised, ambiguous or disputed: how far the articles agree",
                        "một bài, thống nhất, có sửa đổi, chưa rõ, hoặc các bài nêu khác nhau"),
    "others": Column("others", 60,
                     "values that other articles, or the same, state instead",
                     "giá trị khác mà bài khác, hoặc chính bài đó, nêu"),
}
# fmt: on
POINT_COLUMNS = tuple(_OWN[name] if name in _OWN else _OF_RECORDS[name] for name in POINT_FIELDS)
