import unicodedata
from typing import Literal

import pytest
from reports import TEXT, compared, records

from dnextract.comparison import compared_sheet, shown_scores
from dnextract.corpus import Article
from dnextract.document import Document
from dnextract.gold import GoldRecord
from dnextract.report import page
from dnextract.scoring import FIELDS, LEVELS, score


def test_each_figure_is_a_line_with_its_outcome_in_the_order_of_the_text() -> None:
    lines = compared().lines
    assert [(line.shown.text, line.outcome, line.wrong) for line in lines] == [
        ("Xuất khẩu", "missed", ()),
        ("1,2 tỷ USD", "right", ()),
        ("15%", "differs", ("baseline", "place")),
        ("350 tỷ đồng", "spurious", ()),
        ("4%", "right", ()),
    ]
    assert [line.agrees("baseline") for line in lines] == [False, True, False, False, True]
    assert lines[2].agrees("metric", "scope")


def test_gold_is_laid_out_as_a_row_with_its_sentence_and_marks() -> None:
    missed = compared().lines[0]
    row = missed.shown
    assert (row.lo, row.hi, str(row.confidence)) == (None, row.hi, "1.0")
    assert str(row.hi).startswith("0.3333")
    assert TEXT[row.sentence_start : row.sentence_end] == "Xuất khẩu quý III"
    assert [(TEXT[m.start : m.end], m.role) for m in missed.marks] == [
        ("Xuất khẩu", "quantity"),
        ("quý III", "metric"),
    ]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_the_text_is_nfc_and_the_marks_fit_it(form: Literal["NFC", "NFD"]) -> None:
    text = unicodedata.normalize(form, TEXT)
    document = Document(text, records=records(text))
    sheet = compared_sheet(Article("a", text), document, [])
    assert sheet.text == TEXT
    assert [m for line in sheet.lines for m in line.marks] == [
        m for line in compared(with_gold=False).lines for m in line.marks
    ]


def test_scores_are_those_of_the_evaluation() -> None:
    gold = [GoldRecord.model_validate(row) for row in Document(TEXT, records=records()).gold_rows("a")]
    shown = shown_scores(score(gold, gold[:2], "core"))
    assert (shown.family, shown.gold, shown.predicted) == ("core", 4, 2)
    assert shown.levels == dict.fromkeys(LEVELS, (1.0, 0.5, 2 / 3))
    assert shown.fields == dict.fromkeys(FIELDS, 1.0)


def test_the_page_shows_gold_beside_what_was_predicted() -> None:
    gold = [GoldRecord.model_validate(row) for row in Document(TEXT, records=records()).gold_rows("a")]
    made = page([compared()], title="a", scores=[shown_scores(score(gold, gold, "core"))])
    assert "core kinds: 4 figures in gold, 4 predicted" in made
    assert '<del>vs <span class="label">2023-Q3</span></del>' in made
    assert '<ins>vs <span class="label">2022-Q3</span></ins>' in made
    assert made.count('data-outcome="right"') == 2
    assert 'data-wrong="baseline place"' in made
