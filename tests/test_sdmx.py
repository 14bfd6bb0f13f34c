import csv
import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stated import stated, write_store

from dnextract.cli import main
from dnextract.forms import Row
from dnextract.grammar.calendar import month_end
from dnextract.patterns import load_patterns
from dnextract.patterns.models import IndicatorsFile
from dnextract.patterns.places import PlacesFile
from dnextract.patterns.units import unit_kinds
from dnextract.sdmx import COLUMNS, LeftOut, codes, write_sdmx_csv
from dnextract.sdmx.message import ATTRIBUTES, DIMENSIONS, MEASURES, STRUCTURE_ID
from dnextract.sdmx.times import base_period, time_period
from dnextract.store import open_store

PAGE = (Path(__file__).parent.parent / "docs" / "sdmx.md").read_text(encoding="utf-8")
ID = re.compile(r"[A-Za-z0-9_@$-]+")
RANGE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})/P([1-9][0-9]*)([YMD])")
FREQUENCIES = {
    "A": re.compile(r"[0-9]{4}"),
    "S": re.compile(r"[0-9]{4}-S[12]"),
    "Q": re.compile(r"[0-9]{4}-Q[1-4]"),
    "M": re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])"),
    "W": re.compile(r"[0-9]{4}-W[0-5][0-9]"),
    "D": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "_O": RANGE,
}
LISTS = {
    "STRUCTURE": {"dataflow"},
    "STRUCTURE_ID": {STRUCTURE_ID},
    "ACTION": {"I"},
    "ASPECT": set(codes.ASPECTS.values()),
    "NATURE": set(codes.NATURES.values()),
    "UNIT_MULT": {"0"},
    "OBS_STATUS": {"A", "E", "F"},
    "QUALIFIER": set(codes.QUALIFIERS.values()),
    "AGREEMENT": set(codes.AGREEMENTS.values()),
}


def message(db: Path) -> tuple[list[dict[str, str]], LeftOut]:
    """Write the message of a store and read it, checked, with what is left out."""
    out = StringIO(newline="")
    with open_store(db, read_only=True) as store:
        left_out = write_sdmx_csv(out, store)
    header, *rows = csv.reader(StringIO(out.getvalue(), newline=""), strict=True)
    assert tuple(header) == COLUMNS
    found = [dict(zip(header, row, strict=True)) for row in rows]
    check(found)
    return found, left_out


def check(rows: Sequence[Mapping[str, str]]) -> None:
    """Check a message by the rules of the standard and the code lists."""
    keys = [tuple(row[name] for name in DIMENSIONS) for row in rows]
    assert len(set(keys)) == len(keys)
    indicators = {rule.id.upper() for _, file in load_patterns().of(IndicatorsFile) for rule in file.rules}
    for row in rows:
        assert {name: row[name] for name in LISTS if row[name] not in LISTS[name]} == {}
        assert all(row[name] for name in DIMENSIONS)
        assert all(ID.fullmatch(row[name]) for name in ("REF_AREA", "INDICATOR", "UNIT_MEASURE"))
        assert row["INDICATOR"] in indicators
        time = row["TIME_PERIOD"]
        forms = FREQUENCIES.values() if row["FREQ"] == "_U" else [FREQUENCIES[row["FREQ"]]]
        assert any(form.fullmatch(time) for form in forms), time
        value, low, high = (Decimal(row[name]) if row[name] else None for name in MEASURES)
        assert (value is None) == (row["QUALIFIER"] == "RANGE")
        assert low is not None or high is not None
        assert low is None or high is None or low <= high


def figure(says: str, indicator: str | None = "exports", **fields: object) -> Row:
    return stated(says, **{"indicator": indicator, "metric": "xuất khẩu", "place": "Việt Nam"} | fields)


