"""Which tagger finds names best: a CRF over syllables, the same with underthesea's words, or spaCy's NER.

python benchmarks/taggers.py [--corpus DIR --gold FILE] [--folds N] [--runs K] [--epochs N]

Each is trained on the marked sentences of `corpus/training` without those of one fold, which it is scored on,
and without one file, which it is scored on; both also on the metrics of the gold articles. `--runs` says how
many of the folds and files are taken. F1 of exact spans; the speed is that of reading sentences with figures,
on one core. Needs the extras train and spacy.
"""

import argparse
import random
import re
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple, Protocol

from common import Data, add_data_options, read_data

from dnextract.gold import GoldRecord
from dnextract.patterns import data_folder
from dnextract.tagger import Tagger, TagLabel
from dnextract.tagger.model import write_model
from dnextract.tagger.pieces import cut
from dnextract.tagger.tagger import join_labels
from dnextract.text import TextView, Tokens, split_sentences, tokenize
from dnextract.training.examples import Example, read_examples
from dnextract.training.recombine import recombine
from dnextract.training.scores import Counts, Span, count_spans
from dnextract.training.sentences import LABELS, MarkedSentence, load_files
from dnextract.training.train import RECOMBINED, crf_items, fit, make_encoder

BEHIND = 40  # characters that an occurrence behind a figure counts as farther away


class Passage(NamedTuple):
    """A sentence of a text and the names marked in it, which are told by where they stand."""

    text: str
    start: int
    end: int
    names: frozenset[Span]

    @property
    def tokens(self) -> Tokens:
        """Its tokens."""
        return tokenize(self.text, self.start, self.end)


class Recognizer(Protocol):
    """What finds names in sentences once it has been trained."""

    def find(self, passages: Sequence[Passage]) -> list[list[Span]]:
        """Give the names of each passage."""


class Syllables:
    """The library's own tagger."""

    def __init__(self, sentences: Sequence[MarkedSentence], _epochs: int) -> None:
        self._folder = TemporaryDirectory()
        path = Path(self._folder.name, "model.bin")
        write_model(fit(list(read_examples(sentences))), path)
        self._tagger = Tagger(path)

    def find(self, passages: Sequence[Passage]) -> list[list[Span]]:
        found = self._tagger.tag([p.tokens for p in passages])
        return [[(n.start, n.end, n.label) for n in tags.names] for tags in found]


class Words:
    """The same with the words of underthesea and their parts of speech as features."""

    def __init__(self, sentences: Sequence[MarkedSentence], _epochs: int) -> None:
        import pycrfsuite

        self._encoder = make_encoder(list(read_examples(sentences)))
        self._folder = TemporaryDirectory()
        path = str(Path(self._folder.name, "crf"))
        trainer = pycrfsuite.Trainer("lbfgs", {"c1": 0.1, "c2": 0.05, "max_iterations": 60}, verbose=False)
        for passage in marked_passages(sentences):
            tokens = passage.tokens
            pieces, firsts = cut(tokens)
            labels = label_pieces(passage, tokens, firsts)
            trainer.append(pycrfsuite.ItemSequence(self._items(passage, tokens, pieces, firsts)), labels)
        trainer.train(path)
        self._tagger = pycrfsuite.Tagger()
        self._tagger.open(path)

    def _items(
        self, passage: Passage, tokens: Tokens, pieces: list[str], firsts: list[int]
    ) -> list[list[str]]:
        items = crf_items(self._encoder, Example(pieces, ["O"] * len(pieces)))
        words = dict(tagged_words(passage.text[passage.start : passage.end], passage.start))
        part, marks = "", []
        for first in firsts:
            begins = tokens[first].start in words
            part = words.get(tokens[first].start, part)
            marks.append(("B" if begins else "I") + part)
        for n, item in enumerate(items):
            for step in (-1, 0, 1):
                if 0 <= n + step < len(marks):
                    item.append(f"word{step}={marks[n + step]}")
        return items

    def find(self, passages: Sequence[Passage]) -> list[list[Span]]:
        found = []
        for passage in passages:
            tokens = passage.tokens
            pieces, firsts = cut(tokens)
            labels = self._tagger.tag(self._items(passage, tokens, pieces, firsts)) if pieces else []
            found.append(spans_of(labels, tokens, firsts))
        return found


