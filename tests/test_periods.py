import gc
import string
import unicodedata
from datetime import date, datetime
from pathlib import Path
from time import process_time
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from dnextract import Extractor, analyze, extract
from dnextract.errors import PatternError
from dnextract.grammar.calendar import Interval, interval_of, label_of, months, shift_years
from dnextract.grammar.dates import parse_date
from dnextract.grammar.parsing import parse_period
from dnextract.grammar.periods import (
    TimeExpression,
    check_period_examples,
    compile_periods,
    find_periods,
    resolve,
)
from dnextract.grammar.times import Time
from dnextract.patterns import load_patterns
from dnextract.text import TextView, tokenize

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "periods.yaml").read_text(encoding="utf-8"))
FORMS = compile_periods(load_patterns())


def found_in(text: str) -> list[TimeExpression]:
    return find_periods(tokenize(text), FORMS)


def times_of_cases() -> list[Time]:
    texts = (case["text"].replace("[", "").replace("]", "") for case in CASES["expressions"])
    return [found.time for text in texts for found in found_in(text)]


TIMES = times_of_cases()
DAYS = st.dates(min_value=date(1950, 1, 1), max_value=date(2080, 12, 31))
INTERVALS = st.tuples(DAYS, DAYS).map(lambda pair: Interval(min(pair), max(pair)))


def test_the_examples_of_the_pattern_files_hold() -> None:
    assert list(check_period_examples(load_patterns())) == []


def test_there_are_enough_cases() -> None:
    assert len(CASES["expressions"]) >= 400


@pytest.mark.parametrize("case", CASES["expressions"], ids=lambda case: case["text"])
def test_expression(case: dict[str, Any]) -> None:
    start, end = case["text"].index("["), case["text"].index("]") - 1
    text = case["text"].replace("[", "").replace("]", "")
    expressions = {(e.start, e.end): e for e in found_in(text)}
    assert (start, end) in expressions, [text[a:b] for a, b in expressions]
    expression = expressions[start, end]
    interval = resolve(
        expression.time,
        published=parse_date(case.get("published")),
        year=int(case["year"]) if "year" in case else None,
        of=interval_of(case["of"]) if "of" in case else None,
        prefer=case.get("prefer", "past"),
        fiscal_year_start=int(case.get("fiscal_year_start", 1)),
    )
    assert (label_of(interval) if interval else None) == case.get("label")
    assert "role" not in case or expression.role == case["role"]


@pytest.mark.parametrize("text", CASES["nothing"])
def test_no_expression(text: str) -> None:
    assert [text[e.start : e.end] for e in found_in(text)] == []


def test_expressions_give_tokens_rule_and_year() -> None:
    first, second = found_in("lãi quý III/2024 cao hơn cùng kỳ năm 2023")
    assert (first.first, first.last, first.rule, first.year) == (1, 5, "periods/quarters:quarter", 2024)
    assert (second.role, second.year) == ("same_period", 2023)


@pytest.mark.parametrize("text", ["QUÝ III/2024", "quý iii/2024", "qúy III/2024", "quý III / 2024"])
def test_case_tone_placement_and_spaces_do_not_matter(text: str) -> None:
    assert [label_of(resolve(e.time, published=None) or Interval(None, None)) for e in found_in(text)] == [
        "2024-Q3"
    ]


@given(st.text(alphabet=string.digits + " /-–.,()%:IVX", max_size=80))
def test_any_numerals_can_be_searched(text: str) -> None:
    ends = [0]
    for expression in found_in(text):
        assert ends[-1] <= expression.start < expression.end <= len(text)
        ends.append(expression.end)


@given(
    st.lists(st.sampled_from(sorted({w for c in CASES["expressions"] for w in c["text"].split()}))),
    DAYS,
    INTERVALS,
)
@settings(max_examples=300)
def test_resolving_never_raises_and_gives_ordered_labels(
    words: list[str], published: date, of: Interval
) -> None:
    tokens = tokenize(" ".join(words))
    last = 0
    for expression in find_periods(tokens, FORMS):
        assert last <= expression.first < expression.last
        last = expression.last
        interval = resolve(expression.time, published=published, of=of)
        if interval is not None:
            assert not interval.start or not interval.end or interval.start <= interval.end
            assert interval_of(label_of(interval)) == interval


@given(
    st.sampled_from(TIMES),
    st.sampled_from([date.min, date.max, date(2024, 2, 29), date(2024, 12, 31)]),
    st.sampled_from([None, 1, 2024, 9999]),
    st.sampled_from([None, "2024-02-29", "2024", "2010..", "..2012", "0001-01", "9999-Q4"]),
    st.sampled_from(["past", "future"]),
    st.integers(1, 12),
)
def test_resolving_at_the_ends_of_the_calendar(
    time: Time, published: date, year: int | None, of: str | None, prefer: Any, start: int
) -> None:
    interval = resolve(
        time,
        published=published,
        year=year,
        of=interval_of(of) if of else None,
        prefer=prefer,
        fiscal_year_start=start,
    )
    assert interval is None or label_of(interval)


