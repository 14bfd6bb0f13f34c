import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pytest
from stated import stated, write_store

from dnextract import __version__
from dnextract.cli import main
from dnextract.forms import GOLD_FIELDS, Row

TEXT = "Doanh thu phần mềm năm 2024 đạt 39.888 tỷ đồng, tăng 9,07% so với năm 2023.\n"
FIGURES = ["39.888 tỷ đồng", "9,07%"]


class Result(NamedTuple):
    """What a command printed, and its exit status."""

    status: int
    out: str
    err: str


Run = Callable[..., Result]

_FINISHING = "\ndnextract: finishing what is in work; Ctrl-C again gives that up\n"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str, stdin: bytes = b"") -> Result:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as left:
            main(arguments)
        out, err = capsys.readouterr()
        return Result(int(left.value.code or 0), out, err)

    return call


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "bài-1.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def command(*arguments: str) -> Sequence[str]:
    return (sys.executable, "-m", "dnextract", *arguments)


def jsonl(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_version_and_help(run: Run) -> None:
    assert run("--version") == (0, f"dnextract {__version__}\n", "")
    shown = run("--help")
    assert shown.status == 0
    for name in ("extract", "explain", "evaluate", "patterns", "batch", "export", "view"):
        assert f"\n  {name}" in shown.out


def test_extract_writes_jsonl_by_default_off_a_terminal(run: Run, article: Path) -> None:
    status, out, err = run("extract", article.name)
    assert (status, err) == (0, "")
    records = jsonl(out)
    assert [record["span"]["text"] for record in records] == FIGURES
    assert {record["doc"] for record in records} == {"bài-1"}
    assert records[0]["quantity"]["lo"] == "39888000000000"


def test_extract_formats(run: Run, article: Path) -> None:
    lines = jsonl(run("extract", article.name).out)
    assert json.loads(run("extract", article.name, "--format", "json").out) == lines
    table = list(csv.DictReader(io.StringIO(run("extract", article.name, "--format", "csv").out, newline="")))
    assert tuple(table[0]) == ("doc", *Row._fields)
    assert [row["lo"] for row in table] == ["39888000000000", "9.07"]
    gold = jsonl(run("extract", article.name, "--format", "gold").out)
    assert [tuple(row) for row in gold] == [GOLD_FIELDS, GOLD_FIELDS]
    assert [TEXT[int(str(row["start"])) : int(str(row["end"]))] for row in gold] == FIGURES
    shown = run("extract", article.name, "--format", "table").out
    assert "39.888 tỷ" in shown
    assert "VND" in shown


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("arguments", [("extract",), ("extract", "-")])
def test_extract_reads_standard_input(run: Run, encoding: str, arguments: tuple[str, ...]) -> None:
    status, out, err = run(*arguments, stdin=TEXT.encode(encoding))
    assert (status, err) == (0, "")
    assert [(r["doc"], r["span"]["text"]) for r in jsonl(out)] == [("stdin", f) for f in FIGURES]


def test_extract_reads_html_from_standard_input(run: Run) -> None:
    page = f"<!DOCTYPE html><html><body><article><h1>Tin</h1><p>{TEXT}</p></article></body></html>"
    assert len(jsonl(run("extract", "-", stdin=page.encode()).out)) == len(FIGURES)


@pytest.mark.parametrize(
    ("name", "form"), [("o.json", "json"), ("o.csv", "csv"), ("o.jsonl", "jsonl"), ("o", "jsonl")]
)
def test_extract_writes_a_file_in_the_format_of_its_suffix(
    run: Run, article: Path, tmp_path: Path, name: str, form: str
) -> None:
    assert run("extract", article.name, "-o", name) == (0, "", "")
    printed = run("extract", article.name, "--format", form).out
    assert (tmp_path / name).read_bytes().decode("utf-8-sig") == printed


def test_view_writes_one_page_of_what_can_be_read(run: Run, article: Path, tmp_path: Path) -> None:
    page = f"<html><title>Tin</title><body><article><h1>Tin</h1><p>{TEXT}</p></article></body></html>"
    (tmp_path / "b.html").write_text(page, encoding="utf-8")
    status, out, err = run("view", article.name, "gone.txt", "b.html", "-o", "report.html", "--place", "Huế")
    assert (status, out, err) == (1, "", "dnextract: gone.txt: no such file\n")
    made = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "<title>2 articles</title>" in made
    assert made.count('class="sheet"') == 2
    assert made.count('<span lang="vi">Huế</span>') >= 2


def test_view_prints_the_page_and_writes_none_where_nothing_can_be_read(run: Run, tmp_path: Path) -> None:
    status, out, err = run("view", "-", stdin=TEXT.encode())
    assert (status, err) == (0, "")
    assert out.startswith("<!DOCTYPE html>")
    assert out.count("<tbody") == len(FIGURES)
    assert run("view", "gone.txt", "-o", "report.html").status == 1
    assert not (tmp_path / "report.html").exists()


def test_view_puts_no_page_on_a_terminal(run: Run, article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    status, out, err = run("view", article.name)
    assert (status, out) == (2, "")
    assert "-o report.html" in err


def test_published_and_place_reach_the_extractor(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Doanh thu phần mềm năm nay đạt 39.888 tỷ đồng.", encoding="utf-8")
    dated = run("extract", "a.txt", "--published", "2024-10-08", "--place", "Đà Nẵng", "--format", "gold")
    (row,) = jsonl(dated.out)
    assert (row["period_norm"], row["place"]) == ("2024", "Đà Nẵng")
    (row,) = jsonl(run("extract", "a.txt", "--format", "gold").out)
    assert row["period_norm"] is None


BAD_FILES = {
    "binary.txt": b"\x00\x01\xff",
    "legacy.txt": b"gi\xe1 t\xf4m",
    "odd.txt": b"\xff\xfea",
    "empty.html": b"",
    "bare.html": b"<html><body></body></html>",
    "binary.html": b"<html>\x00</html>",
}


@pytest.mark.parametrize("name", [*BAD_FILES, "gone.txt", "folder", "a\nb.txt"])
def test_a_bad_input_is_one_line_and_the_rest_is_done(
    run: Run, article: Path, tmp_path: Path, name: str
) -> None:
    (tmp_path / "folder").mkdir()
    if name in BAD_FILES:
        (tmp_path / name).write_bytes(BAD_FILES[name])
    alone = run("extract", name)
    assert (alone.status, alone.out) == (1, "")
    shown = name.replace("\n", "\\n")
    assert alone.err.startswith(f"dnextract: {shown}: ")
    assert alone.err.count("\n") == 1
    both = run("extract", name, article.name)
    assert (both.status, both.err) == (1, alone.err)
    assert len(jsonl(both.out)) == len(FIGURES)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["extract", "a.txt", "--format", "xml"], "xml"),
        (["extract", "a.txt", "--published", "2024-13-01"], "2024-13-01"),
        (["extract", "a.txt", "--published", "hôm qua"], "hôm qua"),
        (["extract", "a.txt", "--unknown"], "--unknown"),
        (["nonsense"], "nonsense"),
        (["batch"], "INPUT"),
        (["batch", "a.txt", "--workers", "0"], "--workers"),
        (["batch", "-", "--stdin-format", "pdf"], "pdf"),
        (["batch", "a.txt", "--engine", "spark"], "spark"),
        (["batch", "a.txt", "--address", "head:6379"], "--engine ray"),
        (["batch", "-", "--engine", "ray"], "standard input"),
        (["export"], "--db"),
        (["export", "--db", "gone.duckdb"], "gone.duckdb"),
        (["evaluate", "--gold", "gone"], "gone"),
        (["evaluate", "--corpus", "gone"], "gone"),
        (["evaluate", "--kinds", "some"], "some"),
        (["patterns", "check", "gone.yaml"], "gone.yaml"),
    ],
)
def test_wrong_usage_is_status_2_and_says_what(
    run: Run, article: Path, arguments: list[str], named: str
) -> None:
    article.rename(article.with_name("a.txt"))
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert named in err
    assert "Traceback" not in err


