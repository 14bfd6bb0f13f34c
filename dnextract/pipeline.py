"""The order of the stages: text in, document of records out."""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from dnextract.assemble import Assembled, Assembler, Calendar
from dnextract.dating import Written, find_written
from dnextract.document import Document
from dnextract.grammar.dates import find_dateline, parse_date
from dnextract.grammar.headings import UnitHeading
from dnextract.grammar.resolving import check_options
from dnextract.grammar.times import Prefer
from dnextract.join.context import Clause, Discourse
from dnextract.join.discourse import carry_over
from dnextract.join.figures import Area
from dnextract.join.join import join_sentence
from dnextract.join.referents import Setting, Topic
from dnextract.join.scenes import OPENING, with_scene
from dnextract.join.topics import NamedSentence, at_sentence, find_topic, next_topic
from dnextract.layers import (
    Lexicons,
    Recognizer,
    SentenceLayers,
    compile_lexicons,
    in_reading_order,
    read_sentence,
)
from dnextract.linking.abbreviations import find_abbreviations
from dnextract.linking.confidence import Weights
from dnextract.linking.indicators import Linker
from dnextract.names.organisations import defined_names, find_defined, find_organisations
from dnextract.names.places import find_places
from dnextract.patterns import load_patterns
from dnextract.tagger import Tagger
from dnextract.text import Sentence, TextView, split_sentences, tokenize

__all__ = ["Extractor", "Reading", "default_extractor"]

_LEAD, _LEAD_SENTENCES = 1200, 3  # characters and sentences that tell what a text is about, figures or not

# A sentence without a numeral and without one of these words holds neither a figure nor a reporting period,
# and without a label or a last bracket it gives no unit to the lines below it.
_NUMERAL = re.compile(r"[\d¼-¾⅐-⅞]")
_WORD = re.compile(r"\w+")
_TELLING_WORDS = frozenset(
    [
        *("hai", "ba", "bốn", "sáu", "bảy", "tám", "chín", "mười", "mươi", "chục", "hăm", "trăm", "nghìn"),
        *("ngàn", "vạn", "triệu", "tỷ", "tỉ", "phần", "nửa", "gấp", "lần", "điểm", "đồng", "đvt"),
        *("tuần", "tháng", "quý", "năm"),
    ]
)
_UNIT_LABEL = re.compile(r"đơn vị[^.:;]{0,5}:")
_LAST_BRACKET = re.compile(r"\([^()]{1,24}\)$")


class Reading(NamedTuple):
    """A text as it was read: its layers, and its records with what they were made of."""

    document: Document
    view: TextView
    layers: list[SentenceLayers]
    made: list[Assembled]
    weights: Weights


@lru_cache(maxsize=8)
def _lexicons(patterns: tuple[str, ...]) -> Lexicons:
    return compile_lexicons(load_patterns(patterns))


