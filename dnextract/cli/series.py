"""`dnextract series`: what the articles of a store say, merged."""

import sys
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO, get_args

import typer

from dnextract.cli.extract import open_output
from dnextract.forms import write_csv, write_jsonl
from dnextract.grammar.calendar import Interval, interval_of
from dnextract.records import Aspect

if TYPE_CHECKING:
    from dnextract.series import Point
    from dnextract.store import LeftOut, Store

__all__ = ["series"]


class Format(StrEnum):
    """Output formats of `series`."""

    table = "table"
    csv = "csv"
    jsonl = "jsonl"


def _interval(label: str) -> Interval:
    try:
        return interval_of(label)
    except ValueError:
        raise typer.BadParameter(f"{label!r} is no time; write it as 2024, 2024-Q3, 2024-05-31") from None


def _aspect(name: str) -> str:
    if name not in get_args(Aspect):
        raise typer.BadParameter(f"{name!r} is none of {', '.join(get_args(Aspect))}")
    return name


def series(
    *,
    db: Annotated[Path, typer.Option(exists=True, dir_okay=False, help="The store.")],
    indicator: Annotated[
        str | None,
        typer.Option(help="An indicator, by id or name, or a metric in the words of the articles."),
    ] = None,
    place: Annotated[str | None, typer.Option(help="An area, by name or code.")] = None,
    entity: Annotated[str | None, typer.Option(help="An organisation, as the articles write it.")] = None,
    aspect: Annotated[
        str | None,
        typer.Option(parser=_aspect, metavar="ASPECT", help=f"One of {', '.join(get_args(Aspect))}."),
    ] = None,
    unit: Annotated[
        str | None, typer.Option(help="Figures in this unit or one it converts to: %, VND, USD/t.")
    ] = None,
    since: Annotated[
        Interval | None,
        typer.Option(parser=_interval, metavar="TIME", help="Periods from then on: 2019, 2019-Q3."),
    ] = None,
    until: Annotated[
        Interval | None,
        typer.Option(parser=_interval, metavar="TIME", help="Periods that end by its end: 2024, 2024-05-31."),
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write here.")] = None,
    format: Annotated[
        Format | None,
        typer.Option(help="Default: what the output's suffix says; else table on a terminal, csv elsewhere."),
    ] = None,
) -> None:
    """Merge what articles say about the same thing at the same time, and flag where they disagree."""
    from dnextract.series import read_points
    from dnextract.store import Selection, open_store

    form = format or _default_format(output)
    with open_store(db, read_only=True) as store:
        selection = Selection(
            subject=_subject(store, indicator),
            place=_place(store, place),
            entity=_entity(store, entity),
            aspect=aspect,
            unit=unit,
            start=since.start if since else None,
            end=until.end if until else None,
        )
        with open_output(output, csv=form is Format.csv) as out:
            _write(out, form, read_points(store, selection))
        _say_left_out(store.left_out(selection))


def _subject(store: "Store", words: str | None) -> str | None:
    """Give the id of an indicator, or the words of a metric that the store has."""
    from dnextract.cli.suggestions import did_you_mean
    from dnextract.linking.lookup import find_indicator, indicator_names
    from dnextract.store import Selection

    known = find_indicator(words) if words else None
    if known is not None:
        return known.id
    if words is not None and not store.holds(Selection(subject=words)):
        names = [*indicator_names(), *store.names("metric")]
        raise typer.BadParameter(
            f"{words!r} is no indicator, and no metric of the store{did_you_mean(words, names)}",
            param_hint="--indicator",
        )
    return words


def _place(store: "Store", name: str | None) -> str | None:
    """Give the name of a place that the gazetteer or the store knows."""
    from dnextract.cli.suggestions import did_you_mean
    from dnextract.names.lookup import find_place
    from dnextract.store import Selection

    known = find_place(name) if name else None
    if known is not None:
        return known.name
    if name is not None and not store.holds(Selection(place=name)):
        raise typer.BadParameter(
            f"{name!r} is no known place{did_you_mean(name, store.names('place'))}",
            param_hint="--place",
        )
    return name


def _entity(store: "Store", name: str | None) -> str | None:
    from dnextract.cli.suggestions import did_you_mean
    from dnextract.store import Selection

    if name is not None and not store.holds(Selection(entity=name)):
        raise typer.BadParameter(
            f"{name!r} is no organisation of the store{did_you_mean(name, store.names('entity'))}",
            param_hint="--entity",
        )
    return name


def _default_format(output: Path | None) -> Format:
    if output is None:
        return Format.table if sys.stdout.isatty() else Format.csv
    suffix = output.suffix.removeprefix(".").lower()
    if suffix not in ("csv", "jsonl"):
        raise typer.BadParameter(f"{output}: give --format, or one of the suffixes .csv .jsonl")
    return Format(suffix)


def _write(out: TextIO, form: Format, points: "Iterable[Point]") -> None:
    from dnextract.series import POINT_FIELDS, point_cells, point_json

    match form:
        case Format.table:
            from dnextract.cli.tables import print_points

            print_points(out, points)
        case Format.csv:
            write_csv(out, POINT_FIELDS, map(point_cells, points))
        case Format.jsonl:
            write_jsonl(out, map(point_json, points))


def _say_left_out(left_out: "LeftOut") -> None:
    parts = {
        "do not say what they measure": left_out.subject,
        "have no period": left_out.period,
        "have a value too large for the store": left_out.value,
    }
    for why, count in parts.items():
        if count:
            typer.echo(f"dnextract: {count} records {why} and are in no series", err=True)
