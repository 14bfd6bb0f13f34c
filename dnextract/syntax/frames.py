"""Frames: a sentence without its bracketed asides, and each aside that holds a figure by itself.

"đạt 62% so với chỉ tiêu (820 tỷ đồng), giảm 9%" is two frames: the sentence without the
bracket, and the bracket, which hangs on what stands before it. Brackets without a figure stay in place.
"""

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from dnextract.grammar.mentions import QuantityMention
from dnextract.grammar.periods import TimeExpression
from dnextract.text import Token, Tokens

__all__ = ["Frame", "split_frames"]


class Frame(NamedTuple):
    """Tokens that belong to one clause sequence, with the figures and time expressions among them.

    Token numbers inside `quantities` and `times` are those of `tokens`. `order[k]` is the number of
    quantity k in the sentence; `segments` are the tokens at which one begins, after a semicolon or colon.
    For an aside, `before` is the outer frame's token the bracket stands at.
    """

    tokens: tuple[Token, ...]
    quantities: tuple[QuantityMention, ...]
    times: tuple[TimeExpression, ...]
    order: tuple[int, ...]
    segments: tuple[int, ...]
    before: int | None = None

    def segment_start(self, at: int) -> int:
        """Give the token after the last semicolon or colon before token `at`."""
        return self.segments[bisect_right(self.segments, at) - 1]


def split_frames(
    tokens: Tokens, quantities: Sequence[QuantityMention], times: Sequence[TimeExpression]
) -> list[Frame]:
    """Split a sentence: the outer frame first, then its asides in order."""
    asides = _asides(tokens, quantities)
    if not asides:
        order = tuple(range(len(quantities)))
        return [Frame(tuple(tokens), tuple(quantities), tuple(times), order, _segments(tokens))]
    inside = {i: n for n, (start, end) in enumerate(asides) for i in range(start, end)}
    outer = [i for i in range(len(tokens)) if i not in inside]
    frames = [_frame(tokens, quantities, times, outer, None)]
    for start, end in asides:
        before = sum(1 for i in outer if i < start)
        frames.append(_frame(tokens, quantities, times, range(start + 1, end - 1), before))
    return frames


def _asides(tokens: Tokens, quantities: Sequence[QuantityMention]) -> list[tuple[int, int]]:
    """Find the outermost brackets that hold a whole figure, as token ranges with the brackets."""
    if not quantities:
        return []
    pairs: list[tuple[int, int]] = []
    opened: int | None = None
    depth = 0
    for i, token in enumerate(tokens):
        if token.surface == "(":
            opened, depth = (i if depth == 0 else opened), depth + 1
        elif token.surface == ")" and depth:
            depth -= 1
            if depth == 0 and opened is not None:
                pairs.append((opened, i + 1))
    return [(a, b) for a, b in pairs if any(a < q.first and q.last < b for q in quantities)]


def _frame(
    tokens: Tokens,
    quantities: Sequence[QuantityMention],
    times: Sequence[TimeExpression],
    kept: Sequence[int],
    before: int | None,
) -> Frame:
    place = {old: new for new, old in enumerate(kept)}
    place[kept[-1] + 1 if kept else 0] = len(kept)

    def moved(old: int) -> int:
        return place[old] if old in place else place[old - 1] + 1

    kept_tokens = tuple(tokens[i] for i in kept)
    mine = [(k, q) for k, q in enumerate(quantities) if q.first in place and q.last - 1 in place]
    return Frame(
        tokens=kept_tokens,
        quantities=tuple(
            q._replace(
                first=moved(q.first),
                last=place[q.last - 1] + 1,
                left=moved(q.left) if q.left in place else place[q.first],
                right=place[q.right - 1] + 1 if q.right - 1 in place else place[q.last - 1] + 1,
                item=(moved(q.item[0]), place[q.item[1] - 1] + 1) if q.item else None,
            )
            for _, q in mine
        ),
        times=tuple(
            t._replace(first=place[t.first], last=place[t.last - 1] + 1)
            for t in times
            if t.first in place and t.last - 1 in place
        ),
        order=tuple(k for k, _ in mine),
        segments=_segments(kept_tokens),
        before=before,
    )


def _segments(tokens: Tokens) -> tuple[int, ...]:
    return (0, *[i + 1 for i, token in enumerate(tokens) if token.surface in ";:"])
