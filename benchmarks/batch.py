"""Runs of `dnextract batch` on articles made for it: speed, memory, a second run, kills.

python benchmarks/batch.py [--articles 2000] [--kills 50]

The articles are sentences of `corpus/training` put together anew, as texts, pages and JSON lines, and the
five articles of `corpus/` as they are and as pages. Times are of whole processes; compare those of one run.
"""

import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import NamedTuple

from kills import contents, kill_runs

from dnextract.corpus import load_corpus
from dnextract.patterns import data_folder

_MARK = re.compile(r"\{[A-Z]\|([^}]*)\}")


def sentences(folder: Path) -> list[str]:
    """Read the sentences of the training files, without their marks."""
    return [
        _MARK.sub(r"\1", line)
        for path in sorted(folder.glob("*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line
    ]


def write_articles(folder: Path, number: int, *, seed: int = 0) -> None:
    """Write articles: half as texts, a quarter each as pages and as JSON lines, and the seeds as pages."""
    chance = random.Random(seed)
    known = sentences(data_folder("corpus") / "training")
    for name in ("texts", "pages", "seeds"):
        (folder / name).mkdir(parents=True)
    with (folder / "rows.jsonl").open("w", encoding="utf-8") as rows:
        for k in range(number):
            day = f"{chance.randint(2021, 2025)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
            title, *body = chance.sample(known, chance.randint(9, 17))
            if k % 4 == 0:
                page = write_page(title, body, day, f"https://example.vn/{k}.html")
                (folder / "pages" / f"{k:07}.html").write_text(page, encoding="utf-8")
            elif k % 4 == 1:
                row = {"text": "\n".join([title, *body]), "published": day, "url": f"https://example.vn/{k}"}
                rows.write(json.dumps(row, ensure_ascii=False) + "\n")
            else:
                text = "\n".join([title, *body])
                (folder / "texts" / f"{k:07}.txt").write_text(text, encoding="utf-8")
    for article in load_corpus(data_folder("corpus")):
        lines = article.text.splitlines()
        page = write_page(article.title or lines[0], lines, article.published or "", article.url or "")
        (folder / "seeds" / f"{article.id}.html").write_text(page, encoding="utf-8")


def write_page(title: str, body: Sequence[str], day: str, url: str) -> str:
    """Write an article as a newspaper's page does, with the furniture around it."""
    paragraphs = "\n".join(f"<p>{escape(line)}</p>" for line in body)
    links = "".join(f'<li><a href="/{k}">Tin khác số {k} tăng {k}%</a></li>' for k in range(30))
    return f"""<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{escape(title)}</title>
<meta property="article:published_time" content="{day}T08:00:00+07:00"><link rel="canonical" href="{url}">
</head><body><nav><ul>{links}</ul></nav>
<article><h1>{escape(title)}</h1>
<figure><img src="a.jpg"><figcaption>Ảnh chụp cách đây 40 năm</figcaption></figure>
{paragraphs}</article><aside><ul>{links}</ul></aside>
<footer>Giấy phép số 99 cấp năm 2001</footer></body></html>
"""


class Measured(NamedTuple):
    """How long a run took, and the memory of its largest process and of all of them, in megabytes."""

    seconds: float
    largest: float
    total: float


def run(inputs: Sequence[Path], db: Path, workers: int) -> Measured:
    """Run the command, and watch the memory of its processes."""
    command = [sys.executable, "-m", "dnextract", "batch", *map(str, inputs)]
    began = time.perf_counter()
    process = subprocess.Popen([*command, "--db", str(db), "--workers", str(workers), "--quiet"])
    peaks: dict[int, float] = {}
    while process.poll() is None:
        for number in family(process.pid):
            peaks[number] = max(peaks.get(number, 0), memory(number))
        time.sleep(0.05)
    seconds = time.perf_counter() - began
    if process.returncode:
        sys.exit(f"dnextract batch ended with status {process.returncode}")
    return Measured(seconds, max(peaks.values()), sum(peaks.values()))


def family(process: int) -> Iterator[int]:
    """Give a process and its descendants, as far as /proc tells."""
    yield process
    try:
        tasks = list(Path(f"/proc/{process}/task").iterdir())
        children = [child for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return
    for child in children:
        yield from family(int(child))


def memory(process: int) -> float:
    """Give the peak of a process's resident memory in megabytes, 0 where it has gone."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) / 1000 if found else 0


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure `dnextract batch`.")
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=50, help="runs to kill; 0 for none")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        inputs = [folder / "articles", data_folder("corpus")]
        write_articles(inputs[0], options.articles)
        number = options.articles + 2 * len(load_corpus(data_folder("corpus")))
        print(
            "| run | seconds | articles/s | largest process, MB | all processes, MB |\n|---|---|---|---|---|"
        )
        for workers in (1, 2):
            db = folder / f"{workers}.duckdb"
            for which in ("first", "second"):
                done = run(inputs, db, workers)
                speed = f"{number / done.seconds:,.0f}" if which == "first" else ""
                print(
                    f"| {which}, workers={workers} | {done.seconds:.2f} | {speed} | {done.largest:.0f} "
                    f"| {done.total:.0f} |",
                    flush=True,
                )
        same = contents(folder / "1.duckdb") == contents(folder / "2.duckdb")
        print(f"\nThe stores of one and two workers are {'the same' if same else 'NOT the same'}.")
        (folder / "kills").mkdir()
        ended = list(kill_runs(folder / "kills", kills=options.kills, articles=200, workers=2, seed=0))
        print(f"{options.kills} kills: {ended.count(True)} of {len(ended)} stores ended as undisturbed.")
    return 0 if same and all(ended) else 1


if __name__ == "__main__":
    sys.exit(main())
