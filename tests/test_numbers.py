import re
from decimal import Decimal, localcontext
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from spoken import Dialect, draw, spell, spell_decimal

from dnextract import analyze, parse_number

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "numbers.yaml").read_text(encoding="utf-8"))
FRAMES = ("Có {}, tăng mạnh.", "Trả {} đồng/cân.", "Tăng {} phần trăm")
NUMBERS = [(text, value) for theme in CASES["numbers"].values() for text, value in theme.items()]
DIALECTS = st.builds(
    Dialect,
    empty_tens=st.sampled_from(["linh", "lẻ"]),
    thousand=st.sampled_from(["nghìn", "ngàn"]),
    billion=st.sampled_from(["tỷ", "tỉ"]),
    four=st.sampled_from(["tư", "bốn"]),
    five=st.sampled_from(["lăm", "nhăm"]),
    seven=st.sampled_from(["bảy", "bẩy"]),
    half=st.sampled_from([None, "rưỡi", "rưởi"]),
    short=st.booleans(),
    empty_hundreds=st.booleans(),
    point=st.sampled_from(["phẩy", "chấm"]),
    grouped=st.booleans(),
)


@pytest.mark.parametrize(("text", "value"), NUMBERS)
def test_number(text: str, value: str) -> None:
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize("case", CASES["refused"], ids=lambda case: case["text"])
def test_the_error_says_where_it_stopped(case: dict[str, Any]) -> None:
    where = "nothing to read" if case["at"] is None else rf"stopped before .* \(character {case['at']}\)"
    with pytest.raises(ValueError, match=rf"is no number: {where}$"):
        parse_number(case["text"])


def test_the_error_names_the_token() -> None:
    with pytest.raises(
        ValueError, match=re.escape("'12 con' is no number: stopped before 'con' (character 3)")
    ):
        parse_number("12 con")


def test_the_error_about_a_long_text_is_short() -> None:
    with pytest.raises(ValueError, match="stopped before") as raised:
        parse_number("1" * 1_000_000)
    assert len(str(raised.value)) < 300


@pytest.mark.parametrize("case", CASES["in_text"], ids=lambda case: case["text"])
def test_numbers_of_a_text(case: dict[str, Any]) -> None:
    found = [(number.span.text, number.value) for number in analyze(case["text"]).numbers]
    assert dict(found) == {text: Decimal(value) for text, value in case["numbers"].items()}


@pytest.mark.parametrize("value", [None, b"12", 12, 1.5, Decimal(3), ["12"]])
def test_only_text_is_read(value: object) -> None:
    with pytest.raises(TypeError, match="must be a str"):
        parse_number(value)  # type: ignore[arg-type]


def test_the_decimal_context_of_the_caller_decides_nothing() -> None:
    phrases = [text for text, _ in NUMBERS]
    plain = [parse_number(phrase) for phrase in phrases]
    with localcontext(prec=1):
        assert [parse_number(phrase) for phrase in phrases] == plain


@given(st.integers(min_value=0, max_value=10**15), DIALECTS)
def test_what_is_said_is_read(n: int, dialect: Dialect) -> None:
    assert parse_number(spell(n, dialect)) == n


@given(st.integers(min_value=0, max_value=10**15), st.from_regex(r"[0-9]{1,6}", fullmatch=True), DIALECTS)
def test_what_is_said_with_decimals_is_read(n: int, decimals: str, dialect: Dialect) -> None:
    assert parse_number(spell_decimal(n, decimals, dialect)) == Decimal(f"{n}.{decimals}")


@given(st.integers(min_value=0))
def test_numbers_round_and_not_of_every_length_are_read(seed: int) -> None:
    text, value = draw(Random(seed))
    assert parse_number(text) == value


@given(st.integers(min_value=0), st.sampled_from(FRAMES))
def test_a_text_is_never_read_as_another_number(seed: int, frame: str) -> None:
    said, value = draw(Random(seed))
    numbers = [number.value for number in analyze(frame.format(said)).numbers]
    assert numbers in ([value], [])


@given(st.integers(min_value=6, max_value=10**15))
@example(1_000_100)
def test_what_is_said_in_full_is_read_in_a_text(n: int) -> None:
    numbers = analyze(f"Có {spell(n, Dialect())}, tăng mạnh.").numbers
    # Hundreds straight after a million are said for hundreds of thousands too ("một triệu một trăm").
    two_readings = n >= 10**6 and n // 1000 % 1000 == 0 and n % 1000 >= 100
    assert [number.value for number in numbers] == ([] if two_readings else [n])


@given(st.integers(min_value=0, max_value=10**15), st.integers(min_value=0, max_value=99))
def test_what_is_grouped_is_read(n: int, hundredths: int) -> None:
    for space in (" ", "\u00a0", "\u2009", "\u202f", "'"):
        assert parse_number(f"{n:,}".replace(",", space)) == n
    written = f"{n:,}".replace(",", ".")
    assert parse_number(written) == n
    if n >= 1000:
        assert parse_number(f"{written},{hundredths:02}") == n + Decimal(hundredths) / 100
        assert parse_number(f"{n:,}.{hundredths:02}") == n + Decimal(hundredths) / 100
