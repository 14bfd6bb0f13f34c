import csv
import io
import json
import unicodedata
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample import TEXT, quantity, record, span

from dnextract.columns import arrow_table
from dnextract.forms import (
    GOLD_FIELDS,
    Row,
    fixed_point,
    flat_row,
    gold_row,
    nfc_offsets,
    plain,
    record_json,
    write_csv,
    write_json,
    write_jsonl,
)
from dnextract.readable import readable_unit, readable_value


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_fixed_point_keeps_the_value_and_has_no_exponent(value: Decimal) -> None:
    written = fixed_point(value)
    assert Decimal(written) == value
    assert not set(written) - set("-0123456789.")


def test_gold_row() -> None:
    assert gold_row(record(), "x") == {
        "doc": "x",
        "start": 53,
        "end": 67,
        "text": "39.888 tỷ đồng",
        "kind": "money",
        "lo": "39888000000000",
        "hi": "39888000000000",
        "qual": "exact",
        "unit": "VND",
        "per": None,
        "item": None,
        "metric": "doanh thu toàn ngành",
        "scope": "bưu chính",
        "aspect": "level",
        "dir": None,
        "of": None,
        "status": "actual",
        "period": "năm 2024",
        "period_norm": "2024",
        "baseline": None,
        "baseline_norm": None,
        "place": "Đà Nẵng",
        "entity": None,
    }
    assert tuple(gold_row(record(), "x")) == GOLD_FIELDS


def test_gold_row_of_a_decomposed_text_is_that_of_the_composed() -> None:
    text = unicodedata.normalize("NFD", TEXT)
    words = ("39.888 tỷ đồng", "doanh thu toàn ngành", "năm 2024", "Đà Nẵng")
    figure, metric, period, place = (span(unicodedata.normalize("NFD", w), text) for w in words)
    made = record()
    decomposed = made.model_copy(
        update={
            "span": figure,
            "metric": made.metric and made.metric.model_copy(update={"text": metric.text, "span": metric}),
            "period": made.period and made.period.model_copy(update={"text": period.text, "span": period}),
            "place": made.place and made.place.model_copy(update={"text": place.text, "span": place}),
        }
    )
    assert gold_row(decomposed, "x", to_nfc=nfc_offsets(text)) == gold_row(made, "x")


_WORDS = st.text("aăâeêioôơuưyđĐẾỷộạ \u0301\u0323\u200b1.%\n", max_size=6)


@given(st.lists(_WORDS, max_size=12))
def test_nfc_offsets_of_words(words: list[str]) -> None:
    separated = [f"1{unicodedata.normalize('NFD', word)}" for word in words]
    text = "".join(separated)
    to_nfc = nfc_offsets(text) or int
    composed = unicodedata.normalize("NFC", text)
    at = 0
    for word in separated:
        found = composed[to_nfc(at) : to_nfc(at + len(word))]
        assert found == unicodedata.normalize("NFC", word)
        at += len(word)


def test_nfc_offsets_of_a_composed_text_need_no_map() -> None:
    assert nfc_offsets(TEXT) is None


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+84 236", "'+84 236"),
        ("-5 điểm", "'-5 điểm"),
        ("@tên", "'@tên"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("doanh thu = 5", "doanh thu = 5"),
        ("", ""),
        (None, ""),
        (Decimal("-2.50"), "-2.5"),
        (Decimal("1E+13"), "10000000000000"),
        (date(2024, 10, 8), "2024-10-08"),
        (("=a", "b"), "'=a b"),
        ('một "hai", ba\nbốn', 'một "hai", ba\nbốn'),
    ],
)
def test_csv_cells_that_a_spreadsheet_would_run(cell: Any, written: str) -> None:
    out = io.StringIO()
    write_csv(out, ["column", "other"], [(cell, "x")])
    assert list(csv.reader(io.StringIO(out.getvalue(), newline=""))) == [["column", "other"], [written, "x"]]


@pytest.mark.parametrize("rows", [[], [{"a": "ỷ"}], [{"a": 1}, {"a": None}]])
def test_json_writers(rows: list[dict[str, Any]]) -> None:
    array, lines = io.StringIO(), io.StringIO()
    write_json(array, rows)
    write_jsonl(lines, rows)
    assert json.loads(array.getvalue()) == rows
    assert [json.loads(line) for line in lines.getvalue().splitlines()] == rows
    assert "\\u" not in array.getvalue() + lines.getvalue()


