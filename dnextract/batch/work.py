"""What the worker processes of a run do."""

import logging
from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from dnextract.columns import stored_row
from dnextract.corpus import Article
from dnextract.inputs import Failure, Found, Source, read_file
from dnextract.pipeline import Extractor

__all__ = ["Outcome", "extract_articles", "extraction_crashed", "read_files", "reading_crashed"]

_LOG = logging.getLogger(__name__)
_CRASHED = "the process that worked on it died; it may be too large for the memory"


class Outcome(NamedTuple):
    """What came of an article: its date and its records as the store takes them, or why it has none."""

    published: date | None = None
    records: Sequence[str] = ()
    problem: str | None = None


def extract_articles(extractor: Callable[[], Extractor], articles: list[Article]) -> list[Outcome]:
    """Extract articles; one that cannot be extracted has its problem in its outcome."""
    return [_extract(extractor, article) for article in articles]


def _extract(extractor: Callable[[], Extractor], article: Article) -> Outcome:
    try:
        document = extractor().extract(article.text, article.published, article.place)
        return Outcome(document.published, [stored_row(row) for row in document.rows()])
    except ValueError as error:  # the date that came with the article
        return Outcome(problem=f"{error}; correct the article's date, or leave it out")
    except Exception as error:  # a mistake of ours must not cost a night's work
        _LOG.exception("an article could not be extracted")
        problem = f"cannot be extracted: {type(error).__name__}: {error}; please report this article"
        return Outcome(problem=" ".join(problem.split()))


def extraction_crashed(article: Article) -> list[Outcome]:
    """Give what comes of an article whose extraction ended its process."""
    return [Outcome(problem=_CRASHED)]


def read_files(limit: int, sources: list[Source]) -> list[Found | Failure]:
    """Read the article of each file."""
    return [read_file(source, limit=limit) for source in sources]


def reading_crashed(source: Source) -> list[Found | Failure]:
    """Give what comes of a file whose reading ended its process."""
    return [Failure(source.name, _CRASHED)]
