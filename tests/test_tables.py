"""What a table of records looks like, on narrow and wide screens, terminals and pipes."""

import fcntl
import io
import os
import pty
import struct
import subprocess
import sys
import termios
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from sample import quantity, record

from dnextract.cli.tables import print_records
from dnextract.forms import Row, flat_row
from dnextract.records import Name, Period

_BEFORE = Period(text="năm 2023", label="2023", start=date(2023, 1, 1), end=date(2023, 12, 31))
_PERCENT = quantity(kind="percent", lo=Decimal("9.07"), hi=Decimal("9.07"), unit="%")
_BUSES = quantity(
    kind="count", lo=Decimal(1200), hi=None, qualifier="more_than", unit="count", item="xe buýt"
)
CASES: dict[int, str] = yaml.safe_load(
    Path(__file__).with_name("cases").joinpath("tables.yaml").read_text(encoding="utf-8")
)
_SHARE = record(
    aspect="share", of="tổng thu", status="forecast", quantity=_PERCENT, entity=Name(text="Sao Mai")
)
SOURCES: dict[str, list[Row]] = {
    "bài-1": [
        flat_row(record()),
        flat_row(record(aspect="change", direction="up", quantity=_PERCENT, baseline=_BEFORE)),
        flat_row(_SHARE),
    ],
    "bài-2": [flat_row(record(metric=None, quantity=_BUSES, period=None, place=None, confidence=0.42))],
    "bài-3": [],
}


@pytest.mark.parametrize("width", CASES)
def test_records_on_a_screen(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    out = io.StringIO()
    print_records(out, SOURCES.items())
    lines = out.getvalue().splitlines()
    assert max(map(len, lines)) == max(
        width, 60
    )  # below that the screen breaks the lines, and nothing is lost
    assert [line.rstrip() for line in lines] == CASES[width].splitlines()


def on_terminal(columns: int, path: Path, **environment: str) -> str:
    """What `dnextract extract` shows of a file on a terminal."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    inherited = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "NO_COLOR", "FORCE_COLOR")}
    command = [sys.executable, "-m", "dnextract", "extract", str(path)]
    with subprocess.Popen(
        command, stdout=theirs, stdin=subprocess.DEVNULL, env={**inherited, "TERM": "xterm", **environment}
    ) as process:
        os.close(theirs)
        chunks = []
        try:
            while chunk := os.read(ours, 65536):
                chunks.append(chunk)
        except OSError:  # so Linux says that the other end is closed
            pass
        finally:
            os.close(ours)
    assert process.returncode == 0
    return b"".join(chunks).decode()


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "bài-1.txt"
    path.write_text(
        "Doanh thu phần mềm năm 2024 đạt 39.888 tỷ đồng. Thế mà hôm qua nó còn gấp đôi.\n", encoding="utf-8"
    )
    return path


def test_a_terminal_has_colours_unless_told_otherwise(article: Path) -> None:
    coloured, plain = on_terminal(80, article), on_terminal(160, article, NO_COLOR="1")
    yellow = "\x1b[33m"  # the confidence of what is unsure
    assert yellow in coloured
    assert "39.888 tỷ VND" in coloured
    assert yellow not in plain
    assert "39.888 tỷ  VND" in plain


def test_a_pipe_has_neither_colours_nor_the_width_of_a_terminal(article: Path) -> None:
    command = [sys.executable, "-m", "dnextract", "extract", "--format", "table", str(article)]
    environment = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "FORCE_COLOR")}
    done = subprocess.run(command, env=environment, capture_output=True, check=True).stdout.decode()
    assert "\x1b" not in done
    assert max(map(len, done.splitlines())) == 160
