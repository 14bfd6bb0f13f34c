from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from dnextract import extract
from dnextract.grammar.mentions import bounds

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "regressions.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_regression(case: dict[str, Any]) -> None:
    text = case["text"].replace("[", "").replace("]", "")
    records = {r.span.text: r for r in extract(text)}
    if case.get("nothing"):
        assert records == {}
        return
    words = case["text"][case["text"].index("[") + 1 : case["text"].index("]")]
    assert words in records, list(records)
    record, quantity = records[words], records[words].quantity
    qualifier = case.get("qual", "exact")
    lo, hi = (
        bounds(Decimal(case["value"]), qualifier)
        if "value" in case
        else (Decimal(case["lo"]), Decimal(case["hi"]))
    )
    assert (quantity.lo, quantity.hi, quantity.qualifier) == (lo, hi, qualifier)
    assert (quantity.kind, quantity.unit, quantity.per) == (case["kind"], case["unit"], case.get("per"))
    if "metric" in case:
        assert record.metric is not None
        assert record.metric.text == case["metric"]
    if "period" in case:
        assert record.period == case["period"]