def test_an_output_that_cannot_be_written_is_one_line(run: Run, article: Path) -> None:
    assert run("extract", article.name, "-o", "gone/x") == (
        1,
        "",
        "dnextract: gone/x: No such file or directory\n",
    )


def test_batch_and_export(run: Run, article: Path, tmp_path: Path) -> None:
    (tmp_path / "bad\n.txt").write_bytes(BAD_FILES["binary.txt"])
    first = run("batch", article.name, "bad\n.txt", "--db", "sub/x.duckdb")
    assert first.status == 1
    assert first.err == "dnextract: bad\\n.txt: is a binary file, not a text\n"
    assert "sub/x.duckdb" in first.out
    assert run("batch", article.name, "--db", "sub/x.duckdb", "--quiet") == (0, "", "")
    with duckdb.connect("sub/x.duckdb") as connection:
        runs = connection.sql("SELECT new, known, failed FROM runs ORDER BY id").fetchall()
    assert runs == [(1, 0, 1), (0, 1, 0)]
    exported = run("export", "--db", "sub/x.duckdb")
    rows = list(csv.DictReader(io.StringIO(exported.out, newline="")))
    assert [(row["doc"], row["text"]) for row in rows] == [("bài-1", figure) for figure in FIGURES]
    assert [row["lo"] for row in rows] == ["39888000000000", "9.07"]
    lines = jsonl(run("export", "--db", "sub/x.duckdb", "--format", "jsonl").out)
    assert [line["text"] for line in lines] == FIGURES
    assert list(lines[0]) == list(rows[0])
    assert "39.888 tỷ" in run("export", "--db", "sub/x.duckdb", "--format", "table").out
    assert run("export", "--db", "sub/x.duckdb", "-o", "x.parquet") == (0, "", "")
    assert duckdb.read_parquet("x.parquet").project("text").fetchall() == [(figure,) for figure in FIGURES]


