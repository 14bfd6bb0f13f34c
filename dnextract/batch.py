"""From files and folders to a store: each article once, what cannot be read named and passed over."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from dnextract.corpus import Article, scan_corpus
from dnextract.errors import CorpusError, DnextractError
from dnextract.pipeline import Extractor
from dnextract.reading import HTML_SUFFIXES, TEXT_SUFFIXES, read_article
from dnextract.store import Counts, Store, StoredDocument

__all__ = ["Failure", "Input", "content_hash", "find_inputs", "read_inputs", "run_batch"]


class Input(NamedTuple):
    """An article and the path it was read from."""

    path: str
    article: Article


class Failure(NamedTuple):
    """A path and why it could not be read."""

    source: str
    reason: str


def find_inputs(paths: Iterable[Path]) -> Iterator[Path]:
    """Give the files and corpus folders among `paths`, folders searched, in a fixed order.

    A folder with an `index.json` is a corpus folder and given as such. Of any other folder the text and
    HTML files are given, at any depth; links to folders and hidden names are passed over.
    """
    for path in paths:
        if not path.is_dir() or (path / "index.json").is_file():
            yield path
            continue
        for child in sorted(path.iterdir()):
            if child.name.startswith("."):
                continue
            if child.is_dir():
                if not child.is_symlink():
                    yield from find_inputs([child])
            elif child.suffix.lower() in TEXT_SUFFIXES | HTML_SUFFIXES:
                yield child


def read_inputs(paths: Iterable[Path]) -> Iterator[Input | Failure]:
    """Read every article that `paths` hold; what cannot be read is a `Failure` in its place."""
    for path in find_inputs(paths):
        try:
            articles = scan_corpus(path) if path.is_dir() else [(path, read_article(path))]
            for source, article in articles:
                if isinstance(article, CorpusError):
                    yield _failure(source, article)
                else:
                    yield Input(str(source), article)
        except DnextractError as error:
            yield _failure(path, error)


def _failure(path: Path, error: DnextractError) -> Failure:
    return Failure(str(path), str(error).removeprefix(f"{path}: "))


def content_hash(text: str) -> str:
    """Give the id of a stored article: the SHA-256 of its text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def run_batch(
    paths: Iterable[Path],
    store: Store,
    extractor: Extractor,
    *,
    version: str,
    clock: Callable[[], datetime],
    on_step: Callable[[Counts, Failure | None], None] = lambda counts, failure: None,
) -> Counts:
    """Extract every article that the store does not know yet, and store it.

    Each article is one transaction, so a run that is cut off loses at most the article it was at.
    `clock` dates the run; `on_step` is told the counts so far after each article, and the failure if it
    was one.
    """
    run = store.begin_run(version=version, started=clock())
    counts = Counts()
    for item in read_inputs(paths):
        result = item if isinstance(item, Failure) else _store_article(item, store, extractor, run=run)
        if isinstance(result, Failure):
            store.fail(*result, at=clock(), run=run)
        counts = Counts(*map(sum, zip(counts, _counted(result), strict=True)))
        on_step(counts, result if isinstance(result, Failure) else None)
    store.end_run(run, counts, ended=clock())
    return counts


def _counted(result: int | Failure | None) -> Counts:
    match result:
        case None:
            return Counts(known=1)
        case Failure():
            return Counts(failed=1)
    return Counts(stored=1, records=result)


def _store_article(item: Input, store: Store, extractor: Extractor, *, run: int) -> int | Failure | None:
    """Store one article: the number of its records, `None` if it is known, or why it failed."""
    article = item.article
    if not article.text.strip():
        return Failure(item.path, "holds no text")
    document_id = content_hash(article.text)
    if store.knows(document_id):
        store.clear_failure(item.path)
        return None
    try:
        document = extractor.extract(article.text, published=article.published, place=article.place)
    except ValueError as error:  # the date or place that came with the article
        return Failure(item.path, str(error))
    stored = StoredDocument(
        id=document_id,
        name=article.id,
        path=item.path,
        source=article.source,
        title=article.title,
        url=article.url,
        published=document.published,
        place=article.place,
    )
    store.add(stored, document.rows(), run=run)
    store.clear_failure(item.path)
    return len(document)