RELATIVE = [
    "tháng 5",
    "quý III",
    "6 tháng đầu năm",
    "9 tháng đầu năm",
    "năm nay",
    "năm ngoái",
    "cuối năm",
    "đầu năm",
    "từ đầu năm đến nay",
    "từ tháng 3 đến nay",
    "tháng trước",
    "quý trước",
    "3 năm qua",
    "5 năm tới",
    "nửa cuối năm",
    "ngày 17/2",
    "từ tháng 10 đến tháng 12",
    "hết tháng 7",
    "4 tháng qua",
    "tháng 6 tới",
    "tháng 12 vừa qua",
    "quý II này",
    "từ đầu năm đến 15/9",
    "từ ngày 1/7 tới",
    "giữa năm",
    "hai năm nữa",
    "15 ngày đầu tháng",
    "ngày 2 tháng này",
    "niên độ trước",
    "9 tháng đầu năm ngoái",
]


@pytest.mark.parametrize("text", RELATIVE)
@given(
    published=DAYS.filter(lambda day: (day.month, day.day) != (2, 29)),
    prefer=st.sampled_from(["past", "future"]),
    fiscal_year_start=st.integers(1, 12),
)
def test_a_publication_a_year_later_gives_times_a_year_later(
    text: str, published: date, prefer: Any, fiscal_year_start: int
) -> None:
    (expression,) = found_in(text)
    later = shift_years(Interval(published, published), 1).start
    options: Any = {"prefer": prefer, "fiscal_year_start": fiscal_year_start}
    here = resolve(expression.time, published=published, **options)
    there = resolve(expression.time, published=later, **options)
    assert here is not None
    assert there == shift_years(here, 1)


@given(st.sampled_from(CASES["expressions"]), st.sampled_from(["Ghi chú: ", "(1) ", "Theo đó; "]))
def test_words_before_only_move_an_expression(case: dict[str, Any], before: str) -> None:
    text = case["text"].replace("[", "").replace("]", "")
    moved = [(e.start - len(before), e.end - len(before), e.time) for e in found_in(before + text)]
    assert moved == [(e.start, e.end, e.time) for e in found_in(text)]


@given(st.sampled_from(CASES["expressions"]))
def test_both_ways_to_compose_letters_give_the_same_expressions(case: dict[str, Any]) -> None:
    text = case["text"].replace("[", "").replace("]", "")
    taken_apart = TextView.of(unicodedata.normalize("NFD", text))
    assert found_in(taken_apart.text) == found_in(unicodedata.normalize("NFC", text))


@given(st.integers(1, 12), st.integers(1950, 2080))
def test_a_fiscal_year_is_the_twelve_months_from_its_start(start: int, year: int) -> None:
    period = parse_period(f"năm tài chính {year}", fiscal_year_start=start)
    assert period.start == date(year, start, 1)
    quarters = [parse_period(f"quý {q} năm tài chính {year}", fiscal_year_start=start) for q in (1, 2, 3, 4)]
    assert quarters[0].start == period.start
    assert quarters[3].end == period.end
    assert period.end == months(year, start, start + 11).end


@pytest.mark.parametrize("text", RELATIVE)
def test_without_publication_and_year_nothing_is_guessed(text: str) -> None:
    (expression,) = found_in(text)
    assert resolve(expression.time, published=None) is None


@pytest.mark.parametrize(
    ("text", "published", "label"),
    [
        ("Xuất khẩu tháng 12 đạt 5 tỷ USD.", "2024-02-20", "2023-12"),
        ("Dự kiến xuất khẩu tháng 12 đạt 5 tỷ USD.", "2024-02-20", "2024-12"),
        ("Xuất khẩu tháng 6 sẽ đạt 5 tỷ USD.", "2024-02-20", "2024-06"),
        ("Mục tiêu đến ngày 30/6 là thu 5 tỷ đồng.", "2024-02-20", "2024-06-30"),
        ("Dự báo lợi nhuận quý IV tăng 5%.", "2024-01-20", "2023-Q4"),
        ("Tính đến ngày 5/2, thu 5 tỷ đồng theo kế hoạch đề ra.", "2024-02-20", "2024-02-05"),
        ("Dự kiến đến cuối năm thu 5 tỷ đồng.", "2024-01-20", "2024-12-31"),
        ("Mục tiêu đến tháng 12 là thu 5 tỷ đồng.", "2024-01-20", "2024-12"),
        ("Ngày 15/1, ngân hàng dự báo lãi 5 tỷ đồng.", "2024-01-20", "2024-01-15"),
        ("Dự kiến xuất khẩu năm 2023 đạt 5 tỷ USD.", "2024-02-20", "2023"),
        ("Ước xuất khẩu tháng 12 đạt 5 tỷ USD.", "2024-02-20", "2023-12"),
        ("Xuất khẩu tháng 6 tới đạt 5 tỷ USD.", "2024-02-20", "2024-06"),
        ("Thứ ba, 20/02/2024 - 15:47\nXuất khẩu tháng 6 đạt 5 tỷ USD.", None, "2023-06"),
        ("Xuất khẩu tháng 6 đạt 5 tỷ USD.", None, None),
    ],
)
def test_the_year_of_a_figure_follows_its_tense(text: str, published: str | None, label: str | None) -> None:
    (record,) = extract(text, published)
    assert record.period is not None
    assert record.period.label == label


