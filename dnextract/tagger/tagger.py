"""The tagger: loads its model at first use and tells the names of sentences."""

from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, cast

from dnextract.tagger.pieces import cut
from dnextract.tagger.tags import OUTSIDE, TaggedName, TagLabel, Tags
from dnextract.text import Tokens

if TYPE_CHECKING:
    from dnextract.tagger.model import Model

__all__ = ["MODEL", "Tagger", "join_labels"]

MODEL = Path(__file__).with_name("model.bin")
_TOGETHER = 64  # sentences; more save little time and cost memory


class Tagger:
    """Finds names with a trained model; may be shared between threads."""

    def __init__(self, path: Path = MODEL) -> None:
        self._path = path
        self._model: Model | None = None
        self._lock = Lock()

    def tag(self, sentences: Sequence[Tokens]) -> list[Tags]:
        """Find the names of sentences, given by their tokens.

        Give it all sentences of a text, for much of the work is done once for many. Raises `ModelError` if
        the model is missing or broken.
        """
        found: list[Tags] = []
        for start in range(0, len(sentences), _TOGETHER):
            found += self._tag(sentences[start : start + _TOGETHER])
        return found

    def _tag(self, sentences: Sequence[Tokens]) -> list[Tags]:
        model = self._loaded()
        cuts = [cut(tokens) for tokens in sentences]
        chances = model.chances([pieces for pieces, _ in cuts])
        measured = chances.dot([label.endswith("-METRIC") for label in model.labels]).tolist()
        labels = [model.labels[n] for n in chances.argmax(axis=1).tolist()]
        sure = chances.max(axis=1).tolist()
        tags, at = [], 0
        for tokens, (pieces, firsts) in zip(sentences, cuts, strict=True):
            end = at + len(pieces)
            edges = [*firsts, len(tokens)]
            names = [
                TaggedName(
                    tokens[firsts[a]].start, tokens[edges[b] - 1].end, label, min(sure[at + a : at + b])
                )
                for a, b, label in join_labels(labels[at:end])
            ]
            tags.append(Tags(names, [tokens[n].start for n in firsts], measured[at:end]))
            at = end
        return tags

    def _loaded(self) -> "Model":
        if self._model is None:
            with self._lock:
                if self._model is None:
                    from dnextract.tagger.model import read_model

                    self._model = read_model(self._path)
        return self._model


def join_labels(labels: Sequence[str]) -> list[tuple[int, int, TagLabel]]:
    """Join the labels of pieces to names `[first, last)`; an `I-` that continues nothing is none."""
    found: list[tuple[int, int, TagLabel]] = []
    for n, label in enumerate(labels):
        if label == OUTSIDE:
            continue
        if label[0] == "B":
            found.append((n, n + 1, cast(TagLabel, label[2:])))
        elif found and found[-1][1:] == (n, label[2:]):
            found[-1] = (found[-1][0], n + 1, found[-1][2])
    return found
