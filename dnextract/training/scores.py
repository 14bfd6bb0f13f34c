"""How well a model finds names, in sentences left out of its training."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from dnextract.tagger import TagLabel
from dnextract.tagger.model import Model
from dnextract.tagger.tagger import join_labels
from dnextract.training.examples import read_examples
from dnextract.training.sentences import LABELS, MarkedSentence
from dnextract.training.train import train

__all__ = ["Counts", "Span", "count_spans", "score_model", "score_parts"]

Span = tuple[int, int, TagLabel]


class Counts(NamedTuple):
    """Spans that are right, found and wanted, of one label."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    def plus(self, other: "Counts") -> "Counts":
        """Add up."""
        return Counts(*(a + b for a, b in zip(self, other, strict=True)))

    @property
    def rates(self) -> tuple[float, float, float]:
        """Precision, recall and F1; 0 where nothing is found or wanted."""
        precision = self.right / self.found if self.found else 0.0
        recall = self.right / self.wanted if self.wanted else 0.0
        total = precision + recall
        return precision, recall, 2 * precision * recall / total if total else 0.0


def count_spans(wanted: Iterable[Span], found: Iterable[Span]) -> dict[TagLabel, Counts]:
    """Compare spans exactly, label by label."""
    ours, theirs = set(found), set(wanted)
    return {
        label: Counts(
            sum(s[2] == label for s in ours & theirs),
            sum(s[2] == label for s in ours),
            sum(s[2] == label for s in theirs),
        )
        for label in LABELS.values()
    }


def score_parts(parts: Sequence[Sequence[MarkedSentence]]) -> dict[TagLabel, Counts]:
    """Train on all parts but one and count on that one, for each; recombination sees the others only."""
    total = dict.fromkeys(LABELS.values(), Counts())
    for left_out in parts:
        kept = [s for part in parts if part is not left_out for s in part]
        counts = score_model(train(kept), left_out)
        total = {label: total[label].plus(counts[label]) for label in total}
    return total


def score_model(model: Model, sentences: Sequence[MarkedSentence]) -> dict[TagLabel, Counts]:
    """Count the names a model finds in sentences."""
    total = dict.fromkeys(LABELS.values(), Counts())
    for pieces, labels in read_examples(sentences):
        best = [model.labels[n] for n in model.chances([pieces]).argmax(axis=1)]
        counts = count_spans(join_labels(labels), join_labels(best))
        total = {label: total[label].plus(counts[label]) for label in total}
    return total