def test_an_observation_is_a_row_of_codes(db: Path) -> None:
    row = figure(
        "hơn 5%", aspect="change", dir="down", period="2024-01..2024-09", status="estimate",
        scope="Gạo", entity="Masan", baseline="2023-01..2023-09",
    )  # fmt: skip
    write_store(db, {"a 2024-10-01": [row]})
    rows, left_out = message(db)
    assert rows == [
        {
            "STRUCTURE": "dataflow",
            "STRUCTURE_ID": "DNEXTRACT:PRESS_FIGURES(1.0.0)",
            "ACTION": "I",
            "FREQ": "_O",
            "REF_AREA": "VN",
            "INDICATOR": "EXPORTS",
            "SCOPE": "gạo",
            "ENTITY": "masan",
            "ASPECT": "CHANGE",
            "REFERENCE": "_Z",
            "BASE_PERIOD": "P1Y",
            "NATURE": "FIGURE",
            "UNIT_MEASURE": "PT",
            "UNIT_PER": "_Z",
            "TIME_PERIOD": "2024-01-01/P9M",
            "OBS_VALUE": "-5",
            "LOWER_BOUND": "",
            "UPPER_BOUND": "-5",
            "UNIT_MULT": "0",
            "OBS_STATUS": "E",
            "QUALIFIER": "LESS_THAN",
            "AGREEMENT": "SINGLE",
            "METRIC": "xuất khẩu",
            "ENTITY_NAME": "Masan",
            "OBS_TEXT": "hơn 5%",
            "OTHER_VALUES": "",
            "SOURCES": "2024-10-01 a",
        }
    ]
    assert left_out == LeftOut(0, 0, 0, 0, 0)


def test_what_articles_say_of_one_thing_is_one_observation(db: Path) -> None:
    write_store(
        db,
        {
            "a 2024-05-01": [figure("39,9 nghìn tỷ đồng")],
            "b 2024-05-02": [figure("39.888 tỷ đồng"), figure("45.000 tỷ đồng", status="target")],
            "c 2024-05-03": [figure("41 nghìn tỷ đồng", status="estimate")],
        },
    )
    rows, _ = message(db)
    shown = ("NATURE", "OBS_VALUE", "OBS_STATUS", "AGREEMENT", "OTHER_VALUES", "SOURCES")
    assert [tuple(row[name] for name in shown) for row in rows] == [
        ("FIGURE", "39888000000000", "A", "REVISED", "41.000 tỷ VND, estimate", "2024-05-02 b; 2024-05-01 a"),
        ("TARGET", "45000000000000", "A", "SINGLE", "", "2024-05-02 b"),
    ]


def test_what_cannot_be_an_observation_is_counted(db: Path) -> None:
    write_store(
        db,
        {
            "a": [
                figure("1 tỷ đồng", indicator=None),
                figure("2 tỷ đồng", indicator=None),
                figure("3 tỷ đồng", period=None),
                figure("4 tỷ đồng", period="2024.."),
                figure("5 tỷ đồng", period="..2024"),
                stated("6 người", metric=None, item="người"),
            ],
            "b 2023-12-31": [figure("7 tỷ đồng", period="2024..")],
        },
    )
    assert message(db) == ([], LeftOut(subject=1, period=1, value=0, indicator=2, end=3))


def test_a_period_that_goes_on_ends_when_the_article_came_out(db: Path) -> None:
    write_store(
        db,
        {
            "a 2024-05-15": [figure("5 tỷ đồng", period="2024-01..")],
            "b 2024-05-31": [figure("6 tỷ đồng", period="2024-01..")],
            "c": [figure("7 tỷ đồng", period="2024-01..2024-05")],
        },
    )
    rows, _ = message(db)
    assert sorted((row["FREQ"], row["TIME_PERIOD"], row["OBS_VALUE"]) for row in rows) == [
        ("_O", "2024-01-01/P5M", "7000000000"),
        ("_U", "2024-01-01/P136D", "5000000000"),
        ("_U", "2024-01-01/P5M", "6000000000"),
    ]


