"""Runs into a store with an extractor that finds the sample's figure in whatever it reads."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import duckdb
from sample import record

from dnextract.batch import Progress, run_batch
from dnextract.document import Document
from dnextract.inputs import find_sources
from dnextract.store import Counts, Store, open_store

START = datetime(2025, 1, 15, 8)


class OneFigure:
    """An extractor that finds the sample's figure in whatever it reads."""

    def extract(self, text: str, published: Any = None, place: str | None = None) -> Document:
        if "ngắt" in text:
            raise KeyboardInterrupt
        if "lỗi" in text:
            raise RuntimeError("a mistake\nof ours")
        day = date.fromisoformat(published) if published else None
        return Document(text=text, published=day, place=place, records=(record(),))


def one_figure() -> Any:
    return OneFigure()


def run(store: Store, *paths: Path | str, **options: Any) -> Counts:
    times = (START + timedelta(seconds=k) for k in count())
    defaults: dict[str, Any] = {"version": "1", "clock": lambda: next(times), "extractor": one_figure}
    return run_batch(find_sources(map(str, paths)), store, **defaults | options)


def run_once(db: Path, *paths: Path | str, **options: Any) -> Counts:
    with open_store(db) as store:
        return run(store, *paths, **options)


@contextmanager
def opened(path: Path) -> Iterator[Store]:
    with open_store(path) as store:
        yield store


def query(db: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(db, read_only=True) as connection:
        found: list[tuple[Any, ...]] = connection.execute(sql).fetchall()
    return found


def reasons(db: Path) -> list[tuple[str, int | None, str]]:
    """Give name, line and reason of each failure."""
    found = query(db, "SELECT source, line, reason FROM failures ORDER BY ALL")
    return [(Path(source).name, line, reason) for source, line, reason in found]


class Seen:
    """Keeps what it is told of a run's progress."""

    def __init__(self) -> None:
        self.progress: list[Progress] = []

    def __call__(self, progress: Progress) -> None:
        self.progress.append(progress)