def test_plain_cells_are_json() -> None:
    cells = plain(flat_row(record())._asdict())
    assert json.loads(json.dumps(cells)) == cells
    assert (cells["lo"], cells["period_end"], cells["rules"]) == (
        "39888000000000",
        "2024-12-31",
        ["money/VND", "period/year"],
    )


def test_record_json_writes_decimals_as_plain_strings() -> None:
    cells = record_json(record())
    assert json.loads(json.dumps(cells)) == cells
    assert [cells["quantity"][name] for name in ("lo", "hi", "value")] == ["39888000000000"] * 3
    bound = record_json(record(quantity=quantity(hi=None, qualifier="more_than")))["quantity"]
    assert (bound["lo"], bound["hi"], bound["value"]) == ("39888000000000", None, None)


def test_arrow_table_is_typed() -> None:
    table = arrow_table([flat_row(record()), flat_row(record(period=None, quantity=quantity(hi=None)))])
    assert table.column_names == list(Row._fields)
    types = {name: table.schema.field(name).type for name in ("lo", "start", "period_start", "rules", "text")}
    assert types == {
        "lo": pa.decimal128(38, 9),
        "start": pa.int64(),
        "period_start": pa.date32(),
        "rules": pa.list_(pa.string()),
        "text": pa.string(),
    }
    assert table["hi"].to_pylist() == [Decimal(39888000000000), None]
    assert table["period_start"].to_pylist() == [date(2024, 1, 1), None]
    assert not table.schema.field("text").nullable


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        (Decimal(1) / 3, Decimal("0.333333333")),
        (Decimal("0.0000000005"), Decimal(0)),
        (Decimal("0.0000000015"), Decimal("0.000000002")),
        (Decimal("9" * 29 + ".123456789"), Decimal("9" * 29 + ".123456789")),
        (Decimal("1" + "0" * 29), None),
    ],
)
def test_arrow_decimals_round_or_are_null(value: Decimal, stored: Decimal | None) -> None:
    assert arrow_table([flat_row(record())._replace(lo=value)])["lo"].to_pylist() == [stored]


def test_arrow_table_of_nothing() -> None:
    assert arrow_table([]).schema == arrow_table([flat_row(record())]).schema


@pytest.mark.parametrize(
    ("lo", "hi", "qual", "shown"),
    [
        ("39888000000000", "39888000000000", "exact", "39.888 tỷ"),
        ("41850000000", "41850000000", "exact", "41,85 tỷ"),
        ("1200000", "1200000", "approx", "≈ 1,2 triệu"),
        ("1234567", "1234567", "exact", "1.234.567"),
        ("15000", "15000", "exact", "15.000"),
        ("20", None, "more_than", "> 20"),
        ("20", None, "at_least", "≥ 20"),
        (None, "0.27", "less_than", "< 0,27"),
        (None, "5", "at_most", "≤ 5"),
        ("10", "15", "range", "10 – 15"),
        ("-2.5", "-2.5", "exact", "-2,5"),
        ("0.3333333333333333333333333333", "0.3333333333333333333333333333", "exact", "0,333333"),
        ("0", "0", "exact", "0"),
        ("1" * 5000, "1" * 5000, "exact", "1,11e+4999"),
    ],
)
def test_readable_value(lo: str | None, hi: str | None, qual: str, shown: str) -> None:
    row = flat_row(record())._replace(lo=lo and Decimal(lo), hi=hi and Decimal(hi), qual=qual)  # type: ignore[arg-type]
    assert readable_value(row) == shown


@pytest.mark.parametrize(
    ("unit", "per", "item", "shown"),
    [
        ("VND", "kg", None, "VND/kg"),
        ("count", None, "doanh nghiệp", "doanh nghiệp"),
        ("count", "1000 person", "bác sĩ", "bác sĩ/1000 person"),
        ("count", None, None, "count"),
        ("%", None, None, "%"),
    ],
)
def test_readable_unit(unit: str, per: str | None, item: str | None, shown: str) -> None:
    assert readable_unit(flat_row(record())._replace(unit=unit, per=per, item=item)) == shown
