"""`dnextract evaluate`: what the library finds, against gold."""

import json
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dnextract.cli.extract import open_output
from dnextract.forms import write_jsonl

if TYPE_CHECKING:
    from dnextract.corpus import Article
    from dnextract.gold import GoldRecord
    from dnextract.scoring import Mismatch, Score

__all__ = ["evaluate"]

_LEVELS = ("span", "span_exact", "quantity", "record", "full")


class Kinds(StrEnum):
    """Families of kinds that are scored apart."""

    core = "core"
    extended = "extended"
    all = "all"


def evaluate(
    *,
    gold: Annotated[
        Path | None,
        typer.Option(exists=True, help="Gold, a file or folder of JSON Lines; the library's by default."),
    ] = None,
    corpus: Annotated[
        Path | None,
        typer.Option(exists=True, file_okay=False, help="The articles; the library's by default."),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object for each family of kinds.")
    ] = False,
    predictions: Annotated[
        Path | None, typer.Option(metavar="OUT", help="Write the predicted records here, in the gold form.")
    ] = None,
    errors: Annotated[int, typer.Option(min=0, metavar="N", help="Show N mismatches of each family.")] = 0,
    by_doc: Annotated[bool, typer.Option("--by-doc", help="Show the scores of each article too.")] = False,
    kinds: Annotated[Kinds | None, typer.Option(help="Score these kinds only.")] = None,
) -> None:
    """Score the records of a corpus against gold: precision, recall, F1 and the accuracy of each field.

    Every article of the corpus counts: what is found in one without gold is wrong.
    """
    from dnextract.corpus import load_corpus
    from dnextract.gold import GoldRecord, check_spans, load_gold
    from dnextract.patterns import data_folder
    from dnextract.scoring import score

    articles = load_corpus(corpus or data_folder("corpus"))
    wanted = load_gold(gold or data_folder("gold"))
    check_spans(wanted, articles)
    rows = list(_predicted(articles))
    if predictions:
        with open_output(predictions) as out:
            write_jsonl(out, rows)
    found = [GoldRecord.model_validate(row) for row in rows]
    for family in [kinds] if kinds else list(Kinds):
        result = score(wanted, found, family.value)
        if as_json:
            typer.echo(json.dumps(result.to_dict(), ensure_ascii=False))
            continue
        for line in _report(result):
            typer.echo(line)
        if by_doc:
            for line in _by_document(articles, wanted, found, family):
                typer.echo(line)
        for mismatch in result.mismatches[:errors]:
            typer.echo(f"  {_described(mismatch)}")


def _predicted(articles: Sequence["Article"]) -> Iterator[dict[str, object]]:
    from dnextract.pipeline import Extractor

    extractor = Extractor()
    for article in articles:
        document = extractor.extract(article.text, published=article.published, place=article.place)
        yield from document.gold_rows(article.id)


def _report(result: "Score") -> Iterator[str]:
    cells = result.to_dict()
    yield f"{cells['kinds']}: {cells['documents']} documents, {cells['gold']} gold, {cells['predicted']} predicted"
    yield f"  {'':11}precision  recall     F1"
    for level in _LEVELS:
        rates = cells[level]
        yield f"  {level:11}{rates['p']:9.4f}{rates['r']:8.4f}{rates['f1']:7.4f}"
    fields = "  ".join(f"{name} {rate:.4f}" for name, rate in cells["accuracy_on_aligned"].items())
    yield f"  on aligned: {fields}"
