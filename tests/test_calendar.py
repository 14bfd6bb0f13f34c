from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dnextract.grammar.calendar import (
    Interval,
    interval_of,
    label_of,
    months,
    shift_months,
    shift_years,
    unit_of,
)

LABELS = [
    ("2024", date(2024, 1, 1), date(2024, 12, 31)),
    ("2024-H1", date(2024, 1, 1), date(2024, 6, 30)),
    ("2024-H2", date(2024, 7, 1), date(2024, 12, 31)),
    ("2024-Q3", date(2024, 7, 1), date(2024, 9, 30)),
    ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
    ("2024-12-31", date(2024, 12, 31), date(2024, 12, 31)),
    ("2024-01..2024-09", date(2024, 1, 1), date(2024, 9, 30)),
    ("2016-11..2016-12", date(2016, 11, 1), date(2016, 12, 31)),
    ("2018..2025", date(2018, 1, 1), date(2025, 12, 31)),
    ("2017-04..2018-03", date(2017, 4, 1), date(2018, 3, 31)),
    ("2020-08-16..2020-08-31", date(2020, 8, 16), date(2020, 8, 31)),
    ("2020-01-01..2020-07-15", date(2020, 1, 1), date(2020, 7, 15)),
    ("2010..", date(2010, 1, 1), None),
    ("2017-01..", date(2017, 1, 1), None),
    ("2017-03..", date(2017, 3, 1), None),
    ("2017-01-01..", date(2017, 1, 1), None),
    ("2019-12-31..", date(2019, 12, 31), None),
    ("..2025", None, date(2025, 12, 31)),
    ("..2025-06", None, date(2025, 6, 30)),
    ("..2025-06-15", None, date(2025, 6, 15)),
]
DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))


@pytest.mark.parametrize(("label", "start", "end"), LABELS)
def test_labels_and_intervals(label: str, start: date | None, end: date | None) -> None:
    interval = interval_of(label)
    assert (interval.start, interval.end) == (start, end)
    assert label_of(interval) == label


@pytest.mark.parametrize(
    ("longer", "short"),
    [
        ("2024-01..2024-12", "2024"),
        ("2024-01..2024-03", "2024-Q1"),
        ("2024-Q1..2024-Q2", "2024-H1"),
        ("2024-02-01..2024-02-29", "2024-02"),
        ("2024-H1..2025", "2024..2025"),
        ("2024-05-01..2024-05-01", "2024-05-01"),
    ],
)
def test_the_label_is_the_shortest(longer: str, short: str) -> None:
    assert label_of(interval_of(longer)) == short


@pytest.mark.parametrize(
    "label",
    [
        "",
        "..",
        "24",
        "2024-13",
        "2024-00",
        "2024-02-30",
        "2024-Q5",
        "2024-H3",
        "2025..2024",
        "2024-1",
        "0000",
        "2024...",
        "nay",
    ],
)
def test_what_is_no_label(label: str) -> None:
    with pytest.raises(ValueError, match=r"label"):
        interval_of(label)


@pytest.mark.parametrize("interval", [Interval(None, None), Interval(date(2024, 2, 1), date(2024, 1, 1))])
def test_intervals_without_a_label(interval: Interval) -> None:
    with pytest.raises(ValueError, match="interval"):
        label_of(interval)


@given(DAYS, DAYS)
def test_labels_round_trip(one: date, other: date) -> None:
    interval = Interval(min(one, other), max(one, other))
    assert interval_of(label_of(interval)) == interval


@given(DAYS, st.sampled_from(["year", "month", "day", None]), st.booleans())
def test_open_labels_round_trip(day: date, grain: str | None, from_day: bool) -> None:
    interval = Interval(day, None, grain) if from_day else Interval(None, day, grain)  # type: ignore[arg-type]
    again = interval_of(label_of(interval))
    assert again == interval
    assert label_of(again) == label_of(interval)


@pytest.mark.parametrize(
    ("label", "years", "shifted"),
    [
        ("2024-02", -1, "2023-02"),
        ("2023-02", 1, "2024-02"),
        ("2024-02-29", -1, "2023-02-28"),
        ("2023-02-28", 1, "2024-02-28"),
        ("2024-02-16..2024-02-29", -1, "2023-02-16..2023-02-28"),
        ("2023-02-16..2023-02-28", 1, "2024-02-16..2024-02-29"),
        ("2024-H1", -1, "2023-H1"),
        ("2024-Q3", -5, "2019-Q3"),
        ("2017-04..2018-03", -1, "2016-04..2017-03"),
        ("2018..2025", 2, "2020..2027"),
        ("2017-01..", -1, "2016-01.."),
        ("2020-12-31", -1, "2019-12-31"),
    ],
)
def test_shift_years(label: str, years: int, shifted: str) -> None:
    assert label_of(shift_years(interval_of(label), years)) == shifted


@given(DAYS, DAYS, st.integers(-30, 30))
def test_shifting_keeps_order_and_whole_months(one: date, other: date, count: int) -> None:
    interval = Interval(min(one, other), max(one, other))
    shifted = shift_months(interval, count)
    assert shifted.start is not None
    assert shifted.end is not None
    assert shifted.start <= shifted.end
    whole = months(one.year, one.month, one.month + 2)
    assert shift_months(whole, count) == months(one.year, one.month + count, one.month + count + 2)


@given(DAYS)
def test_a_week_runs_from_monday_to_sunday(day: date) -> None:
    week = unit_of(day, "week")
    assert week.start is not None
    assert week.end is not None
    assert week.start <= day <= week.end
    assert (week.start.weekday(), week.end - week.start) == (0, timedelta(days=6))
