"""The benchmarks that others rely on: the floors of CI, and the calibration of the confidence."""

from pathlib import Path

import pytest
from calibrate import Judged, common_features, judge, reliability, written
from common import read_data
from errors import part_of
from gate import Floors, fingerprint, missed

from dnextract.patterns import load_patterns
from dnextract.patterns.models import ConfidenceFile


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
    judged = judge("gold", gold, [{}] * len(gold), gold)
    assert len(judged) == len(gold)
    assert all(record.right for record in judged)


def test_spurious_record_is_wrong() -> None:
    gold = read_data().gold
    (lonely,) = judge("gold", gold[:1], [{}], gold[1:])
    assert not lonely.right


def test_a_record_is_right_when_all_of_it_is() -> None:
    (gold, *_) = read_data().gold
    (judged,) = judge("gold", [gold.model_copy(update={"status": "forecast"})], [{}], [gold])
    assert not judged.right


def test_a_feature_of_one_article_is_not_weighed() -> None:
    def records(docs: str, feature: str) -> list[Judged]:
        return [Judged("set", doc, {"metric": (feature,)}, right=True) for doc in docs]

    judged = [*records("a" * 20, "local"), *records("abc" * 4, "wide")]
    assert common_features(judged) == {("metric", "wide")}


def test_weights_are_written_as_a_pattern_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(written({"mine": {"always": 1.5, "rule none": -0.25, "digit": 0.001}}), "utf-8")
    ((_, file),) = [(n, f) for n, f in load_patterns([path]).of(ConfidenceFile) if n == str(path)]
    assert {rule.id: str(rule.weight) for rule in file.rules} == {
        "mine always": "1.50",
        "mine rule none": "-0.25",
    }


def test_reliability_compares_claimed_with_right() -> None:
    lines = reliability([(0.5, True), (0.5, False), (1.0, True), (1.0, True)], bins=2)
    assert lines[2:4] == ["| 0.50 to 0.50 | 2 | 0.500 | 0.500 |", "| 1.00 to 1.00 | 2 | 1.000 | 1.000 |"]
    assert lines[-1] == "Mean gap 0.000; of 4 records at 0.9 and above: 2 of 2 are right."
