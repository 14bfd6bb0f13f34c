"""Texts and records for tests of the report page, the words of a page that would do harm among them."""

from datetime import date
from decimal import Decimal
from typing import Any, Literal
from unicodedata import normalize

from sample import quantity, record, span

from dnextract.comparison import compared_sheet
from dnextract.corpus import Article
from dnextract.document import Document
from dnextract.gold import GoldRecord
from dnextract.records import Metric, Name, Period, Record, Span
from dnextract.report import Sheet, records_sheet

__all__ = ["HOSTILE", "SHOWN", "TEXT", "compared", "hostile_record", "records", "sheet"]

TEXT = (
    "Xuất khẩu quý III\n"
    "Quý III/2024, kim ngạch xuất khẩu gạo Việt Nam đạt 1,2 tỷ USD, tăng 15% so với quý III/2023.\n\n"
    "Công ty Lúa Vàng ở Cần Thơ thu 350 tỷ đồng, chiếm 4% thị phần.\n"
)
HOSTILE = (
    "<script>document.title='!'</script> </script> <!-- ]]> --> &amp; '\"` <img src=x onerror=alert(1)> "
    "\u2028\u2029 😀 e\u0301 \x00\x1b\x7f\x85 \ud800 \r\n\r"
)
# What is shown for what no page can hold.
SHOWN = str.maketrans({"\x00": "␀", "\x1b": "␛", "\x7f": "␡", "\x85": "\ufffd", "\ud800": "\ufffd"})


def _figure(text: str, words: str, unit: str, value: str, **parts: Any) -> Record:
    kind = "percent" if unit == "%" else "money"
    amount = quantity(kind=kind, unit=unit, lo=Decimal(value), hi=Decimal(value))
    sentence = next(line for line in text.splitlines() if words in line)
    known: dict[str, Any] = {"confidence": 0.9, "rules": ["test:rule"]} | parts
    return Record(id=words, span=span(words, text), sentence=span(sentence, text), quantity=amount, **known)


def records(text: str = TEXT) -> tuple[Record, ...]:
    """Records that share parts, the name of a place within that of a metric; `text` is any form of `TEXT`."""
    form: Literal["NFC", "NFD"] = "NFC" if text == TEXT else "NFD"

    def said(words: str) -> dict[str, Any]:
        there = normalize(form, words)
        return {"text": there, "span": span(there, text)}

    common = {
        "metric": Metric(**said("kim ngạch xuất khẩu gạo Việt Nam")),
        "period": Period(**said("Quý III/2024"), label="2024-Q3"),
        "place": Name(**said("Việt Nam"), id="VN"),
    }
    before = Period(**said("quý III/2023"), label="2023-Q3")
    firm = Name(**said("Công ty Lúa Vàng"))
    town = Name(**said("Cần Thơ"))
    amount = normalize(form, "350 tỷ đồng")
    share = {"aspect": "share", "of": normalize(form, "thị phần")}
    return (
        _figure(text, normalize(form, "1,2 tỷ USD"), "USD", "1.2E9", **common),
        _figure(
            text,
            "15%",
            "%",
            "15",
            aspect="change",
            direction="up",
            baseline=before,
            confidence=0.85,
            **common,
        ),
        _figure(text, amount, "VND", "3.5E11", entity=firm, place=town, confidence=0.4),
        _figure(text, "4%", "%", "4", entity=firm, confidence=0.7, **share),
    )


def sheet(name: str = "bài-1", **known: Any) -> Sheet:
    """A sheet of those records."""
    return records_sheet(name, TEXT, records(), **known)


def compared(*, with_gold: bool = True) -> Sheet:
    """A sheet that compares those records with gold that has two of them."""
    document = Document(TEXT, records=records())
    first, second, _, last = document.gold_rows("a")
    second |= {"baseline": "quý III/2022", "baseline_norm": "2022-Q3", "place": "Cần Thơ"}
    missed = first | {
        "start": 0,
        "end": 9,
        "text": "Xuất khẩu",
        "lo": None,
        "hi": "1/3",
        "metric_span": (10, 17),
    }
    gold = [GoldRecord.model_validate(row) for row in (first, second, last, missed)]
    return compared_sheet(Article("a", TEXT), document, gold if with_gold else [])


def hostile_record(text: str) -> Record:
    """A record all of whose words would do harm, over the whole of `text`; see `sample.TEXT` for its end."""
    at = Span(start=0, end=len(text), text=text)
    name = Name(text=HOSTILE, span=at, id=HOSTILE)
    time = Period(text=HOSTILE, span=at, label=HOSTILE, start=date(2024, 1, 1), end=None)
    metric = Metric(text=HOSTILE, span=at, scope=HOSTILE, indicator=HOSTILE)
    parts = {"metric": metric, "period": time, "baseline": time, "place": name, "entity": name}
    return record(text, id=HOSTILE, of=HOSTILE, rules=[HOSTILE], **parts)