def test_batch_tells_of_articles_that_another_version_read(run: Run, article: Path, tmp_path: Path) -> None:
    assert run("batch", article.name, "--db", "x.duckdb").err == ""
    with duckdb.connect("x.duckdb") as connection:
        connection.execute("UPDATE runs SET version = '0.0.9'")
    (tmp_path / "new.txt").write_text(f"{TEXT}Hết.", encoding="utf-8")
    again = run("batch", article.name, "new.txt", "--db", "x.duckdb")
    line = f"1 of the articles were read by another dnextract than {__version__}"
    assert again.err == f"dnextract: {line}; make a new store for its reading of them\n"
    assert run("batch", article.name, "--db", "x.duckdb", "--quiet").err == ""


def test_batch_says_that_it_found_no_article(run: Run, tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.docx").write_bytes(b"PK")
    status, _, err = run("batch", "pages", "--db", "x.duckdb")
    kinds = ".txt, .html, .jsonl, .csv, .parquet, also .gz"
    assert (status, err) == (0, f"dnextract: found no article; files are read that end in {kinds}\n")


def test_batch_reads_tables_by_the_columns_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"Nội dung;Ngày\n{TEXT.strip()};2024-10-08\n", encoding="utf-8")
    columns = ("--text-column", "Nội dung", "--published-column", "Ngày")
    done = run("batch", "a.csv", "--db", "x.duckdb", "--quiet", *columns)
    assert done == (0, "", "")
    with duckdb.connect("x.duckdb") as connection:
        found = connection.sql("SELECT text, published FROM observations").fetchall()
    assert found == [(figure, date(2024, 10, 8)) for figure in FIGURES]
    wrong = run("batch", "a.csv", "--db", "y.duckdb", "--quiet")
    assert (wrong.status, wrong.out) == (1, "")
    advice = "its columns are Nội dung, Ngày; name them with the --…-column options"
    assert wrong.err == f"dnextract: a.csv: has no column 'text'; {advice}\n"


