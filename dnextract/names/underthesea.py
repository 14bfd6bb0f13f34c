"""underthesea's named entity recognizer as a second opinion on places and organisations.

It is run on sentences that hold a figure only: its time grows with the square of a sentence's length.
Its words are cut where ours are not, so spans are found again by walking the sentence.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from dnextract.names.mentions import Label, NameMention
from dnextract.text import Tokens

__all__ = ["recognize"]

_LABELS: dict[str, Label] = {"LOC": "PLACE", "ORG": "ORG"}
_LONGEST = 1500  # characters of a sentence it is asked to read


@lru_cache(maxsize=1)
def _ner() -> Any:
    from underthesea import ner

    return ner


def recognize(text: str, tokens: Tokens) -> list[NameMention]:
    """Find the places and organisations of a sentence of the view `text`."""
    if not tokens or tokens[-1].end - tokens[0].start > _LONGEST:
        return []
    start, end = tokens[0].start, tokens[-1].end
    found = []
    for label, first_character, last_character in _entities(text[start:end]):
        inside = [
            i
            for i, token in enumerate(tokens)
            if token.start >= start + first_character and token.end <= start + last_character
        ]
        # Its places hold years and numbers more often than not; those are none.
        if inside and not any(tokens[i].kind == "digits" for i in inside):
            found.append(NameMention(inside[0], inside[-1] + 1, label, "names/underthesea"))
    return found


def _entities(sentence: str) -> Iterator[tuple[Label, int, int]]:
    """Give label and character range of each entity; a word not found again is stepped over."""
    at = 0
    label: Label | None = None
    first = last = 0
    for word, _, _, tag in _ner()(sentence):
        where = sentence.find(word, at)
        if where < 0:
            continue
        at = where + len(word)
        if tag.startswith("I-") and label is not None:
            last = at
            continue
        if label is not None:
            yield label, first, last
        label = _LABELS.get(tag[2:]) if tag.startswith("B-") else None
        first, last = where, at
    if label is not None:
        yield label, first, last
