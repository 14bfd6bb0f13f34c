"""The card of a model: what it was trained on and how, what it scored, and the hash of its file."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from dnextract.tagger import TagLabel
from dnextract.tagger.features import REACHES
from dnextract.tagger.model import Model
from dnextract.training.scores import Counts
from dnextract.training.sentences import LABELS, MarkedSentence
from dnextract.training.train import RECOMBINED, SETTINGS

__all__ = ["card_path", "make_card", "write_card"]

Scores = Mapping[str, Mapping[TagLabel, Counts]]


def card_path(model: Path) -> Path:
    """Give the path of a model's card: beside the model file."""
    return model.with_suffix(".json")


def make_card(
    model: Model, path: Path, folder: Path, files: Mapping[str, Sequence[MarkedSentence]], scores: Scores
) -> dict[str, Any]:
    """Describe the model written to `path` and trained on the sentences of the `files` in `folder`.

    `scores` are counts by the way the sentences were divided.
    """
    sentences = [s for some in files.values() for s in some]
    card: dict[str, Any] = {
        "file": {"sha256": _hash(path), "bytes": path.stat().st_size},
        "licence": "Apache-2.0, of the model and of its sentences, which were written for this project",
        "data": {
            "depends on": "the sentences and the code of dnextract.tagger; on no pattern file",
            "files": {
                name: {"sentences": len(some), "sha256": _hash(folder / name)} for name, some in files.items()
            },
            "sentences": len(sentences),
            "recombined": RECOMBINED * len(sentences),
            "names": {
                label: sum(m.label == label for s in sentences for m in s.marks) for label in LABELS.values()
            },
        },
        "training": {"algorithm": "linear-chain CRF, L-BFGS of crfsuite", **SETTINGS},
        "features": {
            "columns": {column: list(reach) for column, reach in REACHES.items()},
            "words": len(model.encoder.vocabulary.words),
            "rows": model.encoder.size,
            "weights": int((model.weights != 0).sum()),
        },
    }
    if scores:
        card["scores"] = {
            division: {label: {**counts._asdict(), **_rates(counts)} for label, counts in by_label.items()}
            for division, by_label in scores.items()
        }
    return card


def _rates(counts: Counts) -> dict[str, float]:
    return dict(zip(("precision", "recall", "f1"), (round(x, 4) for x in counts.rates), strict=True))


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_card(card: Mapping[str, Any], path: Path) -> None:
    """Write a card as JSON."""
    path.write_text(json.dumps(card, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
