"""`dnextract series`: what the articles of a store say, merged."""

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from dnextract.cli.choosing import chosen_entity, chosen_place, chosen_subject, chosen_unit
from dnextract.cli.export import form_by_suffix, say_written
from dnextract.cli.extract import open_output
from dnextract.forms import write_csv, write_jsonl
from dnextract.grammar.calendar import Interval, interval_of
from dnextract.records import Aspect

if TYPE_CHECKING:
    from dnextract.series import Point
    from dnextract.store import LeftOut

__all__ = ["series"]


class Format(StrEnum):
    """Output formats of `series`."""

    table = "table"
    csv = "csv"
    jsonl = "jsonl"
    parquet = "parquet"
    xlsx = "xlsx"


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
        str | None, typer.Option(help="Figures in this unit or one it converts to: %, VND, USD/tấn.")
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
    plot: Annotated[
        Path | None, typer.Option(help="Draw the indicator over time instead, into a .png or .svg file.")
    ] = None,
) -> None:
    """Merge what articles say about the same thing at the same time, and flag where they disagree."""
    from dnextract.series import read_points
    from dnextract.store import Selection, open_store

    if plot is not None and plot.suffix.lower() not in (".png", ".svg"):
        raise typer.BadParameter(f"{plot}: a chart is a .png or .svg file")
    if plot is not None and indicator is None:
        raise typer.BadParameter("a chart shows one indicator; name it with --indicator")
    form = format or Format(form_by_suffix(output))
    if output is None and form in (Format.parquet, Format.xlsx):
        raise typer.BadParameter(f"{form} is no text; name a file with -o")
    with open_store(db, read_only=True) as store:
        of_unit, per = chosen_unit(unit)
        selection = Selection(
            subject=chosen_subject(store, indicator),
            place=chosen_place(store, place),
            entity=chosen_entity(store, entity),
            aspect=aspect,
            unit=of_unit,
            per=per,
            start=since.start if since else None,
            end=until.end if until else None,
        )
        if plot is not None:
            _draw(read_points(store, selection), plot, selection.subject or "")
        if plot is None or output or format:
            _write(output, form, read_points(store, selection))
        _say_left_out(store.left_out(selection))


def _draw(points: "Iterable[Point]", path: Path, subject: str) -> None:
    from dnextract.linking.lookup import find_indicator
    from dnextract.series import choose_lines, draw_chart

    found = list(points)
    if not found:
        typer.echo(f"dnextract: {path}: not drawn, nothing in the store fits the options", err=True)
        raise typer.Exit(1)
    chart = choose_lines(found)
    indicator = find_indicator(subject)
    title = indicator.name if indicator else subject
    draw_chart(chart, path, title=title[:1].upper() + title[1:])
    for why, count in chart.left_out.items():
        typer.echo(f"dnextract: {path}: without {count} points of {why}", err=True)


def _write(output: Path | None, form: Format, points: "Iterable[Point]") -> None:
    from dnextract.series import POINT_FIELDS, point_cells, point_json, write_parquet

    if output is not None and form is Format.parquet:
        write_parquet(output, points)
        return
    if output is not None and form is Format.xlsx:
        from dnextract.exporting import POINT_COLUMNS, write_xlsx

        say_written(output, write_xlsx(output, POINT_COLUMNS, map(point_cells, points), sheet="points"))
        return
    with open_output(output, csv=form is Format.csv) as out:
        match form:
            case Format.table:
                from dnextract.cli.points import print_points

                print_points(out, points)
            case Format.csv:
                write_csv(out, POINT_FIELDS, map(point_cells, points))
            case _:
                write_jsonl(out, map(point_json, points))


def _say_left_out(left_out: "LeftOut") -> None:
    reasons = {
        "no metric": left_out.subject,
        "no period": left_out.period,
        "a value too large for the store": left_out.value,
    }
    parts = [f"{count} with {reason}" for reason, count in reasons.items() if count]
    if parts:
        typer.echo(f"dnextract: records in no series: {', '.join(parts)}", err=True)