def test_a_series_has_the_unit_of_the_catalogue(db: Path) -> None:
    rice = {"indicator": "rice_output", "metric": "sản lượng lúa"}
    figures = [figure("43,5 triệu tấn", **rice), figure("900 kg", period="2023", **rice)]
    write_store(db, {"a": [*figures, figure("5 MWh", indicator=None), figure("7 tấn", indicator="exports")]})
    rows, _ = message(db)
    assert [(row["INDICATOR"], row["UNIT_MEASURE"], row["OBS_VALUE"]) for row in rows] == [
        ("EXPORTS", "kg", "7000"),
        ("RICE_OUTPUT", "t", "0.9"),
        ("RICE_OUTPUT", "t", "43500000"),
    ]


def test_ranges_and_bounds(db: Path) -> None:
    says = ["10-15%", "tối thiểu 20%", "tối đa 5%", "khoảng 7%"]
    rows = [figure(words, period=str(2020 + k), aspect="share") for k, words in enumerate(says)]
    write_store(db, {"a": rows})
    found, _ = message(db)
    assert [tuple(row[name] for name in (*MEASURES, "QUALIFIER")) for row in found] == [
        ("", "10", "15", "RANGE"),
        ("20", "20", "", "AT_LEAST"),
        ("5", "", "5", "AT_MOST"),
        ("7", "7", "7", "APPROX"),
    ]


def test_names_of_one_area_share_its_code(db: Path) -> None:
    write_store(
        db,
        {"a": [figure("5 tỷ đồng", place="Thừa Thiên Huế")], "b": [figure("5 tỷ đồng", place="Huế")]},
    )
    (row,), _ = message(db)
    assert (row["REF_AREA"], row["AGREEMENT"]) == ("VN-26", "AGREED")


def test_no_key_comes_twice_whatever_is_like_another(db: Path) -> None:
    alike: dict[str, Sequence[str | None]] = {
        "place": [None, "Huế", "Thừa Thiên Huế", "Tây Nguyên", "thế giới", "Hoà Bình", "Hòa Bình", "xóm Mới"],
        "period": ["2024", "2024-01..2024-12", "2024-01..", "2024-01-01..", "2024-01-01"],
        "scope": [None, "gạo", "Gạo"],
        "of": [None, "GDP"],
        "status": ["actual", "estimate", "target"],
    }
    rows = [
        figure(says, aspect="share", **dict(zip(alike, said, strict=True)))
        for says in ("20%", "một phần năm", "20 điểm phần trăm")
        for said in product(*alike.values())
    ]
    write_store(db, {"a 2024-12-31": rows})
    found, left_out = message(db)
    assert len(found) > 100
    assert sum(left_out) == 0


def test_no_text_is_run_as_a_formula(db: Path) -> None:
    write_store(db, {"a": [figure("5 tỷ đồng", metric="=1+1", entity="@x")]})
    (row,), _ = message(db)
    assert (row["METRIC"], row["ENTITY_NAME"], row["OBS_VALUE"]) == ("'=1+1", "'@x", "5000000000")


@pytest.mark.parametrize(
    ("start", "end", "period", "frequency"),
    [
        ("2024-01-01", "2024-12-31", "2024", "A"),
        ("2024-01-01", "2024-06-30", "2024-S1", "S"),
        ("2024-07-01", "2024-12-31", "2024-S2", "S"),
        ("2024-07-01", "2024-09-30", "2024-Q3", "Q"),
        ("2024-02-01", "2024-02-29", "2024-02", "M"),
        ("2024-12-31", "2024-12-31", "2024-12-31", "D"),
        ("2024-12-30", "2025-01-05", "2025-W01", "W"),
        ("2024-05-06", "2024-05-12", "2024-W19", "W"),
        ("2024-01-01", "2024-09-30", "2024-01-01/P9M", "_O"),
        ("2018-01-01", "2025-12-31", "2018-01-01/P8Y", "_O"),
        ("2017-04-01", "2018-03-31", "2017-04-01/P1Y", "_O"),
        ("2015-12-01", "2018-09-30", "2015-12-01/P34M", "_O"),
        ("2020-08-16", "2020-08-31", "2020-08-16/P16D", "_O"),
        ("2020-01-23", "2020-02-10", "2020-01-23/P19D", "_O"),
        ("2017-01-01", "2017-05-15", "2017-01-01/P135D", "_O"),
    ],
)
def test_times(start: str, end: str, period: str, frequency: str) -> None:
    assert time_period(date.fromisoformat(start), date.fromisoformat(end)) == (period, frequency)


