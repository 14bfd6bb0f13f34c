import json
from collections.abc import Sequence
from dataclasses import FrozenInstanceError
from decimal import Decimal

import pytest
from sample import TEXT, document, record

from dnextract.document import Document
from dnextract.forms import Row


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


def test_html_is_a_page_of_the_document() -> None:
    page = document().to_html(title="Bưu chính")
    assert page.startswith("<!DOCTYPE html>")
    assert "<title>Bưu chính</title>" in page
    assert "published 15/01/2025" in page
