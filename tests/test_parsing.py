from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from dnextract import parse_number, parse_quantity
from dnextract.grammar.mentions import bounds

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "parsing.yaml").read_text(encoding="utf-8"))


def expected(case: dict[str, Any]) -> dict[str, Any]:
    qualifier = case.get("qual", "exact")
    lo, hi = (
        bounds(Decimal(case["value"]), qualifier)
        if "value" in case
        else (Decimal(case["lo"]), Decimal(case["hi"]))
    )
    rest = {key: case.get(key) for key in ("kind", "unit", "per", "item")}
    return {"lo": lo, "hi": hi, "qualifier": qualifier, **rest}


@pytest.mark.parametrize("case", CASES["read"], ids=lambda case: case["text"])
def test_quantity_of_a_phrase(case: dict[str, Any]) -> None:
    assert parse_quantity(case["text"]).model_dump(exclude={"value"}) == expected(case)


@pytest.mark.parametrize("case", CASES["refused"], ids=lambda case: case["text"])
def test_the_error_says_where_it_stopped(case: dict[str, Any]) -> None:
    where = rf"stopped (before .*|at the end) \(character {case['at']}\)"
    with pytest.raises(
        ValueError, match=f"is no quantity: {'nothing to read' if case['at'] is None else where}$"
    ):
        parse_quantity(case["text"])


@pytest.mark.parametrize("value", [None, b"5%", 5, Decimal(5)])
def test_only_text_is_read(value: object) -> None:
    with pytest.raises(TypeError, match="must be a str"):
        parse_quantity(value)  # type: ignore[arg-type]


LONG = ["1" * 10_000, "5% " * 10_000, "tỷ " * 10_000, "(" * 10_000, "5%" + " " * 9_000 + "x"]


@pytest.mark.parametrize("text", LONG, ids=lambda text: text[:3])
def test_what_is_longer_than_any_figure_is_refused(text: str) -> None:
    for parse in (parse_number, parse_quantity):
        with pytest.raises(ValueError, match=r"stopped .*\(character \d+\)") as raised:
            parse(text)
        assert len(str(raised.value)) < 300


def test_space_around_a_figure_may_be_long() -> None:
    space = " \n" * 10_000
    assert parse_number(f"{space}12{space}") == 12
    assert parse_quantity(f"{space}12%{space}").value == 12
