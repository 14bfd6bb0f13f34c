"""Traces of records for people to read."""

from collections.abc import Iterable, Iterator
from typing import TextIO

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dnextract.cli.tables import cell, console
from dnextract.records import Span
from dnextract.traces import Evidence, Trace

__all__ = ["print_traces"]

_AROUND = 60  # characters of a sentence shown on either side of a figure
_FACTORS = 6  # of the confidence, the strongest first
_LONGEST = 100  # characters of a sentence that is only named


def print_traces(out: TextIO, traces: Iterable[Trace]) -> None:
    """Print each trace: the figure in its sentence, a line for each part, the names to choose from."""
    to = console(out)
    for trace in traces:
        record = trace.record
        to.print(cell(f"{record.id}  {record.span.text}", "bold"), soft_wrap=True)
        to.print(Padding(_in_sentence(record.sentence, record.span), (0, 0, 0, 2), expand=False))
        table = Table.grid(padding=(0, 2), pad_edge=True)
        table.add_column(no_wrap=True, style="dim")
        table.add_column(ratio=4, overflow="fold")
        table.add_column(ratio=3, overflow="fold")
        for row in _rows(trace):
            table.add_row(*map(cell, row))
        to.print(table)
        to.print()


def _in_sentence(sentence: Span, figure: Span) -> Text:
    """Show the figure with the words around it."""
    start, end = figure.start - sentence.start, figure.end - sentence.start
    first, last = max(0, start - _AROUND), min(len(sentence.text), end + _AROUND)
    shown = cell("…" if first else "")
    shown.append(cell(sentence.text[first:start]))
    shown.append(cell(sentence.text[start:end], "reverse"))
    shown.append(cell(sentence.text[end:last]))
    return shown.append("…" if last < len(sentence.text) else "")


def _rows(trace: Trace) -> Iterator[tuple[str, str, str]]:
    """Give the rows of the table: what part, its value and words, the rule."""
    previous = ""
    for evidence in trace.evidence:
        part = "" if evidence.part == previous else evidence.part
        previous = evidence.part
        yield part, _value(evidence), evidence.rule or ""
        if evidence.sentence is not None:
            yield "", f"  said in: {_short(evidence.sentence)}", ""
    yield "confidence", f"{trace.record.confidence:.2f}", ""
    for factor in sorted(trace.factors, key=lambda factor: -abs(factor.weight))[:_FACTORS]:
        yield "", f"  {factor.weight:+.2f}  {factor.part}", factor.feature
    names = [(f"{c.words.text} ({c.label})", c) for c in trace.candidates]
    for n, (shown, candidate) in enumerate(names):
        mark = "" if candidate.chosen else "not used: "
        rule = candidate.rule if candidate.sure is None else f"{candidate.rule}, {candidate.sure:.2f} sure"
        yield "" if n else "names", f"{mark}{shown}", rule


def _value(evidence: Evidence) -> str:
    words = evidence.words
    if words is None:
        return evidence.value
    if words.text == evidence.value:
        return f"{evidence.value}  [{words.start}:{words.end}]"
    return f"{evidence.value} ← “{words.text}”  [{words.start}:{words.end}]"


def _short(sentence: Span) -> str:
    text = sentence.text if len(sentence.text) <= _LONGEST else f"{sentence.text[:_LONGEST].rstrip()}…"
    return f"“{text}”  [{sentence.start}:{sentence.end}]"
