"""Fail when the accuracy on the gold of this repository falls below its floors.

`floors.json` holds the floors and the hash of the gold and the articles they were measured on. Run with
`--update` to raise the floors to today's scores; lowering one, or accepting other gold, needs
`--allow-regression` as well.
"""

import argparse
import hashlib
import sys
from pathlib import Path

from common import predict, read_data
from pydantic import BaseModel

from dnextract.patterns import data_folder
from dnextract.pipeline import Extractor
from dnextract.scoring import LEVELS, score

FLOORS = Path(__file__).with_name("floors.json")


class Floors(BaseModel):
    """The F1 of each level for each family of kinds, and the hash of what they were measured on."""

    sha256: str
    f1: dict[str, dict[str, float]]


def fingerprint() -> str:
    """Hash the articles and the gold, names and contents, in a fixed order."""
    digest = hashlib.sha256()
    for folder, pattern in (("corpus", "*.txt"), ("gold", "*.jsonl")):
        for path in sorted(data_folder(folder).glob(pattern)):
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def measure() -> Floors:
    """Score the library on the articles of this repository."""
    data = read_data()
    found = [f.row for f in predict(Extractor(), data.articles)]
    scores = {kinds: score(data.gold, found, kinds) for kinds in ("core", "extended")}
    f1 = {kinds: {level: round(s.rates[level].f1, 4) for level in LEVELS} for kinds, s in scores.items()}
    return Floors(sha256=fingerprint(), f1=f1)


def missed(now: Floors, floors: Floors) -> list[str]:
    """Give a line for each floor that is not reached."""
    lines = [
        f"{kinds} {level}: F1 {now.f1[kinds][level]:.4f} is below the floor {floor:.4f}"
        for kinds, levels in floors.f1.items()
        for level, floor in levels.items()
        if now.f1[kinds][level] < floor
    ]
    if floors.sha256 != now.sha256:
        lines.append("the articles or their gold are not those the floors were measured on")
    return lines


def main() -> int:
    """Compare today's scores with the floors; 1 if one is missed."""
    parser = argparse.ArgumentParser(description="Fail when the accuracy falls below its floors.")
    parser.add_argument("--update", action="store_true", help="raise the floors to today's scores")
    parser.add_argument("--allow-regression", action="store_true", help="let --update lower a floor")
    options = parser.parse_args()
    now = measure()
    floors = Floors.model_validate_json(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else now
    problems = missed(now, floors)
    for kinds, levels in now.f1.items():
        print(f"{kinds:9}" + "".join(f"  {level} {value:.4f}" for level, value in levels.items()))
    if options.update and (not problems or options.allow_regression):
        FLOORS.write_text(now.model_dump_json(indent=2) + "\n", encoding="utf-8")
        return 0
    for line in problems:
        print(line, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
