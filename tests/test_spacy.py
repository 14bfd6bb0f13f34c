"""The spaCy integration, with whichever spaCy is installed."""

import pickle
import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import spacy
from hypothesis import example, given
from hypothesis import strategies as st
from spacy import displacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin

from dnextract import extract
from dnextract.spacy.component import COLORS

TEXT = (
    "Năm 2024, doanh thu phần mềm tại Đà Nẵng đạt 39.888 tỷ đồng, tăng 9,07% so với năm 2023.\n\n"
    "  Lợi nhuận quý này của Công ty Sao Mai là 5 tỷ đồng."
)
SPANS = [
    ("PERIOD", "Năm 2024"),
    ("METRIC", "doanh thu phần mềm"),
    ("PLACE", "Đà Nẵng"),
    ("QUANTITY", "39.888 tỷ đồng"),
    ("QUANTITY", "9,07%"),
    ("BASELINE", "năm 2023"),
    ("METRIC", "Lợi nhuận"),
    ("PERIOD", "quý này"),
    ("ENTITY", "Công ty Sao Mai"),
    ("QUANTITY", "5 tỷ đồng"),
]


def pipeline(**options: Any) -> Language:
    nlp = spacy.blank("vi_dnextract")
    nlp.add_pipe("dnextract", config=options)
    return nlp


@pytest.fixture(scope="module")
def nlp() -> Language:
    return pipeline()


def spans(doc: Doc) -> list[tuple[str, str]]:
    return [(span.label_, span.text) for span in doc.spans["metrics"]]


def labels(doc: Doc) -> list[str | None]:
    """What the periods of the records are."""
    return [record.period and record.period.label for record in doc._.metrics]


def test_records_and_spans(nlp: Language) -> None:
    doc = nlp(TEXT)
    assert doc._.metrics == extract(TEXT).records
    assert spans(doc) == SPANS
    named = {span.text: (span.kb_id_, span.id_) for span in doc.spans["metrics"]}
    assert named["doanh thu phần mềm"] == ("software_revenue", "")
    assert named["Đà Nẵng"] == ("VN-DN", "")
    assert named["9,07%"] == ("", doc._.metrics[1].id)


def test_a_span_knows_its_records(nlp: Language) -> None:
    doc = nlp(TEXT)
    found = {span.text: [r.span.text for r in span._.metrics] for span in doc.spans["metrics"]}
    assert found["doanh thu phần mềm"] == ["39.888 tỷ đồng", "9,07%"]
    assert found["năm 2023"] == ["9,07%"]
    assert found["5 tỷ đồng"] == ["5 tỷ đồng"]
    assert doc[:3]._.metrics == ()


def test_tokens_are_syllables_numerals_and_marks() -> None:
    doc = spacy.blank("vi_dnextract")("Giá  12,5%.\nTăng")
    assert [(token.text, token.whitespace_) for token in doc] == [
        ("Giá", " "),
        (" ", ""),
        ("12,5", ""),
        ("%", ""),
        (".", ""),
        ("\n", ""),
        ("Tăng", ""),
    ]
    assert [sentence.text for sentence in doc.sents] == ["Giá  12,5%.\n", "Tăng"]
    assert [token.text for token in doc if token.like_num] == ["12,5"]


def test_the_tokenizer_serves_other_languages() -> None:
    tokenizer = {"@tokenizers": "dnextract.Tokenizer.v1"}
    doc = spacy.blank("xx", config={"nlp": {"tokenizer": tokenizer}})("5tỷ đồng")
    assert [token.text for token in doc] == ["5", "tỷ", "đồng"]


WORDS = st.sampled_from(
    [*"b đỷ5.,%-/(\n\r\t \u00a0\u200b\u0301\u00ad\u0958\u0344５😀\x00\x1f\u2028", *TEXT.split()]
)


