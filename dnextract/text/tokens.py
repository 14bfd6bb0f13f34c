"""Tokens: syllables, numerals and single marks, with their offsets and a form to match by.

Vietnamese writes syllables apart, so a token is a syllable and the lexicons hold phrases of tokens.
Numerals are cut from the raw text before anything else looks at it: segmenters cut "61%" and "10-15"
now one way and now another.
"""

import re
from functools import lru_cache
from typing import Literal, NamedTuple

__all__ = ["Token", "TokenKind", "glued", "normal_form", "tokenize"]

TokenKind = Literal["digits", "word", "mark"]

# A numeral keeps the marks inside it; letters and digits never share a token ("60USD", "m2").
# Possessive, so that a million groups of digits need no memory to go back. A group looks ahead before it
# takes a mark: `re` before Python 3.11.5 does not give back what a failed group took (CPython issue 106052).
_TOKEN = re.compile(
    r"(?P<digits>\d++(?:(?=[.,'’٫٬]\d)[.,'’٫٬]\d++)*+)|(?P<word>[^\W\d_]++)|(?P<mark>[^\w\s]|_)"
)


class Token(NamedTuple):
    """One token: `start` and `end` in the view, `surface` as written, `norm` to match by."""

    start: int
    end: int
    surface: str
    norm: str
    kind: TokenKind


_OPEN_SYLLABLE = re.compile(r"(?:[òóỏõọ][ae]|[ùúủũụ]y)$")
_OLD_TONE = {
    old: new
    for pairs in (
        "òa oà óa oá ỏa oả õa oã ọa oạ",
        "òe oè óe oé ỏe oẻ õe oẽ ọe oẹ",
        "ùy uỳ úy uý ủy uỷ ũy uỹ ụy uỵ",
    )
    for old, new in zip(pairs.split()[::2], pairs.split()[1::2], strict=True)
}


@lru_cache(maxsize=1 << 16)
def normal_form(surface: str) -> str:
    """Give the form a token is matched by: lower case, one placement of the tone mark.

    Both schools of tone placement are in daily use ("hoá" and "hóa", "thuỷ" and "thủy"); NFC keeps them
    apart. Spellings with i and y stay apart, for "tai" and "tay" are different words.

    >>> normal_form("HÓA") == normal_form("hoá"), normal_form("Thủy") == normal_form("thuỷ")
    (True, True)
    """
    lower = surface.lower()
    return _OPEN_SYLLABLE.sub(lambda m: _OLD_TONE[m[0]], lower)


def tokenize(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Cut `text[start:end]` into tokens; everything but white space is in exactly one token.

    >>> [t.surface for t in tokenize("đạt 39.888 tỷ đồng (60USD/m2).")]
    ['đạt', '39.888', 'tỷ', 'đồng', '(', '60', 'USD', '/', 'm', '2', ')', '.']
    """
    tokens = []
    for match in _TOKEN.finditer(text, start, len(text) if end is None else end):
        kind, surface = match.lastgroup, match[0]
        # Digits have one form, and are too many to remember.
        norm = surface if kind == "digits" else normal_form(surface)
        tokens.append(Token(match.start(), match.end(), surface, norm, kind))  # type: ignore[arg-type]
    return tokens


def glued(left: Token, right: Token) -> bool:
    """Tell whether nothing stands between two neighbouring tokens."""
    return left.end == right.start
