"""The lead of an article that some sites print below its body."""

from collections.abc import Sequence
from typing import Final

import regex as re

from dnextract.text.sentences import Sentence

__all__ = ["find_late_lead"]

# "(TTXVN) –", perhaps after the place or a word that leads to it: "Hà Nội (TTXVN) –".
_DATELINE: Final = re.compile(r"[^\n()]{0,24}\([^\n()]{2,24}\)\s?[–—-]")
_FIRST_OF_BODY: Final = 2  # the paragraph after the heading and a lead in its usual place


def find_late_lead(text: str, sentences: Sequence[Sentence]) -> int | None:
    """Find the last paragraph of a text if it is its lead, which opens with an agency's dateline.

    The teaser of another article breaks off ("…") and is none.
    """
    last = sentences[-1].paragraph if sentences else 0
    if last < _FIRST_OF_BODY or text[sentences[-1].end - 1] == "…":
        return None
    opening = next(s for s in sentences if s.paragraph == last)
    return last if _DATELINE.match(text, opening.start, opening.end) else None
