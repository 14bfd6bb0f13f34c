"""The points of a store as SDMX-CSV 2.0, the statistical offices' format for exchange (`docs/sdmx.md`)."""

from dnextract.sdmx.message import COLUMNS, LeftOut, write_sdmx_csv

__all__ = ["COLUMNS", "LeftOut", "write_sdmx_csv"]