@pytest.mark.parametrize("form", [None, "csv"])
def test_batch_reads_standard_input(run: Run, tmp_path: Path, form: str | None) -> None:
    rows = f"text\n{json.dumps(TEXT)}\n" if form else f"{json.dumps({'text': TEXT})}\n"
    options = ("--stdin-format", form) if form else ()
    for _ in range(2):
        assert run("batch", "-", "--db", "x.duckdb", "--quiet", *options, stdin=rows.encode()).status == 0
    with duckdb.connect("x.duckdb") as connection:
        assert connection.sql("SELECT new, known FROM runs ORDER BY id").fetchall() == [(1, 0), (0, 1)]


def test_batch_names_what_is_larger_than_it_may_be(run: Run, article: Path) -> None:
    status, _, err = run("batch", article.name, "--db", "x.duckdb", "--quiet", "--max-bytes", "20")
    assert status == 1
    assert err.startswith(f"dnextract: {article.name}: is larger than 20 bytes; raise --max-bytes")


def test_a_batch_on_a_cluster_needs_the_extra(
    run: Run, article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    done = run("batch", article.name, "--db", "x.duckdb", "--engine", "ray")
    assert done == (1, "", 'dnextract: ray is not installed; install it with: pip install "dnextract[ray]"\n')


def test_a_second_interrupt_waits_for_nothing(tmp_path: Path) -> None:
    path, db = tmp_path / "x.jsonl", tmp_path / "x.duckdb"
    texts = [*(f"{k}. {TEXT}" for k in range(100)), TEXT * 20_000]  # the last one takes seconds
    rows = [json.dumps({"text": text}) for text in texts]
    path.write_text("\n".join(["{", *rows]), encoding="utf-8")
    arguments = command("batch", str(path), "--db", str(db), "--workers", "1")
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        assert "is no JSON" in process.stderr.readline()  # the first chunk is done
        process.send_signal(signal.SIGINT)
        assert process.stderr.readline() + process.stderr.readline() == _FINISHING
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=15)
    assert (process.returncode, out) == (130, "")
    assert err == f"dnextract: stopped; {db} keeps what was done, run the same command to go on\n"
    with duckdb.connect(db) as connection:
        assert connection.sql("SELECT new, ended FROM runs").fetchall() == [(100, None)]


def test_an_interrupted_batch_keeps_what_was_done_and_says_how_to_go_on(tmp_path: Path) -> None:
    many = tmp_path / "many.jsonl"
    many.write_text("".join(f"{json.dumps({'text': f'{k}. {TEXT}'})}\n" for k in range(20_000)))
    db = tmp_path / "x.duckdb"
    arguments = command("batch", str(many), "--db", str(db), "--workers", "2")
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        while not (db.exists() and db.with_name("x.duckdb.wal").exists()):
            time.sleep(0.05)
        time.sleep(3)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    stopped = f"dnextract: stopped; {db} keeps what was done, run the same command to go on\n"
    assert err == _FINISHING + stopped
    with duckdb.connect(db) as connection:
        ((stored, ended),) = connection.sql("SELECT new, ended FROM runs").fetchall()
        assert connection.sql("SELECT count(*) FROM documents").fetchall() == [(stored,)]
    assert (stored < 20_000, ended) == (True, None)
    assert f"articles in the store  {stored}" in out


@pytest.mark.parametrize("arguments", [["-o", "x.pdf"], ["--format", "parquet"], ["--format", "xlsx"]])
def test_an_export_that_cannot_be_is_wrong_usage(run: Run, article: Path, arguments: list[str]) -> None:
    run("batch", article.name, "--db", "x.duckdb")
    status, out, err = run("export", "--db", "x.duckdb", *arguments)
    assert (status, out) == (2, "")
    assert "Error" in err


