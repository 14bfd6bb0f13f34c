import hashlib
import re
from base64 import b64encode
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages import read
from reports import HOSTILE, SHOWN, hostile_record
from sample import TEXT, record

from dnextract.corpus import load_corpus
from dnextract.patterns import data_folder
from dnextract.pipeline import default_extractor
from dnextract.report import Sheet, fragment, page, records_sheet
from dnextract.report.marks import ROLES, Mark, paragraphs

texts = st.text("<>&\"'/sđạ =\r\n\t😀", max_size=40)


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    text = draw(texts)
    offset = st.integers(0, len(text) + 2)
    mark = st.builds(Mark, offset, offset, st.sampled_from(ROLES), st.integers(0, 3))
    return text, draw(st.lists(mark, max_size=8))


@given(marked_texts(), st.integers(0, 9), st.integers(0, 40))
def test_segments_are_the_text_and_know_what_runs_over_them(
    marked: tuple[str, list[Mark]], start: int, length: int
) -> None:
    text, marks = marked
    end = min(start + length, len(text))
    segments = [s for p in paragraphs(text, marks, start, end) for s in p.segments]
    assert "".join(s.text for s in segments) == text[start:end]
    for segment in segments:
        over = {(m.role, m.line) for m in marks if m.start <= segment.start and segment.end <= m.end}
        across = {(m.role, m.line) for m in marks if max(m.start, segment.start) < min(m.end, segment.end)}
        assert over == across == {(b.role, line) for b in segment.bands for line in b.lines}
        assert all(a.track != b.track for a, b in combinations(segment.bands, 2))


def test_nested_and_crossing_marks_are_cut_at_every_border() -> None:
    text = "giá điện Hà Nội tăng"
    marks = [
        Mark(0, 15, "metric", 0),
        Mark(9, 15, "place", 0),
        Mark(4, 12, "entity", 1),
        Mark(0, 15, "metric", 2),
    ]
    (paragraph,) = paragraphs(text, marks)
    drawn = [(s.text, [(b.role, b.lines, b.track) for b in s.bands]) for s in paragraph.segments]
    metric = ("metric", (0, 2), 0)
    assert drawn == [
        ("giá ", [metric]),
        ("điện ", [metric, ("entity", (1,), 1)]),
        ("Hà ", [metric, ("entity", (1,), 1), ("place", (0,), 2)]),
        ("Nội", [metric, ("place", (0,), 2)]),
        (" tăng", []),
    ]


def test_only_a_short_first_line_is_a_headline() -> None:
    def headlines(text: str) -> list[bool]:
        return [p.headline for p in paragraphs(text, [])]

    assert headlines("Tin vắn\n\nTin dài hơn") == [True, False, False]
    assert headlines("\n Tin vắn\nTin") == [False, True, False]
    assert headlines("Một câu.\nTin") == [False, False]
    assert headlines("tin " * 50) == [False]


@given(texts)
def test_a_page_shows_every_character_and_runs_none(noise: str) -> None:
    text = f"{noise}{HOSTILE}{noise}{TEXT}"
    harmless = read(page([records_sheet("a", TEXT, [record()])], title="a"))
    sheet = records_sheet(HOSTILE, text, [hostile_record(text)], title=HOSTILE, place=HOSTILE, source=HOSTILE)
    shown = page([sheet], title=HOSTILE)
    found = read(shown)
    assert found.text == text.translate(SHOWN)
    assert set(found.tags) - set(harmless.tags) <= {"small"}
    assert found.tags.count("script") == 1
    assert shown.count("<script") == 1
    assert shown.count("<!--") == 0
    assert HOSTILE.translate(SHOWN) in found.ids
    shown.encode("utf-8")


@given(texts)
def test_a_fragment_shows_every_character_and_has_no_script(noise: str) -> None:
    text = f"{noise}{HOSTILE}{TEXT}"
    found = read(fragment(text, [hostile_record(text)]))
    assert found.text == text.translate(SHOWN)
    assert "script" not in found.tags
    assert found.ids == [HOSTILE.translate(SHOWN)]
    assert read(fragment("", [])).tags == ["div", "style", "div"]


def test_pages_of_articles_are_small_and_whole() -> None:
    for article in load_corpus(data_folder("corpus")):
        document = default_extractor().extract(article.text, article.published, article.place)
        made = document.to_html(title=article.id)
        found = read(made)
        assert len(made.encode()) < 150_000
        assert found.text == article.text
        assert found.ids == [r.id for r in document]
        assert len(set(found.anchors)) == len(found.anchors)
        assert {link.removeprefix("#") for link in found.links if link.startswith("#")} <= set(found.anchors)


def test_a_page_asks_for_nothing_and_allows_its_own_script_alone() -> None:
    made = page([records_sheet("a", TEXT, [record()])], title="a")
    assert all(link.startswith(("#", "data:")) for link in read(made).links)
    assert not re.search(r"url\(|@import|https?://(?!www\.w3\.org/2000/svg)", made)
    (script,) = re.findall(r"<script>(.*?)</script>", made, re.DOTALL)
    digest = b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'" in made


@pytest.mark.parametrize(
    ("url", "linked"),
    [("https://bao.vn/tin?a=1&b", True), ("javascript:alert(1)", False), ("file:///etc/passwd", False)],
)
def test_only_addresses_of_pages_are_links(url: str, linked: bool) -> None:
    made = page([records_sheet("a", TEXT, [], url=url)], title="a")
    assert (url in read(made).links) == linked


def test_several_sheets_have_an_index() -> None:
    sheets = [records_sheet(name, TEXT, [record()], title=f"Tin {name}") for name in ("a", "b")]
    found = read(page([*sheets, Sheet("c", "", ())], title="3 articles"))
    assert [anchor for anchor in found.anchors if re.fullmatch(r"index|a\d+|a\d+r\d+", anchor)] == [
        *("index", "a1", "a1r0", "a2", "a2r0", "a3")
    ]
    assert {"#a1", "#a2", "#a3", "#index"} <= set(found.links)


def test_the_index_counts_records_and_those_that_are_unsure() -> None:
    sure, unsure = record(), record(confidence=0.49)
    made = page([records_sheet("a", TEXT, [sure, unsure]), records_sheet("b", TEXT, [])], title="2 articles")
    counts = re.findall(r'<td class="number (records|unsure)" data-key="(\d+)">', made)
    assert counts == [("records", "2"), ("unsure", "1"), ("records", "0"), ("unsure", "0")]
    assert "1 of 2 unsure" in made


def test_values_are_written_as_vietnamese_readers_do() -> None:
    made = page([records_sheet("a", TEXT, [record()], published=date(2025, 1, 15))], title="a")
    assert "<b>39.888 tỷ</b>" in made
    assert "published 15/01/2025" in made
    assert "2024: 01/01/2024 – 31/12/2024" in made
    assert "39.888.000.000.000 VND" in made