def test_base_periods() -> None:
    labels = ("2023-H1", "2023", "2020-01..2020-09", "2020..", "..2020", "trước dịch")
    expected = ["2023-S1", "2023", "2020-01-01/P9M", "2020..", "..2020", "trước dịch"]
    assert [base_period(label) for label in labels] == expected


def days_of(period: str) -> tuple[date, date]:
    """Read a period of SDMX back, by the standard and by nothing of ours."""
    if found := RANGE.fullmatch(period):
        start, count = date.fromisoformat(found[1]), int(found[2])
        if found[3] == "D":
            return start, start + timedelta(days=count - 1)
        months = start.month - 1 + count * (12 if found[3] == "Y" else 1)
        after = start.replace(year=start.year + months // 12, month=months % 12 + 1)
        return start, after - timedelta(days=1)
    year, _, part = period.partition("-")
    if part[:1] == "W":
        return date.fromisocalendar(int(year), int(part[1:]), 1), date.fromisocalendar(
            int(year), int(part[1:]), 7
        )
    if len(part) == 5:
        return date.fromisoformat(period), date.fromisoformat(period)
    length = {"": 12, "S": 6, "Q": 3}.get(part[:1], 1)
    last = length * int(part.lstrip("SQ") or 1)
    return date(int(year), last - length + 1, 1), month_end(int(year), last)


@given(days=st.tuples(*[st.dates(date(1900, 1, 1), date(2199, 12, 31))] * 2), whole=st.booleans())
def test_a_time_says_its_days_and_no_others(days: tuple[date, date], whole: bool) -> None:
    start, end = sorted(days)
    if whole:
        start, end = start.replace(day=1), month_end(end.year, end.month)
    assert days_of(time_period(start, end).period) == (start, end)


def test_every_unit_and_area_has_a_code_of_its_own() -> None:
    units = unit_kinds(file for _, file in load_patterns().files)
    assert all(ID.fullmatch(codes.unit_code(unit)) for unit in units)
    assert len({codes.unit_code(unit) for unit in units}) == len(units)
    places = {rule.name: rule for _, file in load_patterns().of(PlacesFile) for rule in file.rules}
    assert all(ID.fullmatch(codes.area_code(name)) for name in places)
    assert {name for name in codes.AREAS if name not in places or places[name].code} == set()
    assert codes.area_code(None) == "_X"


def test_the_page_has_every_column_and_code() -> None:
    lists = (codes.ASPECTS, codes.NATURES, codes.QUALIFIERS, codes.AGREEMENTS, codes.OBS_STATUS)
    known = [code for each in (*lists, codes.UNITS, codes.AREAS) for code in each.values()]
    for code in (*COLUMNS, *ATTRIBUTES, *known, *FREQUENCIES, "_U", "_X", "_Z", "_T"):
        assert f"`{code}`" in PAGE, code


def test_export_says_in_one_line_what_it_leaves_out(
    db: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_store(
        db, {"a": [figure("5 tỷ đồng"), figure("6 tỷ đồng", indicator=None), figure("1%", period=None)]}
    )
    with pytest.raises(SystemExit) as left:
        main(["export", "--db", str(db), "--format", "sdmx-csv", "-o", str(tmp_path / "x.csv")])
    assert left.value.code in (0, None)
    assert capsys.readouterr().err == (
        "dnextract: 2 of 3 records are in no observation: "
        "1 measure what the catalogue does not have, 1 have no period\n"
    )
    assert (tmp_path / "x.csv").read_bytes().startswith(b"STRUCTURE,STRUCTURE_ID,ACTION,FREQ,")
