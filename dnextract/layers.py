"""The layers of one sentence: what every stage found, in the order of the stages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from dnextract.grammar.headings import UnitHeading, heading_below
from dnextract.grammar.lexicon import FigureLexicon, compile_figures
from dnextract.grammar.mentions import QuantityMention
from dnextract.grammar.numbers import Number, find_numbers
from dnextract.grammar.periods import PeriodForms, TimeExpression, compile_periods, find_periods
from dnextract.grammar.quantities import find_quantities
from dnextract.join.figures import ReadFrame
from dnextract.join.lexicon import JoinLexicon, compile_join
from dnextract.linking.catalogue import Catalogue, compile_catalogue
from dnextract.linking.confidence import Weights, compile_confidence
from dnextract.names.gazetteer import Gazetteer, compile_gazetteer
from dnextract.names.mentions import NameMention
from dnextract.names.metrics import MetricLexicon, compile_metrics, find_metrics
from dnextract.names.organisations import find_organisations
from dnextract.names.places import find_places
from dnextract.patterns import Patterns
from dnextract.syntax.frames import Frame, split_frames
from dnextract.syntax.governors import (
    Governor,
    GovernorLexicon,
    compile_governors,
    find_governors,
    governor_of_aside,
)
from dnextract.tagger import Tags
from dnextract.text import Sentence, Token, Tokens, tokenize
from dnextract.text.leads import find_late_lead

__all__ = [
    "Lexicons",
    "Recognizer",
    "SentenceLayers",
    "compile_lexicons",
    "in_reading_order",
    "read_sentence",
]

Recognizer = Callable[[str, Tokens], Sequence[NameMention]]
"""A further recognizer of names: the view text and a sentence's tokens in, mentions out."""


@dataclass(frozen=True, slots=True)
class Lexicons:
    """Every lexicon, compiled once from the pattern files and shared by all texts."""

    figures: FigureLexicon
    periods: PeriodForms
    governors: GovernorLexicon
    metrics: MetricLexicon
    gazetteer: Gazetteer
    join: JoinLexicon
    catalogue: Catalogue
    confidence: Weights


class SentenceLayers(NamedTuple):
    """A sentence and what each stage found in it.

    Token numbers are those of `tokens`, in `frames` those of the frame's own tokens. `heading` is the unit
    that a table's head gives to the bare numbers of the next sentence, `tags` what the tagger says.
    """

    sentence: Sentence
    tokens: tuple[Token, ...]
    numbers: tuple[Number, ...]
    quantities: tuple[QuantityMention, ...]
    times: tuple[TimeExpression, ...]
    frames: tuple[ReadFrame, ...]
    heading: UnitHeading | None
    tags: Tags | None = None


def compile_lexicons(patterns: Patterns) -> Lexicons:
    """Compile the pattern files."""
    return Lexicons(
        figures=compile_figures(patterns),
        periods=compile_periods(patterns),
        governors=compile_governors(patterns),
        metrics=compile_metrics(patterns),
        gazetteer=compile_gazetteer(patterns),
        join=compile_join(patterns),
        catalogue=compile_catalogue(patterns),
        confidence=compile_confidence(patterns),
    )


def read_sentence(
    text: str,
    sentence: Sentence,
    lexicons: Lexicons,
    recognizer: Recognizer | None = None,
    above: UnitHeading | None = None,
) -> SentenceLayers:
    """Run the stages from tokens to names over one sentence of the view `text`.

    `above` is the heading of the sentence before: the unit of the bare numbers, if this is a table's line.
    """
    tokens = tokenize(text, sentence.start, sentence.end)
    numbers = find_numbers(tokens, lexicons.figures.numbers)
    unit = above if sentence.heading else None
    quantities = find_quantities(tokens, numbers, lexicons.figures, unit)
    below = heading_below(
        tokens, above, lexicons.figures, heading=sentence.heading, measured=bool(quantities)
    )
    taken = {i for q in quantities for i in range(q.first, q.last)}
    times = [t for t in find_periods(tokens, lexicons.periods) if taken.isdisjoint(range(t.first, t.last))]
    of_figures = [t for t in times if t.role != "contract"]
    outer, *asides = split_frames(tokens, quantities, of_figures)
    governors = find_governors(outer, lexicons.governors)
    # A heading, the opening of a list, or what is said to rise may name what the figures below it measure.
    opens = sentence.heading or (bool(tokens) and tokens[-1].surface == ":")
    measured = bool(quantities) or opens or lexicons.join["moves"].occurs(tokens)
    frames = [_read_frame(text, outer, governors, lexicons, recognizer, measured=measured)]
    for aside in asides:
        governors = find_governors(aside, lexicons.governors)
        if governors and governors[0] is None:
            governors[0] = governor_of_aside(outer, aside, lexicons.governors)
        frames.append(_read_frame(text, aside, governors, lexicons, recognizer, measured=True))
    return SentenceLayers(
        sentence, tokens, tuple(numbers), tuple(quantities), tuple(times), tuple(frames), below
    )


def _read_frame(
    text: str,
    frame: Frame,
    governors: Sequence[Governor | None],
    lexicons: Lexicons,
    recognizer: Recognizer | None,
    *,
    measured: bool,
) -> ReadFrame:
    """Find the names of a frame; metrics only where the sentence measures something."""
    barriers = {i for q in frame.quantities for i in range(q.left, q.right)}
    barriers |= {i for t in frame.times for i in range(t.first, t.last)}
    barriers |= {i for g in governors if g is not None for i in range(g.first, g.last)}
    names = [
        *find_places(frame.tokens, lexicons.gazetteer),
        *find_organisations(frame.tokens, lexicons.gazetteer),
    ]
    if measured:
        # A name inside an organisation's is no metric: "Công ty mua bán nợ VAMC".
        inside = {i for n in names if n.label == "ORG" for i in range(n.first + 1, n.last)}
        metrics = find_metrics(frame.tokens, barriers, lexicons.metrics)
        names = [*(m for m in metrics if m.first not in inside), *names]
    if recognizer is not None and measured:
        known = {i for n in names if n.label != "METRIC" for i in range(n.first, n.last)}
        names += [
            n for n in recognizer(text, frame.tokens) if not any(i in known for i in range(n.first, n.last))
        ]
    return ReadFrame(frame, tuple(governors), tuple(names))


def in_reading_order(text: str, layers: Sequence[SentenceLayers]) -> Sequence[SentenceLayers]:
    """Put a lead that stands below the body, and holds figures, right before the first figures of the body.

    The figures there go on from what the lead says.
    """
    late = find_late_lead(text, [s.sentence for s in layers])
    lead = [s for s in layers if s.sentence.paragraph == late]
    rest = [s for s in layers if s.sentence.paragraph != late]
    at = next((i for i, s in enumerate(rest) if s.quantities and s.sentence.paragraph), None)
    if at is None or not any(s.quantities for s in lead):
        return layers
    first = rest[at].sentence
    moved = [
        s._replace(sentence=s.sentence._replace(paragraph=first.paragraph - 1, number=first.number - 1))
        for s in lead
    ]
    return [*rest[:at], *moved, *rest[at:]]
