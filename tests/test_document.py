import json
import sys
from collections.abc import Sequence
from dataclasses import FrozenInstanceError
from datetime import date
from decimal import Decimal
from typing import get_args

import pandas
import polars
import pytest
from sample import TEXT, document, quantity, record

from dnextract.document import Document
from dnextract.errors import MissingExtraError
from dnextract.forms import Row
from dnextract.records import Aspect, Direction, Kind, Qualifier, Status
from dnextract.report import fragment


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


CLOSED = {"kind": Kind, "qual": Qualifier, "aspect": Aspect, "dir": Direction, "status": Status}
WORDS = {"id", "text", "unit", "metric", "period_norm", "place_id", "sentence"}


def test_pandas() -> None:
    frame = document(records=(record(), record(quantity=quantity(hi=None), direction="up"))).to_pandas()
    assert list(frame.columns) == list(Row._fields)
    assert frame["lo"].to_list() == [Decimal(39888000000000)] * 2
    assert frame["hi"].to_list() == [Decimal(39888000000000), None]
    assert frame["period_start"][0].isoformat() == "2024-01-01T00:00:00"
    assert frame["baseline_start"].isna().all()
    assert frame[frame["dir"] == "up"].index.to_list() == [1]
    types = frame.dtypes.astype(str)
    assert set(types[list(CLOSED)]) == {"category"}
    assert set(types[list(WORDS)]) == {"string"}
    assert set(types[["period_start", "period_end", "baseline_start", "baseline_end"]]) == {"datetime64[s]"}
    assert set(types[["start", "end", "sentence_start"]]) == {"int64"}


def test_polars() -> None:
    made = document(records=(record(), record(quantity=quantity(hi=None), direction="up")))
    frame = made.to_polars()
    assert frame.columns == list(Row._fields)
    assert frame["hi"].to_list() == [Decimal(39888000000000), None]
    assert frame["period_start"].to_list() == [date(2024, 1, 1)] * 2
    assert frame["rules"].to_list() == [["money/VND", "period/year"]] * 2
    assert frame.filter(polars.col("dir") == "up").height == 1
    assert frame.schema["lo"] == polars.Decimal(38, 9)
    plain = polars.from_arrow(made.to_arrow())
    assert isinstance(plain, polars.DataFrame)
    assert frame.cast(dict.fromkeys(CLOSED, polars.String)).equals(plain)


def test_frames_join_whatever_they_hold() -> None:
    empty, full = Document(text=""), document()
    assert empty.to_pandas().shape == (0, len(Row._fields))
    joined = pandas.concat([full.to_pandas(), full.to_pandas()[:0]])
    assert (joined.dtypes == empty.to_pandas().dtypes).all()
    for name, values in CLOSED.items():
        assert joined[name].cat.categories.to_list() == list(get_args(values))
    assert polars.concat([empty.to_polars(), full.to_polars()]).equals(full.to_polars())


def test_columns_hold_what_is_no_utf_8() -> None:
    words = record().span.model_copy(update={"text": "5\ud800 tỷ"})
    made = document(records=(record(span=words, quantity=quantity(lo=Decimal("1e40"))),))
    assert made.to_arrow()["text"].to_pylist() == ["5\ufffd tỷ"]
    assert made.to_polars()["text"].to_list() == ["5\ufffd tỷ"]
    assert made.to_pandas()["text"].to_list() == ["5\ufffd tỷ"]
    assert made.to_polars()["lo"].to_list() == [None]
    assert made.to_pandas()["lo"].to_list() == [Decimal("1e40")]


@pytest.mark.parametrize("package", ["pandas", "polars", "pyarrow"])
def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch, package: str) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    convert = {"pandas": Document.to_pandas, "polars": Document.to_polars, "pyarrow": Document.to_arrow}
    with pytest.raises(
        MissingExtraError, match=rf'{package} is not installed; .*"dnextract\[(notebook|batch)\]"'
    ):
        convert[package](document())


def test_arrow() -> None:
    assert document().to_arrow().num_rows == 1
    assert Document(text="").to_arrow().num_rows == 0


def test_html_is_a_page_of_the_document() -> None:
    page = document().to_html(title="Bưu chính")
    assert page.startswith("<!DOCTYPE html>")
    assert "<title>Bưu chính</title>" in page
    assert "published 15/01/2025" in page


def test_a_notebook_shows_the_text_and_its_records() -> None:
    assert document()._repr_html_() == fragment(TEXT, [record()])
