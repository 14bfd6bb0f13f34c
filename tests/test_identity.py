import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kills import contents
from stores import query, run_once

from dnextract.batch import LocalEngine
from dnextract.corpus import Article
from dnextract.identity import article_digest, article_key, content_hash

SITE = "https://example.vn"
URL = f"{SITE}/x"


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        (Article("a", "1", url=URL), Article("b", "2", url=f" {URL}#top"), True),
        (Article("a", "1", url=URL), Article("a", "1", url=f"{URL}?page=2"), False),
        (Article("a", "1", url=SITE), Article("b", "2", url=f"{SITE}/#x"), True),
        (Article("a", "1", url="https://["), Article("a", "1"), True),
    ],
)
def test_an_address_tells_an_article(first: Article, second: Article, same: bool) -> None:
    keys = [article_key(article, "/a.txt", "/a.txt") for article in (first, second)]
    assert (keys[0] == keys[1]) is same


def test_without_an_address_its_origin_and_then_its_text_tell_an_article() -> None:
    one, two = Article("a", "1"), Article("a", "2")
    assert (
        article_key(one, "/a.txt", "/a")
        == article_key(two, "/a.txt", "/a")
        != article_key(one, "/b.txt", "/a")
    )
    assert article_key(one, None, "/a") != article_key(two, None, "/a")
    assert article_key(one, None, "/a") != article_key(one, None, "/b")


def test_the_digest_tells_every_version_apart() -> None:
    versions = [
        Article("a", "1"),
        Article("a", "2"),
        Article("a", "1", published="2024-01-01"),
        Article("a", "1", place="2024-01-01"),
        Article("a", "1", title="2024-01-01"),
        Article("a", "1", source="2024-01-01"),
        Article("a", "1", url="2024-01-01"),
    ]
    assert len({article_digest(article) for article in versions}) == len(versions)
    assert article_digest(Article("a", "1")) == article_digest(Article("b", "1"))


def test_texts_that_cannot_be_encoded_have_ids() -> None:
    assert content_hash("\ud800") != content_hash("?")


some_text = st.sampled_from(["Một.", "Hai.", "Ba.", ""])
row = st.fixed_dictionaries(
    {"text": some_text},
    optional={
        "url": st.sampled_from([URL, f"{SITE}/y"]),
        "id": st.sampled_from([1, 2]),
        "title": st.just("T"),
    },
)
some_rows = st.lists(row, min_size=1, max_size=5)
day = st.dictionaries(st.sampled_from(["a.jsonl", "b.jsonl", "c.txt", "d.txt"]), some_rows, min_size=1)


@settings(max_examples=12)
@given(days=st.lists(day, min_size=1, max_size=3))
def test_a_store_holds_each_text_that_stands_once_in_chunks_of_any_size(
    days: list[dict[str, list[dict[str, object]]]],
) -> None:
    with TemporaryDirectory() as name:
        folder, first, second = Path(name) / "in", Path(name) / "1.duckdb", Path(name) / "2.duckdb"
        folder.mkdir()
        for files in days:
            for file, rows in files.items():
                lines = "\n".join(map(json.dumps, rows)) if file.endswith("l") else str(rows[0]["text"])
                (folder / file).write_text(lines, encoding="utf-8")
            run_once(first, folder, engine=LocalEngine(articles=1))
            run_once(second, folder, engine=LocalEngine(articles=3))
            assert contents(first) == contents(second)
            stored = query(first, "SELECT id FROM documents ORDER BY id")
            standing = query(
                first,
                "SELECT DISTINCT replace(document_id::VARCHAR, '-', '') FROM identities "
                "WHERE current ORDER BY 1",
            )
            assert stored == standing == query(first, "SELECT document_id FROM records ORDER BY 1")
            assert query(first, "SELECT key FROM identities GROUP BY key HAVING sum(current::INT) <> 1") == []
