"""Articles from files of every kind: texts, pages, tables, folders, archives of them, standard input."""

from dnextract.inputs.files import DEFAULT_LIMIT, read_article, read_file, read_stream, source_status
from dnextract.inputs.sources import (
    STDIN,
    Failure,
    Found,
    Kind,
    Source,
    file_source,
    find_sources,
    input_size,
    location,
)
from dnextract.inputs.standard_input import standard_input
from dnextract.inputs.tables import Columns, read_table

__all__ = [
    "DEFAULT_LIMIT",
    "STDIN",
    "Columns",
    "Failure",
    "Found",
    "Kind",
    "Source",
    "file_source",
    "find_sources",
    "input_size",
    "location",
    "read_article",
    "read_file",
    "read_stream",
    "read_table",
    "source_status",
    "standard_input",
]