@pytest.mark.parametrize("suffix", ["csv", "parquet", "xlsx"])
def test_an_export_that_cannot_be_written_is_one_line(run: Run, article: Path, suffix: str) -> None:
    run("batch", article.name, "--db", "x.duckdb", "--quiet")
    Path(f"taken.{suffix}").mkdir()
    said = f"dnextract: taken.{suffix}: Is a directory\n"
    assert run("export", "--db", "x.duckdb", "-o", f"taken.{suffix}") == (1, "", said)


@pytest.mark.parametrize(
    "arguments", [["batch", "bài-1.txt", "--db", "x.duckdb"], ["export", "--db", "x.duckdb"]]
)
def test_a_db_that_is_none_is_one_line(run: Run, article: Path, tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "x.duckdb").write_bytes(b"no database" * 1000)
    status, out, err = run(*arguments)
    assert (status, out) == (1, "")
    assert err.startswith("dnextract: x.duckdb: ")
    assert err.count("\n") == 1


def test_tables_show_no_markup_and_no_escape_sequence(run: Run, tmp_path: Path) -> None:
    hostile = "Doanh thu [red]phần mềm[/red] \x1b[31mđạt 5 tỷ đồng.\n"
    (tmp_path / "[b]x.txt").write_text(hostile, encoding="utf-8")
    status, out, err = run("extract", "[b]x.txt", "--format", "table")
    assert (status, err) == (0, "")
    assert "[b]x" in out
    assert "\x1b" not in out


def test_patterns_check(run: Run, tmp_path: Path) -> None:
    assert run("patterns", "check").status == 0
    (tmp_path / "mine.yaml").write_text("kind: units\nquantity: money\nrules: [{id: X, form: [x]}]\n")
    status, _, err = run("patterns", "check", "mine.yaml")
    assert status == 1
    assert "mine.yaml" in err
    assert "form" in err
    assert "Traceback" not in err


def test_evaluate_on_the_packaged_corpus(run: Run, tmp_path: Path) -> None:
    status, out, err = run("evaluate", "--json", "--predictions", "p.jsonl")
    assert (status, err) == (0, "")
    scores = {score["kinds"]: score for score in jsonl(out)}
    assert list(scores) == ["core", "extended", "all"]
    assert scores["all"]["documents"] == 5
    predicted = jsonl((tmp_path / "p.jsonl").read_text(encoding="utf-8"))
    assert len(predicted) == scores["all"]["predicted"]
    shown = run("evaluate", "--kinds", "core", "--errors", "3", "--by-doc")
    assert shown.status == 0
    assert "seed-004" in shown.out
    assert "extended" not in shown.out


def test_evaluate_scores_its_own_predictions_as_perfect(run: Run, article: Path, tmp_path: Path) -> None:
    (tmp_path / "index.json").write_text(json.dumps([{"id": "bài-1"}]), encoding="utf-8")
    run("extract", article.name, "--format", "gold", "-o", "gold.jsonl")
    status, out, _ = run("evaluate", "--gold", "gold.jsonl", "--corpus", ".", "--json", "--kinds", "all")
    assert status == 0
    (scores,) = jsonl(out)
    assert scores["full"]["f1"] == 1.0


def test_evaluate_names_wrong_gold(run: Run, article: Path, tmp_path: Path) -> None:
    (tmp_path / "index.json").write_text(json.dumps([{"id": "bài-1"}]), encoding="utf-8")
    (tmp_path / "gold.jsonl").write_text('{"doc": "bài-1"}\n', encoding="utf-8")
    status, out, err = run("evaluate", "--gold", "gold.jsonl", "--corpus", ".")
    assert (status, out) == (1, "")
    assert "gold.jsonl:1" in err
    assert "Traceback" not in err


