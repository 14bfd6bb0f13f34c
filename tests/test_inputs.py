import gzip
import json
import os
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from dnextract.corpus import Article
from dnextract.errors import CorpusError
from dnextract.identity import hashed
from dnextract.inputs import (
    STDIN,
    Columns,
    Failure,
    Found,
    Kind,
    Source,
    file_source,
    find_sources,
    read_article,
    read_file,
    read_table,
    standard_input,
)
from dnextract.inputs.decoding import decode

TEXT = "Năm 2024, sản lượng của các tỉnh được 39.888 tấn, tăng 9,07% và đã vượt số của năm 2023."


def found(*names: Path | str) -> list[tuple[str, Kind] | str]:
    """Give name and kind of each source, and the reason of each failure."""
    return [
        item.reason if isinstance(item, Failure) else (item.path.name, item.kind)
        for item in find_sources(map(str, names))
    ]


def rows(path: Path, **options: Any) -> list[Article | tuple[int | None, str]]:
    """Read a table: its articles, and line and reason of each failure."""
    return [
        (item.line, item.reason) if isinstance(item, Failure) else item.article
        for item, _ in read_table(file_source(path), **options)
    ]


def reason(path: Path, **options: Any) -> str:
    read = read_file(file_source(path), **options)
    assert isinstance(read, Failure)
    assert read.source == str(path)
    return read.reason


class TestFinding:
    def test_folders_are_searched_in_order_for_known_suffixes(self, tmp_path: Path) -> None:
        for name in (
            "b.txt",
            "a/z.HTML",
            "a/c.jsonl.gz",
            "notes.pdf",
            ".hidden.txt",
            "c.parquet",
            "x.csv.GZ",
        ):
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).touch()
        expected = [
            ("c.jsonl.gz", Kind.jsonl),
            ("z.HTML", Kind.html),
            ("b.txt", Kind.text),
            ("c.parquet", Kind.parquet),
            ("x.csv.GZ", Kind.csv),
        ]
        assert found(tmp_path) == expected
        assert found(tmp_path / "notes.pdf") == [("notes.pdf", Kind.text)]
        assert [s.packed for s in find_sources([str(tmp_path)]) if isinstance(s, Source)] == [1, 0, 0, 0, 1]

    def test_globs(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("2/b.txt", "1/a.txt", "1/deep/c.txt", "[x].txt"):
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).touch()
        assert found(tmp_path / "*" / "*.txt") == [("a.txt", Kind.text), ("b.txt", Kind.text)]
        assert len(found(tmp_path / "**" / "*.txt")) == 4
        assert found(tmp_path / "[x].txt") == [("[x].txt", Kind.text)]
        assert found(tmp_path / "*.html") == ["no file matches"]
        monkeypatch.chdir(tmp_path)
        assert found("1/*") == [("a.txt", Kind.text), ("c.txt", Kind.text)]

    def test_links_are_followed_and_loops_named(self, tmp_path: Path) -> None:
        (tmp_path / "real").mkdir()
        (tmp_path / "real" / "a.txt").touch()
        (tmp_path / "top").mkdir()
        (tmp_path / "top" / "link").symlink_to(tmp_path / "real")
        (tmp_path / "top" / "loop").symlink_to(tmp_path)
        loop = "is a link to a folder above it; its files are read there"
        assert found(tmp_path) == [("a.txt", Kind.text), ("a.txt", Kind.text), loop]

    def test_a_folder_that_cannot_be_read_is_a_failure(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "closed").mkdir()
        (tmp_path / "open.txt").touch()
        listdir = os.listdir

        def refuse(folder: Path) -> list[str]:  # the tests may run as root, whom no mode keeps out
            if Path(folder).name == "closed":
                raise PermissionError(13, "Permission denied", str(folder))
            return listdir(folder)

        monkeypatch.setattr("os.listdir", refuse)
        assert found(tmp_path) == ["cannot be read: Permission denied", ("open.txt", Kind.text)]

    def test_a_corpus_folder_is_read_by_its_index(self, tmp_path: Path) -> None:
        for name in ("b.txt", "a.txt", "other.html", "sub/c.txt"):
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(TEXT, encoding="utf-8")
        (tmp_path / "index.json").write_text(json.dumps([{"id": "b", "title": "Tin"}, {"id": "gone"}]))
        sources = [source for source in find_sources([str(tmp_path)]) if isinstance(source, Source)]
        assert [source.path.name for source in sources] == ["a.txt", "b.txt", "gone.txt"]
        read = [read_file(source) for source in sources]
        assert [item.article.title for item in read if isinstance(item, Found)] == [None, "Tin"]
        assert read[2] == Failure(sources[2].name, "no such file; add it, or drop its entry from index.json")

    @pytest.mark.parametrize(
        ("name", "stem"), [("a.txt", "a"), ("a.b.html.gz", "a.b"), ("a.gz", "a"), ("2024.10", "2024.10")]
    )
    def test_stems(self, name: str, stem: str) -> None:
        assert file_source(Path(name)).stem == stem

    def test_a_name_that_is_no_unicode_can_be_stored(self, tmp_path: Path) -> None:
        path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
        path.write_text(TEXT, encoding="utf-8")
        (source,) = find_sources([str(tmp_path)])
        assert isinstance(source, Source)
        assert source.name.endswith("/caf\\xe9.txt")
        assert isinstance(read_file(source), Found)


