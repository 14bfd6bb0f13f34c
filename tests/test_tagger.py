"""The tagger: how it sees a sentence, what its model file holds, and what it changes in the records."""

import pickle
import re
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import numpy as np
import pycrfsuite
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from dnextract import Extractor
from dnextract.analysis import analyze_with
from dnextract.errors import ModelError
from dnextract.patterns import data_folder
from dnextract.tagger import MODEL, TaggedName, Tagger, Tags
from dnextract.tagger.model import read_model, write_model
from dnextract.tagger.pieces import cut
from dnextract.tagger.tagger import join_labels
from dnextract.text import Token, split_sentences, tokenize
from dnextract.training.examples import Example, read_examples
from dnextract.training.sentences import load_sentences
from dnextract.training.train import crf_items, fit_crf, make_encoder, read_crf

TAGGER = Tagger()
CASES = [
    case
    for cases in yaml.safe_load(
        (Path(__file__).parent / "cases" / "tagged.yaml").read_text(encoding="utf-8")
    ).values()
    for case in cases
]
TEXT = "Tại Huế, doanh thu thuần của Công ty Hải Châu đạt 412 tỷ đồng, bằng 40% kế hoạch năm (tăng 5%)."


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    return list(read_examples(load_sentences(data_folder("corpus") / "training")[::12]))


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Doanh thu đạt 412 tỷ đồng, tăng 5,2%", "Doanh thu đạt #money , tăng #percent"),
        ("Từ 12 - 20 triệu đồng/chiếc", "Từ #money"),
        ("0,27 điểm phần trăm; 3,5 triệu tấn; gấp 3 lần", "#percent ; #measure ; gấp #multiple"),
        ("Tháng 5/2024 và quý III năm 2020, 5 dự án", "#time và #time , #number dự án"),
        ("Quý I, ngày 12/3/2021", "#time , #time"),
        ("", ""),
    ],
)
def test_pieces(text: str, pieces: str) -> None:
    tokens = tokenize(text)
    words, firsts = cut(tokens)
    assert " ".join(words) == pieces
    assert firsts == sorted(set(firsts))


def test_the_chances_are_those_of_crfsuite(examples: list[Example], tmp_path: Path) -> None:
    unseen, seen = examples[:60], examples[60:]
    encoder = make_encoder(seen)
    fit_crf(seen, encoder, tmp_path / "crf")
    model = read_crf(encoder, tmp_path / "crf")
    crf = pycrfsuite.Tagger()
    crf.open(str(tmp_path / "crf"))
    expected = []
    for example in unseen:
        crf.set(crf_items(encoder, example))
        pieces = range(len(example.pieces))
        expected += [[crf.marginal(label, n) for label in model.labels] for n in pieces]
    found = model.chances([example.pieces for example in unseen])
    assert np.abs(found - np.array(expected)).max() < 1e-4
    assert {"B-METRIC", "I-METRIC", "B-PLACE", "O"} <= {model.labels[n] for n in found.argmax(axis=1)}
    alone = np.concatenate([model.chances([example.pieces]) for example in unseen])
    assert np.abs(found - alone).max() < 1e-5


def test_a_model_file_keeps_the_model(tmp_path: Path) -> None:
    write_model(read_model(MODEL), tmp_path / "copy.bin")
    assert (tmp_path / "copy.bin").read_bytes() == MODEL.read_bytes()
    assert MODEL.stat().st_size < 1_000_000


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (None, "cannot be read (No such file or directory); `dnextract train` makes it anew"),
        (b"", "is no model of this version; `dnextract train` makes it anew"),
        (b"PK\x03\x04", "is no model of this version; `dnextract train` makes it anew"),
        (b'{"labels":["O"]}\n', "is no model of this version; `dnextract train` makes it anew"),
        (MODEL.read_bytes()[:-100], "is no model of this version; `dnextract train` makes it anew"),
        (MODEL.read_bytes() + b"0", "is no model of this version; `dnextract train` makes it anew"),
    ],
    ids=["missing", "empty", "other", "older", "cut", "longer"],
)
def test_a_broken_model_file(tmp_path: Path, data: bytes | None, problem: str) -> None:
    path = tmp_path / "model.bin"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(ModelError, match=f"^{re.escape(f'{path}: {problem}')}$"):
        Tagger(path).tag([tokenize(TEXT)])


def test_names_of_a_sentence() -> None:
    (tags,) = TAGGER.tag([tokenize(TEXT)])
    assert [(n.label, TEXT[n.start : n.end]) for n in tags.names] == [
        ("PLACE", "Huế"),
        ("METRIC", "doanh thu thuần"),
        ("ORG", "Công ty Hải Châu"),
        ("WHOLE", "kế hoạch năm"),
    ]
    at = TEXT.index("doanh thu")
    assert tags.chance(at, at + 9) > 0.9
    assert tags.chance(0, at) < 0.1
    assert tags.covers(at)
    assert not tags.covers(len(TEXT) + 1)