class Transitions:
    """spaCy's NER on the library's tokens."""

    def __init__(self, sentences: Sequence[MarkedSentence], epochs: int) -> None:
        import spacy
        from spacy.tokens import Doc
        from spacy.training import Example as SpacyExample
        from spacy.training import iob_to_biluo
        from spacy.util import fix_random_seed, minibatch  # type: ignore[attr-defined]

        self._nlp, self._doc = spacy.blank("xx"), Doc
        ner = self._nlp.add_pipe("ner")
        for label in LABELS.values():
            ner.add_label(label)  # type: ignore[attr-defined]
        examples = []
        for passage in marked_passages(sentences):
            doc = self._read(passage)
            tags = ["O"] * len(doc)
            for start, end, label in passage.names:
                inside = [n for n, t in enumerate(passage.tokens) if start <= t.start < end]
                for n in inside:
                    tags[n] = ("B-" if n == inside[0] else "I-") + label
            examples.append(SpacyExample.from_dict(doc, {"entities": iob_to_biluo(tags)}))
        choose = random.Random(1)
        fix_random_seed(1)
        optimizer = self._nlp.initialize(lambda: examples)
        for _ in range(epochs):
            choose.shuffle(examples)
            for batch in minibatch(examples, 64):  # type: ignore[no-untyped-call]
                self._nlp.update(batch, sgd=optimizer, drop=0.2)

    def _read(self, passage: Passage) -> Any:
        tokens = passage.tokens
        spaces = [a.end < b.start for a, b in pairwise(tokens)] + [False] * bool(tokens)
        return self._doc(self._nlp.vocab, words=[t.surface for t in tokens], spaces=spaces)

    def find(self, passages: Sequence[Passage]) -> list[list[Span]]:
        docs = self._nlp.pipe([self._read(p) for p in passages], batch_size=64)
        return [
            [(p.tokens[e.start].start, p.tokens[e.end - 1].end, e.label_) for e in doc.ents]
            for p, doc in zip(passages, docs, strict=True)
        ]


def tagged_words(sentence: str, start: int) -> Iterator[tuple[int, str]]:
    """Give where each word of underthesea begins in the text, and its part of speech."""
    from underthesea import pos_tag

    at = 0
    for word, tag in pos_tag(sentence):
        where = sentence.find(word, at)
        if where >= 0:
            yield start + where, tag
            at = where + len(word)


def label_pieces(passage: Passage, tokens: Tokens, firsts: Sequence[int]) -> list[str]:
    """Give the label of each piece."""
    labels = ["O"] * len(firsts)
    for start, end, label in passage.names:
        inside = [n for n, i in enumerate(firsts) if start <= tokens[i].start < end]
        for n in inside:
            labels[n] = ("B-" if n == inside[0] else "I-") + label
    return labels


def spans_of(labels: Sequence[str], tokens: Tokens, firsts: Sequence[int]) -> list[Span]:
    """Give the spans of labelled pieces."""
    edges = [*firsts, len(tokens)]
    return [(tokens[edges[a]].start, tokens[edges[b] - 1].end, label) for a, b, label in join_labels(labels)]


def marked_passages(sentences: Iterable[MarkedSentence]) -> list[Passage]:
    """Split marked lines into sentences with their names."""
    return [
        Passage(
            s.text, part.start, part.end, frozenset(m for m in s.marks if part.start <= m.start < part.end)
        )
        for s in sentences
        for part in split_sentences(s.text)
    ]


