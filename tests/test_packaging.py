import subprocess
import sys
from email.parser import HeaderParser
from pathlib import Path
from zipfile import ZipFile

import pytest
from hatchling.build import build_wheel

import dnextract

ROOT = Path(__file__).resolve().parent.parent
HEAVY = (
    *("spacy", "duckdb", "underthesea", "pandas", "pyarrow", "dateparser", "trafilatura", "rich", "numpy"),
    *("jinja2", "markupsafe"),
)


@pytest.mark.parametrize(
    "code", ["import dnextract", "import dnextract.cli", "from dnextract import Document, Extractor, extract"]
)
def test_import_is_light(code: str) -> None:
    show = f"{code}; import sys; print(*(name for name in {HEAVY!r} if name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", show], capture_output=True, check=True, cwd=ROOT)
    assert done.stdout.split() == []


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        name = build_wheel(str(folder))
    return ZipFile(folder / name)


@pytest.mark.parametrize("data", ["patterns", "corpus", "gold"])
def test_the_wheel_holds_the_data(wheel: ZipFile, data: str) -> None:
    packed = {name for name in wheel.namelist() if name.startswith(f"dnextract/_data/{data}/")}
    files = [path for path in (ROOT / data).rglob("*") if path.is_file()]
    assert files
    assert packed == {f"dnextract/_data/{path.relative_to(ROOT).as_posix()}" for path in files}


def test_the_wheel_holds_the_package(wheel: ZipFile) -> None:
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "dnextract").rglob("*.py")}
    data = {"dnextract/py.typed", "dnextract/tagger/model.bin", "dnextract/tagger/model.json"}
    assets = {path.relative_to(ROOT).as_posix() for path in (ROOT / "dnextract/report/assets").iterdir()}
    assert assets
    assert modules | data | assets <= set(wheel.namelist())
    assert not [name for name in wheel.namelist() if name.startswith(("tests/", "benchmarks/"))]
    (entry_points,) = (name for name in wheel.namelist() if name.endswith("entry_points.txt"))
    points = wheel.read(entry_points).decode()
    assert "dnextract = dnextract.cli:main" in points
    assert "vi_dnextract = dnextract.spacy.language:VietnameseFigures" in points
    (metadata,) = (name for name in wheel.namelist() if name.endswith("/METADATA"))
    headers = HeaderParser().parsestr(wheel.read(metadata).decode())
    assert (headers["Version"], headers["License-Expression"]) == (dnextract.__version__, "Apache-2.0")


def test_the_installed_wheel_works_without_the_checkout(wheel: ZipFile, tmp_path: Path) -> None:
    wheel.extractall(tmp_path / "site")
    done = subprocess.run(
        [sys.executable, "-m", "dnextract", "evaluate", "--json", "--kinds", "core"],
        cwd=tmp_path / "site",
        capture_output=True,
        check=True,
    )
    assert b'"documents": 5' in done.stdout
