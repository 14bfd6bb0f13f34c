"""A corpus: a folder of `<id>.txt` articles with an `index.json` that says what is known of each."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dnextract.errors import CorpusError

__all__ = ["INDEX", "Article", "Known", "corpus_entries", "load_corpus"]

INDEX = "index.json"
Known = dict[str, str | None]  # what is known of an article besides its text, by the names of `Article`
_KNOWN = ("published", "place", "title", "source", "url")


@dataclass(frozen=True, slots=True)
class Article:
    """A text and what is known of it; `published` is an ISO date."""

    id: str
    text: str
    published: str | None = None
    place: str | None = None
    title: str | None = None
    source: str | None = None
    url: str | None = None


def load_corpus(folder: str | Path) -> list[Article]:
    """Read the articles of a corpus folder, in the order of their ids.

    Texts keep their line ends, so that offsets stay true. An article the index does not list is read too;
    other keys of the index are left alone. Raises `CorpusError` for a folder, index or text that cannot be
    read, and for an entry without a text.
    """
    return [Article(path.stem, _read(path), **known) for path, known in corpus_entries(folder)]


def corpus_entries(folder: str | Path) -> Iterator[tuple[Path, Known]]:
    """Give the path of each text of a corpus folder, in order of ids, and what the index says of it.

    A text may be missing where the index lists it. Raises `CorpusError` for a folder or index that cannot
    be read.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise CorpusError(f"{folder}: no corpus folder; name a folder with <id>.txt files")
    index = _load_index(folder / INDEX)
    texts = {path.stem for path in folder.glob("*.txt")}
    for name in sorted(index.keys() | texts):
        entry = index.get(name, {})
        yield folder / f"{name}.txt", {key: entry.get(key) for key in _KNOWN}


def _load_index(path: Path) -> dict[str, dict[str, Any]]:
    if not path.exists():
        return {}
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CorpusError(f"{path}: cannot be read as JSON: {error}") from None
    if not isinstance(entries, list) or not all(
        isinstance(e, dict) and isinstance(e.get("id"), str) for e in entries
    ):
        raise CorpusError(f"{path}: must be a list of objects, each with an id")
    for entry in entries:
        for key in _KNOWN:
            if not isinstance(entry.get(key), str | None):
                raise CorpusError(f"{path}: {entry['id']}: {key} must be text or null")
    return {entry["id"]: entry for entry in entries}


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise CorpusError(f"{path}: no such text; add it, or drop its entry from {INDEX}") from None
    except OSError as error:
        raise CorpusError(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise CorpusError(f"{path}: is not UTF-8 (byte {error.start}); save it as UTF-8") from None
