"""Abbreviations that a text defines for what it measures: "chỉ số giá tiêu dùng (CPI)", "xuất khẩu (XK)"."""

import re
import unicodedata

from dnextract.linking.catalogue import Catalogue, Words
from dnextract.text import Tokens, tokenize
from dnextract.text.tokens import normal_form

__all__ = ["find_abbreviations"]

# The bracket may say that it abbreviates: "(gọi tắt là CPI)", "(viết tắt: CPI)".
_DEFINED = re.compile(r"\((?:[^()\d]{0,30}\btắt(?: là)?:? ?)?([A-ZĐ][A-ZĐ&]{1,7})\)")
_LONGEST = 16  # tokens of a name
_REACH = 120  # characters before the bracket that may hold the full name


def find_abbreviations(text: str, catalogue: Catalogue) -> dict[str, Words]:
    """Find the abbreviations a text defines, with the words they stand for; the first meaning counts.

    Before the bracket stand words that begin with the letters, or a name of the catalogue; one that the
    catalogue has of its own ("vốn đầu tư trực tiếp nước ngoài (FDI)") keeps its meaning there.
    """
    found: dict[str, Words] = {}
    for match in _DEFINED.finditer(text):
        short = match[1]
        if short in found:
            continue
        tokens = tokenize(text, max(0, match.start() - _REACH), match.start())
        spelt = _spelt_out(tokens, short)
        if spelt:
            found[short] = catalogue.wording.read(spelt, {})
        elif normal_form(short) not in catalogue.known and (named := _name_before(tokens, catalogue)):
            found[short] = named
    return found


def _name_before(tokens: Tokens, catalogue: Catalogue) -> Words | None:
    """Find the longest name of the catalogue, of several words, that the tokens end in."""
    end, found = len(tokens), None
    # What the tokens from each one on say, read from the last to the first: each phrase is looked up once.
    said = {end: Words((), ())}
    for first in range(end - 1, max(0, end - _LONGEST) - 1, -1):
        after, words = catalogue.wording.read_at(tokens, first, {})
        rest = said[after]
        said[first] = Words(words.all + rest.all, words.telling + rest.telling)
        if first < end - 1 and catalogue.has(said[first]):
            found = said[first]
    return found


def _spelt_out(tokens: Tokens, short: str) -> Tokens:
    """Give the last words before a bracket if they begin with its letters, else none."""
    letters = [letter for letter in normal_form(short) if letter.isalpha()]
    words = tuple(token for token in tokens if token.kind == "word")[-len(letters) :]
    begins = [_plain(word.norm) for word in words] == [_plain(letter) for letter in letters]
    return words if begins else ()


def _plain(word: str) -> str:
    """Give the first letter of a word without its accent."""
    return unicodedata.normalize("NFD", word)[0]
