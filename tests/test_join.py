from pathlib import Path
from typing import Any

import pytest
import yaml

from dnextract import Extractor, Record

FOLDER = Path(__file__).parent / "cases"
CASES = [
    case
    for name in ("join.yaml", "tying.yaml", "scopes.yaml", "statuses.yaml", "aspects.yaml")
    for cases in yaml.safe_load((FOLDER / name).read_text(encoding="utf-8")).values()
    for case in cases
]

RULES = Extractor(names=None)  # what is learnt has cases of its own, in test_tagger.py


def said(record: Record) -> dict[str, Any]:
    return {
        "metric": record.metric and record.metric.text,
        "scope": record.metric and record.metric.scope,
        "aspect": record.aspect,
        "dir": record.direction,
        "of": record.of,
        "status": record.status,
        "per": record.quantity.per,
        "period": record.period and record.period.label,
        "baseline": record.baseline and record.baseline.label,
        "place": record.place and record.place.text,
        "entity": record.entity and record.entity.text,
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_join(case: dict[str, Any]) -> None:
    start, end = case["text"].index("["), case["text"].index("]") - 1
    text = case["text"].replace("[", "").replace("]", "")
    records = {(r.span.start, r.span.end): r for r in RULES.extract(text, case.get("published"))}
    assert (start, end) in records
    record = said(records[start, end])
    stated = {key: value for key, value in case.items() if key not in ("text", "published")}
    assert {key: record[key] for key in stated} == stated


def test_every_part_of_a_record_names_its_rule() -> None:
    (record,) = RULES.extract("Năm 2020, doanh thu đạt 5 tỷ đồng.")
    assert "units/money:VND" in record.rules
    assert {"join:metric_before", "predicates:reach", "join:period_before"} <= set(record.rules)
