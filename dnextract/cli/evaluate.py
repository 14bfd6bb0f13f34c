"""`dnextract evaluate`: what the library finds, against gold."""

import json
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dnextract.cli.extract import open_output
from dnextract.forms import write_jsonl

if TYPE_CHECKING:
    from dnextract.corpus import Article
    from dnextract.document import Document
    from dnextract.gold import GoldRecord
    from dnextract.scoring import Mismatch, Score

__all__ = ["evaluate"]

# What a compared field consists of, where that is not the field of its name.
_SHOWN = {
    "value": ("lo", "hi"),
    "unit": ("unit", "per"),
    "period": ("period", "period_norm"),
    "baseline": ("baseline", "baseline_norm"),
    "aspect": ("aspect", "dir"),
}


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
    page: Annotated[
        Path | None,
        typer.Option("--html", metavar="OUT", help="Write a page here: gold beside what was predicted."),
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
    documents = list(_documents(articles))
    rows = [row for a, document in zip(articles, documents, strict=True) for row in document.gold_rows(a.id)]
    if predictions:
        with open_output(predictions) as out:
            write_jsonl(out, rows)
    found = [GoldRecord.model_validate(row) for row in rows]
    results = [score(wanted, found, family.value) for family in ([kinds] if kinds else Kinds)]
    if page:
        made = _page(articles, documents, wanted, results)
        with open_output(page) as out:
            out.write(made)
    for result in results:
        if as_json:
            typer.echo(json.dumps(result.to_dict(), ensure_ascii=False))
            continue
        details = _by_document(articles, wanted, found, result.kinds) if by_doc else ()
        wrong = (line for mismatch in result.mismatches[:errors] for line in _described(mismatch))
        for line in chain(_report(result), details, wrong):
            typer.echo(line)


def _documents(articles: Iterable["Article"]) -> Iterator["Document"]:
    from dnextract.pipeline import Extractor

    extractor = Extractor()
    for article in articles:
        yield extractor.extract(article.text, published=article.published, place=article.place)


def _page(
    articles: Sequence["Article"],
    documents: Sequence["Document"],
    gold: Sequence["GoldRecord"],
    results: Iterable["Score"],
) -> str:
    from dnextract.comparison import compared_sheet, shown_scores
    from dnextract.report import page

    of_article: dict[str, list[GoldRecord]] = {article.id: [] for article in articles}
    for record in gold:
        of_article[record.doc].append(record)
    sheets = [compared_sheet(a, d, of_article[a.id]) for a, d in zip(articles, documents, strict=True)]
    return page(sheets, title="Predicted records against gold", scores=[shown_scores(r) for r in results])


def _report(result: "Score") -> Iterator[str]:
    from dnextract.scoring import FIELDS

    span = result.rates["span"]
    yield f"{result.kinds}: {result.documents} documents, {span.gold} gold, {span.predicted} predicted"
    yield f"  {'':11}{'precision':>9}{'recall':>8}{'F1':>8}{'right':>8}"
    for level, rate in result.rates.items():
        yield f"  {level:11}{rate.precision:9.4f}{rate.recall:8.4f}{rate.f1:8.4f}{rate.tp:8}"
    pairs = result.aligned or 1
    yield "  of those aligned: " + "  ".join(f"{field} {result.right[field] / pairs:.4f}" for field in FIELDS)


def _by_document(
    articles: Sequence["Article"], gold: Sequence["GoldRecord"], found: Sequence["GoldRecord"], kinds: str
) -> Iterator[str]:
    from dnextract.scoring import score

    for article in articles:
        result = score(
            [record for record in gold if record.doc == article.id],
            [record for record in found if record.doc == article.id],
            kinds,
        )
        span = result.rates["span"]
        rates = "  ".join(f"{level} {rate.f1:.4f}" for level, rate in result.rates.items())
        yield f"  {article.id}: {span.gold} gold, {span.predicted} predicted, F1: {rates}"


def _described(mismatch: "Mismatch") -> Iterator[str]:
    gold, predicted = mismatch.gold, mismatch.predicted
    record = gold or predicted
    if record is None:
        return
    yield f"  {mismatch.doc} [{record.start}:{record.end}] {record.text!r}: {', '.join(mismatch.fields)}"
    if gold is None or predicted is None:
        return
    for field in mismatch.fields:
        names = _SHOWN.get(field, (field,))
        wanted, given = ([getattr(side, name) for name in names] for side in (gold, predicted))
        yield f"    {field}: gold {wanted}, predicted {given}"
