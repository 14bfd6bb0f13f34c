from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from dnextract import parse_number

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "numbers.yaml").read_text(encoding="utf-8"))
DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


@pytest.mark.parametrize(("text", "value"), CASES["numbers"].items())
def test_number(text: str, value: str) -> None:
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize("text", CASES["none"])
def test_no_number(text: str) -> None:
    with pytest.raises(ValueError, match="is no number"):
        parse_number(text)


def test_the_error_says_where_it_stopped() -> None:
    with pytest.raises(ValueError, match=r"stopped before 'con' \(character 3\)"):
        parse_number("12 con")


@pytest.mark.parametrize("value", [None, b"12", 12])
def test_only_text_is_read(value: object) -> None:
    with pytest.raises(TypeError, match="must be a str"):
        parse_number(value)  # type: ignore[arg-type]


def below_thousand(n: int, *, full: bool, northern: bool) -> list[str]:
    """Say a number below a thousand; `full` says the hundreds even where there are none."""
    zero = "linh" if northern else "lẻ"
    hundreds, tens, ones = n // 100, n // 10 % 10, n % 10
    words = [DIGITS[hundreds], "trăm"] if hundreds or full else []
    if tens == 0:
        return words + (([zero] if words else []) + [DIGITS[ones]] if ones else [])
    words += ["mười"] if tens == 1 else [DIGITS[tens], "mươi"]
    if ones == 1 and tens > 1:
        return [*words, "mốt"]
    if ones == 5:
        return [*words, "lăm" if northern else "nhăm"]
    if ones == 4 and tens > 1 and northern:
        return [*words, "tư"]
    return words + ([DIGITS[ones]] if ones else [])


def in_words(n: int, *, northern: bool) -> str:
    """Say a number up to a thousand million million the long way, with northern or southern words."""
    if n == 0:
        return DIGITS[0]
    thousand = "nghìn" if northern else "ngàn"
    billions, rest = divmod(n, 10**9)
    words: list[str] = []
    if billions:
        words += [*in_words(billions, northern=northern).split(), "tỷ" if northern else "tỉ"]
    for scale, word in ((10**6, "triệu"), (10**3, thousand), (1, "")):
        group, rest = divmod(rest, scale)
        if group:
            words += below_thousand(group, full=bool(words), northern=northern) + ([word] if word else [])
    return " ".join(words)


@given(st.integers(min_value=0, max_value=10**15), st.booleans())
def test_what_is_said_is_read(n: int, northern: bool) -> None:
    assert parse_number(in_words(n, northern=northern)) == n


@given(st.integers(min_value=0, max_value=10**15), st.integers(min_value=0, max_value=99))
def test_what_is_grouped_is_read(n: int, hundredths: int) -> None:
    written = f"{n:,}".replace(",", ".")
    assert parse_number(written) == n
    if n >= 1000:
        assert parse_number(f"{written},{hundredths:02}") == n + Decimal(hundredths) / 100
