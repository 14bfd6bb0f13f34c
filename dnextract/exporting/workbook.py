"""Writing a table as an Excel workbook, whatever its length, in little memory."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, NamedTuple

from dnextract.errors import MissingExtraError
from dnextract.exporting.columns import Column
from dnextract.forms import fixed_point, runs_as_formula

if TYPE_CHECKING:
    import xlsxwriter

__all__ = ["SHEET_ROWS", "Written", "write_xlsx"]

SHEET_ROWS = 1_048_576  # of a sheet, its header among them
_CELL_UNITS = 32_767  # UTF-16 code units of a cell
_DOUBLE_DIGITS = 15  # a spreadsheet's number keeps so many
_FIRST_DAY = date(1900, 3, 1)  # Excel takes 1900 for a leap year; earlier days would be shifted
_CREATED = datetime(2000, 1, 1)  # a file property; the same records give the same bytes


class Written(NamedTuple):
    """What came of a table: its rows, the sheets they fill, and the texts cut to what a cell holds."""

    rows: int
    sheets: int
    cut: int


def write_xlsx(
    path: Path,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    *,
    sheet: str = "records",
    sheet_rows: int = SHEET_ROWS,
) -> Written:
    """Write rows to a workbook, in a sheet of that name, and a sheet that explains the columns.

    A number that a double cannot hold to the last digit is text, and so is a day before March 1900. A text
    that starts like a formula is marked as text. What one sheet does not take goes on in the next.

    Raises `MissingExtraError` without XlsxWriter.
    """
    try:
        import xlsxwriter
    except ModuleNotFoundError:
        raise MissingExtraError("XlsxWriter", "batch") from None
    # Where the disk is full, XlsxWriter leaves its archive open behind; a file of our own fails in one line.
    with path.open("wb") as out, TemporaryFile() as whole:
        book = xlsxwriter.Workbook(whole, {"constant_memory": True})
        written = _write(book, columns, rows, sheet, sheet_rows)
        whole.seek(0)
        copyfileobj(whole, out)
    return written


def _write(
    book: "xlsxwriter.Workbook",
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    name: str,
    sheet_rows: int,
) -> Written:
    book.set_properties({"created": _CREATED})
    cells = _Cells(book)
    widths = {column.name: column.width for column in columns}
    pending, sheets, count = iter(rows), 0, 0
    while (first := next(pending, None)) is not None or not sheets:
        sheets += 1
        sheet = book.add_worksheet(name if sheets == 1 else f"{name} {sheets}")
        some = islice(chain(() if first is None else (first,), pending), sheet_rows - 1)
        count += _fill(sheet, cells, widths, some)
    explained = ((column.name, column.english, column.vietnamese) for column in columns)
    _fill(book.add_worksheet("columns"), cells, {"column": 18, "holds": 70, "nội dung": 70}, explained)
    book.close()
    return Written(count, sheets, cells.cut)


def _fill(
    sheet: "xlsxwriter.worksheet.Worksheet",
    cells: "_Cells",
    widths: Mapping[str, int],
    rows: Iterable[Sequence[Any]],
) -> int:
    """Write a header that stays in view and can be filtered by, and the rows; give their number."""
    for number, (name, width) in enumerate(widths.items()):
        sheet.set_column(number, number, width)
        sheet.write_string(0, number, name, cells.header)
    count = 0
    for count, row in enumerate(rows, start=1):
        for number, cell in enumerate(row):
            cells.write(sheet, count, number, cell)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, count, len(widths) - 1)
    return count


class _Cells:
    """Writes cells of a workbook, each by its type; `cut` counts the texts that were too long."""

    def __init__(self, book: "xlsxwriter.Workbook") -> None:
        self.cut = 0
        self.header = book.add_format({"bold": True, "bottom": 1})
        self._day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        self._text = book.add_format({"quote_prefix": True})
        self._numbers: dict[int, xlsxwriter.format.Format] = {}
        self._book = book

    def write(self, sheet: "xlsxwriter.worksheet.Worksheet", row: int, column: int, cell: Any) -> None:
        match cell:
            case None:
                return
            case Decimal():
                value = cell.normalize()
                digits, exponent = len(value.as_tuple().digits), int(value.as_tuple().exponent)
                if digits > _DOUBLE_DIGITS:
                    sheet.write_string(row, column, fixed_point(cell), self._text)
                else:
                    sheet.write_number(row, column, value, self._number(max(0, -exponent)))
            case int() | float():
                sheet.write_number(row, column, cell)
            case date() if cell >= _FIRST_DAY:
                sheet.write_datetime(row, column, cell, self._day)
            case date():
                sheet.write_string(row, column, cell.isoformat(), self._text)
            case list() | tuple():
                self.write(sheet, row, column, " ".join(cell))
            case _:
                text = self._fit(cell)
                sheet.write_string(row, column, text, self._text if runs_as_formula(text) else None)

    def _number(self, decimals: int) -> Any:
        """Give the format that shows every digit, and groups thousands as the reader's country does."""
        if decimals not in self._numbers:
            pattern = "#,##0." + "0" * decimals if decimals else "#,##0"
            self._numbers[decimals] = self._book.add_format({"num_format": pattern})
        return self._numbers[decimals]

    def _fit(self, text: str) -> str:
        if text.startswith("<r>") and text.endswith("</r>"):
            text += " "  # XlsxWriter would take it for markup of its own
        units = text.encode("utf-16-le")
        if len(units) <= 2 * _CELL_UNITS:
            return text
        self.cut += 1
        return units[: 2 * (_CELL_UNITS - 1)].decode("utf-16-le", errors="ignore") + "…"
