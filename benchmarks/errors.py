"""Sort what is wrong by cause: which part of the records, and which rule chose it.

python benchmarks/errors.py [--corpus DIR --gold FILE] [--kinds core]
"""

import argparse
import sys
from collections import Counter

from common import Found, add_data_options, predict, read_data

from dnextract.pipeline import Extractor
from dnextract.scoring import Mismatch, score

# The rules of the join that choose a metric or a period; those of grammar and units make the quantity.
METRIC = ("metric", "noun", "rate", "share", "part", "item", "thing", "echo", "scope", "fraction", "subject")
PERIOD = ("period", "plan", "time", "deadline")


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


def rule_of(part: str, found: Found) -> str:
    """Name the rule that chose a part of a record."""
    missing = {"metric": found.row.metric, "period": found.row.period}
    if part in missing and not missing[part]:
        return f"no:{part}"
    wanted = {"value": "quantity", "qual": "quantity", "unit": "quantity"}.get(part, part)
    rules = [rule for rule in found.record.rules if part_of(rule) == wanted]
    return ", ".join(rules) or "-"


def causes(mismatch: Mismatch, found: dict[tuple[str, int], Found]) -> list[tuple[str, str]]:
    """Give the part and the rule of each field of a pair that is wrong."""
    if mismatch.gold is None or mismatch.predicted is None:
        return [(mismatch.fields[0], "-")]
    record = found[mismatch.doc, mismatch.predicted.start]
    causes = []
    for field in mismatch.fields:
        cause = rule_of(field, record)
        if field in ("aspect", "status"):
            cause = f"{getattr(mismatch.gold, field)} read as {getattr(mismatch.predicted, field)}"
        elif field == "period" and mismatch.gold.period_norm is None:
            cause += " (gold has none)"
        elif field == "baseline":
            cause = f"gold {'has one' if mismatch.gold.baseline_norm else 'has none'}"
        causes.append((field, cause))
    return causes


def main() -> int:
    parser = argparse.ArgumentParser(description="Sort what is wrong by cause.")
    add_data_options(parser)
    parser.add_argument("--kinds", default="core", choices=("core", "extended", "all"))
    parser.add_argument("--at-least", type=int, default=3, metavar="N", help="leave out rarer causes")
    options = parser.parse_args()
    data = read_data(options.corpus, options.gold)
    found = predict(Extractor(), data.articles)
    by_start = {(f.row.doc, f.row.start): f for f in found}
    result = score(data.gold, [f.row for f in found], options.kinds)
    table: Counter[tuple[str, str]] = Counter()
    for mismatch in result.mismatches:
        if "spurious" not in mismatch.fields and "missed" not in mismatch.fields:
            table.update(causes(mismatch, by_start))
        else:
            table[mismatch.fields[0], "-"] += 1
    print("| field | how it came about | records |\n|---|---|---|")
    for (field, cause), count in table.most_common():
        if count >= options.at_least:
            print(f"| {field} | {cause} | {count} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
