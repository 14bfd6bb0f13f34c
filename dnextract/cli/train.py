"""`dnextract train`: the tagger's model, rebuilt from the marked sentences."""

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["train"]


def train(
    *,
    out: Annotated[
        Path | None, typer.Option(dir_okay=False, help="The model file; the library's own by default.")
    ] = None,
    sentences: Annotated[
        Path | None,
        typer.Option(exists=True, file_okay=False, help="Marked sentences; the library's by default."),
    ] = None,
    folds: Annotated[
        int,
        typer.Option(
            min=0, metavar="N", help="Also score by N folds, of sentences and of files, for the card."
        ),
    ] = 0,
) -> None:
    """Rebuild the tagger's model and its card; the same sentences give the same bytes."""
    from dnextract.patterns import data_folder
    from dnextract.tagger import MODEL
    from dnextract.tagger.model import write_model
    from dnextract.training.card import card_path, make_card, write_card
    from dnextract.training.scores import score_parts
    from dnextract.training.sentences import load_files
    from dnextract.training.train import train as train_model

    folder, path = sentences or data_folder("corpus") / "training", out or MODEL
    files = load_files(folder)
    marked = [sentence for some in files.values() for sentence in some]
    model = train_model(marked)
    write_model(model, path)
    scores = {}
    if folds:
        whole = list(files.values())
        scores = {
            f"{folds} folds of sentences": score_parts([marked[n::folds] for n in range(folds)]),
            f"{folds} folds of files": score_parts(
                [[s for some in whole[n::folds] for s in some] for n in range(folds)]
            ),
        }
    card = make_card(model, path, folder, files, scores)
    write_card(card, card_path(path))
    typer.echo(f"{path}: {len(marked)} sentences, sha256 {card['file']['sha256']}")
    for division, by_label in scores.items():
        for label, counts in by_label.items():
            precision, recall, f1 = counts.rates
            row = f"precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}"
            typer.echo(f"{division:21} {label:7} {row}")
