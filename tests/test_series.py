from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from stated import stated, write_store

from dnextract.forms import Row
from dnextract.series import (
    POINT_FIELDS,
    Point,
    merge,
    point_cells,
    point_json,
    read_points,
    signed_value,
    write_parquet,
)
from dnextract.series.agreement import agree, claim_of
from dnextract.store import Article, Key, Keyed, Selection, open_store

CASES = Path(__file__).parent / "cases"


def load(name: str) -> Any:
    return yaml.safe_load((CASES / name).read_text(encoding="utf-8"))


def pairs(verdict: str) -> Any:
    return load("agreement.yaml")[verdict]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [(*pair, verdict == "agree") for verdict in ("agree", "differ") for pair in pairs(verdict)],
)
def test_agreement(one: str, other: str, same: bool) -> None:
    claims = claim_of(stated(one)), claim_of(stated(other))
    assert agree(*claims) is same
    assert agree(*reversed(claims)) is same


def test_a_fall_is_below_zero() -> None:
    rise, fall = (stated("hơn 5%", aspect="change", dir=way) for way in ("up", "down"))
    assert not agree(claim_of(rise), claim_of(fall))
    assert agree(claim_of(fall), claim_of(stated("5,4%", aspect="change", dir="down")))
    assert (signed_value(rise), signed_value(fall)) == ("> 5", "< −5")


def said(point: Point) -> dict[str, Any]:
    """Give what a case says of a point."""
    row = point.stated.row
    found: dict[str, Any] = {
        "says": row.text,
        "agreement": point.agreement,
        "articles": [article.name for article in point.stated.articles],
    }
    if point.others:
        found["others"] = {o.row.text: [article.name for article in o.articles] for o in point.others}
    if row.status == "target":
        found["status"] = "target"
    return found


def read(db: Path, selection: Selection | None = None) -> list[Point]:
    with open_store(db, read_only=True) as store:
        return list(read_points(store, selection))


def rows_of(articles: Mapping[str, Sequence[dict[str, Any]]]) -> dict[str, list[Row]]:
    return {name: [stated(**figure) for figure in figures] for name, figures in articles.items()}


@pytest.mark.parametrize("case", [case for cases in load("merging.yaml").values() for case in cases])
def test_merging(db: Path, case: dict[str, Any]) -> None:
    write_store(db, rows_of(case["articles"]))
    points = read(db)
    if isinstance(case["points"], int):
        assert len(points) == case["points"]
    else:
        assert [said(point) for point in points] == case["points"]


FIGURES = st.builds(
    stated,
    st.sampled_from(
        ["5 tỷ đồng", "5,2 tỷ đồng", "hơn 5 tỷ đồng", "4 - 6 tỷ đồng", "tối thiểu 7 tỷ đồng", "5%"]
    ),
    status=st.sampled_from(["actual", "estimate", "forecast", "target"]),
    aspect=st.sampled_from(["level", "share"]),
    of=st.sampled_from([None, "GDP", "tổng thu"]),
    period=st.sampled_from(["2023", "2024", "2024-01..", None]),
    confidence=st.sampled_from([0.5, 0.9]),
)
ARTICLES = st.dictionaries(
    st.sampled_from(["a 2024-01-05", "b 2024-02-05", "c 2024-02-05", "d"]),
    st.lists(FIGURES, min_size=1, max_size=5),
    min_size=1,
)


@settings(max_examples=30)
@given(articles=ARTICLES, data=st.data())
def test_every_record_is_in_one_point_whatever_the_order(
    tmp_path_factory: pytest.TempPathFactory, articles: dict[str, list[Row]], data: st.DataObject
) -> None:
    shuffled = {name: articles[name] for name in data.draw(st.permutations(list(articles)))}
    folder = tmp_path_factory.mktemp("stores")
    write_store(folder / "a.duckdb", articles)
    write_store(folder / "b.duckdb", shuffled)
    points = read(folder / "a.duckdb")
    assert points == read(folder / "b.duckdb")
    with open_store(folder / "a.duckdb", read_only=True) as store:
        left_out = sum(store.left_out(Selection()))
    mentioned = [m.record for p in points for s in (p.stated, *p.others) for m in s.mentions]
    assert len(mentioned) == len(set(mentioned))
    assert len(mentioned) + left_out == sum(map(len, articles.values()))


ARTICLE = Article("0", "a", None, None, None, None)


@given(st.lists(FIGURES, min_size=1, max_size=9), st.randoms())
def test_the_order_of_records_does_not_matter(rows: list[Row], chance: Any) -> None:
    keyed = [Keyed(Key(), ARTICLE, row._replace(id=str(k), start=k)) for k, row in enumerate(rows)]
    (point,) = merge(keyed)
    chance.shuffle(keyed)
    assert list(merge(keyed)) == [point]


def test_values_beyond_twenty_are_counted() -> None:
    rows = [stated(f"{number} tỷ đồng", id=str(number)) for number in range(10, 40)]
    (point,) = merge(Keyed(Key(), ARTICLE, row) for row in rows)
    assert (len(point.others), point.more) == (20, 9)
    assert str(point_cells(point)[-1]).endswith("; 9 more")


def test_a_million_digits_convert_exactly() -> None:
    one, other = stated("12.345.678.901.234.567.890,5 kg"), stated("0,5 tấn")
    (point,) = merge(Keyed(Key(), ARTICLE, row) for row in (other, one))
    assert [str(o.row.lo) for o in point.others] == ["12345678901234567.8905"]


