import re
import unicodedata
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from dnextract.grammar.dates import find_dateline, parse_date

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "dates.yaml").read_text(encoding="utf-8"))
DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2060, 12, 31))


@pytest.mark.parametrize("case", CASES["stamps"], ids=lambda case: case["text"])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_stamps(case: dict[str, str], form: str) -> None:
    text = unicodedata.normalize(form, case["text"])  # type: ignore[arg-type]
    assert parse_date(text) == date.fromisoformat(case["day"])


@pytest.mark.parametrize("text", [*CASES["refused"], "x" * 5000, "15/7/2024 " * 20])
def test_what_is_no_full_date_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(ValueError, match=r"^no full date \(day, month and year\): '.*'$"):
        parse_date(text)


def test_dates_are_given_back_and_datetimes_lose_their_time() -> None:
    assert parse_date(None) is None
    assert parse_date(date(2024, 7, 15)) == date(2024, 7, 15)
    assert parse_date(datetime(2024, 7, 15, 23, 59)) == date(2024, 7, 15)


@pytest.mark.parametrize("value", [20240715, 1.5, b"2024-07-15", ["2024-07-15"]])
def test_other_types_are_refused_by_name(value: object) -> None:
    with pytest.raises(TypeError, match=re.escape(f"not {type(value).__name__}")):
        parse_date(value)  # type: ignore[arg-type]


@given(
    DAYS,
    st.sampled_from(
        [
            "{d}/{m}/{y}",
            "{d:02}/{m:02}/{y} 07:05",
            "{d}.{m}.{y}",
            "{d}-{m}-{y}, 7h05",
            "ngày {d} tháng {m} năm {y}",
            "Thứ hai, {d}/{m}/{y} (GMT+7)",
            "Huế, ngày {d:02} tháng {m:02} năm {y}",
            "{y}-{m:02}-{d:02}T00:05:00+07:00",
        ]
    ),
)
def test_every_day_is_read_in_every_form(day: date, form: str) -> None:
    assert parse_date(form.format(d=day.day, m=day.month, y=day.year)) == day


@given(st.text(alphabet="0123456789/-.:,| ThứHaingàytháăm+()GMZ", max_size=40))
def test_any_string_is_a_date_or_refused(text: str) -> None:
    with suppress(ValueError):
        assert isinstance(parse_date(text), date)


@pytest.mark.parametrize("case", CASES["datelines"], ids=lambda case: case["text"])
def test_dateline_of_a_text(case: dict[str, str]) -> None:
    assert find_dateline(case["text"]) == (date.fromisoformat(case["day"]) if "day" in case else None)


@given(st.text())
def test_a_dateline_is_looked_for_in_any_text(text: str) -> None:
    find_dateline(text)
