"""Recombination: more training sentences from those written, by exchanging their parts.

Names give way to names of the same label and the same first words ("giá tôm" to "giá cà
phê"); what leads a sentence in ("Theo …,", "Trong tháng 5,") is dropped, exchanged or added; tails are cut,
sentences joined, and written as headlines are. The choices come from a generator of random numbers with a
fixed seed, so that the same sentences give the same material.

Figures are left as they are: the tagger sees a figure's kind and nothing of its digits.
"""

import random
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from dnextract.tagger import TagLabel
from dnextract.text import tokenize
from dnextract.training.sentences import Mark, MarkedSentence

__all__ = ["recombine"]

_LEAD = re.compile(
    r"(?:Theo|Trong|Tính|Đến|Tại|Năm|Tháng|Quý|Sau|Trước|Riêng|Ngoài|Bên|Cũng|Cùng|Lũy|Hết|Cuối|Đầu|Kết|Nửa)"
    r"\s[^,;:()“”\"]{2,80},\s"
)
_CUT = re.compile(r"[,;] ")
_HEAD = 2  # syllables that names exchanged for each other share
_JOINTS = ("; ", ", trong khi ", ", còn ", ", đồng thời ")


_Kind = tuple[TagLabel | None, str]


class _Part(NamedTuple):
    """A stretch of a sentence: its words, and its label if it is a name."""

    words: str
    label: TagLabel | None


def recombine(sentences: Sequence[MarkedSentence], count: int, seed: int = 1) -> list[MarkedSentence]:
    """Make up to `count` new sentences out of those given; equal arguments give equal sentences."""
    choose = random.Random(seed)
    names = _names(sentences)
    leads = [_slice(s, 0, end) for s in sentences if (end := _lead(s))]
    made: dict[str, MarkedSentence] = {}
    for n in range(count):
        parts = _exchange_lead(sentences[n % len(sentences)], leads, choose)
        if choose.random() < 0.2:
            parts = _cut_tail(parts, choose)
        if choose.random() < 0.1:
            parts = _joined(parts, _parts(choose.choice(sentences)), choose)
        parts = [_exchanged(part, names, choose) for part in parts]
        parts = _styled(parts, choose)
        sentence = _sentence(parts)
        made[sentence.text] = sentence
    return list(made.values())


def _parts(sentence: MarkedSentence) -> list[_Part]:
    parts: list[_Part] = []
    at = 0
    for mark in sentence.marks:
        parts += [
            _Part(sentence.text[at : mark.start], None),
            _Part(sentence.text[mark.start : mark.end], mark.label),
        ]
        at = mark.end
    return [p for p in (*parts, _Part(sentence.text[at:], None)) if p.words]


def _sentence(parts: Iterable[_Part]) -> MarkedSentence:
    text, marks = "", []
    for part in parts:
        if part.label is not None:
            marks.append(Mark(len(text), len(text) + len(part.words), part.label))
        text += part.words
    return MarkedSentence(text, tuple(marks))


def _kind(part: _Part) -> _Kind:
    """Name what a part may be exchanged for: any place or organisation, else what begins the same."""
    if part.label in ("PLACE", "ORG"):
        return part.label, ""
    return part.label, " ".join(t.norm for t in tokenize(part.words)[:_HEAD])


def _names(sentences: Iterable[MarkedSentence]) -> dict[_Kind, list[str]]:
    names: dict[_Kind, dict[str, None]] = {}
    for sentence in sentences:
        for part in _parts(sentence):
            if part.label is not None:
                names.setdefault(_kind(part), {})[part.words] = None
    return {kind: list(words) for kind, words in names.items()}


def _exchanged(part: _Part, names: dict[_Kind, list[str]], choose: random.Random) -> _Part:
    if part.label is None or choose.random() < 0.5:
        return part
    other = choose.choice(names.get(_kind(part), [part.words]))
    if part.label not in ("PLACE", "ORG"):
        other = _with_case_of(part.words, other)
    return part._replace(words=other)


def _with_case_of(model: str, words: str) -> str:
    first = words[0].upper() if model[0].isupper() else words[0].lower()
    return words if words[:2].isupper() else first + words[1:]


def _lead(sentence: MarkedSentence) -> int:
    """Tell where the words that lead a sentence in end, if it begins with such and they name no metric."""
    match = _LEAD.match(sentence.text)
    if match is None or match.end() == len(sentence.text):
        return 0
    inside = [m for m in sentence.marks if m.start < match.end()]
    if any(m.end > match.end() or m.label not in ("PLACE", "ORG") for m in inside):
        return 0
    return match.end()


def _slice(sentence: MarkedSentence, start: int, end: int) -> MarkedSentence:
    marks = (Mark(a - start, b - start, label) for a, b, label in sentence.marks if start <= a and b <= end)
    return MarkedSentence(sentence.text[start:end], tuple(marks))


def _exchange_lead(
    sentence: MarkedSentence, leads: Sequence[MarkedSentence], choose: random.Random
) -> list[_Part]:
    """Drop the lead of a sentence, or give it another; one without may get one."""
    end = _lead(sentence)
    rest = _parts(_slice(sentence, end, len(sentence.text)))
    draw = choose.random()
    if leads and draw < 0.25:
        return [*_parts(choose.choice(leads)), *_lowered(rest)]
    if end and draw < 0.6:
        first = rest[0]
        return [first._replace(words=first.words[0].upper() + first.words[1:]), *rest[1:]]
    return _parts(sentence)


def _lowered(parts: list[_Part]) -> list[_Part]:
    """Write the beginning of a sentence as inside one: small, unless it is a name or an abbreviation."""
    first = parts[0]
    if first.label in ("PLACE", "ORG") or first.words[:2].isupper():
        return parts
    return [first._replace(words=first.words[0].lower() + first.words[1:]), *parts[1:]]


def _cut_tail(parts: list[_Part], choose: random.Random) -> list[_Part]:
    """End a sentence at a comma or semicolon behind a figure of its last metric before that."""
    cuts = []
    figure = False
    for n, part in enumerate(parts):
        if part.label == "METRIC":
            figure = False
        elif part.label is None:
            for stop in _CUT.finditer(part.words):
                if figure or any(c.isdigit() for c in part.words[: stop.start()]):
                    cuts.append((n, stop.start()))
            figure = figure or any(c.isdigit() for c in part.words)
    if not cuts:
        return parts
    n, at = choose.choice(cuts)
    return [*parts[:n], parts[n]._replace(words=parts[n].words[:at] + ".")]


def _joined(parts: list[_Part], others: list[_Part], choose: random.Random) -> list[_Part]:
    last = parts[-1]
    return [
        *parts[:-1],
        last._replace(words=last.words.rstrip(".")) if last.label is None else last,
        _Part(choose.choice(_JOINTS), None),
        *_lowered(others),
    ]


def _styled(parts: list[_Part], choose: random.Random) -> list[_Part]:
    """Write a sentence as a headline now and then: in capitals, or without its full stop."""
    draw = choose.random()
    if draw < 0.03:
        return [p._replace(words=p.words.upper()) for p in parts]
    if draw < 0.15 and parts[-1].label is None:
        return [*parts[:-1], parts[-1]._replace(words=parts[-1].words.rstrip(".") or " ")]
    return parts