def test_a_point_as_json_and_as_a_row(db: Path) -> None:
    articles = {"a 2024-02-01": [stated("hơn 5 tỷ đồng", place="Huế", place_id="VN-26")]}
    write_store(db, articles | {"b 2024-03-01": [stated("7 tỷ đồng", place="Huế", status="estimate")]})
    (point,) = read(db)
    row = dict(zip(POINT_FIELDS, point_cells(point), strict=True))
    assert (row["sources"], row["others"]) == ("2024-02-01 a", "7 tỷ VND, estimate (2024-03-01 b)")
    assert point_json(point) == {
        "indicator": None,
        "metric": "doanh thu",
        "scope": None,
        "item": None,
        "place": "Huế",
        "place_id": "VN-26",
        "entity": None,
        "entity_id": None,
        "period": "2024",
        "period_start": "2024-01-01",
        "period_end": "2024-12-31",
        "aspect": "level",
        "dir": None,
        "of": None,
        "baseline": None,
        "status": "actual",
        "lo": "5000000000",
        "hi": None,
        "qual": "more_than",
        "unit": "VND",
        "per": None,
        "text": "hơn 5 tỷ đồng",
        "articles": 1,
        "sources": [
            {
                "id": point.stated.articles[0].id,
                "name": "a",
                "source": None,
                "title": None,
                "url": None,
                "published": "2024-02-01",
                "record": "a0",
                "text": "hơn 5 tỷ đồng",
                "status": "actual",
            }
        ],
        "agreement": "revised",
        "others": [
            {
                "metric": "doanh thu",
                "status": "estimate",
                "dir": None,
                "lo": "7000000000",
                "hi": "7000000000",
                "qual": "exact",
                "unit": "VND",
                "per": None,
                "text": "7 tỷ đồng",
                "sources": [
                    {
                        "id": point.others[0].articles[0].id,
                        "name": "b",
                        "source": None,
                        "title": None,
                        "url": None,
                        "published": "2024-03-01",
                        "record": "b0",
                        "text": "7 tỷ đồng",
                        "status": "estimate",
                    }
                ],
            }
        ],
        "more": 0,
    }


def test_what_the_best_record_leaves_unsaid_is_filled_in(db: Path) -> None:
    change: dict[str, Any] = {"aspect": "change", "dir": "up", "period": "2024-Q3"}
    articles = {
        "a 2024-12-01": [
            stated("20%", aspect="share", of="GRDP"),
            stated("5%", **change, baseline="2023-Q3"),
        ],
        "b 2024-12-02": [stated("20,1%", aspect="share"), stated("5,2%", **change)],
    }
    write_store(db, articles)
    rows = [point.stated.row for point in read(db)]
    assert [(row.text, row.of, row.baseline_norm) for row in rows] == [
        ("5,2%", None, "2023-Q3"),
        ("20,1%", "GRDP", None),
    ]


def test_parquet_is_typed(db: Path, tmp_path: Path) -> None:
    write_store(db, {"a 2024-02-01": [stated("5 tỷ đồng")], "b 2024-03-01": [stated("7 tỷ đồng")]})
    write_parquet(tmp_path / "x.parquet", read(db))
    found = duckdb.read_parquet(str(tmp_path / "x.parquet"))
    assert tuple(found.columns) == POINT_FIELDS
    columns = "lo, period_end, articles, sources, agreement, others"
    assert found.project(columns).fetchall() == [
        (7 * 10**9, date(2024, 12, 31), 1, ["2024-03-01 b"], "disputed", ["5 tỷ VND (2024-02-01 a)"])
    ]


@pytest.mark.parametrize(
    ("selection", "found"),
    [
        (Selection(), ["5%", "6%", "7 tỷ đồng", "8 tấn", "9 tấn"]),
        (Selection(subject="cpi"), ["5%"]),
        (Selection(subject="Tổng doanh thu"), ["6%", "7 tỷ đồng", "8 tấn", "9 tấn"]),
        (Selection(place="Hồ Chí Minh"), ["6%"]),
        (Selection(entity="fpt"), ["7 tỷ đồng", "9 tấn"]),
        (Selection(entity="Tập đoàn FPT"), ["7 tỷ đồng", "9 tấn"]),
        (Selection(aspect="change"), ["5%"]),
        (Selection(unit="%"), ["5%", "6%"]),
        (Selection(unit="kg"), ["8 tấn", "9 tấn"]),
        (Selection(start=date(2024, 1, 1)), ["6%", "8 tấn", "9 tấn"]),
        (Selection(end=date(2023, 12, 31)), ["5%", "7 tỷ đồng"]),
    ],
)
def test_selection(db: Path, selection: Selection, found: list[str]) -> None:
    rows = [
        stated("5%", metric="CPI", indicator="cpi", aspect="change", dir="up", period="2022"),
        stated("6%", place="TP.HCM"),
        stated("7 tỷ đồng", entity="Tập đoàn FPT", entity_id="FPT", period="2023"),
        stated("8 tấn"),
        stated("9 tấn", entity="FPT", entity_id="FPT"),
    ]
    write_store(db, {"a 2024-02-01": rows})
    assert sorted(point.stated.row.text for point in read(db, selection)) == found