def test_chances_of_nothing() -> None:
    assert Tags((), (), ()).chance(0, 5) == 0
    assert not Tags((), (), ()).covers(0)


def test_labels_joined_to_names() -> None:
    labels = ["I-ORG", "B-ORG", "I-ORG", "I-PLACE", "O", "B-METRIC", "B-METRIC", "I-METRIC"]
    assert join_labels(labels) == [(1, 3, "ORG"), (5, 6, "METRIC"), (6, 8, "METRIC")]


@given(
    st.text(
        st.sampled_from("ảđ Đoanh thu,;:()%/5.-“”\n\u0301X@#") | st.characters(codec="utf-8"), max_size=120
    )
    | st.lists(
        st.sampled_from(
            [
                "doanh thu",
                "Hà Nội",
                "5%",
                "3 tỷ đồng",
                "(",
                ")",
                ",",
                ";",
                "đạt",
                "năm 2024",
                "GDP",
                "quý III",
            ]
        ),
        max_size=30,
    ).map(" ".join)
)
def test_any_text_can_be_tagged(text: str) -> None:
    (tags,) = TAGGER.tag([tokenize(text)])
    assert all(0 <= n.start < n.end <= len(text) and 0 <= n.sure <= 1 for n in tags.names)
    assert all(a.end <= b.start for a, b in pairwise(tags.names))
    assert list(tags.starts) == sorted(set(tags.starts))
    assert len(tags.chances) == len(tags.starts)


def test_sentences_together_and_alone() -> None:
    text = (TEXT + "\n") * 70 + "GDP tăng 6%.\nLạm phát cơ bản là 2,71%, thấp hơn mức tăng chung."
    sentences = [tokenize(text, s.start, s.end) for s in split_sentences(text)]
    together = [tags.names for tags in TAGGER.tag(sentences)]
    alone = [TAGGER.tag([tokens])[0].names for tokens in sentences]
    assert [[n[:3] for n in names] for names in together] == [[n[:3] for n in names] for names in alone]
    assert TAGGER.tag([]) == []


def test_the_model_is_loaded_once_for_all_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = []

    def read(path: Path) -> object:
        loaded.append(path)
        return read_model(path)

    monkeypatch.setattr("dnextract.tagger.model.read_model", read)
    tagger, sentence = Tagger(), tokenize(TEXT)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: tagger.tag([sentence]), range(32)))
    assert loaded == [MODEL]
    assert found == [TAGGER.tag([sentence])] * 32


def test_an_extractor_with_a_loaded_model_pickles() -> None:
    extractor = Extractor()
    document = extractor.extract(TEXT)
    assert pickle.loads(pickle.dumps(extractor)).extract(TEXT) == document


def test_rules_alone_load_neither_model_nor_numpy() -> None:
    extract = f"dnextract.Extractor(names=None).extract({TEXT!r})"
    code = f"import dnextract, sys; {extract}; print('numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "False"


def test_an_analysis_shows_what_the_tagger_says() -> None:
    def tagged(names: str | None) -> list[str]:
        found = analyze_with(Extractor(names=names), TEXT).names
        return [name.span.text for name in found if name.rule == "tagger"]

    assert tagged("default") == ["Huế", "doanh thu thuần", "Công ty Hải Châu", "kế hoạch năm"]
    assert tagged(None) == []


class Told:
    """A tagger that sees what it is told, in a text of one sentence."""

    def __init__(self, names: Sequence[TaggedName]) -> None:
        self.names = names

    def tag(self, sentences: Sequence[Sequence[Token]]) -> list[Tags]:
        metrics = [(n.start, n.end) for n in self.names if n.label == "METRIC"]
        return [
            Tags(
                self.names,
                [t.start for t in tokens],
                [float(any(a <= t.start < b for a, b in metrics)) for t in tokens],
            )
            for tokens in sentences
        ]


def read_case(text: str) -> tuple[str, tuple[int, int], list[TaggedName]]:
    """Give a case's text without its marks, where its figure is, and the names the tagger sees."""
    plain, figure, names = "", (0, 0), []
    for piece in re.finditer(r"([{<\[])([^]>}]*)[]>}]|[^{<\[]+", text):
        words = piece[2] if piece[1] else piece[0]
        start, plain = len(plain), plain + words
        if piece[1] == "[":
            figure = start, len(plain)
        elif piece[1]:
            names.append(TaggedName(start, len(plain), "METRIC" if piece[1] == "{" else "SCOPE", 1.0))
    return plain, figure, names


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_what_the_tagger_changes(case: dict[str, str | None], monkeypatch: pytest.MonkeyPatch) -> None:
    text, figure, names = read_case(case["text"] or "")
    extractor = Extractor()
    monkeypatch.setattr(extractor, "_tagger", Told(names))
    metrics = {(r.span.start, r.span.end): r.metric for r in extractor.extract(text)}
    metric = metrics[figure]
    assert (metric and metric.text, metric and metric.scope) == (case["metric"], case.get("scope"))
