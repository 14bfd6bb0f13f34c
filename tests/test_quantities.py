from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from dnextract import extract, parse_quantity
from dnextract.grammar.mentions import bounds

CASES = Path(__file__).parent / "cases"
THEMES = yaml.safe_load((CASES / "quantities.yaml").read_text(encoding="utf-8"))
TABLES = yaml.safe_load((CASES / "unit_headings.yaml").read_text(encoding="utf-8"))
FOUND = [case for cases in THEMES["found"].values() for case in cases]
NOTHING = [text for texts in THEMES["nothing"].values() for text in texts]


def expected(case: dict[str, Any]) -> dict[str, Any]:
    qualifier = case.get("qual", "exact")
    if "value" in case:
        lo, hi = bounds(Decimal(case["value"]), qualifier)
    else:
        lo, hi = Decimal(case["lo"]), Decimal(case["hi"])
    rest = {key: case.get(key) for key in ("kind", "unit", "per", "item")}
    return {"lo": lo, "hi": hi, "qualifier": qualifier, **rest}


@pytest.mark.parametrize("case", FOUND, ids=lambda case: case["text"])
def test_quantity(case: dict[str, Any]) -> None:
    start, end = case["text"].index("["), case["text"].index("]") - 1
    text = case["text"].replace("[", "").replace("]", "")
    found = {(r.span.start, r.span.end): r.quantity for r in extract(text)}
    assert (start, end) in found, [text[a:b] for a, b in found]
    assert found[start, end].model_dump(exclude={"value"}) == expected(case)


@pytest.mark.parametrize("text", NOTHING)
def test_no_quantity(text: str) -> None:
    assert [r.span.text for r in extract(text)] == []


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table["text"].splitlines()[0])
def test_the_unit_of_a_heading_holds_for_the_numbers_below(table: dict[str, Any]) -> None:
    found = [(r.span.text, r.quantity.value, r.quantity.unit, r.quantity.per) for r in extract(table["text"])]
    assert found == [(words, Decimal(value), unit, per) for words, value, unit, per in table["found"]]


def test_a_phrase_is_one_quantity_with_its_qualifier() -> None:
    quantity = parse_quantity("mười hai phẩy năm phần trăm")
    assert (quantity.value, quantity.unit) == (Decimal("12.5"), "%")
    assert parse_quantity("gần 3 triệu USD").qualifier == "approx"


@pytest.mark.parametrize(
    ("text", "where"),
    [("5 tỷ đồng và nữa", "'và'"), ("doanh thu 5%", "'doanh'"), ("", "nothing"), ("5", "'5'")],
)
def test_the_error_says_where_it_stopped(text: str, where: str) -> None:
    with pytest.raises(ValueError, match=where):
        parse_quantity(text)
