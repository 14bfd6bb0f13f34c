"""Measure how often each rule is right, for `patterns/confidence.yaml`, and how true the confidence is.

    python benchmarks/calibrate.py --corpus DIR --gold FILE [--write]

A record is right when its quantity, metric and period are. Each of the three parts is chosen by one rule,
and a rule's rate is how often its part was right, drawn towards the rate of all records by `PRIOR` records
so that a rare rule claims little. The reliability table is by folds of articles: each article's confidence
comes from the rates measured on the others.
"""

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from common import add_data_options, predict, read_data

from dnextract.gold import GoldRecord
from dnextract.linking.confidence import confidence
from dnextract.patterns import data_folder
from dnextract.pipeline import Extractor
from dnextract.scoring import align, compare

PRIOR = 8
FOLDS = 5
PARTS = ("quantity", "metric", "period")
# The rules of the join that choose a metric or a period; those of grammar and units make the quantity.
METRIC = ("metric", "noun", "rate", "share", "part", "item", "thing", "echo", "scope", "fraction", "subject")
PERIOD = ("period", "plan", "time", "deadline")


@dataclass(frozen=True)
class Judged:
    """A record: its document, the rules and gaps that say how it was made, and which parts are right."""

    doc: str
    rules: tuple[str, ...]
    missing: tuple[str, ...]
    right: dict[str, bool]

    @property
    def whole(self) -> bool:
        return all(self.right.values())


def part_of(rule: str) -> str | None:
    """Tell which part of a record a rule chooses."""
    stage, _, name = rule.partition(":")
    if stage == "grammar" or stage.startswith("units/"):
        return "quantity"
    if stage == "no":
        return name
    if stage == "join" and not name.startswith("scope_"):
        first = name.split("_")[0]
        return "metric" if first in METRIC else "period" if first in PERIOD else None
    return None


def judge(
    rows: Sequence[GoldRecord], rules: Sequence[Sequence[str]], gold: Iterable[GoldRecord]
) -> list[Judged]:
    """Compare each record with the gold record it is aligned with; a spurious one is wrong throughout."""
    expected: dict[str, list[GoldRecord]] = defaultdict(list)
    given: dict[str, list[int]] = defaultdict(list)
    for record in gold:
        expected[record.doc].append(record)
    for number, row in enumerate(rows):
        given[row.doc].append(number)
    judged = []
    for doc, numbers in given.items():
        partner = {j: i for i, j in align(expected[doc], [rows[n] for n in numbers])}
        for j, number in enumerate(numbers):
            row = rows[number]
            fields = compare(expected[doc][partner[j]], row) if j in partner else {}
            missing = [f"no:{p}" for p, v in (("metric", row.metric), ("period", row.period)) if not v]
            right = {part: fields.get(part, False) for part in PARTS}
            judged.append(Judged(doc, tuple(rules[number]), tuple(missing), right))
    return judged


def rates(judged: Sequence[Judged]) -> dict[str, float]:
    """Give the rate of each rule: its part right, drawn towards the rate of all."""
    mean = {part: sum(j.right[part] for j in judged) / len(judged) for part in PARTS}
    seen: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for record in judged:
        for rule in (*record.rules, *record.missing):
            part = part_of(rule)
            if part:
                seen[rule] += 1
                right[rule] += record.right[part]
    return {
        rule: (right[rule] + PRIOR * mean[part_of(rule) or ""]) / (count + PRIOR)
        for rule, count in sorted(seen.items())
    }


def by_folds(judged: Sequence[Judged]) -> list[tuple[float, bool]]:
    """Give each record's confidence, from the other folds' rates, and whether it is right."""
    docs = sorted({j.doc for j in judged})
    fold = {doc: i % FOLDS for i, doc in enumerate(docs)}
    pairs = []
    for k in range(FOLDS):
        table = rates([j for j in judged if fold[j.doc] != k])
        pairs += [(confidence(j.rules, j.missing, table), j.whole) for j in judged if fold[j.doc] == k]
    return pairs


def reliability(pairs: Sequence[tuple[float, bool]], bins: int = 5) -> list[str]:
    """Print groups of equal size by confidence beside how often they are right, and the mean gap."""
    ordered = sorted(pairs)
    lines = ["| confidence | records | right | claimed |", "|---|---|---|---|"]
    gap = 0.0
    for k in range(bins):
        group = ordered[k * len(ordered) // bins : (k + 1) * len(ordered) // bins]
        right = sum(ok for _, ok in group) / len(group)
        claimed = sum(c for c, _ in group) / len(group)
        gap += abs(right - claimed) * len(group) / len(ordered)
        lines.append(
            f"| {group[0][0]:.2f} to {group[-1][0]:.2f} | {len(group)} | {right:.3f} | {claimed:.3f} |"
        )
    return [*lines, "", f"Mean gap between claimed and right: {gap:.3f}."]


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure how often each rule is right.")
    add_data_options(parser)
    parser.add_argument("--write", action="store_true", help="write patterns/confidence.yaml")
    options = parser.parse_args()
    data = read_data(options.corpus, options.gold)
    found = predict(Extractor(), data.articles)
    judged = judge([f.row for f in found], [f.record.rules for f in found], data.gold)
    print("\n".join(reliability(by_folds(judged))))
    if options.write:
        lines = [f'  - {{id: "{rule}", right: "{rate:.3f}"}}' for rule, rate in rates(judged).items()]
        path = data_folder("patterns") / "confidence.yaml"
        path.write_text("\n".join(["kind: confidence", "rules:", *lines, ""]), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
