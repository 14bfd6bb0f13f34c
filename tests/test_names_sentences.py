"""The marked sentences of `corpus/training`, and the benchmark that reads them."""

import re
from pathlib import Path

import pytest
from names import JOINED, alike, count, judged

from dnextract.corpus import load_corpus
from dnextract.errors import CorpusError
from dnextract.grammar.lexicon import compile_figures
from dnextract.grammar.numbers import find_numbers
from dnextract.patterns import data_folder, load_patterns
from dnextract.text import TextView, tokenize
from dnextract.training.sentences import Mark, MarkedSentence, load_sentences, parse_sentence

FOLDER = data_folder("corpus") / "training"
COPIED = 60  # so many characters in a row are no chance


@pytest.fixture(scope="module")
def sentences() -> list[MarkedSentence]:
    return load_sentences(FOLDER)


def test_every_line_is_read_and_its_marks_do_not_nest(sentences: list[MarkedSentence]) -> None:
    assert len(sentences) >= 3176
    for sentence in sentences:
        edges = [at for mark in sentence.marks for at in (mark.start, mark.end)]
        assert edges == sorted(edges), sentence.text


def test_every_line_has_a_figure(sentences: list[MarkedSentence]) -> None:
    lexicon = compile_figures(load_patterns()).numbers
    for text in (s.text for s in sentences):
        assert re.search(r"\d", text) or find_numbers(tokenize(text), lexicon), text


def test_no_line_is_taken_from_an_article(sentences: list[MarkedSentence]) -> None:
    articles = [TextView.of(article.text).text for article in load_corpus(data_folder("corpus"))]
    taken = {text[i : i + COPIED] for text in articles for i in range(len(text) - COPIED + 1)}
    for text in (s.text for s in sentences):
        assert taken.isdisjoint(text[i : i + COPIED] for i in range(len(text) - COPIED + 1)), text


def test_the_sentences_are_no_articles_of_the_corpus() -> None:
    assert {article.id for article in load_corpus(data_folder("corpus"))}.isdisjoint(
        path.stem for path in FOLDER.glob("*.txt")
    )


def test_a_marked_sentence() -> None:
    sentence = parse_sentence("{M|Doanh thu} của {O|Hải Châu} đạt 5 tỷ đồng")
    assert sentence.text == "Doanh thu của Hải Châu đạt 5 tỷ đồng"
    assert sentence.marks == (Mark(0, 9, "METRIC"), Mark(14, 22, "ORG"))


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{M|Thu} đạt 5%}", "'}' stands outside a mark, or marks nest"),
        ("Thu | đạt 5%", "'|' stands outside a mark, or marks nest"),
        ("{M|tỷ lệ {P|Huế}} đạt 5%", "'{' stands outside a mark, or marks nest"),
        ("{M|thu đạt 5%", "'{' stands outside a mark, or marks nest"),
        ("{X|Thu} đạt 5%", "'X' is no label; the labels are M, S, W, P, O"),
        ("{M|} đạt 5%", "the mark '{M|}' is empty or begins or ends with a space"),
        ("{M|thu } đạt 5%", "the mark '{M|thu }' is empty or begins or ends with a space"),
        ("{M|gia\u0301} tăng 5%", "the text is not NFC"),
    ],
)
def test_a_broken_line_is_named(tmp_path: Path, line: str, problem: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"{{M|giá}} tăng 5%\n\n{line}\n{{P|Huế\n", encoding="utf-8")
    other = f"{path}:4: '{{' stands outside a mark, or marks nest"
    with pytest.raises(CorpusError, match=f"^{re.escape(f'{path}:3: {problem}')}\n{re.escape(other)}$"):
        load_sentences(tmp_path)


def test_a_line_that_stands_twice_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("{M|giá} tăng 5%\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text("giá tăng 5%\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"b\.txt:1: stands already at .*a\.txt:1$"):
        load_sentences(tmp_path)


def test_a_folder_without_sentences_and_a_file_that_is_no_text(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"holds no \.txt file"):
        load_sentences(tmp_path)
    (tmp_path / "a.txt").write_bytes(b"\xff\xfe")
    with pytest.raises(CorpusError, match=r"a\.txt: cannot be read"):
        load_sentences(tmp_path)


def test_a_place_inside_another_mark_is_not_judged() -> None:
    marks = [Mark(0, 17, "ORG"), Mark(30, 33, "PLACE")]
    inside, outside, metric = Mark(9, 17, "PLACE"), Mark(30, 33, "PLACE"), Mark(3, 6, "METRIC")
    assert judged([inside, outside, metric], marks) == {outside, metric}


def test_what_is_found_is_counted() -> None:
    counts = count([parse_sentence("{M|Doanh thu} của tỉnh {P|Quảng Nam} đạt 5 tỷ đồng.")])
    assert counts[JOINED, "exact"] == counts[JOINED, "marked"] == counts[JOINED, "found"] == 1
    assert counts["PLACE", "exact"] == counts["PLACE", "marked alike"] == 1
    assert counts["METRIC", "marked"] == 1
    assert counts["ORG", "found"] == counts["ORG", "marked"] == 0


def test_spans_are_alike_where_they_share_most_tokens() -> None:
    text = "xã Trà Leng và xã Trà Leng"
    assert alike(text, Mark(0, 11, "PLACE"), [Mark(3, 11, "PLACE")])
    assert not alike(text, Mark(0, 11, "PLACE"), [Mark(15, 26, "PLACE")])  # the same words elsewhere
    assert not alike(text, Mark(0, 26, "PLACE"), [Mark(3, 6, "PLACE")])