def test_a_time_said_before_keeps_its_tense() -> None:
    text = "Trong tháng 9, doanh thu đạt 5 tỷ đồng. Dự báo doanh thu tăng 7% so với cùng kỳ."
    records = extract(text, "2024-02-20")
    assert [record.status for record in records] == ["actual", "forecast"]
    assert [record.period and record.period.label for record in records] == ["2023-09", "2023-09"]


def test_options_of_the_extractor() -> None:
    text = "Xuất khẩu tháng 6 đạt 5 tỷ USD; doanh thu năm tài chính 2023 đạt 5 tỷ USD."
    labels = [
        [record.period and record.period.label for record in extractor.extract(text, "2024-02-20")]
        for extractor in (Extractor(), Extractor(prefer="future", fiscal_year_start=4))
    ]
    assert labels == [["2023-06", "2023"], ["2024-06", "2023-04..2024-03"]]


@given(st.sampled_from(["tháng 5", "quý III", "ngày 17/2", "nửa cuối năm"]), DAYS)
def test_past_begins_before_and_future_ends_after_the_publication(text: str, published: date) -> None:
    (expression,) = found_in(text)
    past = resolve(expression.time, published=published)
    future = resolve(expression.time, published=published, prefer="future")
    assert past is not None
    assert past.start is not None
    assert past.start <= published
    assert future is not None
    assert future.end is not None
    assert future.end >= published


@pytest.mark.parametrize(
    "piece", ["1 ", "từ ngày 1 đến ", "tháng 1 - ", "quý 1 và ", "1/1/2020 - ", "năm hai nghìn "]
)
def test_ten_times_the_text_takes_about_ten_times_as_long(piece: str) -> None:
    def seconds(count: int) -> float:
        tokens = tokenize(piece * count)
        gc.collect()
        gc.disable()  # else the longer text pays for a collection of all there is
        try:
            begun = process_time()
            find_periods(tokens, FORMS)
            return process_time() - begun
        finally:
            gc.enable()

    # A search that looked back over the whole text would take a hundred times as long.
    assert min(seconds(5000) for _ in range(3)) < 40 * min(seconds(500) for _ in range(3))


@pytest.mark.parametrize(
    ("text", "published", "label"),
    [
        ("quý III năm ngoái", "2024-10-08", "2023-Q3"),
        ("2024", None, "2024"),
        ("10/2020", None, "2020-10"),
        ("9 tháng", date(2020, 10, 8), "2020-01..2020-09"),
        ("17/2", datetime(2024, 2, 18, 9, 30), "2024-02-17"),
        ("tính đến hết 31/12/2016", None, "2016-12-31"),
        ("  đến năm 2025 ", None, "2025"),
        ("vào năm 2025", None, "2025"),
        ("so với cùng kỳ năm 2019", None, "2019"),
        ("cùng kỳ", "2024-02-18", None),
        ("tháng 6", "15:47:35 | 15/2/2024", "2023-06"),
        ("quy\u0301 III/2024", None, "2024-Q3"),
        ("ước cả 9 tháng", "2020-10-08", "2020-01..2020-09"),
        ("tầm nhìn 2045", None, "2045"),
        ("2012–13", None, "2012..2013"),
        ("2025Q01", None, "2025-Q1"),
        ("tuần tới", "2024-10-08", "2024-10-14..2024-10-20"),
        ("3 tuần sau", "2024-10-08", "2024-10-28..2024-11-03"),
        ("thứ 5 tuần trước", "2024-10-08", "2024-10-03"),
        ("21 tháng 09 năm 2025", None, "2025-09-21"),
        ("Thứ Năm, ngày 8 tháng 1 năm 2015", None, "2015-01-08"),
        ("nửa đầu năm ngoái", "2024-10-08", "2023-H1"),
        ("5 ngày cuối tháng 5", "2024-10-08", "2024-05-27..2024-05-31"),
    ],
)
def test_parse_period(text: str, published: Any, label: str | None) -> None:
    period = parse_period(text, published)
    assert period.label == label
    assert period.span is not None
    assert text[period.span.start : period.span.end] == period.text == period.span.text


