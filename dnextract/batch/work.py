"""What the worker processes of a run do."""

import logging
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from dnextract.arrow import records_table
from dnextract.corpus import Article
from dnextract.document import Document
from dnextract.identity import content_hash
from dnextract.inputs import Failure, Found, Source, read_file
from dnextract.pipeline import Extractor

if TYPE_CHECKING:
    import pyarrow

__all__ = ["Extracted", "Outcome", "extract_articles", "extraction_crashed", "read_files", "reading_crashed"]

_LOG = logging.getLogger(__name__)
_CRASHED = "the process that worked on it died; it may be too large for the memory"


class Outcome(NamedTuple):
    """What came of an article: its date and the number of its records, or why it has none."""

    published: date | None = None
    records: int = 0
    problem: str | None = None


class Extracted(NamedTuple):
    """What came of articles, and the records of all, in their order."""

    outcomes: list[Outcome]
    records: "pyarrow.Table"


def extract_articles(extractor: Callable[[], Extractor], articles: list[Article]) -> Extracted:
    """Extract articles; one that cannot be extracted has its problem in its outcome."""
    outcomes: list[Outcome] = []
    documents: list[tuple[str, Document]] = []
    for article in articles:
        try:
            document = extractor().extract(article.text, article.published, article.place)
        except ValueError as error:  # the date that came with the article
            outcomes.append(Outcome(problem=str(error)))
        except Exception as error:  # a mistake of ours must not cost a night's work
            _LOG.exception("an article could not be extracted")
            problem = f"cannot be extracted: {type(error).__name__}: {error}; please report this article"
            outcomes.append(Outcome(problem=" ".join(problem.split())))
        else:
            documents.append((content_hash(article.text), document))
            outcomes.append(Outcome(document.published, len(document)))
    return Extracted(outcomes, records_table(documents))


def extraction_crashed(article: Article) -> Extracted:
    """Give what comes of an article whose extraction ended its process."""
    return Extracted([Outcome(problem=_CRASHED)], records_table([]))


def read_files(limit: int, sources: list[Source]) -> list[Found | Failure]:
    """Read the article of each file."""
    return [read_file(source, limit=limit) for source in sources]


def reading_crashed(source: Source) -> list[Found | Failure]:
    """Give what comes of a file whose reading ended its process."""
    return [Failure(source.name, _CRASHED)]
