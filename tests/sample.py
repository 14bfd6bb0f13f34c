"""A record and a document made by hand, for tests of what is done with them."""

from datetime import date
from decimal import Decimal
from typing import Any

from dnextract.document import Document
from dnextract.records import Metric, Name, Period, Quantity, Record, Span

TEXT = "Trong năm 2024, doanh thu toàn ngành tại Đà Nẵng đạt 39.888 tỷ đồng."


def span(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return Span(start=start, end=start + len(words), text=words)


def quantity(**changes: Any) -> Quantity:
    fields: dict[str, Any] = {
        "kind": "money",
        "lo": Decimal("3.9888E+13"),
        "hi": Decimal("3.9888E+13"),
        "unit": "VND",
    }
    return Quantity(**fields | changes)


def record(text: str = TEXT, **changes: Any) -> Record:
    fields: dict[str, Any] = {
        "id": "a1",
        "span": span("39.888 tỷ đồng", text),
        "sentence": span(text, text),
        "quantity": quantity(),
        "metric": Metric(
            text="doanh thu toàn ngành", span=span("doanh thu toàn ngành", text), scope="bưu chính"
        ),
        "period": Period(
            text="năm 2024",
            span=span("năm 2024", text),
            label="2024",
            start=date(2024, 1, 1),
            end=date(2024, 12, 31),
        ),
        "place": Name(text="Đà Nẵng", span=span("Đà Nẵng", text), id="48"),
        "confidence": 0.9,
        "rules": ["money/VND", "period/year"],
    }
    return Record(**fields | changes)


def document(**changes: Any) -> Document:
    fields: dict[str, Any] = {"text": TEXT, "published": date(2025, 1, 15), "records": (record(),)}
    return Document(**fields | changes)
