"""Names that were likely meant by one that is not known."""

import unicodedata
from collections.abc import Iterable

from rapidfuzz import fuzz, process

__all__ = ["did_you_mean"]

_ALIKE = 60  # of 100
_PLAIN = str.maketrans("đĐ", "dD")


def did_you_mean(words: str, names: Iterable[str]) -> str:
    """Say which names are like some words, typed with or without Vietnamese marks; nothing where none is.

    >>> did_you_mean("lam phat", ["xuất khẩu", "lạm phát", "tỷ lệ lạm phát"])
    '; did you mean "lạm phát", "tỷ lệ lạm phát"?'
    """
    choices = list(dict.fromkeys(names))
    found = process.extract(
        words, choices, scorer=fuzz.WRatio, processor=_unmarked, limit=3, score_cutoff=_ALIKE
    )
    quoted = ", ".join(f'"{name}"' for name, *_ in found)
    return f"; did you mean {quoted}?" if quoted else ""


def _unmarked(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.translate(_PLAIN))
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).lower()
