import subprocess
import sys
import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from kills import contents
from sample import TEXT, record
from stated import write_store
from stores import opened, query, run, run_once

from dnextract.errors import CorpusError
from dnextract.forms import Row, flat_row
from dnextract.store import Store, open_store


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_records_are_stored_typed(db: Path, article: Path) -> None:
    with opened(db) as store:
        run(store, article)
        (observation,) = store.observations()
    assert observation.doc == "a"
    assert observation.row == flat_row(record())
    types = dict(
        query(db, "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = 'records'")
    )
    assert list(types) == ["document_id", *Row._fields]
    expected = {"lo": "DECIMAL(38,9)", "period_start": "DATE", "rules": "VARCHAR[]", "start": "BIGINT"}
    assert {name: types[name] for name in expected} == expected
    assert query(db, "SELECT hi, unit, period, place FROM observations") == [
        (Decimal(39888000000000), "VND", "2024", "Đà Nẵng")
    ]


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        (Decimal("1E+3"), Decimal(1000)),
        (Decimal(0), Decimal(0)),
        (Decimal("-0.000000001"), Decimal("-0.000000001")),
        (Decimal(2) / 3, Decimal("0.666666667")),
        (Decimal("9" * 29 + ".123456789"), Decimal("9" * 29 + ".123456789")),
        (Decimal("1" + "0" * 29), None),
        (None, None),
    ],
)
def test_numbers_keep_every_digit_a_column_holds(
    db: Path, value: Decimal | None, stored: Decimal | None
) -> None:
    write_store(db, {"a": [flat_row(record())._replace(lo=value)]})
    assert query(db, "SELECT lo FROM records") == [(stored,)]


def test_words_are_stored_as_they_are(db: Path) -> None:
    words = ['"\\', "a\nb\r\t", "\0", "\u2028", "😀", "=1+1", "null", "[1]", "", "ộ"]
    rows = [flat_row(record())._replace(metric=metric, rules=(metric, "y")) for metric in words]
    write_store(db, {"a": rows, "b": [], "c": [flat_row(record())._replace(metric="\ud800")]})
    with opened(db) as store:
        found = [(observation.doc, observation.row) for observation in store.observations()]
    assert [(doc, row.metric, row.rules) for doc, row in found] == [
        *(("a", metric, (metric, "y")) for metric in words),
        ("c", "\ufffd", tuple(record().rules)),
    ]


def test_parquet_is_typed(db: Path, article: Path, tmp_path: Path) -> None:
    out = tmp_path / "o'ut.parquet"
    with opened(db) as store:
        run(store, article)
        store.write_parquet(out, ("doc", "value", "period_end"))
    found = duckdb.read_parquet(str(out))
    assert found.columns == ["doc", "value", "period_end"]
    assert found.fetchall() == [("a", Decimal(39888000000000), date(2024, 12, 31))]


def test_the_documented_tables_are_those_of_a_store(db: Path) -> None:
    with opened(db):
        pass
    page = (Path(__file__).parent.parent / "docs" / "store.md").read_text(encoding="utf-8")
    columns = query(db, "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal")
    assert len(columns) > 100
    for table, column in columns:
        assert f"`{table}`" in page
        assert f"`{column}`" in page, column


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
        ("CREATE TABLE schema_version AS SELECT 1 AS version", "of schema 1, .*; make a new store"),
        (
            "CREATE TABLE schema_version AS SELECT 99 AS version",
            "of schema 99, .*; install a newer dnextract",
        ),
        ("CREATE TABLE schema_version (version INTEGER)", "of schema unknown, .*; make a new store"),
    ],
)
def test_what_is_no_store_of_ours_is_refused(db: Path, prepare: str, message: str) -> None:
    with duckdb.connect(db) as connection:
        connection.execute(prepare)
    with pytest.raises(CorpusError, match=message) as caught, opened(db):
        pass
    assert "\n" not in str(caught.value)


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


@pytest.mark.parametrize("writable", [True, False])
def test_a_reader_sorts_in_bounded_memory(
    db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, writable: bool
) -> None:
    with opened(db):
        pass
    monkeypatch.setattr("os.access", lambda *_: writable)
    with open_store(db, read_only=True) as store:
        settings = "SELECT current_setting('memory_limit'), current_setting('temp_directory')"
        (found,) = store._connection.execute(settings).fetchall()
    assert found == ("953.6 MiB", f"{db}.tmp" if writable else tempfile.gettempdir())


def test_what_breaks_within_a_transaction_leaves_nothing_behind(
    db: Path, article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_once(db, article)
    before = contents(db)
    article.write_text("Giá tăng 5%.", encoding="utf-8")

    def fail(store: Store, table: str, rows: object) -> None:
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(Store, "_insert", fail)
        with pytest.raises(MemoryError):
            run_once(db, article)
    assert contents(db) == before
