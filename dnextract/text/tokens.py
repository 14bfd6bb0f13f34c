"""Tokens: syllables, numerals and single marks, with their offsets and a form to match by.

Vietnamese writes syllables apart, so a token is a syllable and the lexicons hold phrases of tokens.
Numerals are cut from the raw text before anything else looks at it: segmenters cut "61%" and "10-15"
now one way and now another.
"""

import re
from dataclasses import dataclass
from typing import Final, Literal

__all__ = ["Token", "TokenKind", "Tokens", "glued", "normal_form", "tokenize"]

TokenKind = Literal["digits", "word", "mark"]

# A numeral keeps the marks inside it; letters and digits never share a token ("60USD", "m2").
# Possessive, so that a million groups of digits need no memory to go back. A group looks ahead before it
# takes a mark: `re` before Python 3.11.5 does not give back what a failed group took (CPython issue 106052).
_TOKEN: Final = re.compile(r"\d++(?:(?=[.,'’٫٬]\d)[.,'’٫٬]\d++)*+|[^\W\d_]++|[^\w\s]|_")


@dataclass(slots=True, init=False)
class Token:
    """One token: `start` and `end` in the view, `surface` as written, `norm` to match by."""

    start: int
    end: int
    surface: str
    norm: str
    kind: TokenKind

    def __init__(self, start: int, end: int, surface: str, norm: str, kind: TokenKind) -> None:
        self.start = start
        self.end = end
        self.surface = surface
        self.norm = norm
        self.kind = kind


Tokens = tuple[Token, ...]

_OPEN_SYLLABLE: Final = re.compile(r"(?:[òóỏõọ][ae]|[ùúủũụ]y)$")
_OLD_TONE: Final = {
    old: new
    for pairs in (
        "òa oà óa oá ỏa oả õa oã ọa oạ",
        "òe oè óe oé ỏe oẻ õe oẽ ọe oẹ",
        "ùy uỳ úy uý ủy uỷ ũy uỹ ụy uỵ",
    )
    for old, new in zip(pairs.split()[::2], pairs.split()[1::2], strict=True)
}


def normal_form(surface: str) -> str:
    """Give the form a token is matched by: lower case, one placement of the tone mark.

    Both schools of tone placement are in daily use ("hoá" and "hóa", "thuỷ" and "thủy"); NFC keeps them
    apart. Spellings with i and y stay apart, for "tai" and "tay" are different words.

    >>> normal_form("HÓA") == normal_form("hoá"), normal_form("Thủy") == normal_form("thuỷ")
    (True, True)
    """
    lower = surface.lower()
    return _OPEN_SYLLABLE.sub(lambda m: _OLD_TONE[m[0]], lower)


_Piece = tuple[int, int, str, str, TokenKind]  # where a token stands in a chunk, and the rest of it


def _cut(chunk: str) -> list[_Piece]:
    pieces: list[_Piece] = []
    for match in _TOKEN.finditer(chunk):
        surface = match[0]
        if surface[0].isdecimal():
            pieces.append((*match.span(), surface, surface, "digits"))
        else:
            kind: TokenKind = "word" if surface[0].isalnum() else "mark"
            pieces.append((*match.span(), surface, normal_form(surface), kind))
    return pieces


_LONGEST_COMMON: Final = 24  # characters of a chunk worth remembering
_MOST_COMMON: Final = 1 << 16  # chunks remembered
_COMMON: Final[dict[str, list[_Piece]]] = {}


def _cut_again(chunk: str) -> list[_Piece]:
    """Cut a chunk, and remember how: a text is made of few words, and a look-up costs less than a cut."""
    if len(_COMMON) >= _MOST_COMMON:
        _COMMON.clear()
    pieces = _COMMON[chunk] = _cut(chunk)
    return pieces


def tokenize(text: str, start: int = 0, end: int | None = None) -> Tokens:
    """Cut `text[start:end]` into tokens; everything but white space is in exactly one token.

    >>> [t.surface for t in tokenize("đạt 39.888 tỷ đồng (60USD/m2).")]
    ['đạt', '39.888', 'tỷ', 'đồng', '(', '60', 'USD', '/', 'm', '2', ')', '.']
    """
    tokens: list[Token] = []
    at = start
    for chunk in text[start:end].split(" "):
        pieces = _COMMON.get(chunk)
        if pieces is None:
            pieces = _cut_again(chunk) if len(chunk) <= _LONGEST_COMMON else _cut(chunk)
        for first, last, surface, norm, kind in pieces:
            tokens.append(Token(at + first, at + last, surface, norm, kind))
        at += len(chunk) + 1
    return tuple(tokens)


def glued(left: Token, right: Token) -> bool:
    """Tell whether nothing stands between two neighbouring tokens."""
    return left.end == right.start
