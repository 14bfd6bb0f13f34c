"""The order of the stages: text in, document of records out."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Literal

from dnextract.assemble import Calendar, assemble, document_year, fingerprint
from dnextract.document import Document
from dnextract.grammar.periods import parse_date
from dnextract.join.context import Discourse
from dnextract.join.join import Area, carry_over, join_sentence
from dnextract.join.settings import Setting, document_place, is_destination
from dnextract.layers import Lexicons, Recognizer, SentenceLayers, compile_lexicons, read_sentence
from dnextract.names.gazetteer import find_places
from dnextract.names.mentions import NameMention
from dnextract.patterns import load_patterns
from dnextract.records import Record
from dnextract.text import TextView, split_sentences, tokenize

__all__ = ["Extractor", "default_extractor"]

_HEADING = 400  # characters looked through for the first sentence

# A sentence without a digit and without one of these words holds neither a figure nor a reporting period.
_WORTH_READING = re.compile(
    r"\d|[¼-¾⅐-⅞]|\b(?:triệu|tỷ|tỉ|nghìn|ngàn|trăm|vạn|mươi|chục|hăm|phần|gấp|nửa|năm|tháng|quý|tuần|lần|điểm|đồng|"
    r"hai|ba|bốn|sáu|bảy|tám|chín|mười)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=8)
def _lexicons(patterns: tuple[str, ...]) -> Lexicons:
    return compile_lexicons(load_patterns(patterns))


class Extractor:
    """Reads texts into documents of records; loads its patterns once and may be shared between threads.

    `patterns` names YAML files or folders that join the library's own (format: `patterns/README.md`).
    `names` chooses how names are recognised besides the rules and gazetteers: "default" is the library's
    own recognition, "underthesea" adds its named entity recognizer, `None` is rules alone. `prefer` says
    where a time without a year is looked for.

    Raises `PatternError` for a broken pattern file, `ValueError` for an unknown `names` or `prefer`.
    """

    def __init__(
        self,
        *,
        patterns: Sequence[str | Path] = (),
        names: str | None = "default",
        prefer: Literal["past", "future"] = "past",
    ) -> None:
        if names not in ("default", "underthesea", None):
            raise ValueError(f"names must be 'default', 'underthesea' or None, not {names!r}")
        if prefer not in ("past", "future"):
            raise ValueError(f"prefer must be 'past' or 'future', not {prefer!r}")
        self._options = (tuple(str(p) for p in patterns), names, prefer)
        self._lexicons = _lexicons(self._options[0])
        self._prefer: Literal["past", "future"] = prefer
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

        `published` is its publication date, against which relative times are resolved; `place` the area
        it is about. Raises `TypeError` if `text` is no string, `ValueError` if `published` is no date;
        no string makes it raise.
        """
        return self.read(text, published, place)[0]

    def read(
        self, text: str, published: date | datetime | str | None = None, place: str | None = None
    ) -> tuple[Document, TextView, list[SentenceLayers]]:
        """Extract a text, and give the view and the layers the records came from."""
        if not isinstance(text, str):
            raise TypeError(f"text must be a str, not {type(text).__name__}")
        if place is not None and not isinstance(place, str):
            raise TypeError(f"place must be a str, not {type(place).__name__}")
        day = parse_date(published)
        view = TextView.of(text)
        layers = [
            read_sentence(view.text, sentence, self._lexicons, self._recognizer)
            for sentence in split_sentences(view.text)
            if _WORTH_READING.search(view.text, sentence.start, sentence.end)
        ]
        records = self._join(view, layers, day, self._area(view, layers, place))
        return Document(text=text, published=day, place=place, records=tuple(records)), view, layers

    def pipe(self, texts: Iterable[object], *, workers: int = 1, chunk: int = 16) -> Iterator[Document]:
        """Extract many texts or articles, in order, a bounded number at a time.

        An item is a string or has `text`, and where known `published` and `place`. With several `workers`
        the texts are read in as many processes, `chunk` at a time.
        """
        from dnextract.parallel import extract_in_order

        return extract_in_order(self, texts, workers=workers, chunk=chunk)

    def _area(self, view: TextView, layers: Sequence[SentenceLayers], place: str | None) -> Setting | None:
        """Find the document's own place: the caller's, else the one its text names most."""
        gazetteer = self._lexicons.gazetteer
        if place is not None:
            known = gazetteer.places.starting(tokenize(place), 0)
            return Setting(place, known[1].code if known else None, None, None, "caller:place")
        return document_place(self._places(view, layers))

    def _places(self, view: TextView, layers: Sequence[SentenceLayers]) -> Iterator[tuple[NameMention, bool]]:
        """Give the places a text names as its own, and whether the heading does; destinations are none."""
        first = next(iter(split_sentences(view.text[:_HEADING])), None)
        if first is not None and not (layers and layers[0].sentence.start == first.start):
            tokens = tokenize(view.text, first.start, first.end)
            yield from ((n, True) for n in find_places(tokens, self._lexicons.gazetteer))
        for sentence in layers:
            heading = first is not None and sentence.sentence.start == first.start
            for frame in sentence.frames:
                for name in frame.names:
                    if name.label == "PLACE" and not is_destination(frame.frame.tokens, name):
                        yield name, heading

    def _join(
        self, view: TextView, layers: Sequence[SentenceLayers], day: date | None, area: Setting | None
    ) -> Iterator[Record]:
        year = day.year if day else document_year(layers)
        calendar = Calendar(day, year, self._prefer)
        document = fingerprint(view.source)
        discourse = Discourse()
        whole = Area(area, None, calendar)
        for sentence in layers:
            here = replace(whole, paragraph=sentence.sentence.paragraph)
            joined = join_sentence(sentence.frames, self._lexicons.join, discourse, area=here)
            for record in joined:
                yield assemble(view, document, sentence, record, calendar, self._lexicons)
            discourse = carry_over(discourse, sentence.frames, joined, self._lexicons.join, here)


def _rebuilt(patterns: tuple[str, ...], names: str | None, prefer: Literal["past", "future"]) -> Extractor:
    return Extractor(patterns=patterns, names=names, prefer=prefer)


@lru_cache(maxsize=1)
def default_extractor() -> Extractor:
    """Give the extractor with the library's own patterns, made at first use."""
    return Extractor()