def to_windows_1258(text: str) -> bytes:
    """Encode as Vietnamese Windows does: the vowel in one byte, its tone in the next."""
    encoded = b""
    for letter in text:
        try:
            encoded += letter.encode("cp1258")
        except UnicodeEncodeError:
            base, *marks = list(unicodedata.normalize("NFD", letter))
            tone = next(mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323")
            vowel = unicodedata.normalize("NFC", base + "".join(marks).replace(tone, ""))
            encoded += (vowel + tone).encode("cp1258")
    return encoded


def cut_letter(text: str) -> bytes:
    """Encode as UTF-8 with half a letter near the end."""
    data = text.encode()
    return data[:-30] + b"\xe1" + data[-30:]


TCVN3 = "N¨m 2024, s¶n l­îng cña c¸c tØnh ®­îc 39.888 tÊn, t¨ng 9,07% vµ ®· v­ît sè cña n¨m 2023."
VNI = "Naêm 2024, saûn löôïng cuûa caùc tænh ñöôïc 39.888 taán, taêng 9,07% vaø ñaõ vöôït soá cuûa naêm 2023."


class TestEncodings:
    @pytest.mark.parametrize(
        "data",
        [
            TEXT.encode(),
            TEXT.encode("utf-8-sig"),
            TEXT.encode("utf-16"),
            b"\xfe\xff" + TEXT.encode("utf-16-be"),
            TEXT.encode("utf-16-le"),
            TEXT.encode("utf-16-be"),
            TEXT.encode("utf-32"),
            to_windows_1258(TEXT),
            TCVN3.encode("latin-1"),
            TCVN3.encode(),
            VNI.encode("latin-1"),
            VNI.encode(),
        ],
    )
    def test_vietnamese_in_every_encoding(self, data: bytes) -> None:
        assert decode(data) == TEXT

    def test_utf_8_that_was_read_as_western(self) -> None:
        text = "Giá của các loại gạo đã tăng, và được bán với giá cao."
        western = text.encode().decode("latin-1")
        assert decode(western.encode()) == text

    @pytest.mark.parametrize("text", ["", "Tang 5%", "Giá tôm", "café", "Gía trị № 5", TEXT[:20]])
    def test_what_is_unicode_stays_as_it_is(self, text: str) -> None:
        assert decode(text.encode()) == text
        decomposed = unicodedata.normalize("NFD", text)
        assert decode(decomposed.encode()) == decomposed

    def test_western_dashes_alone_are_no_doubt(self) -> None:
        assert decode(b"Tang 5% \x96 giam 6%") == "Tang 5% – giam 6%"

    @pytest.mark.parametrize(
        ("data", "message"),
        [
            (b"gi\xe1 t\xf4m", "is neither UTF-8 nor UTF-16"),
            ("Où est la bibliothèque où tu étais hier ?".encode("latin-1"), "is neither UTF-8 nor UTF-16"),
            (b"\xff\xfea", "begins as UTF-16 and is not"),
            (b"\xef\xbb\xbfgi\xe1", "begins as UTF-8 and is not"),
            (b"\x00\x01\xff", "is a binary file"),
            (bytes(range(256)) * 20, "is a binary file"),
            (b"%PDF-1.4\n" + b"\x00\x9c\xe1" * 100, "is a binary file"),
        ],
    )
    def test_what_stays_unknown_is_refused(self, data: bytes, message: str) -> None:
        with pytest.raises(CorpusError, match=message):
            decode(data)


class TestFiles:
    def test_packed_files(self, tmp_path: Path) -> None:
        path = tmp_path / "a.txt.gz"
        path.write_bytes(gzip.compress(TEXT.encode()))
        assert read_article(path) == Article("a", TEXT)
        path.write_bytes(gzip.compress(TEXT.encode() * 100)[:60])
        assert reason(path) == "cannot be unpacked: the file is cut off; fetch it again"
        path.write_bytes(TEXT.encode())
        assert reason(path).startswith("cannot be unpacked: Not a gzipped file")

    def test_the_limit_counts_what_is_unpacked(self, tmp_path: Path) -> None:
        path = tmp_path / "a.txt"
        path.write_bytes(b"x" * 100)
        packed = tmp_path / "b.txt.gz"
        packed.write_bytes(gzip.compress(b"x" * 100))
        for file in (path, packed):
            assert isinstance(read_file(file_source(file), limit=100), Found)
            assert reason(file, limit=99).startswith("is larger than 99 bytes; raise --max-bytes")

    def test_a_file_of_200_megabytes_is_refused_unread(self, tmp_path: Path) -> None:
        path = tmp_path / "a.txt"
        with path.open("wb") as file:
            file.truncate(200_000_000)
        assert reason(path).startswith("is larger than 20,000,000 bytes")

    def test_what_would_never_end_is_refused(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe.txt")
        assert reason(tmp_path / "pipe.txt") == "is no regular file"
        assert reason(Path("/dev/zero")) == "is no regular file"

    def test_files_that_cannot_be_read(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "a.txt").symlink_to("a.txt")
        assert reason(tmp_path / "a.txt") == "cannot be read: Too many levels of symbolic links"
        assert reason(tmp_path / "gone.txt") == "no such file"
        (tmp_path / "b.txt").touch()

        def refuse(path: Path, mode: str) -> None:  # the tests may run as root, whom no mode keeps out
            raise PermissionError(13, "Permission denied", str(path))

        monkeypatch.setattr(Path, "open", refuse)
        assert reason(tmp_path / "b.txt") == "cannot be read: Permission denied"


PAGE = """<html><head><title>Giá tôm tăng 5%</title><meta charset="windows-1252">
<meta property="article:published_time" content="2024-10-08T10:00:00+07:00">
<meta property="og:site_name" content="Báo Thử"><link rel="canonical" href="https://example.vn/tom">
</head><body><nav>Trang chủ | Kinh tế</nav><article><h1>Giá tôm tăng 5%</h1>
<p>Giá tôm sú ở mức 200.000 đồng/kg trong tháng 9, theo lời những người nuôi tôm ở ven biển.</p>
<figure><img src="tom.jpg"><figcaption>Thu hoạch 70 tấn tôm ở một ao nuôi</figcaption></figure>
<p>Nhiều hộ nói rằng họ sẽ thả thêm giống vào vụ sau nếu giá còn giữ như hiện nay, bởi chi phí thức ăn
đã thôi tăng, còn các nhà máy vẫn thu mua đều đặn cho những đơn hàng cuối năm.</p>
<table><tr><th>Tháng</th><th>Giá</th></tr><tr><td>8</td><td>190.000</td></tr></table></article>
<div class="comments"><p>Bạn đọc: tôi nghĩ 90% là sai</p></div>
<footer>Giấy phép số 80 năm 2010</footer></body></html>"""


class TestPages:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
    def test_a_page_gives_its_article_without_what_stands_around_it(
        self, tmp_path: Path, encoding: str
    ) -> None:
        path = tmp_path / "page.html"
        path.write_text(PAGE, encoding=encoding)
        article = read_article(path)
        assert (article.id, article.published, article.title) == ("page", "2024-10-08", "Giá tôm tăng 5%")
        assert (article.source, article.url) == ("Báo Thử", "https://example.vn/tom")
        assert article.text.count("Giá tôm tăng 5%") == 1
        for words in ("200.000 đồng/kg", "cuối năm", "190.000"):
            assert words in article.text
        for words in ("90%", "Trang chủ", "70 tấn", "năm 2010"):
            assert words not in article.text

    @pytest.mark.parametrize("encode", [to_windows_1258, cut_letter])
    def test_pages_in_old_encodings_and_with_broken_letters(
        self, tmp_path: Path, encode: Callable[[str], bytes]
    ) -> None:
        path = tmp_path / "page.html"
        path.write_bytes(encode(PAGE))
        assert "Giá tôm sú ở mức 200.000 đồng/kg trong tháng 9" in read_article(path).text

    @pytest.mark.parametrize("western", [TCVN3, VNI])
    def test_pages_in_legacy_letters(self, tmp_path: Path, western: str) -> None:
        path = tmp_path / "page.html"
        for text in (western, western.encode("ascii", "xmlcharrefreplace").decode()):
            path.write_text(f"<html><body><article><p>{text}</p></article></body></html>", encoding="latin-1")
            assert read_article(path).text == TEXT

    @pytest.mark.parametrize(
        "page",
        ["", "<html></html>", "<html><body><img src='x'></body></html>", "<!-- -->", "\n \n",
         "<html><body>" + "<div>" * 1_000_000 + "5%"],
    )  # fmt: skip
    def test_pages_without_an_article(self, tmp_path: Path, page: str) -> None:
        path = tmp_path / "page.html"
        path.write_text(page)
        assert reason(path) == "no article found in the page; save its text as .txt and try again"

    def test_a_page_with_a_million_nested_tags_is_read_as_far_as_it_goes(self, tmp_path: Path) -> None:
        path = tmp_path / "page.html"
        path.write_text(PAGE.replace("<table>", "<b>" * 1_000_000 + "<table>"), encoding="utf-8")
        assert "200.000 đồng/kg" in read_article(path).text


class TestTables:
    def test_json_lines(self, tmp_path: Path) -> None:
        path = tmp_path / "a.jsonl"
        known = {"published": "2024-10-08", "place": "Huế", "title": "Tin", "source": "Báo", "url": "u"}
        lines = [{"id": 7, "text": TEXT, "more": [1], **known}, {"text": "5%", "title": None, "place": " "}]
        path.write_text("\ufeff" + "\n\n".join(json.dumps(line) for line in lines), encoding="utf-8")
        assert rows(path) == [Article("7", TEXT, **known), Article("a-3", "5%")]
        packed = tmp_path / "a.jsonl.gz"
        packed.write_bytes(gzip.compress(path.read_bytes()))
        assert rows(packed) == rows(path)

    def test_broken_lines_leave_the_others(self, tmp_path: Path) -> None:
        path = tmp_path / "a.jsonl"
        lines = [
            b'{"text": "1%"}', b'{"text": ', b"[" * 100_000, b'{"text": "\xe1"}', b"[1]", b'{"text": null}',
            b'{"text": 5}', b'{"body": "x"}', b"9" * 5000, b'{"text": "' + b"x" * 200_000 + b'"}',
            b'{"text": "2% \\ud800 \\ud83d\\ude00"}',
        ]  # fmt: skip
        path.write_bytes(b"\n".join(lines))
        first, *failed, last = rows(path, limit=100_000)
        assert (first, last) == (Article("a-1", "1%"), Article("a-11", "2% \ufffd 😀"))
        assert failed[:-2] == [
            (2, "is no JSON: Expecting value (column 9)"),
            (3, "is no JSON: nested too deep"),
            (4, "is not UTF-8 (byte 10)"),
            (5, "is no JSON object, but a list"),
            (6, "holds no text in 'text'"),
            (7, "holds no text in 'text', but int"),
            (8, "has no 'text'; name the column of the text with --text-column"),
        ]
        assert failed[-1] == (10, "is longer than 100,000 bytes; raise --max-bytes")

    def test_a_file_without_json_is_given_up(self, tmp_path: Path) -> None:
        path = tmp_path / "a.jsonl"
        path.write_bytes(b"no json\n" * 1000)
        read = rows(path)
        assert len(read) == 101
        assert read[-1] == (None, "holds no JSON in its first 100 lines; the rest is not read")
        path.write_text('{"text": "5%"}', encoding="utf-16")
        assert rows(path) == [(None, "is UTF-16; JSON Lines are UTF-8: save it so and try again")]

    def test_named_columns(self, tmp_path: Path) -> None:
        path = tmp_path / "a.jsonl"
        path.write_text('{"body": "5%", "day": "2024-10-08"}\n{"body": "6%"}\n')
        columns = Columns(text="body", published="day")
        assert rows(path, columns=columns) == [Article("a-1", "5%", "2024-10-08"), Article("a-2", "6%")]
        wrong = Columns(text="body", published="date")
        assert rows(path, columns=wrong)[2] == (
            None,
            "has no 'date' in any line; name its columns by the --…-column options",
        )

    @pytest.mark.parametrize("delimiter", [",", ";", "\t"])
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
    def test_csv(self, tmp_path: Path, delimiter: str, encoding: str) -> None:
        path = tmp_path / "a.csv"
        cells = (('"Tăng 5%; giảm\n6%, rồi ""thôi"""', "2024-10-08"), ("Giá đứng", ""))
        table = [delimiter.join(line) for line in (("text", "published"), *cells)]
        path.write_bytes("\r\n".join(table).encode(encoding))
        assert rows(path) == [
            Article("a-2", 'Tăng 5%; giảm\n6%, rồi "thôi"', "2024-10-08"),
            Article("a-4", "Giá đứng"),
        ]

    def test_csv_of_windows_1258(self, tmp_path: Path) -> None:
        path = tmp_path / "a.csv"
        path.write_bytes(b"text;title\n" + to_windows_1258(f"{TEXT};Sản lượng\n"))
        (article,) = rows(path)
        assert isinstance(article, Article)
        assert unicodedata.normalize("NFC", article.text) == TEXT

    def test_csv_of_legacy_letters_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "a.csv"
        path.write_bytes(b"text;title\n" + f"{TCVN3};Tin\n".encode("latin-1"))
        assert rows(path) == [(None, "is neither UTF-8, UTF-16 nor windows-1258; save it as UTF-8")]

    def test_broken_rows_leave_the_others(self, tmp_path: Path) -> None:
        path = tmp_path / "a.csv"
        good = ("5%,x\n" * 100_000).encode()
        path.write_bytes(b"text,title\n" + good + b"one\n,y\n\n6%,\xe1\n" + b"z" * 300 + b",\n7%,x\n")
        read = rows(path, limit=200)
        assert len(read) == 100_005
        assert read[100_000:] == [
            (100_002, "has 1 cells, the header 2; quote those with a delimiter in them"),
            (100_003, "holds no text in 'text'"),
            (100_005, "is not in the encoding of the rows before it; save the table as UTF-8"),
            (100_006, "is no CSV: field larger than field limit (200)"),
            Article("a-100007", "7%", title="x"),
        ]

    def test_parquet(self, tmp_path: Path) -> None:
        path = tmp_path / "a.parquet"
        table = pa.table(
            {
                "text": [None, TEXT, "5%", ""],
                "published": [None, date(2024, 10, 8), None, None],
                "id": [1, 2, None, 4],
                "blob": [b"\xff"] * 4,
            }
        )
        parquet.write_table(table, path)
        expected = [
            (1, "holds no text in 'text'"),
            Article("2", TEXT, "2024-10-08"),
            Article("a-3", "5%"),
            (4, "holds no text in 'text'"),
        ]
        assert rows(path) == expected
        packed = tmp_path / "a.parquet.gz"
        packed.write_bytes(gzip.compress(path.read_bytes()))
        assert rows(packed) == expected
        stamps = table.set_column(1, "published", pa.array([datetime(2024, 10, 8, 9, 30)] * 4))
        parquet.write_table(stamps, path)
        article = rows(path)[1]
        assert isinstance(article, Article)
        assert article.published == "2024-10-08T09:30:00"

    @pytest.mark.parametrize("name", ["a.csv", "a.parquet"])
    def test_wrong_columns(self, tmp_path: Path, name: str) -> None:
        path = tmp_path / name
        if path.suffix == ".csv":
            path.write_text("body,day\n5%,2024\n")
        else:
            parquet.write_table(pa.table({"body": ["5%"], "day": ["2024"]}), path)
        advice = "its columns are body, day; name them with the --…-column options"
        assert rows(path) == [(None, f"has no column 'text'; {advice}")]
        columns = Columns(text="body", place="where")
        assert rows(path, columns=columns) == [(None, f"has no column 'where'; {advice}")]

    @pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.parquet", "a.jsonl.gz", "a.csv.gz"])
    def test_empty_tables(self, tmp_path: Path, name: str) -> None:
        path = tmp_path / name
        path.write_bytes(gzip.compress(b"") if path.suffix == ".gz" else b"")
        ((failure, _),) = read_table(file_source(path))
        assert isinstance(failure, Failure)
        assert failure.line is None
        assert failure.reason.startswith(("holds no rows", "has no column 'text'", "cannot be read as Par"))

    def test_a_table_that_is_cut_off_gives_the_rows_before(self, tmp_path: Path) -> None:
        path = tmp_path / "a.jsonl.gz"
        lines = "".join(f'{{"text": "{hashed(bytes([k % 256, k // 256]))}"}}\n' for k in range(5000))
        path.write_bytes(gzip.compress(lines.encode())[:-20_000])
        read = rows(path)
        last = read.pop()
        assert len(read) > 1000
        assert all(isinstance(article, Article) for article in read)
        assert last == (None, "cannot be unpacked: the file is cut off; fetch it again")

    def test_a_table_is_read_as_it_is_asked_for(self, tmp_path: Path) -> None:
        path = tmp_path / "a.jsonl"
        path.write_text('{"text": "5%"}\n' * 100_000)
        read = read_table(file_source(path))
        assert [next(read)[1] < 100_000 for _ in range(3)] == [True] * 3


class TestStandardInput:
    @pytest.mark.parametrize(
        ("data", "kind", "packed"),
        [
            (TEXT.encode(), Kind.text, False),
            (b'\n{"text": "5%"}\n', Kind.jsonl, False),
            (gzip.compress(b'{"text": "5%"}\n', mtime=0), Kind.jsonl, True),
            (b"\xef\xbb\xbf<!DOCTYPE html><html>", Kind.html, False),
            (b"PAR1", Kind.parquet, False),
            (b"", Kind.text, False),
            (b"\x1f\x8b", Kind.text, True),
        ],
    )
    def test_what_it_holds_is_told_by_how_it_begins(
        self, tmp_path: Path, data: bytes, kind: Kind, packed: bool
    ) -> None:
        (tmp_path / "x").write_bytes(data)
        with (tmp_path / "x").open("rb") as stream, standard_input(stream) as source:
            assert (source.name, source.kind, source.packed) == (STDIN, kind, packed)
            assert source.path.read_bytes() == data
        with (tmp_path / "x").open("rb") as stream, standard_input(stream, Kind.csv) as source:
            assert source.kind is Kind.csv
        assert not source.path.exists()
