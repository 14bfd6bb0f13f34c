from typing import Any

import pytest

from dnextract.gold import GoldRecord
from dnextract.scoring import align, compare, score


def gold(start: int = 0, end: int = 3, **changes: Any) -> GoldRecord:
    fields: dict[str, Any] = {
        **{
            "doc": "a",
            "text": "20%",
            "kind": "percent",
            "lo": "20",
            "hi": "20",
            "qual": "exact",
            "unit": "%",
        },
        **{
            "per": None,
            "item": None,
            "metric": "tỷ lệ hộ nghèo",
            "scope": None,
            "aspect": "level",
            "dir": None,
        },
        **{"of": None, "status": "actual", "period": "năm 2024", "period_norm": "2024", "baseline": None},
        **{"baseline_norm": None, "place": "Đà Nẵng", "entity": None},
    }
    return GoldRecord(start=start, end=end, **fields | changes)


def f1(expected: list[GoldRecord], given: list[GoldRecord], kinds: str = "all") -> dict[str, float]:
    rates = score(expected, given, kinds).rates
    return {level: round(rate.f1, 4) for level, rate in rates.items()}


def test_perfect() -> None:
    assert set(f1([gold()], [gold()]).values()) == {1.0}


def test_nothing_found() -> None:
    assert set(f1([gold()], []).values()) == {0.0}
    assert score([gold()], []).mismatches[0].fields == ("missed",)


def test_one_right_one_spurious_one_missed() -> None:
    result = score([gold(0, 3), gold(10, 13)], [gold(0, 3), gold(20, 23)])
    assert result.to_dict()["span"] == {"p": 0.5, "r": 0.5, "f1": 0.5, "tp": 1, "fp": 1, "fn": 1}
    assert [m.fields for m in result.mismatches] == [("missed",), ("spurious",)]


def test_two_over_one_align_once_with_the_equal_span() -> None:
    assert align([gold(5, 10)], [gold(0, 10), gold(5, 10)]) == [(0, 1)]
    assert align([gold(5, 10)], [gold(0, 6), gold(7, 20)]) == [(0, 1)]


def test_levels_build_on_each_other() -> None:
    wrong_status = f1([gold()], [gold(status="target")])
    assert (wrong_status["record"], wrong_status["full"]) == (1.0, 0.0)
    wrong_period = f1([gold()], [gold(period_norm="2023")])
    assert (wrong_period["quantity"], wrong_period["record"]) == (1.0, 0.0)
    wrong_number = f1([gold()], [gold(hi="21")])
    assert (wrong_number["span"], wrong_number["quantity"]) == (1.0, 0.0)


def test_kinds_are_scored_apart_by_the_gold_of_a_pair() -> None:
    counted = gold(kind="count", unit="count", item="hộ")
    assert f1([counted], [gold()], "core") == dict.fromkeys(f1([], []), 0.0)
    assert f1([counted], [gold()], "extended")["span"] == 1.0
    assert score([], [gold()], "extended").rates["span"].predicted == 0


SAME: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("value", {"lo": "1/3", "hi": "1/3"}, {"lo": "0.333", "hi": "0.3333"}),
    ("value", {"lo": "20.0", "hi": "20"}, {"lo": "20", "hi": "20.00"}),
    ("period", {"period_norm": "2024-01..2024-06"}, {"period_norm": "2024-H1"}),
    ("period", {"period_norm": "2024-01..2024-12"}, {"period_norm": "2024"}),
    ("period", {"period_norm": "nhãn lạ"}, {"period_norm": "nhãn lạ"}),
    ("metric", {"metric": None, "item": "hộ nghèo"}, {"metric": "hộ nghèo"}),
    ("metric", {"metric": "tổng doanh thu toàn ngành"}, {"metric": "doanh thu"}),
    ("place", {"place": "TP.HCM"}, {"place": "Thành phố Hồ Chí Minh"}),
    ("place", {"place": "cả nước"}, {"place": "Việt Nam"}),
    ("unit", {"per": "Cổ phiếu"}, {"per": "cổ phiếu"}),
    ("of", {"of": "GRDP thành phố"}, {"of": "GRDP"}),
]
OTHER: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("value", {"lo": "1/3", "hi": "1/3"}, {"lo": "0.33", "hi": "0.33"}),
    ("value", {"hi": None}, {}),
    ("period", {}, {"period_norm": None}),
    ("period", {"period_norm": "2017.."}, {"period_norm": "2017"}),
    ("metric", {"metric": None, "item": "xe"}, {"metric": "hộ nghèo"}),
    ("metric", {}, {"metric": None}),
    ("aspect", {"aspect": "change", "dir": "up"}, {"aspect": "change", "dir": "down"}),
    ("of", {}, {"of": "GRDP"}),
    ("entity", {"entity": "FPT"}, {"entity": "MSB"}),
]


@pytest.mark.parametrize(("field", "left", "right"), SAME)
def test_same(field: str, left: dict[str, Any], right: dict[str, Any]) -> None:
    assert compare(gold(**left), gold(**right))[field]


@pytest.mark.parametrize(("field", "left", "right"), OTHER)
def test_other(field: str, left: dict[str, Any], right: dict[str, Any]) -> None:
    assert not compare(gold(**left), gold(**right))[field]
