"""Training: recombined sentences, examples, scores, the card, and the command that rebuilds the model."""

import hashlib
import json
import sys
from pathlib import Path

import pytest

from dnextract.cli import main
from dnextract.patterns import data_folder
from dnextract.tagger import MODEL
from dnextract.training.card import card_path
from dnextract.training.examples import read_examples
from dnextract.training.recombine import recombine
from dnextract.training.scores import Counts, count_spans
from dnextract.training.sentences import MarkedSentence, load_files, load_sentences, parse_sentence

FOLDER = data_folder("corpus") / "training"
LABELS = ["METRIC", "SCOPE", "WHOLE", "PLACE", "ORG"]


@pytest.fixture(scope="module")
def sentences() -> list[MarkedSentence]:
    return load_sentences(FOLDER)


def test_labels_of_an_example() -> None:
    sentence = parse_sentence("{M|Doanh thu thuần} của {O|Hải Châu} đạt 412 tỷ đồng, bằng 40% {W|kế hoạch}")
    (example,) = read_examples([sentence])
    pieces = zip(example.pieces, example.labels, strict=True)
    assert [f"{word}/{label}" for word, label in pieces] == [
        *("Doanh/B-METRIC", "thu/I-METRIC", "thuần/I-METRIC", "của/O", "Hải/B-ORG", "Châu/I-ORG", "đạt/O"),
        *("#money/O", ",/O", "bằng/O", "#percent/O", "kế/B-WHOLE", "hoạch/I-WHOLE"),
    ]


def test_recombination(sentences: list[MarkedSentence]) -> None:
    made = recombine(sentences, 1000)
    assert made == recombine(sentences, 1000)
    assert made != recombine(sentences, 1000, seed=2)
    assert len({s.text for s in made}) == len(made) > 950
    assert [s for s in made if parse_sentence(str(s)) != s] == []
    written = {s.text for s in sentences}
    assert sum(s.text not in written for s in made) > 700


def test_counts_of_spans() -> None:
    counts = count_spans(
        [(0, 2, "METRIC"), (3, 4, "ORG")], [(0, 2, "METRIC"), (3, 4, "PLACE"), (5, 6, "ORG")]
    )
    assert counts["METRIC"] == Counts(1, 1, 1)
    assert (counts["ORG"], counts["PLACE"]) == (Counts(0, 1, 1), Counts(0, 1, 0))
    assert Counts(1, 2, 4).rates == pytest.approx((1 / 2, 1 / 4, 1 / 3))
    assert Counts().rates == (0, 0, 0)


def test_the_card_is_that_of_the_shipped_model_and_of_the_sentences() -> None:
    """After a change of sentences run `dnextract train --folds 3`; `make check` compares the bytes too."""
    card = json.loads(card_path(MODEL).read_text(encoding="utf-8"))
    assert card["file"]["sha256"] == hashlib.sha256(MODEL.read_bytes()).hexdigest()
    files = {
        name: {"sentences": len(some), "sha256": hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()}
        for name, some in load_files(FOLDER).items()
    }
    assert card["data"]["files"] == files
    assert list(card["scores"]) == ["3 folds of sentences", "3 folds of files"]
    assert all(list(by_label) == LABELS for by_label in card["scores"].values())


def test_a_model_of_ones_own_sentences(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, out, again = tmp_path / "sentences", tmp_path / "own.bin", tmp_path / "again.bin"
    folder.mkdir()
    lines = [str(s) for s in load_sentences(FOLDER)[:60]]
    (folder / "own.txt").write_text("\n".join(lines[:40]), encoding="utf-8")
    (folder / "other.txt").write_text("\n".join(lines[40:]), encoding="utf-8")
    for arguments in (["--out", str(out), "--folds", "2"], ["--out", str(again)]):
        with pytest.raises(SystemExit) as left:
            main(["train", "--sentences", str(folder), *arguments])
        assert left.value.code == 0
    assert out.read_bytes() == again.read_bytes()
    card = json.loads(card_path(out).read_text(encoding="utf-8"))
    digest = hashlib.sha256(out.read_bytes()).hexdigest()
    assert card["file"] == {"sha256": digest, "bytes": out.stat().st_size}
    assert (card["data"]["sentences"], list(card["data"]["files"])) == (60, ["other.txt", "own.txt"])
    scores = card["scores"]
    assert list(scores) == ["2 folds of sentences", "2 folds of files"]
    assert all(by["METRIC"]["wanted"] > by["METRIC"]["right"] > 0 for by in scores.values())
    shown = capsys.readouterr().out.splitlines()
    assert shown[0] == f"{out}: 60 sentences, sha256 {digest}"
    assert [line.split()[-7] for line in shown[1:11]] == LABELS * 2


def test_training_without_its_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text("{M|giá} tăng 5%\n", encoding="utf-8")
    monkeypatch.setitem(sys.modules, "pycrfsuite", None)
    with pytest.raises(SystemExit) as left:
        main(["train", "--sentences", str(tmp_path), "--out", str(tmp_path / "m.bin")])
    assert left.value.code == 1
    assert capsys.readouterr().err == (
        'dnextract: python-crfsuite is not installed; install it with: pip install "dnextract[train]"\n'
    )