def test_output_is_utf_8_whatever_the_locale(article: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    done = subprocess.run(command("extract", str(article)), env=environment, capture_output=True, check=True)
    assert "tỷ đồng" in done.stdout.decode("utf-8")


def test_a_closed_pipe_is_quiet(tmp_path: Path) -> None:
    long = tmp_path / "long.txt"
    long.write_text(TEXT * 2000, encoding="utf-8")
    with subprocess.Popen(
        command("extract", str(long)), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""


def test_explain_shows_what_made_each_record(run: Run, article: Path) -> None:
    status, out, err = run("explain", article.name)
    assert (status, err) == (0, "")
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert sum(line.startswith("confidence ") for line in lines) == len(FIGURES)
    assert "metric Doanh thu phần mềm [0:18] join:metric_before" in lines
    assert "aspect change, up ← “tăng” [48:52] predicates:rise" in lines
    assert "baseline 2023 ← “năm 2023” [66:74] join:baseline" in lines


def test_explain_keeps_to_the_width_of_the_terminal(
    run: Run, article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    assert max(map(len, run("explain", article.name).out.splitlines())) <= 60


def test_explain_one_record(run: Run, article: Path) -> None:
    both = json.loads(run("explain", article.name, "--format", "json").out)
    assert [cells["record"]["span"]["text"] for cells in both] == FIGURES
    by_id = run("explain", article.name, "--record", both[1]["record"]["id"], "--format", "json")
    by_offset = run("explain", article.name, "--at", str(TEXT.index("9,07")), "--format", "json")
    assert json.loads(by_id.out) == json.loads(by_offset.out) == both[1:]
    assert {e["part"]: e["rule"] for e in both[1]["evidence"]}["aspect"] == "predicates:rise"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--at", "3"], "bài-1: no record at 3; figures stand at 32 (39.888 tỷ đồng), 53 (9,07%)"),
        (["--record", "x:1-2"], "bài-1: no record 'x:1-2'; figures stand at 32"),
    ],
)
def test_explain_says_where_figures_stand(
    run: Run, article: Path, arguments: Sequence[str], says: str
) -> None:
    status, out, err = run("explain", article.name, *arguments)
    assert (status, out, err.count("\n")) == (1, "", 1)
    assert says in err


def test_explain_a_text_without_figures(run: Run) -> None:
    assert run("explain", "-", stdin="Trời đẹp.".encode()) == (0, "", "")
    assert run("explain", "-", "--format", "json", stdin="Trời đẹp.".encode()) == (0, "[]\n", "")


def test_series_merges_what_articles_say(run: Run, db: Path) -> None:
    write_store(
        db,
        {
            "a 2025-02-01": [
                stated("5,1 tỷ USD", metric="kim ngạch XK", indicator="exports", place="Việt Nam")
            ],
            "b 2025-03-01": [
                stated("4,9 tỷ USD", metric="xuất khẩu", indicator="exports", place="Việt Nam"),
                stated("7%", metric="lạm phát", indicator="inflation", period=None),
            ],
        },
    )
    found = run("series", "--db", str(db), "--indicator", "Xuất khẩu", "--place", "VN")
    (row,) = csv.DictReader(io.StringIO(found.out, newline=""))
    assert (found.status, found.err) == (0, "")
    shown = ("indicator", "period", "lo", "articles", "sources", "agreement", "others")
    assert [row[name] for name in shown] == [
        "exports", "2024", "4900000000", "1", "2025-03-01 b", "disputed", "5,1 tỷ USD (2025-02-01 a)",
    ]  # fmt: skip
    everything = run("series", "--db", str(db), "--format", "jsonl")
    assert [line["text"] for line in jsonl(everything.out)] == ["4,9 tỷ USD"]
    assert everything.err == "dnextract: records in no series: 1 with no period\n"
    table = run("series", "--db", str(db), "--format", "table").out
    assert all(words in table for words in ("kim ngạch xuất khẩu", "4,9 tỷ", "disputed: 5,1 tỷ USD"))
    assert run("series", "--db", str(db), "--since", "2025", "-o", "x.jsonl").status == 0
    assert Path("x.jsonl").read_text() == ""
    assert run("series", "--db", str(db), "--indicator", "exports", "-o", "x.parquet") == (0, "", "")
    assert duckdb.read_parquet("x.parquet").project("text").fetchall() == [("4,9 tỷ USD",)]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("--indicator", "nhap khau"),
            "'nhap khau' is no indicator, and no metric of the store; did you mean",
        ),
        (("--place", "Da Nag"), "'Da Nag' is no known place; did you mean \"Đà Nẵng\"?"),
        (("--place", "xyzxyz"), "'xyzxyz' is no known place\n"),
        (("--entity", "vina"), "'vina' is no organisation of the store; did you mean \"Vinamilk\"?"),
        (("--unit", "VN"), "'VN' is no unit; did you mean"),
        (("--since", "hôm qua"), "'hôm qua' is no time; write it as 2024, 2024-Q3, 2024-05-31"),
        (("--aspect", "size"), "'size' is none of level, change, share, completion, comparison"),
        (("-o", "x.doc"), "x.doc: give --format, or one of the suffixes"),
        (("--plot", "x.png"), "a chart shows one indicator; name it with --indicator"),
        (("--format", "parquet"), "parquet is no text; name a file with -o"),
        (("--plot", "x.gif"), "x.gif: a chart is a .png or .svg file"),
    ],
)
def test_series_says_what_is_not_known(run: Run, db: Path, arguments: Sequence[str], message: str) -> None:
    write_store(db, {"a": [stated("5%", place="Đà Nẵng"), stated("5%", entity="Vinamilk")]})
    status, out, err = run("series", "--db", str(db), *arguments)
    assert (status, out) == (2, "")
    assert message in err