class Extractor:
    """Reads texts into documents of records; loads its patterns once and may be shared between threads.

    `patterns` names YAML files or folders that join the library's own (format: `patterns/README.md`).
    `names` chooses how names are recognised besides the rules and gazetteers: "default" is the library's
    trained tagger, "underthesea" adds its named entity recognizer, `None` is rules alone. `prefer` says
    where a time without a year is looked for; that of a target or forecast is always looked for ahead.
    `fiscal_year_start` is the month in which a fiscal year begins ("năm tài chính 2024").

    Raises `PatternError` for a broken pattern file, `ValueError` for an option it does not know.
    """

    def __init__(
        self,
        *,
        patterns: Sequence[str | Path] = (),
        names: str | None = "default",
        prefer: Prefer = "past",
        fiscal_year_start: int = 1,
    ) -> None:
        if names not in ("default", "underthesea", None):
            raise ValueError(f"names must be 'default', 'underthesea' or None, not {names!r}")
        check_options(prefer, fiscal_year_start)
        self._options = (tuple(str(p) for p in patterns), names, prefer, fiscal_year_start)
        self._lexicons = _lexicons(self._options[0])
        self._prefer: Prefer = prefer
        self._fiscal_year_start = fiscal_year_start
        self._tagger = None if names is None else Tagger()
        self._recognizer: Recognizer | None = None
        if names == "underthesea":
            from dnextract.names.underthesea import recognize

            self._recognizer = recognize

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return _rebuilt, self._options

    def extract(
        self, text: str, published: date | datetime | str | None = None, place: str | None = None
    ) -> Document:
        """Extract the records of a text.

        `published` is its publication date, against which relative times are resolved; where it is not
        given, a line of the text that is nothing but a dateline says it. `place` is the area the text is
        about. Raises `TypeError` if `text` is no string, `ValueError` if `published` is no date;
        no string makes it raise.
        """
        return self.read(text, published, place).document

    def read(
        self, text: str, published: date | datetime | str | None = None, place: str | None = None
    ) -> Reading:
        """Extract a text, and give the view, the layers and the joined figures the records came from."""
        if not isinstance(text, str):
            raise TypeError(f"text must be a str, not {type(text).__name__}")
        if place is not None and not isinstance(place, str):
            raise TypeError(f"place must be a str, not {type(place).__name__}")
        view = TextView.of(text)
        day = find_dateline(view.text) if published is None else parse_date(published)
        sentences = split_sentences(view.text)
        layers = self._tag(self._define_names(self._layers(view.text, sentences)))
        found = self._join(view, sentences, layers, day, self._topic(view, sentences, layers, place))
        made = sorted(found, key=lambda assembled: assembled.record.span.start)
        records = tuple(assembled.record for assembled in made)
        document = Document(text=text, published=day, place=place, records=records)
        return Reading(document, view, layers, made, self._lexicons.confidence)

    def _layers(self, text: str, sentences: Sequence[Sentence]) -> list[SentenceLayers]:
        """Read the sentences worth it, each with the unit of the table head above it."""
        layers: list[SentenceLayers] = []
        heading: UnitHeading | None = None
        for sentence in sentences:
            announces = sentence.heading or text[sentence.end - 1] == ":"  # what the figures below measure
            if announces or _is_worth_reading(text, sentence):
                layer = read_sentence(text, sentence, self._lexicons, self._recognizer, heading)
                heading = layer.heading
                layers.append(layer)
            else:
                heading = None
        return layers

    def pipe(self, texts: Iterable[object], *, workers: int = 1, chunk: int = 16) -> Iterator[Document]:
        """Extract many texts or articles, in order, a bounded number at a time.

        An item is a string or has `text`, and where known `published` and `place`. With several `workers`
        the texts are read in as many processes, `chunk` at a time.
        """
        from dnextract.parallel import extract_in_order

        return extract_in_order(self, texts, workers=workers, chunk=chunk)

    def _topic(
        self,
        view: TextView,
        sentences: Sequence[Sentence],
        layers: Sequence[SentenceLayers],
        place: str | None,
    ) -> Topic:
        """Find what the text is about; the caller's word on its place goes before what the text says."""
        gazetteer = self._lexicons.gazetteer
        known = {s.sentence.start for s in layers}
        named = [NamedSentence(s.sentence.start, f.frame.tokens, f.names) for s in layers for f in s.frames]
        for sentence in sentences[:_LEAD_SENTENCES]:
            if sentence.start < _LEAD and sentence.start not in known:
                tokens = tokenize(view.text, sentence.start, min(sentence.end, _LEAD))
                names = (*find_places(tokens, gazetteer), *find_organisations(tokens, gazetteer))
                named.append(NamedSentence(sentence.start, tokens, names))
        topic = find_topic(named, self._lexicons.join)
        if place is None:
            return topic
        own = Setting(place, None, None, None, "caller:place")
        found = gazetteer.places.starting(tokenize(place), 0)
        if found is not None:
            own = own._replace(id=found[1].code, kind=found[1].level, area=found[1].area)
        return topic._replace(own_place=own, place=own)

    def _define_names(self, layers: Sequence[SentenceLayers]) -> list[SentenceLayers]:
        """Add the short names the text gives its organisations where they stand alone."""
        frames = [f for s in layers for f in s.frames]
        names = defined_names(((f.frame.tokens, f.names) for f in frames), self._lexicons.gazetteer)
        if not names:
            return list(layers)
        return [
            sentence._replace(
                frames=tuple(
                    f._replace(names=tuple(sorted((*f.names, *found), key=lambda n: n.first)))
                    if (found := find_defined(f.frame.tokens, f.names, names))
                    else f
                    for f in sentence.frames
                ),
            )
            for sentence in layers
        ]

    def _tag(self, layers: list[SentenceLayers]) -> list[SentenceLayers]:
        """Ask the tagger about the sentences that measure something."""
        if self._tagger is None:
            return layers
        tags = iter(self._tagger.tag([s.tokens for s in layers if s.quantities]))
        return [s._replace(tags=next(tags)) if s.quantities else s for s in layers]

    def _join(
        self,
        view: TextView,
        sentences: Sequence[Sentence],
        layers: Sequence[SentenceLayers],
        day: date | None,
        topic: Topic,
    ) -> Iterator[Assembled]:
        written = Written(day.year, day) if day else find_written(layers, self._lexicons.join)
        calendar = Calendar(written.day, written.year, self._prefer, self._fiscal_year_start, written.running)
        lexicon = self._lexicons.join
        catalogue = self._lexicons.catalogue
        linker = Linker(catalogue, self._lexicons.gazetteer, find_abbreviations(view.text, catalogue))
        assembler = Assembler(view, calendar, self._lexicons, linker)
        discourse = Discourse()
        unread = _unread(sentences, layers)
        for sentence in in_reading_order(view.text, layers):
            while unread and unread[0].number < sentence.sentence.number:
                topic = self._at_scene(view.text, unread.popleft(), topic)
            topic = at_sentence(topic, sentence.sentence.paragraph)
            here = Area(topic, calendar, sentence.sentence)
            outer, *asides = [
                Clause(f.frame, f.governors, f.names, lexicon, sentence.tags) for f in sentence.frames
            ]
            joined = join_sentence(outer, asides, discourse, area=here)
            for figure in joined:
                yield assembler.assemble(sentence, figure)
            discourse = carry_over(discourse, outer, joined, here)
            topic = next_topic(topic, outer, [j.settings for j in joined if j.number in outer.frame.order])

    def _at_scene(self, text: str, sentence: Sentence, topic: Topic) -> Topic:
        """Give the topic after a sentence left unread: it may begin with where the next figures hold."""
        tokens = tokenize(text, sentence.start, min(sentence.end, sentence.start + OPENING))
        places = find_places(tokens, self._lexicons.gazetteer)
        topic = at_sentence(topic, sentence.paragraph)
        return with_scene(topic, tokens, places, self._lexicons.join)


def _unread(sentences: Sequence[Sentence], layers: Sequence[SentenceLayers]) -> deque[Sentence]:
    """Give the sentences left unread that stand in a paragraph with figures."""
    read = {s.sentence.number for s in layers}
    paragraphs = {s.sentence.paragraph for s in layers if s.quantities}
    return deque(s for s in sentences if s.paragraph in paragraphs and s.number not in read)


def _is_worth_reading(text: str, sentence: Sentence) -> bool:
    if _NUMERAL.search(text, sentence.start, sentence.end):
        return True
    words = text[sentence.start : sentence.end].lower()
    if _UNIT_LABEL.search(words) or _LAST_BRACKET.search(words):
        return True
    return not _TELLING_WORDS.isdisjoint(_WORD.findall(words))


def _rebuilt(
    patterns: tuple[str, ...], names: str | None, prefer: Prefer, fiscal_year_start: int
) -> Extractor:
    return Extractor(patterns=patterns, names=names, prefer=prefer, fiscal_year_start=fiscal_year_start)


@lru_cache(maxsize=1)
def default_extractor() -> Extractor:
    """Give the extractor with the library's own patterns, made at first use."""
    return Extractor()
