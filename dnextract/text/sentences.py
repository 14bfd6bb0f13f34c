"""Sentences of press text, which breaks lines between paragraphs and abbreviates with full stops.

A sentence ends at a line break, or at a full stop, question or exclamation mark or ellipsis that a space
and a capital, digit, quote or bracket follow; the space may be missing before a capitalised word ("theo
năm.Tại Hà Nội"). A full stop that belongs to an abbreviation ("TP. Đà Nẵng",
"TS. Nguyễn", "Sal. Oppenheim") or stands inside a numeral or address ends none.
"""

import re
from typing import Final, NamedTuple

import regex

__all__ = ["Sentence", "split_sentences"]


class Sentence(NamedTuple):
    """A sentence `[start, end)` of the view, the number of its paragraph, and whether it is a heading.

    `number` counts the sentences of the text from 0.
    """

    start: int
    end: int
    paragraph: int
    heading: bool
    number: int


# The end of a sentence at a run of marks. A full stop between words of which the second begins a sentence
# needs no space: "tích cực.Trong năm". Only runs are tried, each from its start and possessively, so that a
# million full stops cost one pass.
_MARKS: Final = re.compile(r"[.!?…][.!?…]*")  # a set first, for `re` skips ahead to it
_END: Final = regex.compile(
    r"[.!?…]++[\"”’'»)\]]*+(?=\s++[\"“‘'«(\[–—-]?\s*+[\p{Lu}\p{N}]|\s*+$)"
    r"|(?<=[\p{Ll}\p{N}%]{2})\.(?=\p{Lu}\p{Ll}*+\s)"
)
# Titles, ranks and the like, whose full stop ends no sentence; a single capital is an initial.
_ABBREVIATION: Final = re.compile(
    r"(?:^|[\s(“\"/.,–-])(?:(?<!độ )[A-ZĐ]|TP|Tp|tp|TX|Tx|TT|Tt|TS|Ts|ThS|Ths|GS|PGS|TSKH|BS|LS|KS|CN|St|Dr"
    r"|Mr|Mrs|Ms|Sal|Inc|Ltd|Co|Corp|Jr|Sr|đ/c)$"
)
_LONGEST_ABBREVIATION: Final = 4  # letters
# What numbers a heading or a table's row: "1.", "Bảng 3.", "2.1.".
_ITEM_NUMBER: Final = regex.compile(r"(?:\p{L}{3,5} )?[\divxIVX]{1,4}(?:\.\d+)*\.")
_LONGEST: Final = 1500  # characters; what follows is linear in the number of sentences, not in their length
_TERMINAL: Final = frozenset('.!?…:;,"”')


def split_sentences(text: str) -> list[Sentence]:
    """Split a text into sentences, in order; spaces around them are outside.

    A line without a final mark and of at most 200 characters is a heading, the number before it included.

    >>> text = "Giá tăng 5%. TP. Đà Nẵng thu 1.200 tỷ đồng.\\nKinh tế số"
    >>> [(text[s.start:s.end], s.heading) for s in split_sentences(text)]
    [('Giá tăng 5%.', False), ('TP. Đà Nẵng thu 1.200 tỷ đồng.', False), ('Kinh tế số', True)]
    """
    sentences: list[Sentence] = []
    paragraph = 0
    at = 0
    for line in text.splitlines(keepends=True):
        start, end = _strip(text, at, at + len(line))
        at += len(line)
        if start == end:
            continue
        heading = end - start <= 200 and text[end - 1] not in _TERMINAL
        cut = start
        for stop in _stops(text, start, end):
            numbered = heading and cut == start and _ITEM_NUMBER.fullmatch(text, start, stop)
            for first, last in _pieces(text, cut, stop):
                sentences.append(Sentence(first, last, paragraph, bool(numbered), len(sentences)))
            cut = stop
        whole = heading and (cut == start or _ITEM_NUMBER.fullmatch(text, start, cut))
        for first, last in _pieces(text, cut, end):
            sentences.append(Sentence(first, last, paragraph, bool(whole), len(sentences)))
        paragraph += 1
    return sentences


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a sentence where it is longer than any real one: at a semicolon, comma or space."""
    pieces: list[tuple[int, int]] = []
    start, end = _strip(text, start, end)
    while end - start > _LONGEST:
        cut = max(text.rfind(mark, start, start + _LONGEST) for mark in ";, ") + 1 or start + _LONGEST
        a, b = _strip(text, start, max(cut, start + 1))
        if a < b:
            pieces.append((a, b))
        start, end = _strip(text, max(cut, start + 1), end)
    if start < end:
        pieces.append((start, end))
    return pieces


def _stops(text: str, start: int, end: int) -> list[int]:
    """Give where the sentences of a line end, but for the last of them."""
    stops: list[int] = []
    cut = start
    for marks in _MARKS.finditer(text, start, end):
        first = marks.start()
        stop = _END.match(text, first, end)
        if stop is None or stop.end() >= end:
            continue
        if stop[0] != "." or not _abbreviates(text, cut, first):
            cut = stop.end()
            stops.append(cut)
    return stops


def _abbreviates(text: str, start: int, stop: int) -> bool:
    """Tell a full stop after an abbreviation."""
    before = text[max(start, stop - _LONGEST_ABBREVIATION - 1) : stop]
    return _ABBREVIATION.search(before) is not None


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
