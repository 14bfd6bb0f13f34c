"""The benchmarks that others rely on: the floors of CI, and the calibration of the confidence."""

import pytest
from calibrate import Judged, by_folds, judge, part_of, rates, reliability
from common import read_data
from gate import Floors, fingerprint, missed


def floors(f1: float, sha256: str = "same") -> Floors:
    return Floors(sha256=sha256, f1={"core": {"record": f1}})


def test_a_score_below_its_floor_is_named() -> None:
    assert missed(floors(0.9), floors(0.9)) == []
    assert missed(floors(0.95), floors(0.9)) == []
    (line,) = missed(floors(0.8), floors(0.9))
    assert "core record" in line
    assert "0.8000" in line
    assert "0.9000" in line


def test_floors_of_other_gold_do_not_count() -> None:
    (line,) = missed(floors(0.9, "other"), floors(0.9))
    assert "not those" in line
    assert fingerprint() == fingerprint()


@pytest.mark.parametrize(
    ("rule", "part"),
    [
        ("units/money:VND", "quantity"),
        ("join:metric_carried", "metric"),
        ("join:scope_subject", None),
        ("join:period_carried", "period"),
        ("no:period", "period"),
        ("predicates:rise", None),
    ],
)
def test_rule_chooses_one_part(rule: str, part: str | None) -> None:
    assert part_of(rule) == part


def test_gold_judged_against_itself_is_right() -> None:
    gold = read_data().gold
    judged = judge(gold, [["join:metric_before"]] * len(gold), gold)
    assert len(judged) == len(gold)
    assert all(record.whole for record in judged)


def test_spurious_record_is_wrong_throughout() -> None:
    gold = read_data().gold
    (lonely,) = judge(gold[:1], [["grammar:count"]], gold[1:])
    assert not any(lonely.right.values())


def test_rates_are_drawn_towards_the_mean() -> None:
    good = Judged("a", ("join:metric_before",), (), {"quantity": True, "metric": True, "period": True})
    bad = Judged("b", ("join:metric_after",), (), {"quantity": True, "metric": False, "period": True})
    table = rates([good] * 9 + [bad])
    assert 0.9 < table["join:metric_before"] < 1
    assert 0 < table["join:metric_after"] < 0.9
    assert {right for _, right in by_folds([good, bad])} == {True, False}


def test_reliability_compares_claimed_with_right() -> None:
    lines = reliability([(0.5, True), (0.5, False), (1.0, True), (1.0, True)], bins=2)
    assert lines[2:4] == ["| 0.50 to 0.50 | 2 | 0.500 | 0.500 |", "| 1.00 to 1.00 | 2 | 1.000 | 1.000 |"]
    assert lines[-1].endswith("0.000.")
