"""README and docs/: links lead somewhere, commands exist, the first steps print what they show."""

import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from dnextract.checking import check_patterns
from dnextract.cli import app

ROOT = Path(__file__).resolve().parent.parent
READMES = (ROOT / "README.md", ROOT / "README.vi.md")
PAGES = (
    *READMES,
    ROOT / "CONTRIBUTING.md",
    ROOT / "patterns/README.md",
    *sorted((ROOT / "docs").glob("*.md")),
)
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`([^`]+)`")
LINK = re.compile(r"\]\(([^()\s]+)\)")
CONFIDENCE = re.compile(r"\d+%$", re.MULTILINE)

by_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())


def commands(page: Path) -> Iterator[str]:
    """Give the shell lines of a page, in blocks and within the text."""
    text = page.read_text(encoding="utf-8")
    for language, block in FENCE.findall(text):
        if language in ("sh", "console"):
            yield from (line.removeprefix("$ ") for line in block.splitlines())
    yield from (" ".join(code.split()) for code in INLINE.findall(FENCE.sub("", text)))


def anchors(page: Path) -> set[str]:
    """Give what a link to a heading of a page may name."""
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\s-]", "", heading.lower()).replace(" ", "-") for heading in headings}


@by_page
def test_links_lead_somewhere(page: Path) -> None:
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    for link in LINK.findall(text):
        if link.startswith(("https://", "mailto:")):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.is_relative_to(ROOT), link
        assert target.exists(), link
        if anchor and page in READMES:  # those of docs/ are checked where the site is built
            assert anchor in anchors(target), link


@by_page
def test_commands_exist(page: Path) -> None:
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    program = get_command(app)
    for line in commands(page):
        name, *words = shlex.split(line, comments=True) if re.match(r"(dnextract|make) ", line) else [""]
        if name == "make":
            assert {word for word in words if "=" not in word} <= targets, line
        elif name == "dnextract":
            check(program, words, line)


def check(command: Any, words: list[str], line: str) -> None:
    """Check a command and its options; `Any`, for typer has the class of commands where it likes."""
    while hasattr(command, "commands") and words and not words[0].startswith("-"):
        assert words[0] in command.commands, line
        command, words = command.commands[words[0]], words[1:]
    known = {option for parameter in command.params for option in parameter.opts}
    assert {word for word in words if word.startswith("-") and word != "-"} <= known | {"--help"}, line


def test_the_first_steps_print_what_they_show(tmp_path: Path) -> None:
    blocks = FENCE.findall((ROOT / "docs/tutorial.md").read_text(encoding="utf-8"))
    (article,) = (block for language, block in blocks if language == "text")
    (shown,) = (block for language, block in blocks if language == "console")
    (tmp_path / "article.txt").write_text(article, encoding="utf-8")
    line, _, output = shown.partition("\n")
    arguments = shlex.split(line)[2:]
    done = subprocess.run(
        [sys.executable, "-m", "dnextract", *arguments],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "80"},
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    printed = "\n".join(row.rstrip() for row in done.stdout.rstrip().splitlines())
    # How sure it is changes with what it learns.
    assert CONFIDENCE.sub("…", printed) == CONFIDENCE.sub("…", output.rstrip())


@pytest.mark.parametrize("page", [*READMES, ROOT / "docs/patterns.md"], ids=lambda page: page.name)
def test_pattern_files_that_are_shown_are_right(page: Path, tmp_path: Path) -> None:
    shown = [
        block for language, block in FENCE.findall(page.read_text(encoding="utf-8")) if language == "yaml"
    ]
    assert shown
    for number, block in enumerate(shown):
        (tmp_path / f"{number}.yaml").write_text(block, encoding="utf-8")
    assert check_patterns([tmp_path]) == []


def test_the_table_of_extras_has_all_that_users_need() -> None:
    extras = set(tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"])
    table = (ROOT / "docs/install.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE))
    developing = {extra for extra in extras if extra.startswith("test")} | {"bench", "dev"}
    assert listed == extras - developing - {"all"}


def test_the_readmes_have_the_same_examples_and_figures() -> None:
    english, vietnamese = (page.read_text(encoding="utf-8") for page in READMES)
    assert examples(english) == examples(vietnamese)
    assert scores(english) == scores(vietnamese)


def examples(text: str) -> list[str]:
    return [block for language, block in FENCE.findall(text) if language == "python"]


def scores(text: str) -> list[list[str]]:
    """Give the numbers of each row of the tables of accuracy and speed, without their marks."""
    _, section, _ = re.split(r"<!-- --8<-- \[.*\] -->", text)
    rows = re.findall(r"^\|.*\d.*$", section, re.MULTILINE)
    return [re.findall(r"\d+", re.sub(r"(?<=\d)[.,](?=\d)", "", row)) for row in rows]
