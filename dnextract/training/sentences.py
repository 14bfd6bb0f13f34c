"""Marked training sentences: `{M|doanh thu} đạt 5 tỷ đồng`, one a line, read and checked.

The labels are METRIC, SCOPE, WHOLE, PLACE and ORG, by their first letter. Marks do not nest.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from dnextract.errors import CorpusError
from dnextract.tagger import TagLabel

__all__ = ["LABELS", "Mark", "MarkedSentence", "load_files", "load_sentences", "parse_sentence"]

LABELS: dict[str, TagLabel] = {"M": "METRIC", "S": "SCOPE", "W": "WHOLE", "P": "PLACE", "O": "ORG"}
_LETTER: dict[TagLabel, str] = {label: letter for letter, label in LABELS.items()}
_PIECE = re.compile(r"\{(?P<label>[^{}|]*)\|(?P<words>[^{}|]*)\}|(?P<plain>[^{}|]+)|(?P<stray>.)")


class Mark(NamedTuple):
    """A marked name at `[start, end)` of its sentence's text."""

    start: int
    end: int
    label: TagLabel


@dataclass(frozen=True, slots=True)
class MarkedSentence:
    """A line of training text without its marks, and the marks in order."""

    text: str
    marks: tuple[Mark, ...]

    def __str__(self) -> str:
        parts, at = [], 0
        for mark in self.marks:
            parts += [
                self.text[at : mark.start],
                f"{{{_LETTER[mark.label]}|{self.text[mark.start : mark.end]}}}",
            ]
            at = mark.end
        return "".join([*parts, self.text[at:]])


def parse_sentence(line: str) -> MarkedSentence:
    """Read one marked line.

    Raises `ValueError` for a brace or bar outside a mark, an unknown label, an empty mark or one with
    spaces at its ends, and text that is not NFC.

    >>> parse_sentence("{P|Huế} thu 5 tỷ đồng").marks
    (Mark(start=0, end=3, label='PLACE'),)
    """
    if not unicodedata.is_normalized("NFC", line):
        raise ValueError("the text is not NFC")
    parts: list[str] = []
    marks: list[Mark] = []
    at = 0
    for piece in _PIECE.finditer(line):
        if piece["stray"]:
            raise ValueError(f"{piece['stray']!r} stands outside a mark, or marks nest")
        words = piece["plain"] or piece["words"]
        if piece["label"] is not None:
            if piece["label"] not in LABELS:
                raise ValueError(f"{piece['label']!r} is no label; the labels are {', '.join(LABELS)}")
            if not words or words != words.strip():
                raise ValueError(f"the mark {piece[0]!r} is empty or begins or ends with a space")
            marks.append(Mark(at, at + len(words), LABELS[piece["label"]]))
        parts.append(words)
        at += len(words)
    return MarkedSentence("".join(parts), tuple(marks))


def load_files(folder: str | Path) -> dict[str, list[MarkedSentence]]:
    """Read every `*.txt` of a folder, by file and in the order of their names.

    Raises `CorpusError` with a line for each problem: `file:line: what`; a line that stands twice is one.
    """
    paths = sorted(Path(folder).glob("*.txt"))
    if not paths:
        raise CorpusError(f"{folder}: holds no .txt file with marked sentences")
    files: dict[str, list[MarkedSentence]] = {path.name: [] for path in paths}
    problems: list[str] = []
    seen: dict[str, str] = {}
    for path in paths:
        for where, line in _lines(path, problems):
            try:
                sentence = parse_sentence(line)
            except ValueError as error:
                problems.append(f"{where}: {error}")
                continue
            if sentence.text in seen:
                problems.append(f"{where}: stands already at {seen[sentence.text]}")
            seen.setdefault(sentence.text, where)
            files[path.name].append(sentence)
    if problems:
        raise CorpusError("\n".join(problems))
    return files


def load_sentences(folder: str | Path) -> list[MarkedSentence]:
    """Read the sentences of all files of a folder; errors are those of `load_files`."""
    return [sentence for some in load_files(folder).values() for sentence in some]


def _lines(path: Path, problems: list[str]) -> Iterator[tuple[str, str]]:
    """Give the lines of a file that hold something, with where they stand."""
    try:
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        problems.append(f"{path}: cannot be read: {error.strerror}")
        return
    except UnicodeDecodeError as error:
        problems.append(f"{path}: cannot be read: is not UTF-8 (byte {error.start})")
        return
    for n, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield f"{path}:{n}", line
