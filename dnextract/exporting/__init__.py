"""Records of a store as tables for other programs, in an order people read."""

from dnextract.exporting.columns import COLUMNS, Column
from dnextract.exporting.workbook import Written, write_xlsx

__all__ = ["COLUMNS", "Column", "Written", "write_xlsx"]