def test_parse_period_gives_days() -> None:
    period = parse_period("6 tháng cuối năm", published="2024-06-10", prefer="future")
    assert (period.start, period.end) == (date(2024, 7, 1), date(2024, 12, 31))


@pytest.mark.parametrize(
    ("text", "stop"),
    [
        ("quý III tăng", 8),
        ("", 0),
        ("45,8%", 0),
        ("ngày", 0),
        ("kỳ hạn 6 tháng", 0),
        ("31/2/2020", 0),
        ("29/2/2023", 0),
        ("tháng 13/2024", 0),
        ("quý V/2024", 0),
        ("100M", 0),
        ("4000", 0),
        ("2-3 tháng đầu", 0),
        ("1.1200", 0),
        ("thứ năm", 0),
        ("từ", 0),
        ("năm 2024 2025", 9),
    ],
)
def test_parse_period_says_where_it_stopped(text: str, stop: int) -> None:
    with pytest.raises(ValueError, match=rf"stops at character {stop}$"):
        parse_period(text)


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"prefer": "now"}, ValueError),
        ({"prefer": None}, ValueError),
        ({"fiscal_year_start": 0}, ValueError),
        ({"fiscal_year_start": 13}, ValueError),
        ({"fiscal_year_start": "4"}, TypeError),
        ({"fiscal_year_start": True}, TypeError),
        ({"published": 20240715}, TypeError),
        ({"published": "hôm qua"}, ValueError),
    ],
)
def test_parse_period_names_a_wrong_option(options: dict[str, Any], error: type[Exception]) -> None:
    ((name, value),) = options.items()
    with pytest.raises(error, match=f"{name}|no full date|a date must be"):
        parse_period("quý III", **{name: value})


def test_parse_period_takes_only_strings() -> None:
    with pytest.raises(TypeError, match="int"):
        parse_period(2024)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rule", "problem"),
    [
        ("{id: a, build: no_such, forms: [hồi ấy]}", "no builder 'no_such'"),
        ("{id: a, build: month, forms: ['hồi {moon}']}", "no slot {moon}"),
        ("{id: a, build: month, forms: ['hồi {m']}", "malformed slot"),
        ("{id: a, build: month, forms: ['hồi {d}']}", "builder 'month' cannot read form 'hồi {d}'"),
        (
            "{id: a, build: unresolved, forms: [hồi ấy], arguments: {not_after: nobody}}",
            "no word class 'nobody'",
        ),
        ("{id: a, build: time, forms: ['hồi {a}']}", "contain each other"),
        ("{id: yyyy, build: unresolved, forms: [hồi ấy]}", "is read from the text"),
    ],
)
def test_a_rule_that_cannot_work_is_refused(tmp_path: Path, rule: str, problem: str) -> None:
    path = tmp_path / "more.yaml"
    path.write_text(f"kind: periods\nrules:\n  - {rule}\n", encoding="utf-8")
    with pytest.raises(PatternError) as error:
        compile_periods(load_patterns((path,)))
    assert problem in str(error.value)


def test_failing_examples_and_rejects_are_named(tmp_path: Path) -> None:
    path = tmp_path / "more.yaml"
    path.write_text(
        "kind: periods\nrules:\n  - id: flood\n    build: unresolved\n    forms: [mùa nước nổi]\n"
        '    examples: [{text: "vào [mùa nước nổi]", label: "2024"}, {text: "vào [mùa nước]"}]\n'
        '    rejects: ["mùa nước nổi năm ấy"]\n',
        encoding="utf-8",
    )
    lines = list(check_period_examples(load_patterns((path,))))
    assert len(lines) == 3
    assert all("flood" in line for line in lines)


def test_a_user_rule_joins_the_own_ones(tmp_path: Path) -> None:
    path = tmp_path / "more.yaml"
    path.write_text(
        "kind: periods\nrules:\n  - {id: dry_season, build: unresolved, forms: ['mùa khô {any_year}']}\n",
        encoding="utf-8",
    )
    forms = compile_periods(load_patterns((path,)))
    (expression,) = find_periods(tokenize("mực nước mùa khô năm 2020 giảm"), forms)
    assert (expression.first, expression.last) == (2, 6)


def test_analyze_tells_a_year_that_was_said_from_one_found_out() -> None:
    analysis = analyze("Quý III lãi 5 tỷ đồng, quý IV/2023 lãi 6 tỷ đồng.", "2024-10-20")
    assert [(p.span.text, p.year) for p in analysis.periods] == [("Quý III", None), ("quý IV/2023", 2023)]
    assert [r.period and r.period.label for r in analysis.records] == ["2024-Q3", "2023-Q4"]
