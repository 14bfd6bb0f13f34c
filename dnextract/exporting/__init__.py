"""Records and points as tables for other programs: workbooks, and columns in an order people read."""

from dnextract.exporting.columns import COLUMNS, Column
from dnextract.exporting.points import POINT_COLUMNS
from dnextract.exporting.workbook import Written, write_xlsx

__all__ = ["COLUMNS", "POINT_COLUMNS", "Column", "Written", "write_xlsx"]
