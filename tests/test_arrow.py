import logging
from collections.abc import Iterator
from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from dnextract import CorpusError, extract, extract_batches
from dnextract.arrow import records_schema
from dnextract.identity import content_hash

TEXT = "Doanh thu quý I năm nay đạt 5 tỷ đồng, tăng 9,07% so với cùng kỳ."


def batch(**columns: list[object]) -> pa.RecordBatch:
    return pa.RecordBatch.from_pydict(columns)


def test_a_batch_of_records_comes_out_for_each_batch_of_articles() -> None:
    articles = [
        batch(
            text=[TEXT, None, "Không có số."], published=[date(2024, 10, 8), None, None], place=["Huế"] * 3
        ),
        batch(text=["", None]),
        batch(text=[TEXT], published=["08/10/2024"]),
    ]
    first, second, third = extract_batches(articles)
    for found in (first, second, third):
        assert found.schema == records_schema()
        assert found.schema.names[0] == "document_id"
    expected = extract(TEXT, "2024-10-08", "Huế")
    assert first.column("document_id").to_pylist() == [content_hash(TEXT)] * 2
    assert pa.Table.from_batches([first]).drop_columns("document_id").equals(expected.to_arrow())
    assert second.num_rows == 0
    assert (
        third.column("period_norm").to_pylist() == first.column("period_norm").to_pylist() == ["2024-Q1"] * 2
    )


def test_columns_have_the_names_the_caller_says() -> None:
    (found,) = extract_batches([batch(body=[TEXT], day=["2023-05-01"], key=[17])], "body", "day", id="key")
    assert found.column("document_id").to_pylist() == ["17", "17"]
    assert found.column("period_norm").to_pylist() == ["2023-Q1"] * 2


def test_a_date_that_is_none_is_logged_and_loses_nothing_else(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "dnextract"):
        (found,) = extract_batches([batch(text=[TEXT, TEXT], published=["hôm qua", "2024-10-08"])])
    assert found.column("period_norm").to_pylist() == [None, None, "2024-Q1", "2024-Q1"]
    assert "hôm qua" in caplog.text


@pytest.mark.parametrize(("options", "name"), [({"text": "body"}, "body"), ({"id": "key"}, "key")])
def test_a_missing_column_is_named(options: dict[str, Any], name: str) -> None:
    with pytest.raises(CorpusError, match=f"no column '{name}' in a batch with the columns text"):
        list(extract_batches([batch(text=[TEXT])], **options))


def test_batches_are_read_as_they_are_asked_for() -> None:
    def batches() -> Iterator[pa.RecordBatch]:
        yield batch(text=[TEXT])
        pytest.fail("read ahead")

    assert next(extract_batches(batches())).num_rows == 2
