from dnextract.pipeline import default_extractor
from dnextract.traces import Candidate, Evidence, Trace, trace

TEXT = (
    "Kinh tế Cần Thơ\n"
    "Năm 2024, doanh thu phần mềm ước đạt hơn 420 tỷ đồng, tăng 6%.\n"
    "Riêng quý IV tăng 9% so với quý IV/2023 (trong đó xuất khẩu chiếm 3/4)."
)


def traces(text: str = TEXT) -> dict[str, Trace]:
    return {t.record.span.text: t for t in trace(default_extractor().read(text))}


def told(found: Trace) -> dict[str, tuple[str, str | None, str | None]]:
    """Give the value, the words and the rule of each part."""
    return {e.part: (e.value, e.words.text if e.words else None, e.rule) for e in found.evidence}


def test_each_part_has_its_words_and_rule() -> None:
    assert told(traces()["420 tỷ đồng"]) == {
        "number": ("420000000000", "420 tỷ", None),
        "quantity": ("money, VND", "420 tỷ đồng", "units/money:VND"),
        "qualifier": ("more_than", "hơn", "qualifiers:more_than"),
        "metric": ("doanh thu phần mềm", "doanh thu phần mềm", "join:metric_before"),
        "indicator": ("software_revenue", None, "indicators:software_revenue"),
        "aspect": ("level", "ước đạt", "predicates:reach"),
        "status": ("estimate", "ước đạt", "status:estimate"),
        "period": ("2024", "Năm 2024", "join:period_before"),
        "period form": ("span", None, "periods/years:year"),
        "place": ("Cần Thơ (VN-CT)", None, "join:document_place"),
    }


def test_what_is_carried_names_the_sentence_it_was_said_in() -> None:
    metric = next(e for e in traces()["9%"].evidence if e.part == "metric")
    assert metric.words is not None
    assert metric.sentence is not None
    assert TEXT[metric.words.start : metric.words.end] == metric.value == "doanh thu phần mềm"
    assert metric.sentence.text.startswith("Năm 2024")


def test_names_of_the_sentence_are_the_candidates() -> None:
    text = "Năm 2024, doanh thu của Hà Nội đạt 5 tỷ đồng, lợi nhuận thì không ai nói."
    found = traces(text)["5 tỷ đồng"].candidates
    assert [(c.label, c.words.text, c.chosen) for c in found if c.rule != "tagger"] == [
        ("METRIC", "doanh thu của Hà Nội", True),
        ("PLACE", "Hà Nội", True),
        ("METRIC", "lợi nhuận", False),
    ]


def test_what_the_tagger_says_is_among_the_candidates() -> None:
    tagged = [c for c in traces()["420 tỷ đồng"].candidates if c.rule == "tagger"]
    assert [(c.label, c.words.text, c.chosen) for c in tagged] == [("METRIC", "doanh thu phần mềm", True)]
    assert all(c.sure is not None and 0.5 < c.sure <= 1 for c in tagged)


def test_every_rule_of_a_record_is_told() -> None:
    for found in traces().values():
        assert set(found.record.rules) <= {e.rule for e in found.evidence}


def test_spans_are_those_of_the_callers_text() -> None:
    text = "Lãi\u200b năm\u00a02024 là 5\u200b tỷ đồng."
    for found in traces(text).values():
        spans: list[Evidence | Candidate] = [*found.evidence, *found.candidates]
        for span in (e.words for e in spans if e.words):
            assert text[span.start : span.end] == span.text
