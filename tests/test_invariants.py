"""What holds for any text."""

import unicodedata
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dnextract import Document, Record, Span, analyze, extract
from dnextract.text import TextView, split_sentences, tokenize

ARTICLE = (
    "Trong năm 2024, tổng doanh thu toàn ngành đạt 39.888 tỷ đồng, tăng 9,07% so với năm 2023.\n"
    "Tại An Giang, giá lúa ở mức 6.800 – 6.900 đồng/kg (tăng 400 đồng/kg); có 2,3 bác sĩ/1.000 dân."
)
NASTY = {
    "empty": "",
    "space": " \t\r\n\u00a0\u2003",
    "emoji": "📈 tăng 5% 👩‍👩‍👧 đạt 3 tỷ đồng 🇻🇳",
    "crlf": ARTICLE.replace("\n", "\r\n"),
    "nfd": unicodedata.normalize("NFD", ARTICLE),
    "zero width": ARTICLE.replace(" ", "\u200b \u200b").replace("0", "0\u200d"),
    "controls": "\x00\x01 tăng \x0c5%\x1b[0m \x85 đạt 3\x7f tỷ đồng",
    "surrogate": "tăng 5% \ud800 đạt 3 tỷ đồng \udfff",
    "right to left": "\u202etăng 5%\u202c ١٢٣٫٤ ٪",
    "other digits": "tăng ５％, đạt ٣ tỷ đồng, १२% và 10³ tấn",
    "digits": "1" * 20_000,
    "dots": "." * 20_000,
    "commas": "5%," * 5_000,
    "brackets": "(" * 5_000 + "tăng 5%" + ")" * 5_000,
    "marks": "e" + "\u0301" * 5_000,
    "scales": "1 tỷ " * 2_000,
    "endless": "doanh thu tăng 5% so với cùng kỳ năm 2020 và " * 300,
    "spaces": "." + " " * 20_000 + "x 5%",
}
PIECES = st.sampled_from(
    [
        *(
            "5%",
            "3 tỷ đồng",
            "tăng",
            "giảm",
            "đạt",
            "doanh thu",
            "năm 2020",
            "cùng kỳ",
            "so với",
            "(",
            ")",
            ",",
        ),
        *(
            ";",
            ":",
            ".",
            "\n",
            "và",
            "trong đó",
            "1.234,5",
            "hai mươi",
            "USD",
            "/",
            "kg",
            "-",
            "quý III",
            "từ",
        ),
        *(
            "đến",
            "người",
            "1/3",
            "gấp đôi",
            "Đà Nẵng",
            "Công ty ABC",
            "ước",
            "mục tiêu",
            "10-15",
            "ti\u0309nh",
        ),
    ]
)
TEXTS = st.one_of(
    st.text(max_size=80),
    st.lists(PIECES, max_size=25).map(" ".join),
    st.lists(PIECES, max_size=25).map("".join),
)


def spans_of(record: Record) -> list[Span]:
    parts: list[Any] = [record.metric, record.period, record.baseline, record.place, record.entity]
    return [record.span, record.sentence, *(part.span for part in parts if part is not None and part.span)]


def check(text: str) -> Document:
    document = extract(text, published="2024-10-08")
    last = 0
    for record in document:
        for span in spans_of(record):
            assert text[span.start : span.end] == span.text
        assert record.sentence.start <= record.span.start < record.span.end <= record.sentence.end
        assert last <= record.span.start, "records are in order and apart"
        last = record.span.end
        assert 0 <= record.confidence <= 1
        assert record.rules
    return document


@pytest.mark.parametrize("name", NASTY)
def test_nasty_texts(name: str) -> None:
    check(NASTY[name])


@settings(max_examples=300)
@given(TEXTS)
def test_any_text(text: str) -> None:
    document = check(text)
    assert extract(text, published="2024-10-08").records == document.records


def gist(document: Document) -> list[tuple[object, ...]]:
    return [
        (r.quantity, r.aspect, r.direction, r.status, r.period and r.period.label, r.place and r.place.id)
        for r in document
    ]


def nfc(text: str | None) -> str | None:
    return text and unicodedata.normalize("NFC", text)


@given(st.lists(PIECES, max_size=25).map(" ".join))
def test_composed_and_decomposed_texts_say_the_same(text: str) -> None:
    composed = extract(unicodedata.normalize("NFC", text))
    decomposed = extract(unicodedata.normalize("NFD", text))
    assert [nfc(r.span.text) for r in decomposed] == [r.span.text for r in composed]
    assert [nfc(r.metric.text if r.metric else None) for r in decomposed] == [
        r.metric and r.metric.text for r in composed
    ]
    assert [(r.quantity.lo, r.quantity.hi, r.quantity.unit, nfc(r.quantity.per)) for r in decomposed] == [
        (r.quantity.lo, r.quantity.hi, r.quantity.unit, r.quantity.per) for r in composed
    ]


def test_a_paragraph_before_shifts_every_span() -> None:
    before = "Không có gì ở đây cả.\n\n\n"
    plain, shifted = extract(ARTICLE), extract(before + ARTICLE)
    assert gist(shifted) == gist(plain)
    assert [r.span.start - len(before) for r in shifted] == [r.span.start for r in plain]


@given(st.text(max_size=200))
def test_tokens_and_the_view_lose_nothing(text: str) -> None:
    view = TextView.of(text)
    tokens = tokenize(view.text)
    gaps = [view.text[a.end : b.start] for a, b in pairwise(tokens)]
    assert all(not gap or gap.isspace() for gap in gaps)
    assert all(view.text[t.start : t.end] == t.surface for t in tokens)
    for i in range(len(view.text)):
        start, end = view.to_source(i, i + 1)
        assert 0 <= start < end <= len(text)


@given(st.text(alphabet="ab ĐÔ.!?…\n;,5", max_size=200))
def test_sentences_are_in_order_and_hold_all_but_space(text: str) -> None:
    sentences = split_sentences(text)
    cursor = 0
    for sentence in sentences:
        assert not text[cursor : sentence.start].strip()
        assert text[sentence.start : sentence.end].strip() == text[sentence.start : sentence.end] != ""
        cursor = sentence.end
    assert not text[cursor:].strip()


def test_analysis_shows_the_layers_a_record_came_from() -> None:
    analysis = analyze(ARTICLE)
    assert {"39.888 tỷ", "9,07"} <= {n.span.text for n in analysis.numbers}
    assert {"năm 2024", "năm 2023"} <= {p.span.text for p in analysis.periods}
    assert ("METRIC", "tổng doanh thu toàn ngành") in {(n.label, n.span.text) for n in analysis.names}
    assert ("PLACE", "An Giang") in {(n.label, n.span.text) for n in analysis.names}
    assert [q.span.text for q in analysis.quantities] == [r.span.text for r in analysis.records]
    assert "".join(s.text for s in analysis.tokens) == "".join(ARTICLE.split())