def gold_passages(data: Data) -> list[Passage]:
    """Give the sentences with figures of the articles, and the metrics of these figures in them."""
    records = defaultdict(list)
    for record in data.gold:
        records[record.doc].append(record)
    passages = []
    for article in data.articles:
        text = TextView.of(article.text).text
        gold = records[article.id]
        names = {name for record in gold if (name := metric_of(text, record)) is not None}
        for sentence in split_sentences(text):
            if any(sentence.start <= record.start < sentence.end for record in gold):
                inside = frozenset(n for n in names if sentence.start <= n[0] < sentence.end)
                passages.append(Passage(text, sentence.start, sentence.end, inside))
    return passages


def metric_of(text: str, record: GoldRecord) -> Span | None:
    """Find the occurrence of a figure's metric that is nearest to it."""
    if not record.metric:
        return None
    hits = [m.start() for m in re.finditer(re.escape(record.metric), text)]
    if not hits:
        return None
    at = record.start
    start = min(hits, key=lambda hit: abs(hit - at) + (BEHIND if hit > at else 0))
    return start, start + len(record.metric), "METRIC"


def score(recognizer: Recognizer, passages: Sequence[Passage]) -> tuple[dict[TagLabel, Counts], float]:
    """Count the names found in passages, and give the characters read a second."""
    recognizer.find(passages[:3])
    started = time.process_time()
    found = recognizer.find(passages)
    speed = sum(p.end - p.start for p in passages) / (time.process_time() - started)
    counts = dict.fromkeys(LABELS.values(), Counts())
    for passage, names in zip(passages, found, strict=True):
        more = count_spans(passage.names, names)
        counts = {label: counts[label].plus(more[label]) for label in counts}
    return counts, speed


def main() -> int:
    parser = argparse.ArgumentParser(description="Compare taggers on the marked sentences and on articles.")
    add_data_options(parser)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument(
        "--runs", type=int, default=100, help="folds and files that are taken; all by default"
    )
    parser.add_argument("--epochs", type=int, default=10, help="of spaCy's training")
    options = parser.parse_args()
    files = load_files(data_folder("corpus") / "training")
    sentences = [s for some in files.values() for s in some]
    articles = gold_passages(read_data(options.corpus, options.gold))
    made = recombine(sentences, RECOMBINED * len(sentences))
    print(f"{len(sentences)} sentences, {len(made)} more by recombination, {len(articles)} of articles\n")
    print("| tagger | by | METRIC | SCOPE | WHOLE | PLACE | ORG | articles: METRIC | characters/s |")
    print("|" + "---|" * 9, flush=True)
    parts = [sentences[n :: options.folds] for n in range(options.folds)]
    for name, kind, more in (
        ("CRF over syllables", Syllables, 0),
        ("the same, recombined", Syllables, RECOMBINED),
        ("with words and parts of speech", Words, 0),
        ("spaCy NER", Transitions, 0),
    ):
        for by, divided in (("folds", parts), ("files", list(files.values()))):
            row(f"{name} | {by}", kind, more, divided[: options.runs], sentences, articles, options.epochs)
    return 0


def row(
    name: str,
    kind: type[Syllables] | type[Words] | type[Transitions],
    more: int,
    parts: Sequence[Sequence[MarkedSentence]],
    sentences: Sequence[MarkedSentence],
    articles: Sequence[Passage],
    epochs: int,
) -> None:
    """Train without each part and print the F1 over all of them."""
    total, metrics, speeds = dict.fromkeys(LABELS.values(), Counts()), Counts(), []
    for part in parts:
        left_out = set(part)
        kept = [s for s in sentences if s not in left_out]
        recognizer = kind([*kept, *recombine(kept, more * len(kept))], epochs)
        counts, _ = score(recognizer, marked_passages(part))
        total = {label: total[label].plus(counts[label]) for label in total}
        found, speed = score(recognizer, articles)
        metrics = metrics.plus(found["METRIC"])
        speeds.append(speed)
    cells = [f"{100 * counts.rates[2]:.1f}" for counts in (*total.values(), metrics)]
    print(f"| {name} | {' | '.join(cells)} | {sorted(speeds)[len(speeds) // 2]:,.0f} |", flush=True)


if __name__ == "__main__":
    sys.exit(main())
