"""dnextract turns Vietnamese press text into statistics.

>>> import dnextract
>>> text = "Năm 2024, doanh thu toàn ngành đạt 39.888 tỷ đồng, tăng 9,07% so với năm 2023."
>>> document = dnextract.extract(text)
>>> for record in document:
...     print(record.metric.text, record.quantity.value, record.quantity.unit, record.period.label)
doanh thu toàn ngành 39888000000000 VND 2024
doanh thu toàn ngành 9.07 % 2024
"""

from datetime import date, datetime

from dnextract.analysis import Analysis, analyze_with
from dnextract.arrow import extract_batches
from dnextract.document import Document
from dnextract.errors import CorpusError, DnextractError, GoldError, MissingExtraError, PatternError
from dnextract.grammar.parsing import parse_number, parse_period, parse_quantity
from dnextract.names.lookup import Place, find_place
from dnextract.pipeline import Extractor, default_extractor
from dnextract.records import Metric, Name, Period, Quantity, Record, Span

__version__ = "0.1.0"

__all__ = [
    "Analysis",
    "CorpusError",
    "DnextractError",
    "Document",
    "Extractor",
    "GoldError",
    "Metric",
    "MissingExtraError",
    "Name",
    "PatternError",
    "Period",
    "Place",
    "Quantity",
    "Record",
    "Span",
    "analyze",
    "extract",
    "extract_batches",
    "find_place",
    "parse_number",
    "parse_period",
    "parse_quantity",
]


def extract(text: str, published: date | datetime | str | None = None, place: str | None = None) -> Document:
    """Extract the records of a text with the library's own patterns; see `Extractor.extract`."""
    return default_extractor().extract(text, published, place)


def analyze(text: str, published: date | datetime | str | None = None, place: str | None = None) -> Analysis:
    """Show every layer of a text: sentences, tokens, numbers, quantities, periods, names, records."""
    return analyze_with(default_extractor(), text, published, place)
