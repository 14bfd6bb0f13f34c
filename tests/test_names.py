from pathlib import Path
from typing import Any

import pytest
import yaml

from dnextract import extract
from dnextract.names.gazetteer import compile_gazetteer
from dnextract.names.lookup import find_place
from dnextract.names.organisations import find_organisations
from dnextract.names.places import find_places
from dnextract.patterns import load_patterns
from dnextract.patterns.places import PlacesFile
from dnextract.text import tokenize

PROVINCES = yaml.safe_load((Path(__file__).parent / "cases" / "provinces.yaml").read_text(encoding="utf-8"))
CASES = yaml.safe_load((Path(__file__).parent / "cases" / "names.yaml").read_text(encoding="utf-8"))
GAZETTEER = compile_gazetteer(load_patterns())


@pytest.mark.parametrize(
    "case", [c for cases in CASES.values() for c in cases], ids=lambda case: case["text"]
)
def test_place_and_owner(case: dict[str, Any]) -> None:
    start, end = case["text"].index("["), case["text"].index("]") - 1
    text = case["text"].replace("[", "").replace("]", "")
    records = {(r.span.start, r.span.end): r for r in extract(text, place=case.get("given"))}
    record = records[start, end]
    said = {
        "place": record.place and record.place.text,
        "entity": record.entity and record.entity.text,
    }
    assert said == {"place": case["place"], "entity": case["entity"]}


def test_every_form_of_a_place_is_found_as_that_place() -> None:
    for _, file in load_patterns().of(PlacesFile):
        for rule in file.rules:
            for form in rule.forms:
                tokens = tokenize(f"dân số của {form} là")
                found = [(m.first, m.last, m.name) for m in find_places(tokens, GAZETTEER)]
                assert found == [(3, len(tokens) - 1, rule.name)], form


def test_provinces_before_and_after_the_merger() -> None:
    (provinces,) = [f for n, f in load_patterns().of(PlacesFile) if n == "places/provinces"]
    known = {rule.name: rule for rule in provinces.rules if rule.name not in PROVINCES["old names"]}
    codes = {name: (rule.code, rule.gso, rule.gso_2025) for name, rule in known.items()}
    assert codes == {row[0]: tuple(row[1:]) for row in PROVINCES["provinces"]}
    assert len(codes) == 63
    assert sum(new is not None for _, _, new in codes.values()) == 34
    present = {rule.id for rule in provinces.rules if rule.gso_2025 is not None}
    assert {rule.within for rule in provinces.rules if rule.within is not None} <= present


@pytest.mark.parametrize("row", PROVINCES["provinces"], ids=lambda row: row[0])
def test_a_province_is_found_by_its_code_and_its_name(row: list[str | None]) -> None:
    name, code, gso, gso_2025 = row
    assert name is not None
    assert code is not None
    found = find_place(name)
    assert found is not None
    assert found == find_place(code)
    assert (found.level, found.gso, found.gso_2025) == ("province", gso, gso_2025)
    assert (found.within is None) == (gso_2025 is not None)


@pytest.mark.parametrize(
    ("words", "name", "level", "code", "within"),
    [
        ("BR-VT", "Bà Rịa - Vũng Tàu", "province", "VN-43", "TP.HCM"),
        ("TT-Huế", "Thừa Thiên Huế", "province", "VN-26", "Huế"),
        ("tp. hồ chí minh", "TP.HCM", "province", "VN-SG", None),
        ("Hà Tây", "Hà Tây", "province", "VN-15", "Hà Nội"),
        ("Quận 1", "Quận 1", "district", None, "TP.HCM"),
        ("Đồng bằng sông Cửu Long", "ĐBSCL", "region", None, None),
        ("cả nước", "Việt Nam", "country", "VN", None),
        ("Hoa Kỳ", "Mỹ", "country", "US", None),
        ("Liên minh châu Âu", "EU", "bloc", "EU", None),
    ],
)
def test_a_place_is_found_by_any_way_to_write_it(
    words: str, name: str, level: str, code: str | None, within: str | None
) -> None:
    found = find_place(words)
    assert found is not None
    assert (found.name, found.level, found.code, found.within) == (name, level, code, within)


def test_the_place_of_a_record_is_found_by_its_id() -> None:
    (record,) = extract("Thu ngân sách của Lào Cai đạt 5 tỷ đồng.")
    assert record.place is not None
    assert record.place.id is not None
    found = find_place(record.place.id)
    assert found is not None
    assert (found.gso, found.gso_2025) == ("10", "15")


def test_an_unknown_place_is_none_and_no_string_a_mistake() -> None:
    assert find_place("Ấp Không Tên") is None
    assert find_place("") is None
    with pytest.raises(TypeError, match="a place is found by a str, not int"):
        find_place(1)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("city", "count"), [("Hà Nội", 30), ("TP.HCM", 24), ("Hải Phòng", 15), ("Đà Nẵng", 8), ("Cần Thơ", 9)]
)
def test_every_district_of_the_large_cities_is_there(city: str, count: int) -> None:
    (districts,) = [f for n, f in load_patterns().of(PlacesFile) if n == "places/districts"]
    found = [p for rule in districts.rules if (p := find_place(rule.forms[0])) and p.within == city]
    assert len(set(found)) >= count


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Lãi của Ngân hàng TMCP Biển Đông (BDB) tăng", "Ngân hàng TMCP Biển Đông ( BDB )"),
        ("vốn của Công ty CP Thép Sông Đà (mã chứng khoán STD) là", "Công ty CP Thép Sông Đà"),
        ("Công ty TNHH Minh Long tại Hà Nội", "Công ty TNHH Minh Long"),
        (
            "Chi cục Hải quan cửa khẩu cảng Sông Hậu khu vực 2 thu",
            "Chi cục Hải quan cửa khẩu cảng Sông Hậu khu vực 2",
        ),
        ("các ngân hàng Việt Nam", None),
        ("một bộ Luật mới", None),
    ],
)
def test_the_words_of_an_organisation(text: str, written: str | None) -> None:
    tokens = tokenize(text)
    found = [
        " ".join(t.surface for t in tokens[m.first : m.last]) for m in find_organisations(tokens, GAZETTEER)
    ]
    assert found == ([written] if written else [])


def test_a_known_place_has_its_code_and_a_name_in_the_text_its_span() -> None:
    text = "Dân số Thừa Thiên - Huế tăng 2%."
    (record,) = extract(text)
    assert record.place is not None
    assert record.place.span is not None
    assert (record.place.id, record.place.span.text) == ("VN-26", "Thừa Thiên - Huế")


def test_agencies_speak_for_areas_the_gazetteer_knows() -> None:
    patterns = load_patterns()
    places = {rule.name for _, file in patterns.of(PlacesFile) for rule in file.rules}
    areas = {rule.value for rule in patterns.cues("agencies").values()} - {None}
    assert areas <= places
