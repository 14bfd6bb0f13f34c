"""What the worker processes of a run do."""

import logging
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from dnextract.corpus import Article
from dnextract.forms import Row
from dnextract.identity import content_hash
from dnextract.inputs import Failure, Found, Source, read_file
from dnextract.pipeline import Extractor

__all__ = ["Extracted", "Outcome", "extract_articles", "extraction_crashed", "read_files", "reading_crashed"]

_LOG = logging.getLogger(__name__)
_CRASHED = "the process that worked on it died; it may be too large for the memory"


class Outcome(NamedTuple):
    """What came of an article: its date and the number of its records, or why it has none."""

    published: date | None = None
    records: int = 0
    problem: str | None = None


class Extracted(NamedTuple):
    """What came of articles, and the records of all, in their order, each with the id of its document.

    They are plain rows, so that a worker need not load what makes tables of them.
    """

    outcomes: list[Outcome]
    records: list[tuple[str, Row]]


def extract_articles(extractor: Callable[[], Extractor], articles: list[Article]) -> Extracted:
    """Extract articles; one that cannot be extracted has its problem in its outcome."""
    extracted = Extracted([], [])
    for article in articles:
        try:
            document = extractor().extract(article.text, article.published, article.place)
        except ValueError as error:  # the date that came with the article
            extracted.outcomes.append(Outcome(problem=str(error)))
        except Exception as error:  # a mistake of ours must not cost a night's work
            _LOG.exception("an article could not be extracted")
            problem = f"cannot be extracted: {type(error).__name__}: {error}; please report this article"
            extracted.outcomes.append(Outcome(problem=" ".join(problem.split())))
        else:
            owner = content_hash(article.text)
            extracted.outcomes.append(Outcome(document.published, len(document)))
            extracted.records.extend((owner, row) for row in document.rows())
    return extracted


def extraction_crashed(article: Article) -> Extracted:
    """Give what comes of an article whose extraction ended its process."""
    return Extracted([Outcome(problem=_CRASHED)], [])


def read_files(limit: int, sources: list[Source]) -> list[Found | Failure]:
    """Read the article of each file."""
    return [read_file(source, limit=limit) for source in sources]


def reading_crashed(source: Source) -> list[Found | Failure]:
    """Give what comes of a file whose reading ended its process."""
    return [Failure(source.name, _CRASHED)]
