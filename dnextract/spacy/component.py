"""The spaCy component `dnextract`: records and their spans on each document."""

from collections.abc import Mapping
from datetime import date

from spacy.language import Language
from spacy.tokens import Doc

from dnextract.grammar.dates import parse_date
from dnextract.grammar.times import Prefer
from dnextract.pipeline import Extractor
from dnextract.spacy.attributes import keep_records, set_attributes

__all__ = ["COLORS", "Component", "make_component"]

COLORS = {
    "METRIC": "#c3d8ff",
    "PERIOD": "#b7e8c5",
    "BASELINE": "#dccdff",
    "PLACE": "#fcc8df",
    "ENTITY": "#f3d3bf",
}
"""The colours of our labels in displaCy, those of the report page; `QUANTITY` has one of spaCy's own."""


class Component:
    """Puts the records of a text on its document.

    `doc.spans["metrics"]` holds the words of their parts, labelled `QUANTITY`, `METRIC`, `PERIOD`,
    `BASELINE`, `PLACE` and `ENTITY`, for displaCy's style "span" and for rules. `kb_id_` is the indicator of
    a metric, the code of a place or entity; `id_` of a quantity is the id of its record. `doc._.metrics`
    makes the `Record` objects anew each time it is asked for, `span._.metrics` those a span is a part of.

    The publication date and the place of one document are taken from `doc._.published` and `doc._.place`,
    else from a context that is a mapping (`nlp.pipe(…, as_tuples=True)`), else from the component's options.
    """

    def __init__(self, extractor: Extractor, published: date | None, place: str | None) -> None:
        self._extractor = extractor
        self._published = published
        self._place = place
        set_attributes()

    def __call__(self, doc: Doc) -> Doc:
        """Extract the records of one document.

        Raises `ValueError` where its publication date is none; the pipeline's error handler decides on it.
        """
        context = doc._context if isinstance(doc._context, Mapping) else {}
        published = doc._.published or context.get("published") or self._published
        place = doc._.place or context.get("place") or self._place
        keep_records(doc, self._extractor.extract(doc.text, published, place).records)
        return doc


@Language.factory(
    "dnextract",
    assigns=["doc.spans", "doc._.metrics", "span._.metrics"],
    default_config={
        "published": None,
        "place": None,
        "names": "default",
        "patterns": [],
        "prefer": "past",
        "fiscal_year_start": 1,
    },
)
def make_component(
    nlp: Language,
    name: str,
    published: str | None,
    place: str | None,
    names: str | None,
    patterns: list[str],
    prefer: Prefer,
    fiscal_year_start: int,
) -> Component:
    """Make the component; its options are those of `Extractor` and of `Extractor.extract`."""
    extractor = Extractor(patterns=patterns, names=names, prefer=prefer, fiscal_year_start=fiscal_year_start)
    return Component(extractor, parse_date(published), place)