@given(st.one_of(st.lists(WORDS, max_size=30).map(" ".join), st.lists(WORDS, max_size=30).map("".join)))
@example("")
@example("x" * 1600 + " 5%")
@example(unicodedata.normalize("NFD", TEXT))
def test_any_text_is_kept_and_no_span_cuts_a_token(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert doc.text == text
    records = extract(text).records
    assert doc._.metrics == records
    marked = {(span.start_char, span.end_char) for span in doc.spans["metrics"]}
    parts = [(r, r.metric, r.period, r.baseline, r.place, r.entity) for r in records]
    assert marked == {
        (part.span.start, part.span.end) for record in parts for part in record if part and part.span
    }


def test_spans_widen_to_the_tokens_of_another_tokenizer() -> None:
    nlp = spacy.blank("xx")
    nlp.add_pipe("dnextract")
    doc = nlp("Doanh thu đạt 5tỷ đồng/tháng,tăng 8%.")
    assert [r.span.text for r in doc._.metrics] == ["5tỷ đồng/tháng", "8%"]
    assert all(span._.metrics for span in doc.spans["metrics"])


@pytest.mark.parametrize("workers", [1, 2])
def test_options_of_one_document(nlp: Language, workers: int) -> None:
    context: dict[str, Any] = {"published": date(2025, 5, 3), "place": "Cần Thơ"}
    texts = [(TEXT, context), (TEXT, {"published": "2020-12-31"}), (TEXT, 7), (TEXT, None)]
    found = list(nlp.pipe(texts, as_tuples=True, n_process=workers))
    assert [seen for _, seen in found] == [seen for _, seen in texts]
    assert [labels(doc)[-1] for doc, _ in found] == ["2025-Q2", "2020-Q4", None, None]
    assert found[0][0]._.metrics == extract(TEXT, **context).records
    assert all(spans(doc) == SPANS for doc, _ in found)


@pytest.mark.parametrize("workers", [1, 2])
def test_options_as_attributes_of_the_document(nlp: Language, workers: int) -> None:
    doc = nlp.make_doc(TEXT)
    doc._.published, doc._.place = "2025-05-03", "Cần Thơ"
    (done,) = nlp.pipe([doc], n_process=workers)
    assert done._.metrics == extract(TEXT, "2025-05-03", "Cần Thơ").records


def test_options_of_the_component(tmp_path: Path) -> None:
    rules = tmp_path / "mine.yaml"
    rules.write_text(
        'kind: units\nquantity: measure\nrules: [{id: bao, unit: kg, factor: "50", forms: [bao tải]}]'
    )
    options = {"published": "2025-05-03", "place": "Cần Thơ", "names": None, "patterns": [str(rules)]}
    doc = pipeline(**options)("Quý này, kho còn 20 bao tải gạo.")
    (record,) = doc._.metrics
    assert (record.quantity.unit, record.place.text, labels(doc)) == ("kg", "Cần Thơ", ["2025-Q2"])


@pytest.mark.parametrize("options", [{"published": "hôm qua"}, {"names": "none"}, {"fiscal_year_start": 13}])
def test_wrong_options_are_told_when_the_component_is_made(options: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"no full date|names must be|fiscal_year_start"):
        pipeline(**options)


def test_a_wrong_date_of_one_document_is_for_the_error_handler() -> None:
    nlp = pipeline()
    texts = [(TEXT, {"published": "hôm qua"}), (TEXT, {"published": "2025-05-03"})]
    with pytest.raises(ValueError, match="hôm qua"):
        list(nlp.pipe(texts, as_tuples=True))
    failed: list[str] = []

    def note(name: str, component: object, docs: list[Doc], error: Exception) -> None:
        failed.append(str(error))

    nlp.set_error_handler(note)  # type: ignore[arg-type]  # spaCy's type allows only handlers that raise
    ((doc, _),) = nlp.pipe(texts, as_tuples=True)
    assert (labels(doc)[-1], len(failed)) == ("2025-Q2", 1)


def _by_bytes(doc: Doc) -> Doc:
    return Doc(spacy.blank("vi_dnextract").vocab).from_bytes(doc.to_bytes())


def _by_bin(doc: Doc) -> Doc:
    stored = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    (read,) = DocBin().from_bytes(stored).get_docs(spacy.blank("vi_dnextract").vocab)
    return read


@pytest.mark.parametrize(
    "copied", [Doc.copy, _by_bytes, _by_bin, lambda doc: pickle.loads(pickle.dumps(doc))]
)
def test_a_document_survives_being_stored(nlp: Language, copied: Callable[[Doc], Doc]) -> None:
    doc = nlp(TEXT)
    read = copied(doc)
    assert (read.text, read._.metrics, spans(read)) == (TEXT, doc._.metrics, SPANS)
    assert [s.id_ for s in read.spans["metrics"]] == [s.id_ for s in doc.spans["metrics"]]


def test_a_pipeline_survives_being_stored(tmp_path: Path) -> None:
    nlp = pipeline(published="2025-05-03", names=None)
    nlp.to_disk(tmp_path / "nlp")
    by_bytes = spacy.blank("vi_dnextract")
    by_bytes.add_pipe("dnextract", config={"published": "2025-05-03", "names": None})
    by_bytes.from_bytes(nlp.to_bytes())
    for read in (spacy.load(tmp_path / "nlp"), by_bytes, pickle.loads(pickle.dumps(nlp))):
        doc = read(TEXT)
        assert (read.lang, doc._.metrics) == ("vi_dnextract", nlp(TEXT)._.metrics)
        assert labels(doc) == ["2024", "2024", "2025-Q2"]


def test_displacy_draws_every_span(nlp: Language) -> None:
    doc = nlp(TEXT)
    page = displacy.render(doc, style="span", options={"spans_key": "metrics"}, jupyter=False)
    for label, color in COLORS.items():
        assert f"background: {color}" in page
        assert label in page
    drawn = displacy.parse_spans(doc, {"spans_key": "metrics"})
    assert [(s["label"], TEXT[s["start"] : s["end"]]) for s in drawn["spans"]] == SPANS