@pytest.mark.parametrize("width", [80, 120])
def test_series_says_once_what_a_table_is_about(
    run: Run, db: Path, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    said = {"place": "TP.HCM", "metric": "tổng số ca"}, {"place": "Hồ Chí Minh", "metric": "Số ca"}
    rows = [stated(f"{k + 1} tỷ đồng", period=str(2020 + k), **names) for k, names in enumerate(said)]
    write_store(
        db, {"a": [*rows, stated("9 tỷ đồng", period="2020", place="TP.HCM", metric="ca", scope="nặng")]}
    )
    table = run("series", "--db", str(db), "--format", "table").out
    assert [table.count(words) for words in ("TP.HCM", "Hồ Chí Minh", "tổng số ca", "Số ca")] == [2, 0, 2, 0]
    assert all(len(line) <= width for line in table.splitlines())


@pytest.mark.parametrize("unit", ["VND/kg", "đồng/kg", "triệu đồng/tấn", "VND/t"])
def test_series_of_a_unit(run: Run, db: Path, unit: str) -> None:
    write_store(db, {"a": [stated("5 đồng/kg"), stated("6 USD/kg"), stated("7 đồng")]})
    lines = jsonl(run("series", "--db", str(db), "--unit", unit, "--format", "jsonl").out)
    assert [line["text"] for line in lines] == ["5 đồng/kg"]


def test_series_draws_a_chart(run: Run, db: Path) -> None:
    exports = {"metric": "xuất khẩu", "indicator": "exports"}
    rows = [stated("5,1 tỷ USD", **exports), stated("7%", aspect="change", dir="up", **exports)]
    write_store(db, {"a 2025-02-01": rows})
    drawn = run("series", "--db", str(db), "--indicator", "exports", "--plot", "x.png")
    without = "dnextract: x.png: without 1 points of another aspect, unit or scope\n"
    assert drawn == (0, "", without)
    assert Path("x.png").read_bytes().startswith(b"\x89PNG")
    both = run("series", "--db", str(db), "--indicator", "exports", "--plot", "x.svg", "-o", "x.csv")
    assert both == (0, "", without.replace("png", "svg"))
    assert Path("x.csv").exists()
    nothing = run("series", "--db", str(db), "--indicator", "gdp", "--plot", "y.png")
    assert nothing == (1, "", "dnextract: y.png: not drawn, nothing in the store fits the options\n")
    assert not Path("y.png").exists()
