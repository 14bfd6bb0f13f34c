import csv
import json
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import openpyxl
import pyarrow as pa
import pyarrow.csv
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape
from sample import TEXT, record
from stated import stated, write_store
from stores import opened, run

from dnextract.cli import main
from dnextract.cli.export import say_written
from dnextract.exporting import COLUMNS, POINT_COLUMNS, Column, Written, write_xlsx
from dnextract.forms import CSV_ENCODING, Row, flat_row, plain, write_csv
from dnextract.store import Observation

NAMES = [column.name for column in COLUMNS]
FORMULAS = ["=1+1", "+84 1", "-5%", "@SUM(A1)", "\tx", "\rx", "\nx", '=HYPERLINK("http://x")']
ONE = (Column("cell", 10, "a cell", "một ô"),)


def book_of(path: Path) -> Any:
    return openpyxl.load_workbook(path)


def cells_of(path: Path, cells: Sequence[Any]) -> list[Any]:
    """Write cells below each other and read them again."""
    assert write_xlsx(path, ONE, [[cell] for cell in cells]) == Written(len(cells), 1, 0)
    sheet = book_of(path)["records"]
    return [sheet.cell(number, 1) for number in range(2, len(cells) + 2)]


@pytest.fixture
def filled(db: Path, tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    with opened(db) as store:
        run(store, tmp_path / "a.txt")
    return db


def export(db: Path, out: Path) -> None:
    with pytest.raises(SystemExit) as left:
        main(["export", "--db", str(db), "-o", str(out)])
    assert left.value.code in (0, None)


def test_every_column_is_exported_and_explained() -> None:
    assert sorted(NAMES) == sorted({*Observation._fields[:-1], *Row._fields, "value"})
    assert all(column.english and column.vietnamese and column.width for column in COLUMNS)


def test_every_form_has_the_same_columns_and_values(filled: Path, tmp_path: Path) -> None:
    article = dict.fromkeys(("source", "title", "url", "published")) | {"doc": "a"}
    expected = {**flat_row(record())._asdict(), **article, "value": Decimal(39888000000000)}
    for suffix in ("jsonl", "csv", "parquet", "xlsx"):
        export(filled, tmp_path / f"x.{suffix}")
    (line,) = (tmp_path / "x.jsonl").read_text(encoding="utf-8").splitlines()
    assert list(json.loads(line)) == NAMES
    assert json.loads(line) == plain(expected)
    table = duckdb.read_parquet(str(tmp_path / "x.parquet"))
    assert table.columns == NAMES
    (row,) = table.fetchall()
    assert dict(zip(NAMES, row, strict=True)) == expected | {"rules": list(expected["rules"])}
    strings = pa.csv.ConvertOptions(column_types=dict.fromkeys(NAMES, pa.string()))
    (csv_row,) = pa.csv.read_csv(tmp_path / "x.csv", convert_options=strings).to_pylist()
    shown = plain(expected) | {"rules": " ".join(expected["rules"])}
    assert csv_row == {name: "" if shown[name] is None else str(shown[name]) for name in NAMES}
    header, cells = book_of(tmp_path / "x.xlsx")["records"].iter_rows(values_only=True)
    assert list(header) == NAMES
    days = {n: datetime.combine(c, datetime.min.time()) for n, c in expected.items() if type(c) is date}
    assert dict(zip(NAMES, cells, strict=True)) == expected | days | {"rules": shown["rules"]}


def test_points_are_a_workbook_too(db: Path, tmp_path: Path) -> None:
    write_store(db, {"a 2024-05-01": [stated("39,9 nghìn tỷ đồng")], "b 2024-05-02": [stated("41 tỷ đồng")]})
    with pytest.raises(SystemExit) as left:
        main(["series", "--db", str(db), "-o", str(tmp_path / "x.xlsx")])
    assert left.value.code in (0, None)
    points, columns = book_of(tmp_path / "x.xlsx").worksheets
    assert points.title == "points"
    header, cells = points.iter_rows(values_only=True)
    shown = dict(zip(header, cells, strict=True))
    expected = {"metric": "doanh thu", "period": "2024", "lo": 41 * 10**9, "unit": "VND", "articles": 1}
    expected |= {"sources": "2024-05-02 b", "agreement": "disputed"}
    assert {name: shown[name] for name in expected} == expected
    assert shown["others"] == "39.900 tỷ VND (2024-05-01 a)"
    explained = list(columns.iter_rows(min_row=2, values_only=True))
    assert explained == [(c.name, c.english, c.vietnamese) for c in POINT_COLUMNS]


def test_a_csv_file_is_marked_as_utf8_and_a_pipe_is_not(
    filled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export(filled, tmp_path / "x.csv")
    assert (tmp_path / "x.csv").read_bytes().startswith(b"\xef\xbb\xbfmetric,")
    with pytest.raises(SystemExit):
        main(["export", "--db", str(filled), "--format", "csv"])
    assert capsys.readouterr().out.startswith("metric,")


def test_a_workbook_has_a_header_that_stays_and_filters(filled: Path, tmp_path: Path) -> None:
    export(filled, tmp_path / "x.xlsx")
    records, columns = book_of(tmp_path / "x.xlsx").worksheets
    assert (records.title, records.freeze_panes, records.auto_filter.ref) == ("records", "B2", "A1:AO2")
    assert records.column_dimensions["A"].width == pytest.approx(40, abs=1)
    assert columns.title == "columns"
    explained = list(columns.iter_rows(min_row=2, values_only=True))
    assert explained == [(c.name, c.english, c.vietnamese) for c in COLUMNS]


def test_a_workbook_of_no_records_has_its_header(tmp_path: Path) -> None:
    assert write_xlsx(tmp_path / "x.xlsx", ONE, []) == Written(0, 1, 0)
    assert [sheet.title for sheet in book_of(tmp_path / "x.xlsx").worksheets] == ["records", "columns"]
    assert book_of(tmp_path / "x.xlsx")["records"]["A1"].value == "cell"


@pytest.mark.parametrize(
    ("value", "shown", "pattern"),
    [
        ("39888000000000.000000000", 39888000000000, "#,##0"),
        ("9.070000000", 9.07, "#,##0.00"),
        ("-0.5", -0.5, "#,##0.0"),
        ("123456789012345", 123456789012345, "#,##0"),
        ("1234567890123456", "1234567890123456", "General"),
        ("0.1234567890123456", "0.1234567890123456", "General"),
        ("0", 0, "#,##0"),
    ],
)
def test_numbers_of_a_workbook_keep_every_digit(
    tmp_path: Path, value: str, shown: object, pattern: str
) -> None:
    (cell,) = cells_of(tmp_path / "x.xlsx", [Decimal(value)])
    assert (cell.value, cell.number_format) == (shown, pattern)


@settings(max_examples=25)
@given(values=st.lists(st.decimals(allow_nan=False, allow_infinity=False, places=9), min_size=1))
def test_any_number_comes_back_from_a_workbook(values: list[Decimal]) -> None:
    with TemporaryDirectory() as folder:
        found = [cell.value for cell in cells_of(Path(folder, "x.xlsx"), values)]
    assert [Decimal(repr(v) if isinstance(v, float) else v) for v in found] == values


def test_days_are_days_and_old_ones_text(tmp_path: Path) -> None:
    cells = cells_of(tmp_path / "x.xlsx", [date(2024, 12, 31), date(1900, 3, 1), date(1890, 5, 19)])
    assert [cell.value for cell in cells] == [datetime(2024, 12, 31), datetime(1900, 3, 1), "1890-05-19"]
    assert [cell.number_format for cell in cells] == ["yyyy-mm-dd", "yyyy-mm-dd", "General"]


def test_what_looks_like_a_formula_is_text(tmp_path: Path) -> None:
    cells = cells_of(tmp_path / "x.xlsx", [*FORMULAS, "5% = 1"])
    assert [unescape(cell.value) for cell in cells] == [*FORMULAS, "5% = 1"]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [bool(cell.quotePrefix) for cell in cells] == [True] * len(FORMULAS) + [False]
    with (tmp_path / "x.csv").open("w", encoding=CSV_ENCODING, newline="") as out:
        write_csv(out, ["cell"], [[text] for text in (*FORMULAS, "5% = 1")])
    with (tmp_path / "x.csv").open(encoding=CSV_ENCODING, newline="") as file:
        assert [row[0] for row in csv.reader(file)][1:] == [*(f"'{text}" for text in FORMULAS), "5% = 1"]


def test_any_text_comes_back_from_a_workbook(tmp_path: Path) -> None:
    texts = ["<b>&amp;</b>", "\x00\x1b[31m", "_x0041_", " a ", "a\nb", "😀"]
    assert [unescape(cell.value) for cell in cells_of(tmp_path / "x.xlsx", texts)] == texts


def test_a_text_like_markup_of_the_writer_is_text(tmp_path: Path) -> None:
    (cell,) = cells_of(tmp_path / "x.xlsx", ["<r><t>1 & 2</r>"])
    assert cell.value == "<r><t>1 & 2</r> "


def test_more_rows_than_a_sheet_takes_go_on_in_the_next(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    assert write_xlsx(path, ONE, [[str(k)] for k in range(7)], sheet_rows=4) == Written(7, 3, 0)
    found = {s.title: [row[0] for row in s.iter_rows(values_only=True)] for s in book_of(path).worksheets}
    assert found == {
        "records": ["cell", "0", "1", "2"],
        "records 2": ["cell", "3", "4", "5"],
        "records 3": ["cell", "6"],
        "columns": ["column", "cell"],
    }
    assert write_xlsx(path, ONE, [[str(k)] for k in range(6)], sheet_rows=4).sheets == 2


def test_a_text_longer_than_a_cell_is_cut_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    assert write_xlsx(path, ONE, [["😀" * 16_383 + "a"], ["😀" * 16_384]]).cut == 1
    whole, cut = (row[0] for row in book_of(path)["records"].iter_rows(min_row=2, values_only=True))
    assert whole == "😀" * 16_383 + "a"
    assert cut == "😀" * 16_383 + "…"


def test_export_says_what_a_workbook_does_not_take_as_it_is(
    db: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_store(db, {"a": [stated("5 tỷ đồng", sentence="x" * 40_000)]})
    export(db, tmp_path / "x.xlsx")
    said = "1 texts are longer than a cell takes and end in …; other formats have them whole"
    assert capsys.readouterr().err == f"dnextract: {tmp_path / 'x.xlsx'}: {said}\n"
    say_written(Path("x.xlsx"), Written(1_500_000, 2, 0))
    said = "1500000 rows are more than a sheet takes; they fill 2 sheets"
    assert capsys.readouterr().err == f"dnextract: x.xlsx: {said}\n"


def test_the_same_records_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_xlsx(tmp_path / name, ONE, [["x"]])
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    assert zipfile.ZipFile(tmp_path / "a.xlsx").testzip() is None
