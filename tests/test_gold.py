import json
from pathlib import Path

import pytest

from dnextract.corpus import Article, load_corpus
from dnextract.errors import CorpusError, GoldError
from dnextract.gold import check_spans, load_gold
from dnextract.patterns import data_folder


def test_the_gold_of_this_repository_fits_its_articles() -> None:
    articles = load_corpus(data_folder("corpus"))
    records = load_gold(data_folder("gold"))
    check_spans(records, articles)
    assert [a.id for a in articles] == [f"seed-00{n}" for n in range(5)]
    assert {r.doc for r in records} == {a.id for a in articles}
    assert articles[0].title == "Quy mô kinh tế số chiếm hơn 20% GRDP của Đà Nẵng"
    assert all(a.published and a.place is None for a in articles)


def test_all_problems_of_gold_are_reported_at_once(tmp_path: Path) -> None:
    good = json.loads((data_folder("gold") / "seed-000.jsonl").read_text(encoding="utf-8").split("\n")[0])
    lines = [
        json.dumps(good | {"kind": "weight"}),
        json.dumps({k: v for k, v in good.items() if k != "unit"}),
        json.dumps(good | {"lo": "hai"}),
        "{",
        json.dumps(good | {"metric": "a\u2028b"}),
    ]
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(GoldError) as error:
        load_gold(path)
    assert [line.split(": ")[0] for line in str(error.value).splitlines()] == [
        f"{path}:{n}" for n in (1, 2, 3, 4)
    ]
    for words in ("kind", "unit: Field required", "'hai' is no number", "no JSON"):
        assert words in str(error.value)


def test_a_span_that_does_not_hold_its_text() -> None:
    record = load_gold(data_folder("gold") / "seed-000.jsonl")[0]
    with pytest.raises(GoldError, match=r"seed-000\[28:31\]: the text there is 'cde', not '20%'"):
        check_spans([record], [Article("seed-000", "x" * 28 + "cdefgh")])
    with pytest.raises(GoldError, match="there is no article 'seed-000'"):
        check_spans([record], [])


def test_missing_gold(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"holds no \.jsonl file"):
        load_gold(tmp_path)
    with pytest.raises(GoldError, match="cannot be read"):
        load_gold(tmp_path / "none.jsonl")


def test_a_corpus_folder(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_bytes("\ufeffHai\r\n".encode())
    (tmp_path / "a.txt").write_text("Một", encoding="utf-8")
    (tmp_path / "index.json").write_text(
        '[{"id": "a", "published": "2024-01-01", "chars": 3}]', encoding="utf-8"
    )
    first, second = load_corpus(tmp_path)
    assert (first.id, first.published, first.title) == ("a", "2024-01-01", None)
    assert (second.id, second.text) == ("b", "Hai\r\n")


@pytest.mark.parametrize(
    ("index", "problem"),
    [
        ("{", "cannot be read as JSON"),
        ("{}", "must be a list of objects"),
        ('[{"id": "z"}]', "z.txt: no such text"),
        ('[{"id": "a", "published": 2024}]', "published must be text or null"),
    ],
)
def test_a_broken_index(tmp_path: Path, index: str, problem: str) -> None:
    (tmp_path / "a.txt").write_text("Một", encoding="utf-8")
    (tmp_path / "index.json").write_text(index, encoding="utf-8")
    with pytest.raises(CorpusError, match=problem):
        load_corpus(tmp_path)


def test_a_text_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"gi\xe1 t\xf4m")
    with pytest.raises(CorpusError, match=r"a\.txt: is not UTF-8"):
        load_corpus(tmp_path)
    with pytest.raises(CorpusError, match="no corpus folder"):
        load_corpus(tmp_path / "none")
