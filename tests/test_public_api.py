import inspect
import json
import pickle
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

import dnextract
from dnextract import Extractor, extract
from dnextract.corpus import Article

TEXT = "Quý I, doanh thu của Đà Nẵng đạt 39.888 tỷ đồng, tăng 9,07% so với cùng kỳ."


def test_all_names_are_there_and_sorted() -> None:
    assert dnextract.__all__ == sorted(dnextract.__all__)
    assert all(hasattr(dnextract, name) for name in dnextract.__all__)


@pytest.mark.parametrize("function", [dnextract.extract, dnextract.analyze])
def test_signatures(function: Any) -> None:
    parameters = inspect.signature(function).parameters
    assert list(parameters) == ["text", "published", "place"]
    assert parameters["published"].default is parameters["place"].default is None


@pytest.mark.parametrize(("text", "kind"), [(None, "NoneType"), (b"5%", "bytes"), (3, "int")])
def test_only_text_is_read(text: Any, kind: str) -> None:
    with pytest.raises(TypeError, match=f"text must be a str, not {kind}"):
        extract(text)


@pytest.mark.parametrize("published", ["không phải ngày", "2024-13-40", "5%"])
def test_a_publication_that_is_no_date(published: str) -> None:
    with pytest.raises(ValueError, match=re.escape(published)):
        extract(TEXT, published=published)


@pytest.mark.parametrize(
    "published", ["2024-10-08", date(2024, 10, 8), datetime(2024, 10, 8, 15, 47), "15:47:35 | 8/10/2024"]
)
def test_publication_dates(published: Any) -> None:
    record = extract(TEXT, published=published)[1]
    assert record.period is not None
    assert record.baseline is not None
    assert (record.period.label, record.baseline.label) == ("2024-Q1", "2023-Q1")
    assert (record.period.start, record.period.end) == (date(2024, 1, 1), date(2024, 3, 31))


def test_without_a_date_a_time_that_needs_one_stays_open() -> None:
    period = extract(TEXT)[0].period
    assert period is not None
    assert (period.text, period.label, period.start, period.end) == ("Quý I", None, None, None)


def test_the_place_of_the_caller() -> None:
    record = extract("Doanh thu đạt 5 tỷ đồng.", place="Hà Nội")[0]
    assert record.place is not None
    assert (record.place.text, record.place.span, record.place.id) == ("Hà Nội", None, "VN-HN")


def test_a_document_is_a_sequence_of_records() -> None:
    document = extract(TEXT)
    assert len(document) == 2
    assert list(document) == list(document.records)
    assert document[0].quantity.value == Decimal(39_888_000_000_000)
    assert document.text == TEXT


def test_json_keeps_every_digit_as_text() -> None:
    record = json.loads(extract(TEXT).to_json())[0]
    assert record["quantity"]["lo"] == "39888000000000"
    assert record["quantity"]["value"] == "39888000000000"
    assert isinstance(record["confidence"], float)


def test_records_are_frozen() -> None:
    record = extract(TEXT)[0]
    with pytest.raises(ValidationError, match="frozen"):
        record.aspect = "share"


def test_ids_are_stable_and_differ() -> None:
    first, again = extract(TEXT), extract(TEXT, published="2024-01-01")
    assert [r.id for r in first] == [r.id for r in again]
    assert len({r.id for r in first} | {r.id for r in extract(TEXT + " ")}) == 4


def test_an_extractor_is_shared_between_threads_and_sent_to_processes() -> None:
    extractor = Extractor(names=None)
    expected = extractor.extract(TEXT).records
    with ThreadPoolExecutor(4) as pool:
        assert all(d.records == expected for d in pool.map(extractor.extract, [TEXT] * 20))
    assert pickle.loads(pickle.dumps(extractor)).extract(TEXT).records == expected


@pytest.mark.parametrize("options", [{"names": "spacy"}, {"prefer": "now"}])
def test_unknown_options(options: Any) -> None:
    with pytest.raises(ValueError, match="must be"):
        Extractor(**options)


def test_underthesea_adds_names_the_gazetteer_lacks() -> None:
    text = "Lượng khách đến hồ Ba Bể và đèo Pha Đin chi 5 triệu USD năm 2020."
    plain, more = Extractor(), Extractor(names="underthesea")
    assert [r.quantity for r in more.extract(text)] == [r.quantity for r in plain.extract(text)]
    found = {n.rule for s in more.read(text).layers for f in s.frames for n in f.names}
    assert "names/underthesea" in found


@pytest.mark.parametrize("workers", [1, 2])
def test_pipe_keeps_the_order(workers: int) -> None:
    items: list[object] = [f"Doanh thu đạt {n} tỷ đồng." for n in range(1, 40)]
    items.append(Article("a", "Hôm qua, giá tăng 5%.", published="2024-10-08"))
    documents = list(Extractor().pipe(items, workers=workers, chunk=3))
    assert [d[0].quantity.value for d in documents[:-1]] == [n * 10**9 for n in range(1, 40)]
    period = documents[-1][0].period
    assert period is not None
    assert period.label == "2024-10-07"


def test_pipe_is_lazy() -> None:
    taken: list[int] = []

    def texts() -> Any:
        for n in range(1000):
            taken.append(n)
            yield TEXT

    next(iter(Extractor().pipe(texts())))
    assert len(taken) == 1


@pytest.mark.parametrize("options", [{"workers": 0}, {"chunk": 0}])
def test_pipe_options(options: Any) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        Extractor().pipe([], **options)


def test_pipe_names_an_item_it_cannot_read() -> None:
    with pytest.raises(TypeError, match="not int"):
        list(Extractor().pipe([5]))


def test_patterns_of_the_user(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(
        """
kind: units
quantity: measure
rules:
  - {id: bao, unit: kg, factor: "50", forms: [bao tải]}
""",
        encoding="utf-8",
    )
    (tmp_path / "more.yaml").write_text(
        """
kind: qualifiers
rules:
  - {id: approx, before: [đâu đó]}
""",
        encoding="utf-8",
    )
    text = "Kho còn 20 bao tải gạo."
    assert "kg" not in {r.quantity.unit for r in extract(text)}
    record = Extractor(patterns=[tmp_path / "mine.yaml"]).extract(text)[0]
    assert (record.quantity.value, record.quantity.unit) == (Decimal(1000), "kg")
    with pytest.raises(dnextract.PatternError, match="approx"):
        Extractor(patterns=[tmp_path / "more.yaml"])
