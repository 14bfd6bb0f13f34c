"""A normalised view of the caller's text that can always point back into it.

The grammar works on NFC without invisible characters: "tỷ" is two code points in NFC and four in NFD,
and a zero-width space may stand inside a number. The caller's string is never changed; every span found
in the view is mapped back to it.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Final

__all__ = ["TextView"]

# Characters a reader does not see, and which the view leaves out: soft hyphen, zero-width spaces and
# joiners, direction marks, word joiner, byte order mark, and the C0 and C1 controls that break no line.
_INVISIBLE: Final = "\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
_WIDE: Final = "\uff01-\uff5e"  # digits, letters and marks as wide as a Chinese character: "５％"
_UNUSUAL: Final = re.compile(f"[{_INVISIBLE}{_WIDE}\u00d0]")
# One user-perceived piece: an invisible character, or a character with the marks that follow it. Marks are
# bounded (Unicode's stream-safe format allows 30) so that composing a piece stays constant work.
_PIECE: Final = re.compile(
    rf"[{_INVISIBLE}]|[^\u0300-\u036f][\u0300-\u036f]{{0,30}}|[\u0300-\u036f]{{1,30}}", re.S
)
_SAME_LOOK: Final = {ord(wide): ord(wide) - 0xFEE0 for wide in map(chr, range(0xFF01, 0xFF5F))}
_SAME_LOOK[0xD0] = 0x110  # Ð (Icelandic eth) is often typed for Đ


@dataclass(frozen=True, slots=True)
class TextView:
    """NFC text without invisible characters, with a map to the original.

    `text` is what the grammar reads. `source` is the caller's string. Offsets are half-open code points.
    """

    source: str
    text: str
    # starts[i], ends[i]: the range of `source` that gave character i of `text`; empty when they are the same.
    _starts: list[int] = field(default_factory=list, repr=False)
    _ends: list[int] = field(default_factory=list, repr=False)

    @classmethod
    def of(cls, source: str) -> "TextView":
        """Make the view of any string.

        >>> TextView.of("ty\\u0309 \\u200b5").text
        'tỷ 5'
        """
        if unicodedata.is_normalized("NFC", source) and not _UNUSUAL.search(source):
            return cls(source, source)
        parts: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        for piece in _PIECE.finditer(source):
            shown = unicodedata.normalize("NFC", piece[0]).translate(_SAME_LOOK)
            if _UNUSUAL.match(shown):
                continue
            parts.append(shown)
            starts += [piece.start()] * len(shown)
            ends += [piece.end()] * len(shown)
        return cls(source, "".join(parts), starts, ends)

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """Map a half-open range of the view to the range of the caller's string that shows it.

        >>> view = TextView.of("ty\\u0309 \\u200b5")
        >>> view.to_source(0, 2), view.to_source(3, 4)
        ((0, 3), (5, 6))
        """
        if not self._starts:
            return start, end
        return (self._starts[start], self._ends[end - 1]) if start < end else (0, 0)

    def words(self, start: int, end: int) -> str:
        """Give the caller's words that show a range of the view."""
        start, end = self.to_source(start, end)
        return self.source[start:end]
