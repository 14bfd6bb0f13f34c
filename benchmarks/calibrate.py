"""Weigh what tells that a record is right, for `patterns/confidence.yaml`, and measure how true that is.

    python benchmarks/calibrate.py --corpus DIR --gold FILE [--also DIR FILE ...] [--write]

Needs the extra `bench`. A record is fully right when its quantity, metric, period, aspect, status and
baseline are; a logistic model over the features of `dnextract.features` gives the chance of that. The tables
are by folds of articles: each article is judged by weights fitted on the others. The sets of `--also` join
the fit and have a table of their own: the articles that rules were written on do not tell how often others
are right, so they count for less in the fit.
"""

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from common import Data, add_data_options, read_data

from dnextract.gold import GoldRecord
from dnextract.linking.confidence import INTERCEPT, Weights, confidence
from dnextract.patterns import data_folder
from dnextract.pipeline import Extractor
from dnextract.scoring import align, compare

FOLDS = 8
STRENGTH = 0.15  # scikit-learn's C: the smaller, the fewer weights there are
FIRST = 0.5  # what a record of the first set counts in the fit, one of the others being 1
FEWEST = 12  # records, of three articles at least, that a feature must have to be weighed
SURE = 0.9


@dataclass(frozen=True)
class Judged:
    """A record: its set and document, its features by part, and whether it is fully right."""

    data: str
    doc: str
    features: Mapping[str, Sequence[str]]
    right: bool


def judge(
    data: str,
    rows: Sequence[GoldRecord],
    features: Sequence[Mapping[str, Sequence[str]]],
    gold: Iterable[GoldRecord],
) -> list[Judged]:
    """Compare each record with the gold record it is aligned with; a spurious one is wrong."""
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
            fields = compare(expected[doc][partner[j]], rows[number]) if j in partner else {}
            judged.append(Judged(data, doc, features[number], fields.get("full", False)))
    return judged


def read(name: str, data: Data, extractor: Extractor) -> list[Judged]:
    """Extract and judge the articles of a set that have gold."""
    docs = {record.doc for record in data.gold}
    rows: list[GoldRecord] = []
    features: list[Mapping[str, Sequence[str]]] = []
    for article in data.articles:
        if article.id in docs:
            reading = extractor.read(article.text, article.published, article.place)
            rows += map(GoldRecord.model_validate, reading.document.gold_rows(article.id))
            features += [assembled.features for assembled in reading.made]
    return judge(name, rows, features, data.gold)


def fit(judged: Sequence[Judged]) -> Weights:
    """Fit a logistic model, with as few weights as do (L1)."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    common = common_features(judged)
    vectorizer = DictVectorizer(sparse=False)
    found = vectorizer.fit_transform([{pair: 1 for pair in named(j) if pair in common} for j in judged])
    model = LogisticRegression(l1_ratio=1, C=STRENGTH, solver="liblinear", random_state=0)
    counts = [FIRST if j.data == "first" else 1 for j in judged]
    model.fit(found, [j.right for j in judged], sample_weight=counts)
    pairs = (INTERCEPT, *vectorizer.feature_names_)
    weights: dict[str, dict[str, float]] = {}
    for (part, feature), weight in zip(pairs, (*model.intercept_, *model.coef_[0]), strict=True):
        weights.setdefault(part, {})[feature] = float(weight)
    return weights


def named(record: Judged) -> set[tuple[str, str]]:
    """Give the features of a record, each with its part."""
    return {(part, feature) for part, found in record.features.items() for feature in found}


def common_features(judged: Iterable[Judged]) -> set[tuple[str, str]]:
    """Give the features that enough records and articles have."""
    records: Counter[tuple[str, str]] = Counter()
    docs: dict[tuple[str, str], set[str]] = defaultdict(set)
    for record in judged:
        for pair in named(record):
            records[pair] += 1
            docs[pair].add(record.doc)
    return {pair for pair, count in records.items() if count >= FEWEST and len(docs[pair]) > 2}


def by_folds(judged: Sequence[Judged]) -> list[tuple[float, Judged]]:
    """Give each record with its confidence by the weights of the other folds."""
    docs = sorted({(j.data, j.doc) for j in judged})
    fold = {doc: i % FOLDS for i, doc in enumerate(docs)}
    pairs = []
    for k in range(FOLDS):
        weights = fit([j for j in judged if fold[j.data, j.doc] != k])
        pairs += [(confidence(j.features, weights), j) for j in judged if fold[j.data, j.doc] == k]
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
    sure = [ok for c, ok in ordered if c >= SURE]
    told = f"{sum(sure)} of {len(sure)} are right" if sure else "none"
    return [*lines, "", f"Mean gap {gap:.3f}; of {len(ordered)} records at {SURE} and above: {told}."]


def written(weights: Weights) -> str:
    """Write the pattern file; weights that round to nothing are left out."""
    lines = [
        f'  - {{id: "{part} {feature}", weight: "{weight:.2f}"}}'
        for part, table in weights.items()
        for feature, weight in sorted(table.items())
        if f"{abs(weight):.2f}" != "0.00"
    ]
    return "\n".join(["kind: confidence", "rules:", *lines, ""])


def main() -> int:
    parser = argparse.ArgumentParser(description="Weigh what tells that a record is right.")
    add_data_options(parser)
    parser.add_argument(
        "--also",
        type=Path,
        nargs=2,
        action="append",
        default=[],
        metavar=("DIR", "FILE"),
        help="more of them",
    )
    parser.add_argument("--write", action="store_true", help="write patterns/confidence.yaml")
    options = parser.parse_args()
    extractor = Extractor()
    judged = read("first", read_data(options.corpus, options.gold), extractor)
    for corpus, gold in options.also:
        judged += read("also", read_data(corpus, gold), extractor)
    pairs = by_folds(judged)
    for name in sorted({j.data for j in judged}, reverse=True):
        print(f"\n{'The set' if name == 'first' else 'Also'}:\n")
        print("\n".join(reliability([(claimed, j.right) for claimed, j in pairs if j.data == name])))
    if options.write:
        path = data_folder("patterns") / "confidence.yaml"
        path.write_text(written(fit(judged)), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
