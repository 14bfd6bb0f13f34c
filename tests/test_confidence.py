import pytest

from dnextract import extract
from dnextract.features import PARTS
from dnextract.linking.confidence import Factor, Weights, confidence, factors
from dnextract.pipeline import Reading, default_extractor

WEIGHTS: Weights = {
    "record": {"always": 1.0},
    "metric": {"indicator": 0.5, "far": -2.0},
    "period": {"resolved": 2.0},
}


@pytest.mark.parametrize(
    ("features", "chance"),
    [
        ({}, 0.73),
        ({"metric": ("indicator",)}, 0.82),
        ({"metric": ("far", "indicator", "unheard of")}, 0.38),
        ({"metric": ("indicator",), "period": ("resolved",)}, 0.97),
        ({"figure": ("no weights",)}, 0.73),
    ],
)
def test_what_is_said_of_the_parts_of_a_record_adds_up(
    features: dict[str, tuple[str, ...]], chance: float
) -> None:
    assert confidence(features, WEIGHTS) == chance


def test_factors_stand_by_part_the_strongest_first() -> None:
    assert factors({"metric": ("indicator", "far", "x"), "figure": ("y",)}, WEIGHTS) == [
        Factor("metric", "far", -2.0),
        Factor("metric", "indicator", 0.5),
    ]


def read(text: str) -> Reading:
    return default_extractor().read(text)


def test_features_tell_what_speaks_for_a_record() -> None:
    text = "Năm 2024, doanh thu của FPT đạt 62.000 tỷ đồng, tăng 19%.\nLợi nhuận cũng tăng 20%."
    level, change, later = (made.features for made in read(text).made)
    assert tuple(level) == PARTS
    assert {"rule join:metric_before", "indicator", "name", "first figure"} <= set(level["metric"])
    assert {"governor predicates:reach", "aspect level", "change beside"} <= set(level["figure"])
    assert {"rule join:metric_carried", "aspect change"} <= set(change["metric"])
    assert "change without baseline" in change["figure"]
    assert {"elsewhere", "rule join:period_carried"} <= set(later["period"])
    assert "elsewhere" not in change["period"]


def test_a_figure_an_indicator_does_not_take_is_told() -> None:
    (made,) = read("Xuất khẩu gạo là 5 tỷ người.").made
    assert "indicator of other units" in made.features["metric"]


def test_confidence_is_lower_for_what_is_carried_from_afar() -> None:
    near = extract("Năm 2024, lợi nhuận sau thuế đạt 5 tỷ đồng.")[0].confidence
    far = extract("Năm 2024, lợi nhuận sau thuế rất tốt. Trời đẹp. Con số là 5 tỷ đồng.")[0].confidence
    assert far < near
