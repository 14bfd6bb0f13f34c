import pytest
from linking import link_all, load_phrases

from dnextract import extract
from dnextract.linking.abbreviations import find_abbreviations
from dnextract.linking.catalogue import compile_catalogue
from dnextract.linking.indicators import Figure, Linker
from dnextract.names.gazetteer import compile_gazetteer
from dnextract.patterns import load_patterns
from dnextract.patterns.models import Indicator, IndicatorsFile
from dnextract.patterns.units import taken_units, unit_kinds

PATTERNS = load_patterns()
CATALOGUE = compile_catalogue(PATTERNS)
GAZETTEER = compile_gazetteer(PATTERNS)
INDICATORS = [rule for _, file in PATTERNS.of(IndicatorsFile) for rule in file.rules]
KINDS = unit_kinds(file for _, file in PATTERNS.files)
ONE_OF = {"money": "VND"}  # a unit of a kind that stands for all of its units


def figure(rule: Indicator) -> Figure:
    """Give a figure as the indicator takes it."""
    (unit, *_) = taken_units(rule.units, KINDS)
    (kind,) = {k for k in rule.kinds if k in unit.kinds} if len(unit.kinds) == 1 else {rule.kinds[0]}
    return Figure(kind, unit.unit or ONE_OF[kind], unit.per)


@pytest.mark.parametrize("rule", INDICATORS, ids=lambda rule: rule.id)
def test_an_indicator_is_linked_by_each_of_its_names(rule: Indicator) -> None:
    linker = Linker(CATALOGUE, GAZETTEER)
    found = {name: linker.link(name, figure(rule)).indicator for name in (rule.name, *rule.aliases)}
    assert found == dict.fromkeys(found, rule.id)


def test_the_links_of_the_gold_are_right() -> None:
    outcome = link_all(load_phrases(), CATALOGUE, GAZETTEER)
    assert outcome.precision >= 0.98
    assert outcome.recall >= 0.97


@pytest.mark.parametrize(
    ("metric", "figure", "linked"),
    [
        ("tổng kim ngạch XK gạo", Figure("money", "USD"), "rice_exports"),
        ("kim ngạch xuất khẩu gạo nếp", Figure("money", "USD"), None),
        ("GRDP của Đà Nẵng", Figure("money", "VND"), "grdp"),
        ("xuất khẩu của Hàn Quốc", Figure("money", "USD"), "exports"),
        ("xuất khẩu Hàn Quốc", Figure("money", "USD"), None),
        ("xuất khẩu Việt Nam", Figure("money", "USD"), "exports"),
        ("tỷ lệ thất nghiệm", Figure("percent", "%"), "unemployment_rate"),
        ("thu nợ", Figure("money", "VND"), None),
        ("kinh tế", Figure("percent", "%", aspect="change"), None),
        ("tổng", Figure("money", "VND"), None),
        ("(GDP)", Figure("money", "USD"), None),
        ("", Figure("money", "VND"), None),
    ],
)
def test_a_word_that_changes_the_meaning_blocks_a_link(
    metric: str, figure: Figure, linked: str | None
) -> None:
    assert Linker(CATALOGUE, GAZETTEER).link(metric, figure).indicator == linked


@pytest.mark.parametrize(
    ("figure", "linked"),
    [
        (Figure("money", "USD"), "gdp_per_capita"),
        (Figure("money", "USD", "person"), "gdp_per_capita"),
        (Figure("money", "VND", "person/year"), "gdp_per_capita"),
        (Figure("money", "VND", "kg"), None),
        (Figure("percent", "%"), None),
        (Figure("percent", "%", aspect="change"), "gdp_per_capita"),
        (Figure("multiple", "x", aspect="comparison"), "gdp_per_capita"),
        (Figure("measure", "t", aspect="change"), None),
    ],
)
def test_kind_and_unit_must_agree(figure: Figure, linked: str | None) -> None:
    assert Linker(CATALOGUE, GAZETTEER).link("GDP bình quân đầu người", figure).indicator == linked


@pytest.mark.parametrize(
    ("text", "short", "words"),
    [
        ("Lợi nhuận gộp (LNG) tăng.", "LNG", "lợi nhuận gộp"),
        ("Chỉ số sản xuất công nghiệp (gọi tắt là CSSX) tăng.", "CSSX", "chỉ số sản xuất công nghiệp"),
        ("Nợ bảo hiểm xã hội (BHXH) giảm.", "BHXH", "bảo hiểm xã hội"),
        ("Vốn đầu tư trực tiếp nước ngoài (FDI) tăng.", "FDI", None),
        ("Công ty Hoa Sen (HSG) báo lãi.", "HSG", None),
        ("Lãi (LN) rồi lợi nhuận (LN) tăng.", "LN", "lợi nhuận"),
        ("(LNG) tăng.", "LNG", None),
    ],
)
def test_abbreviations_of_a_text(text: str, short: str, words: str | None) -> None:
    found = find_abbreviations(text, CATALOGUE).get(short)
    assert (" ".join(found.all) if found else None) == words


def test_a_record_is_linked_by_the_abbreviation_its_text_defines() -> None:
    document = extract("Lợi nhuận gộp (LNG) là thước đo chính. Năm 2024, LNG đạt 35 tỷ đồng.")
    assert [r.metric and (r.metric.text, r.metric.indicator) for r in document] == [("LNG", "gross_profit")]
