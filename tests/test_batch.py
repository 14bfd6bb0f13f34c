import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from deadly import deadly
from kills import contents
from sample import TEXT
from stores import START, Seen, query, reasons, run, run_once

from dnextract.batch import LocalEngine, Reading
from dnextract.identity import content_hash
from dnextract.inputs import Columns, find_sources, input_size
from dnextract.pipeline import Extractor
from dnextract.store import Counts, open_store


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
    (root / "page.html").write_text("<html><body></body></html>")
    (root / "notes.pdf").write_bytes(b"%PDF")
    (root / ".hidden.txt").write_text("5%")
    return root


def write(path: Path, text: str) -> None:
    """Write a file whose time tells nothing, as one written long ago within one tick of the clock."""
    path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(10**18, 10**18))


def write_rows(path: Path, *rows: dict[str, Any]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def texts(db: Path) -> list[tuple[Any, ...]]:
    return query(
        db, "SELECT d.name, d.title FROM documents d JOIN records r ON r.document_id = d.id ORDER BY ALL"
    )


def test_a_folder_is_stored_once_and_what_fails_is_named(db: Path, folder: Path) -> None:
    seen = Seen()
    first = run_once(db, folder, folder / "gone.txt", on_progress=seen)
    second = run_once(db, folder)
    assert first == Counts(new=2, known=1, failed=4, records=2)
    assert second == Counts(known=3, failed=3)
    assert reasons(db) == [
        ("binary.txt", None, "is a binary file, not a text"),
        ("empty.txt", None, "holds no text"),
        ("gone.txt", None, "no such file"),
        ("page.html", None, "no article found in the page; save its text as .txt and try again"),
    ]
    assert query(db, "SELECT run FROM failures ORDER BY source") == [(2,), (2,), (1,), (2,)]
    runs = query(
        db,
        "SELECT id, version, started, ended > started, new, changed, known, failed, records "
        "FROM runs ORDER BY id",
    )
    assert runs == [(1, "1", START, True, *first), (2, "1", START, True, *second)]
    assert seen.progress[-1].counts == first
    assert sum(progress.size for progress in seen.progress) == input_size(find_sources([str(folder)]))


def test_a_mended_file_is_no_failure_any_more(db: Path, folder: Path) -> None:
    run_once(db, folder)
    write(folder / "binary.txt", "Giá tăng 5%.")
    write(folder / "empty.txt", TEXT)
    assert run_once(db, folder) == Counts(new=1, known=4, failed=1, records=1)
    assert [name for name, _, _ in reasons(db)] == ["page.html"]


def test_a_changed_file_replaces_its_records(db: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    write(path, TEXT)
    run_once(db, path)
    path.write_text("Giá tăng 5%.", encoding="utf-8")
    assert run_once(db, path) == Counts(changed=1, records=1)
    assert query(db, "SELECT id FROM documents") == [(content_hash("Giá tăng 5%."),)]
    assert query(db, "SELECT document_id FROM records") == [(content_hash("Giá tăng 5%."),)]


def test_a_text_that_another_file_still_has_stays_when_one_changes(db: Path, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        write(tmp_path / name, TEXT)
    assert run_once(db, tmp_path) == Counts(new=1, known=1, records=1)
    write(tmp_path / "a.txt", "Giá tăng 5%, theo bộ.")
    assert run_once(db, tmp_path) == Counts(changed=1, known=1, records=1)
    write(tmp_path / "b.txt", "Giá tăng 5%, theo bộ.")
    assert run_once(db, tmp_path) == Counts(changed=1, known=1)
    assert query(db, "SELECT id FROM documents") == [(content_hash("Giá tăng 5%, theo bộ."),)]
    assert query(db, "SELECT count(*) FROM records") == [(1,)]


def test_an_address_tells_an_article_wherever_it_is_read(db: Path, tmp_path: Path) -> None:
    url = "https://example.vn/gia-tom.html"
    write_rows(tmp_path / "1.jsonl", {"text": TEXT, "url": url, "title": "cũ"})
    write_rows(tmp_path / "2.jsonl", {"text": "Giá tăng 5%.", "url": f"{url}#binh-luan", "title": "mới"})
    assert run_once(db, tmp_path) == Counts(new=1, changed=1, records=2)
    assert texts(db) == [("2-1", "mới")]
    assert run_once(db, tmp_path) == Counts(known=2)


def test_the_address_of_a_site_tells_no_article(db: Path, tmp_path: Path) -> None:
    rows = [{"text": text, "url": "https://example.vn/"} for text in (TEXT, "Giá tăng 5%.")]
    write_rows(tmp_path / "1.jsonl", *rows)
    assert run_once(db, tmp_path) == Counts(new=2, records=2)


def test_an_id_tells_a_row_within_its_table(db: Path, tmp_path: Path) -> None:
    path = tmp_path / "1.jsonl"
    write_rows(path, {"id": 1, "text": TEXT}, {"id": 2, "text": "Giá tăng 5%."})
    write_rows(tmp_path / "2.jsonl", {"id": 1, "text": "Giá giảm 6%."})
    assert run_once(db, tmp_path) == Counts(new=3, records=3)
    write_rows(path, {"id": 1, "text": TEXT}, {"id": 2, "text": "Giá tăng 7%, rồi lại giảm."})
    assert run_once(db, tmp_path) == Counts(changed=1, known=2, records=1)
    assert texts(db) == [("1", None), ("1", None), ("2", None)]


def test_rows_without_id_and_address_are_told_by_their_text(db: Path, tmp_path: Path) -> None:
    path = tmp_path / "1.jsonl"
    write_rows(path, {"text": TEXT})
    run_once(db, path)
    write_rows(path, {"text": "Giá tăng 5%."}, {"text": TEXT})
    assert run_once(db, path) == Counts(new=1, known=1, records=1)


def test_what_is_known_of_an_article_counts_as_a_part_of_it(db: Path, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text(TEXT, encoding="utf-8")
    entry = {
        "id": "x",
        "published": "2025-01-15",
        "title": "Tin",
        "source": "Báo",
        "url": "https://example.vn/x",
    }
    (tmp_path / "index.json").write_text(json.dumps([entry]), encoding="utf-8")
    assert run_once(db, tmp_path) == Counts(new=1, records=1)
    (tmp_path / "index.json").write_text(json.dumps([entry | {"published": "2025-01-16"}]), encoding="utf-8")
    assert run_once(db, tmp_path) == Counts(changed=1, records=1)
    found = query(db, "SELECT id, name, path, line, source, title, url, published, place FROM documents")
    path = str(tmp_path / "x.txt")
    known = ("Báo", "Tin", "https://example.vn/x", date(2025, 1, 16), None)
    assert found == [(content_hash(TEXT), "x", path, None, *known)]
    assert query(db, "SELECT count(*) FROM records") == [(1,)]


def test_other_columns_read_a_table_anew(db: Path, tmp_path: Path) -> None:
    path = tmp_path / "1.jsonl"
    write_rows(path, {"id": 1, "text": TEXT, "body": "Giá tăng 5%."})
    os.utime(path, ns=(10**18, 10**18))
    run_once(db, path)
    assert run_once(db, path, reading=Reading(columns=Columns(text="body"))) == Counts(changed=1, records=1)


def test_a_touched_file_is_known_by_its_content(
    db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    write(path, TEXT)
    run_once(db, path)
    os.utime(path, ns=(10**18 + 1, 10**18 + 1))
    monkeypatch.setattr("dnextract.batch.work.read_file", None)
    assert run_once(db, path) == Counts(known=1)
    assert query(db, "SELECT modified FROM files") == [(10**18 + 1,)]
    monkeypatch.setattr("dnextract.batch.steps._content", None)
    assert run_once(db, path) == Counts(known=1)


def test_the_time_of_a_file_just_written_is_not_trusted(db: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Giá tăng 5%.", encoding="utf-8")
    written = path.stat().st_mtime_ns
    run_once(db, path)
    path.write_text("Giá tăng 6%.", encoding="utf-8")
    os.utime(path, ns=(written, written))
    assert run_once(db, path) == Counts(changed=1, records=1)


def test_a_table_with_a_failure_is_read_again_and_its_articles_are_known(db: Path, tmp_path: Path) -> None:
    path = tmp_path / "1.jsonl"
    path.write_text(f'{json.dumps({"text": TEXT})}\n{{"text":\n{json.dumps({"text": "Giá."})}\n')
    assert run_once(db, path) == Counts(new=2, failed=1, records=2)
    assert run_once(db, path) == Counts(known=2, failed=1)
    assert reasons(db) == [("1.jsonl", 2, "is no JSON: Expecting value (column 9)")]
    write_rows(path, {"text": TEXT}, {"text": "Giá."})
    assert run_once(db, path) == Counts(known=2)
    assert reasons(db) == []


def test_a_date_that_is_none_fails_its_article_alone(db: Path, tmp_path: Path) -> None:
    path = tmp_path / "1.jsonl"
    write_rows(path, {"text": TEXT, "published": "hôm qua"}, {"text": "Giá."})
    counts = run_once(db, path, extractor=Extractor)
    assert (counts.new, counts.failed) == (1, 1)
    reason = "no full date (day, month and year): 'hôm qua'; correct the article's date, or leave it out"
    assert reasons(db) == [("1.jsonl", 1, reason)]


def test_a_mistake_of_ours_fails_its_article_alone(db: Path, tmp_path: Path) -> None:
    write(tmp_path / "1.txt", "Có lỗi.")
    write(tmp_path / "2.txt", TEXT)
    assert run_once(db, tmp_path) == Counts(new=1, failed=1, records=1)
    ((_, _, reason),) = reasons(db)
    assert reason == "cannot be extracted: RuntimeError: a mistake of ours; please report this article"


@pytest.mark.parametrize("workers", [1, 2])
def test_an_article_that_ends_its_process_costs_itself_alone(db: Path, tmp_path: Path, workers: int) -> None:
    path = tmp_path / "1.jsonl"
    write_rows(path, {"text": "Giá tăng 5%."}, {"text": "Làm chết tiến trình."}, {"text": "Giá giảm 6%."})
    engine = LocalEngine(workers, articles=2)
    assert run_once(db, path, extractor=deadly, engine=engine) == Counts(new=2, failed=1, records=2)
    reason = "the process that worked on it died; it may be too large for the memory"
    assert reasons(db) == [("1.jsonl", 2, reason)]


def test_a_run_that_is_cut_off_goes_on_where_it_was(db: Path, tmp_path: Path) -> None:
    for name, text in {"1": "Giá tăng 5%.", "2": "Giá bị ngắt.", "3": "Giá giảm 6%."}.items():
        write(tmp_path / f"{name}.txt", text)
    with pytest.raises(KeyboardInterrupt):
        run_once(db, tmp_path, engine=LocalEngine(articles=1))
    assert query(db, "SELECT name FROM documents") == [("1",)]
    assert query(db, "SELECT ended, new, records FROM runs") == [(None, 1, 1)]
    write(tmp_path / "2.txt", "Giá không đổi.")
    assert run_once(db, tmp_path) == Counts(new=2, known=1, records=2)


def test_a_stopped_run_finishes_its_chunk_and_goes_on_later(db: Path, tmp_path: Path) -> None:
    path = tmp_path / "1.jsonl"
    write_rows(path, *({"text": f"Giá tăng {k}%."} for k in range(10)))
    seen = Seen()
    engine = LocalEngine(articles=2)
    stopped = run_once(db, path, engine=engine, on_progress=seen, stopping=lambda: len(seen.progress) >= 2)
    assert stopped == Counts(new=4, records=4)
    assert query(db, "SELECT ended FROM runs") == [(None,)]
    assert run_once(db, path, engine=engine) == Counts(new=6, known=4, records=6)


@pytest.mark.parametrize(("workers", "chunk"), [(0, 1), (1, 1), (2, 3), (3, 50)])
def test_the_result_is_the_same_for_any_number_of_workers(
    tmp_path: Path, folder: Path, workers: int, chunk: int
) -> None:
    rows = [{"text": f"Giá tăng {k % 8}%.", "url": f"https://example.vn/{k % 5}"} for k in range(40)]
    write_rows(folder / "deeper" / "c.jsonl", *rows, {"text": ""})
    first, second = tmp_path / "1.duckdb", tmp_path / "2.duckdb"
    counts = run_once(first, folder, extractor=Extractor)
    assert run_once(second, folder, extractor=Extractor, engine=LocalEngine(workers, chunk)) == counts
    assert contents(first) == contents(second)


def test_articles_of_one_address_in_one_file_end_with_the_last(db: Path, tmp_path: Path) -> None:
    path = tmp_path / "1.jsonl"
    url = "https://example.vn/x"
    write_rows(path, {"text": "Một.", "url": url}, {"text": "Hai.", "url": url}, {"text": ""})
    run_once(db, path)
    before = contents(db)
    assert query(db, "SELECT id FROM documents") == [(content_hash("Hai."),)]
    run_once(db, path)
    assert contents(db) == before


def test_an_old_table_read_again_does_not_bring_back_an_old_version(db: Path, tmp_path: Path) -> None:
    url = "https://example.vn/x"
    write_rows(tmp_path / "1.jsonl", {"text": "Một.", "url": url})
    write_rows(tmp_path / "2.jsonl", {"text": "Hai.", "url": url})
    run_once(db, tmp_path)
    write_rows(tmp_path / "1.jsonl", {"text": "Một.", "url": url}, {"text": "Ba."})
    assert run_once(db, tmp_path) == Counts(new=1, known=2, records=1)
    assert texts(db) == [("1-2", None), ("2-1", None)]


def test_a_file_that_goes_back_to_an_older_text_is_changed(db: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    for text in ("Một.", "Hai.", "Một."):
        path.write_text(text, encoding="utf-8")
        run_once(db, path)
    assert query(db, "SELECT id FROM documents") == [(content_hash("Một."),)]


def test_a_broken_corpus_is_one_failure(db: Path, folder: Path) -> None:
    broken = folder / "broken"
    broken.mkdir()
    (broken / "index.json").write_text("[{")
    assert run_once(db, broken, folder / "a.txt") == Counts(new=1, failed=1, records=1)
    assert [name for name, _, _ in reasons(db)] == ["index.json"]


def test_a_broken_article_of_a_corpus_leaves_the_others(db: Path, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "y.txt").write_bytes(b"gi\xe1 t\xf4m")
    (tmp_path / "index.json").write_text('[{"id": "x"}, {"id": "z"}]', encoding="utf-8")
    assert run_once(db, tmp_path) == Counts(new=1, failed=2, records=1)
    assert [(name, reason.split(",")[0]) for name, _, reason in reasons(db)] == [
        ("y.txt", "is neither UTF-8 nor UTF-16"),
        ("z.txt", "no such file; add it"),
    ]


def test_the_writing_process_stays_small(db: Path, folder: Path) -> None:
    """It loads what it calls itself, not what its workers need to read and extract."""
    script = f"""
import sys
from dnextract.cli import app
if __name__ == "__main__":
    app(["batch", {str(folder)!r}, "--db", {str(db)!r}, "--workers", "1"], standalone_mode=False)
    heavy = ("pandas", "pyarrow", "dateparser", "trafilatura", "underthesea")
    print("loaded", *(name for name in heavy if name in sys.modules))
"""
    path = db.with_name("script.py")
    path.write_text(script, encoding="utf-8")
    done = subprocess.run([sys.executable, path], capture_output=True, text=True, check=False)
    assert "new articles           2" in done.stdout
    assert done.stdout.splitlines()[-1] == "loaded", done.stdout


def test_an_input_is_known_from_wherever_the_run_is_started(
    db: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    run_once(db, "a.txt", "binary.txt")
    monkeypatch.chdir(folder.parent)
    with open_store(db) as store:
        assert run(store, "pages/a.txt", "pages/binary.txt") == Counts(known=1, failed=1)
    assert query(db, "SELECT source FROM failures") == [(str(folder / "binary.txt"),)]
