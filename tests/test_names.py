from pathlib import Path
from typing import Any

import pytest
import yaml

from dnextract import extract
from dnextract.names.gazetteer import compile_gazetteer
from dnextract.names.organisations import find_organisations
from dnextract.names.places import find_places
from dnextract.patterns import load_patterns
from dnextract.patterns.models import PlacesFile
from dnextract.text import tokenize

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
    names = {rule.id for rule in provinces.rules}
    merged = {rule.id for rule in provinces.rules if rule.within is not None}
    assert len(names - {"thua_thien_hue"}) == 63
    assert len(names - merged) == 34
    assert {rule.within for rule in provinces.rules if rule.within is not None} <= names - merged


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
