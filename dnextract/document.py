"""The result of an extraction: a text with its records, and its forms for other tools."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, overload

from dnextract import columns, forms
from dnextract.records import Record
from dnextract.report import fragment, page, records_sheet

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

__all__ = ["Document"]


@dataclass(frozen=True, slots=True)
class Document(Sequence[Record]):
    """A text and its records in the order they stand there; a sequence of `Record`.

    `published` and `place` are what the caller said of the text. Offsets of the records index `text`.
    """

    text: str = field(repr=False)
    published: date | None = None
    place: str | None = None
    records: tuple[Record, ...] = ()

    def __len__(self) -> int:
        return len(self.records)

    @overload
    def __getitem__(self, index: int) -> Record: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Record, ...]: ...
    def __getitem__(self, index: int | slice) -> Record | tuple[Record, ...]:
        return self.records[index]

    def rows(self) -> list[forms.Row]:
        """Give the records as flat typed rows."""
        return [forms.flat_row(record) for record in self.records]

    def gold_rows(self, doc_id: str) -> list[dict[str, Any]]:
        """Give the records in the flat gold form, with the offsets of the text's NFC form."""
        to_nfc = forms.nfc_offsets(self.text)
        return [forms.gold_row(record, doc_id, to_nfc=to_nfc) for record in self.records]

    def to_dicts(self) -> list[dict[str, Any]]:
        """Give the records as JSON-ready dictionaries: decimals as strings, dates in ISO form."""
        return [forms.record_json(record) for record in self.records]

    def to_json(self, *, indent: int | None = None) -> str:
        """Write the records as a JSON array, in Vietnamese letters."""
        return json.dumps(self.to_dicts(), ensure_ascii=False, indent=indent)

    def to_pandas(self) -> "pandas.DataFrame":
        """Put the records into a pandas data frame, one row each.

        `lo` and `hi` hold exact `Decimal` objects, days are `datetime64[s]`, words are `string`; `kind`,
        `qual`, `aspect`, `dir` and `status` are categories.

        Raises `MissingExtraError` without pandas.
        """
        return columns.pandas_frame(self.rows())

    def to_polars(self) -> "polars.DataFrame":
        """Put the records into a polars data frame, one row each.

        `lo` and `hi` are `Decimal(38, 9)`, as in `to_arrow`; days are `Date`; `kind`, `qual`, `aspect`, `dir`
        and `status` are `Enum`; `rules` is a list.

        Raises `MissingExtraError` without polars.
        """
        return columns.polars_frame(self.rows())

    def to_arrow(self) -> "pyarrow.Table":
        """Put the records into an Arrow table, one row each.

        `lo` and `hi` are `decimal128(38, 9)`: what is finer is rounded half to even, what has more than 29
        digits before the point is null. Days are `date32`, `rules` a list of strings.

        Raises `MissingExtraError` without pyarrow.
        """
        return columns.arrow_table(self.rows())

    def to_html(self, *, title: str = "dnextract") -> str:
        """Write a self-contained page: the text with its figures marked, beside a table of the records.

        The page needs no network; `dnextract.report.fragment` gives the text and table without the page.
        """
        sheet = records_sheet(title, self.text, self.records, published=self.published, place=self.place)
        return page([sheet], title=title)

    def _repr_html_(self) -> str:
        """Show the text and its records in a notebook."""
        return fragment(self.text, self.records)
