import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from sample import TEXT, record

from dnextract.batch import Failure, content_hash, find_inputs, read_inputs, run_batch
from dnextract.document import Document
from dnextract.errors import CorpusError
from dnextract.forms import Row, flat_row
from dnextract.store import Counts, Store, open_store

START = datetime(2025, 1, 15, 8)


class OneFigure:
    """An extractor that finds the sample's figure in whatever it reads."""

    def extract(self, text: str, published: Any = None, place: str | None = None) -> Document:
        if "ngắt" in text:
            raise KeyboardInterrupt
        day = date.fromisoformat(published) if published else None
        return Document(text=text, published=day, place=place, records=(record(),))


def run(store: Store, *paths: Path) -> Counts:
    times = iter(START + timedelta(seconds=k) for k in range(100))
    extractor: Any = OneFigure()
    return run_batch(paths, store, extractor, version="1", clock=lambda: next(times))


@contextmanager
def opened(path: Path) -> Iterator[Store]:
    with open_store(path) as store:
        yield store


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return tmp_path / "metrics.duckdb"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of two articles, one of them twice, and of files that cannot be read."""
    root = tmp_path / "pages"
    (root / "deeper").mkdir(parents=True)
    (root / "a.txt").write_text(TEXT, encoding="utf-8")
    (root / "deeper" / "b.txt").write_text("Lạm phát tăng 3%.", encoding="utf-16")
    (root / "deeper" / "same.txt").write_text(TEXT, encoding="utf-8-sig")
    (root / "binary.txt").write_bytes(b"\x00\x01\xff")
    (root / "empty.txt").write_text(" \n")
    (root / "legacy.txt").write_bytes("giá tôm".encode("latin-1"))
    (root / "page.html").write_text("<html><body></body></html>")
    (root / "notes.pdf").write_bytes(b"%PDF")
    (root / ".hidden.txt").write_text("5%")
    (root / "loop").symlink_to(root, target_is_directory=True)
    return root


def query(db: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(db, read_only=True) as connection:
        found: list[tuple[Any, ...]] = connection.execute(sql).fetchall()
    return found


def test_a_folder_is_stored_once_and_what_fails_is_named(db: Path, folder: Path) -> None:
    with opened(db) as store:
        first = run(store, folder, folder / "gone.txt")
        second = run(store, folder)
        assert store.totals() == (2, 2)
    assert first == Counts(stored=2, known=1, failed=5, records=2)
    assert second == Counts(stored=0, known=3, failed=4, records=0)
    failures = query(db, "SELECT source, reason, run FROM failures ORDER BY source")
    assert [
        (Path(source).name, reason.split(";")[0].split(":")[0], number) for source, reason, number in failures
    ] == [
        ("binary.txt", "is a binary file, not a text", 2),
        ("empty.txt", "holds no text", 2),
        ("gone.txt", "cannot be read", 1),
        ("legacy.txt", "is not UTF-8 (byte 2)", 2),
        ("page.html", "no article found in the page", 2),
    ]
    runs = query(
        db,
        "SELECT id, version, started, ended > started, stored, known, failed, records FROM runs ORDER BY id",
    )
    assert runs == [(1, "1", START, True, *first), (2, "1", START, True, *second)]


def test_a_mended_file_is_no_failure_any_more(db: Path, folder: Path) -> None:
    with opened(db) as store:
        run(store, folder)
        (folder / "binary.txt").write_text("Giá tăng 5%.", encoding="utf-8")
        (folder / "empty.txt").write_text(TEXT, encoding="utf-8")
        assert run(store, folder) == Counts(stored=1, known=4, failed=2, records=1)
    assert query(db, "SELECT count(*) FROM failures") == [(2,)]


def test_a_run_that_is_cut_off_goes_on_where_it_was(db: Path, tmp_path: Path) -> None:
    for name, text in {"1": "Giá tăng 5%.", "2": "Giá bị ngắt.", "3": "Giá giảm 6%."}.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    with pytest.raises(KeyboardInterrupt), opened(db) as store:
        run(store, tmp_path)
    assert query(db, "SELECT name FROM documents") == [("1",)]
    assert query(db, "SELECT ended FROM runs") == [(None,)]
    (tmp_path / "2.txt").write_text("Giá không đổi.", encoding="utf-8")
    with opened(db) as store:
        assert run(store, tmp_path) == Counts(stored=2, known=1, failed=0, records=2)


def test_a_corpus_folder_gives_what_its_index_says(db: Path, tmp_path: Path) -> None:
    root = tmp_path / "corpus"
    root.mkdir()
    (root / "x.txt").write_text(TEXT, encoding="utf-8")
    entry = {
        "id": "x",
        "published": "2025-01-15",
        "title": "Tin",
        "source": "Báo",
        "url": "https://example.vn/x",
    }
    (root / "index.json").write_text(json.dumps([entry]), encoding="utf-8")
    with opened(db) as store:
        assert run(store, tmp_path).stored == 1
    found = query(db, "SELECT id, name, path, source, title, url, published, place FROM documents")
    path = str(root / "x.txt")
    expected = (content_hash(TEXT), "x", path, "Báo", "Tin", "https://example.vn/x", date(2025, 1, 15), None)
    assert found == [expected]


def test_a_broken_corpus_is_one_failure(db: Path, folder: Path) -> None:
    broken = folder / "broken"
    broken.mkdir()
    (broken / "index.json").write_text("[{")
    with opened(db) as store:
        assert run(store, broken, folder / "a.txt") == Counts(stored=1, known=0, failed=1, records=1)


def test_a_broken_article_of_a_corpus_leaves_the_others(db: Path, tmp_path: Path) -> None:
    root = tmp_path / "corpus"
    root.mkdir()
    (root / "x.txt").write_text(TEXT, encoding="utf-8")
    (root / "y.txt").write_bytes(b"gi\xe1 t\xf4m")
    (root / "index.json").write_text('[{"id": "x"}, {"id": "z"}]', encoding="utf-8")
    with opened(db) as store:
        assert run(store, root) == Counts(stored=1, known=0, failed=2, records=1)
    failed = query(db, "SELECT source, reason FROM failures ORDER BY source")
    assert [Path(source).name for source, _ in failed] == ["y.txt", "z.txt"]
    assert "UTF-8" in failed[0][1]
    assert "no such text" in failed[1][1]


def test_records_are_stored_typed(db: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    with opened(db) as store:
        run(store, tmp_path)
        (observation,) = store.observations()
    assert observation.doc == "a"
    assert observation.row == flat_row(record())
    assert list(observation.cells()) == ["doc", "source", "title", "url", "published", *Row._fields]
    types = dict(
        query(db, "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = 'records'")
    )
    assert list(types) == ["document_id", *Row._fields]
    expected = {"lo": "DECIMAL(38,9)", "period_start": "DATE", "rules": "VARCHAR[]", "start": "BIGINT"}
    assert {name: types[name] for name in expected} == expected
    assert query(db, "SELECT hi, unit, period, place FROM observations") == [
        (Decimal(39888000000000), "VND", "2024", "Đà Nẵng")
    ]


def test_parquet_is_typed(db: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    out = tmp_path / "o'ut.parquet"
    with opened(db) as store:
        run(store, tmp_path)
        store.write_parquet(out)
    found = duckdb.read_parquet(str(out))
    assert found.columns == ["doc", "source", "title", "url", "published", *Row._fields]
    assert found.project("lo, period_end").fetchall() == [(Decimal(39888000000000), date(2024, 12, 31))]


def test_a_store_held_by_another_process_is_one_clear_line(db: Path) -> None:
    held = f"import duckdb, sys; c = duckdb.connect({str(db)!r}); print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", held], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(CorpusError, match="another process has it open") as caught, opened(db):
            pass
        assert "\n" not in str(caught.value)
        other.communicate()


@pytest.mark.parametrize(
    ("prepare", "message"),
    [
        ("CREATE TABLE other (x INTEGER)", "no dnextract store"),
        ("CREATE TABLE schema_version AS SELECT 99 AS version", "of schema 99"),
        ("CREATE TABLE schema_version (version INTEGER)", "of schema unknown"),
    ],
)
def test_what_is_no_store_of_ours_is_refused(db: Path, prepare: str, message: str) -> None:
    with duckdb.connect(db) as connection:
        connection.execute(prepare)
    with pytest.raises(CorpusError, match=message), opened(db):
        pass


@pytest.mark.parametrize("content", [b"no database at all" * 1000, None])
def test_what_cannot_be_opened_is_one_line(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "x.duckdb"
    if content is None:
        path.mkdir()
    else:
        path.write_bytes(content)
    with pytest.raises(CorpusError) as caught, opened(path):
        pass
    assert str(caught.value).startswith(f"{path}: ")
    assert "\n" not in str(caught.value)


def test_inputs_are_found_in_a_fixed_order_without_links_and_hidden_files(folder: Path) -> None:
    names = [path.relative_to(folder).as_posix() for path in find_inputs([folder])]
    assert names == [
        "a.txt",
        "binary.txt",
        "deeper/b.txt",
        "deeper/same.txt",
        "empty.txt",
        "legacy.txt",
        "page.html",
    ]


def test_html_pages_give_their_article_without_comments(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        """<html><head><title>Giá tôm tăng 5%</title>
        <meta property="article:published_time" content="2024-10-08T10:00:00+07:00">
        <meta property="og:site_name" content="Báo Thử"><link rel="canonical" href="https://example.vn/tom">
        </head><body><nav>Trang chủ | Kinh tế</nav><article><h1>Giá tôm tăng 5%</h1>
        <p>Giá tôm sú ở mức 200.000 đồng/kg trong tháng 9, theo lời những người nuôi tôm ở ven biển.</p>
        <p>Nhiều hộ nói rằng họ sẽ thả thêm giống vào vụ sau nếu giá còn giữ như hiện nay, bởi chi phí thức ăn
        đã thôi tăng, còn các nhà máy vẫn thu mua đều đặn cho những đơn hàng cuối năm.</p></article>
        <div class="comments"><p>Bạn đọc: tôi nghĩ 90% là sai</p></div></body></html>""",
        encoding="utf-8",
    )
    (found,) = read_inputs([page])
    assert not isinstance(found, Failure)
    article = found.article
    assert (article.id, article.published, article.title) == ("page", "2024-10-08", "Giá tôm tăng 5%")
    assert (article.source, article.url) == ("Báo Thử", "https://example.vn/tom")
    assert article.text.count("Giá tôm tăng 5%") == 1
    assert "200.000 đồng/kg" in article.text
    assert "90%" not in article.text
    assert "Trang chủ" not in article.text
