"""How well the names stage finds the names marked in the sentences of `corpus/training`.

python benchmarks/names.py [--folder DIR]

Each line is read as a text of its own, without its marks. Two spans are alike if they overlap and the F1
of their tokens is at least 0.5. Of METRIC the stage offers all that may be one, with the owner and place
that follow; the join chooses and cuts. So the row METRIC has lower bounds, and another scores the metrics of
the records. Marks do not nest: a PLACE or ORG inside a mark of another label is not judged.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from dnextract.analysis import analyze_with
from dnextract.errors import CorpusError
from dnextract.patterns import data_folder
from dnextract.pipeline import Extractor
from dnextract.text import tokenize
from dnextract.training.sentences import Mark, MarkedSentence, load_sentences

JUDGED = ("METRIC", "PLACE", "ORG")  # the labels the stage gives; it has none for scopes and wholes
JOINED = "METRIC of a record"


def judged(found: Iterable[Mark], marks: Sequence[Mark]) -> set[Mark]:
    """Leave out what cannot have a mark of its own, because it would lie in another."""
    return {
        n
        for n in found
        if n.label == "METRIC"
        or not any(m.label != n.label and m.start <= n.start and n.end <= m.end for m in marks)
    }


def alike(text: str, one: Mark, others: Iterable[Mark]) -> bool:
    """Tell whether one of the others stands where a name stands and shares most of its tokens."""
    return any(
        one.start < other.end and other.start < one.end and token_f1(text, one, other) >= 0.5
        for other in others
    )


def token_f1(text: str, one: Mark, other: Mark) -> float:
    """Give the F1 of the tokens of two names, which are told by where they stand."""
    ours, theirs = ({t.start for t in tokenize(text, n.start, n.end)} for n in (one, other))
    return 2 * len(ours & theirs) / (len(ours) + len(theirs))


def rates(right: int, found: int, met: int, marked: int) -> str:
    """Give the cells of a table: the share of the found that is right, of the marked that is met, and F1."""
    precision, recall = 100 * right / max(found, 1), 100 * met / max(marked, 1)
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return f"{precision:.1f} | {recall:.1f} | {f1:.1f}"


def count(sentences: Iterable[MarkedSentence]) -> Counter[tuple[str, str]]:
    """Count what is marked, found and met, for each label and for the metrics of records."""
    counts: Counter[tuple[str, str]] = Counter()
    rules = Extractor(names=None)  # the tagger has learnt these sentences; `taggers.py` measures it by folds
    for text, marks in ((s.text, s.marks) for s in sentences):
        analysis = analyze_with(rules, text)
        found = judged((Mark(n.span.start, n.span.end, n.label) for n in analysis.names), marks)
        spans = [r.metric.span for r in analysis.records if r.metric is not None]
        rows = {label: {n for n in found if n.label == label} for label in JUDGED}
        rows[JOINED] = {Mark(s.start, s.end, "METRIC") for s in spans}
        for row, ours in rows.items():
            theirs = {m for m in marks if m.label == row.split()[0]}
            counts[row, "found"] += len(ours)
            counts[row, "marked"] += len(theirs)
            counts[row, "exact"] += len(ours & theirs)
            counts[row, "found alike"] += sum(alike(text, n, theirs) for n in ours)
            counts[row, "marked alike"] += sum(alike(text, n, ours) for n in theirs)
    return counts


def main() -> int:
    parser = argparse.ArgumentParser(description="Score the names found in marked sentences.")
    parser.add_argument("--folder", type=Path, help="a folder of marked sentences; the library's by default")
    options = parser.parse_args()
    try:
        sentences = load_sentences(options.folder or data_folder("corpus") / "training")
    except CorpusError as error:
        print(error, file=sys.stderr)
        return 1
    counts = count(sentences)
    print("| label | marked | found | P | R | F1 | P alike | R alike | F1 alike |")
    print("|" + "---|" * 9)
    for row in (*JUDGED, JOINED):
        marked, found, exact, right, met = (
            counts[row, what] for what in ("marked", "found", "exact", "found alike", "marked alike")
        )
        whole, near = rates(exact, found, exact, marked), rates(right, found, met, marked)
        print(f"| {row} | {marked} | {found} | {whole} | {near} |")
    marked, exact, met = (counts[JOINED, what] for what in ("marked", "exact", "marked alike"))
    print(f"\n{exact} of {marked} METRIC marks are the metric of a record, {met} are like one.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
