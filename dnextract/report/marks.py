"""The text of a report cut at the borders of all marks, so that overlapping and nested ones can be drawn."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from heapq import heappop, heappush
from itertools import pairwise
from typing import Literal, NamedTuple

__all__ = ["ROLES", "Band", "Mark", "Paragraph", "Role", "Segment", "paragraphs"]

Role = Literal["quantity", "metric", "period", "baseline", "place", "entity"]
ROLES: tuple[Role, ...] = ("quantity", "metric", "period", "baseline", "place", "entity")

_LINE_END = re.compile(r"\r\n|\n|\r")
_HEADLINE = 160  # characters; longer first lines are sentences


class Mark(NamedTuple):
    """A half-open range of a text that is the `role` part of the table's line number `line`."""

    start: int
    end: int
    role: Role
    line: int


class Band(NamedTuple):
    """A range of a text with its role, and the lines it is part of; overlapping bands have other tracks."""

    start: int
    end: int
    role: Role
    lines: tuple[int, ...]
    track: int


class Segment(NamedTuple):
    """A stretch of text over which the same bands run, the outermost first."""

    start: int
    end: int
    text: str
    bands: tuple[Band, ...]

    @property
    def figure(self) -> int | None:
        """The first line whose quantity runs over it."""
        return next((band.lines[0] for band in self.bands if band.role == "quantity"), None)


class Paragraph(NamedTuple):
    """A line of a text, its line end included."""

    segments: tuple[Segment, ...]
    headline: bool

    @property
    def blank(self) -> bool:
        """Whether it shows nothing."""
        return all(not segment.text.strip() for segment in self.segments)


def paragraphs(
    text: str, marks: Iterable[Mark], start: int = 0, end: int | None = None
) -> Iterator[Paragraph]:
    """Cut `text[start:end]` into paragraphs of segments.

    The texts of all segments put together are that range, character by character. What of a mark lies
    outside it is left out.
    """
    end = len(text) if end is None else end
    bands = _bands(marks, start, end)
    first = True
    for low, high in _lines(text, start, end):
        segments = tuple(_segments(text, low, high, bands))
        line = text[low:high].strip()
        yield Paragraph(segments, headline=first and 0 < len(line) <= _HEADLINE and line[-1] not in ".,;:")
        first = first and not line


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    low = start
    for found in _LINE_END.finditer(text, start, end):
        yield low, found.end()
        low = found.end()
    if low < end:
        yield low, end


def _bands(marks: Iterable[Mark], start: int, end: int) -> list[Band]:
    """Put marks of the same range and role together, and bands that overlap on different tracks."""
    lines: dict[tuple[int, int, Role], dict[int, None]] = defaultdict(dict)
    for mark in marks:
        low, high = max(mark.start, start), min(mark.end, end)
        if low < high:
            lines[low, high, mark.role][mark.line] = None
    bands: list[Band] = []
    running: list[tuple[int, int]] = []  # the end and the track of a band
    free: list[int] = []
    for low, high, role in sorted(lines, key=lambda key: (key[0], -key[1], ROLES.index(key[2]))):
        while running and running[0][0] <= low:
            heappush(free, heappop(running)[1])
        track = heappop(free) if free else len(running)
        heappush(running, (high, track))
        bands.append(Band(low, high, role, tuple(lines[low, high, role]), track))
    return bands[::-1]


def _segments(text: str, low: int, high: int, bands: list[Band]) -> Iterator[Segment]:
    """Cut a line at the borders of its bands; those that end in it are taken from the stack of `bands`."""
    here: list[Band] = []
    later: list[Band] = []
    while bands and bands[-1].start < high:
        here.append(bands.pop())
        if here[-1].end > high:
            later.append(here[-1])
    bands.extend(reversed(later))
    inside = {border for band in here for border in (band.start, band.end) if low < border < high}
    borders = sorted({low, high} | inside)
    waiting = here[::-1]
    running: list[Band] = []
    for start, end in pairwise(borders):
        running = [band for band in running if band.end > start]
        while waiting and waiting[-1].start <= start:
            running.append(waiting.pop())
        yield Segment(start, end, text[start:end], tuple(running))
