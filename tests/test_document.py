import json
from collections.abc import Sequence
from dataclasses import FrozenInstanceError
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample import TEXT, document, record

from dnextract.document import Document
from dnextract.forms import Row
from dnextract.records import Span


def test_a_document_is_a_sequence_of_records() -> None:
    made = document(records=(record(), record(id="b2")))
    assert isinstance(made, Sequence)
    assert [r.id for r in made] == ["a1", "b2"]
    assert (made[1].id, len(made), made[:1]) == ("b2", 2, (record(),))
    assert record() in made
    assert not Document(text="")


def test_a_document_is_frozen_and_shows_no_text() -> None:
    with pytest.raises(FrozenInstanceError):
        document().text = ""  # type: ignore[misc]
    assert TEXT not in repr(document(records=()))


def test_json_is_a_list_of_records() -> None:
    made = document()
    assert json.loads(made.to_json()) == made.to_dicts()
    assert json.loads(made.to_json(indent=2)) == made.to_dicts()
    assert made.to_dicts()[0]["quantity"]["lo"] == "39888000000000"
    assert made.to_dicts()[0]["period"]["start"] == "2024-01-01"
    assert Document(text="").to_json() == "[]"


def test_gold_rows_name_the_document() -> None:
    assert [row["doc"] for row in document().gold_rows("seed")] == ["seed"]


def test_pandas() -> None:
    frame = document().to_pandas()
    assert list(frame.columns) == list(Row._fields)
    assert frame["lo"][0] == Decimal(39888000000000)
    assert str(frame["period_start"].dtype) == "datetime64[s]"
    assert frame["period_start"][0].isoformat() == "2024-01-01T00:00:00"
    assert frame["baseline_start"].isna().all()
    assert Document(text="").to_pandas().shape == (0, len(Row._fields))


def test_arrow() -> None:
    assert document().to_arrow().num_rows == 1
    assert Document(text="").to_arrow().num_rows == 0


class _Reader(HTMLParser):
    """Collects the tags of a page, and the words of its article."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.article = ""
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self._inside = self._inside or tag == "article"

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "article"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.article += data


def _read(page: str) -> _Reader:
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader


@given(st.text("<>&\"'/sđạ =\n", max_size=20))
def test_html_shows_every_character_and_runs_none(noise: str) -> None:
    text = f"<script>alert(1)</script>{noise}{TEXT}{noise}"
    made = record(text)
    hostile = made.model_copy(
        update={"metric": made.metric and made.metric.model_copy(update={"text": "<b>x</b>"})}
    )
    page = _read(Document(text=text, records=(hostile,)).to_html(title="</title><script>"))
    assert page.article == text
    assert {"mark", "table", "article"} <= page.tags
    assert not page.tags & {"script", "b", "img"}


def test_html_is_valid_where_the_text_is_not() -> None:
    page = Document(text="a\x00b\x1bc\ud800d\r\ne").to_html()
    assert "a\ufffdb\ufffdc\ufffdd\ne" in page
    page.encode("utf-8")


def test_html_marks_overlapping_figures_once() -> None:
    inner = Span(start=53, end=59, text="39.888")
    made = document(records=(record(), record(id="b2", span=inner)))
    assert _read(made.to_html()).article == TEXT
