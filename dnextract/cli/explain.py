"""`dnextract explain`: how the records of a file came about."""

import sys
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dnextract.cli.extract import parse_date
from dnextract.errors import DnextractError

if TYPE_CHECKING:
    from dnextract.traces import Trace

__all__ = ["explain"]


_LISTED = 8  # figures named where none is found


class Format(StrEnum):
    """Output formats of `explain`."""

    text = "text"
    json = "json"


def explain(
    file: Annotated[Path, typer.Argument(help="A text or HTML file; - is standard input.", metavar="FILE|-")],
    *,
    record: Annotated[str | None, typer.Option(metavar="ID", help="Only the record with this id.")] = None,
    at: Annotated[
        int | None, typer.Option(min=0, metavar="OFFSET", help="Only the record whose figure stands here.")
    ] = None,
    format: Annotated[Format, typer.Option(help="Text for reading, JSON for machines.")] = Format.text,
    published: Annotated[
        date | None,
        typer.Option(parser=parse_date, metavar="DATE", help="When the text was published: 2024-10-08."),
    ] = None,
    place: Annotated[str | None, typer.Option(help="The area the text is about, such as Đà Nẵng.")] = None,
) -> None:
    """Show how each record of a file came about: the words of its parts, the rules, the names to choose from.

    An id is that of `dnextract extract`; an offset counts the characters of the text from 0.
    """
    from dnextract.inputs import read_article, read_stream
    from dnextract.pipeline import Extractor
    from dnextract.traces import trace

    article = read_stream(sys.stdin.buffer) if str(file) == "-" else read_article(file)
    reading = Extractor().read(
        article.text, published=published or article.published, place=place or article.place
    )
    traces = _chosen(trace(reading), record, at, article.id)
    if format is Format.json:
        from dnextract.forms import write_json

        write_json(sys.stdout, (_cells(article.id, t) for t in traces))
    else:
        from dnextract.cli.traces import print_traces

        print_traces(sys.stdout, traces)


def _chosen(traces: Sequence["Trace"], record: str | None, at: int | None, name: str) -> Sequence["Trace"]:
    """Choose the traces asked for; `DnextractError` if there is none."""
    chosen = [
        t
        for t in traces
        if (record is None or t.record.id == record)
        and (at is None or t.record.span.start <= at < t.record.span.end)
    ]
    if chosen or (record is None and at is None):
        return chosen
    asked = f"record {record!r}" if at is None else f"record at {at}"
    places = [f"{t.record.span.start} ({t.record.span.text})" for t in traces[:_LISTED]]
    places += ["…"] if len(traces) > _LISTED else []
    raise DnextractError(f"{name}: no {asked}; figures stand at {', '.join(places) or 'no offset'}")


def _cells(name: str, trace: "Trace") -> dict[str, object]:
    return {
        "doc": name,
        "record": trace.record.model_dump(mode="json"),
        "evidence": [_spans(e._asdict()) for e in trace.evidence],
        "candidates": [_spans(c._asdict()) for c in trace.candidates],
        "factors": [factor._asdict() for factor in trace.factors],
    }


def _spans(cells: dict[str, object]) -> dict[str, object]:
    """Write spans as in records."""
    from dnextract.records import Span

    return {k: v.model_dump() if isinstance(v, Span) else v for k, v in cells.items()}
