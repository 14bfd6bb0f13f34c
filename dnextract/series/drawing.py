"""Drawing a chart of points over time into a PNG or SVG file."""

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from itertools import chain, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from dnextract.errors import MissingExtraError
from dnextract.readable import readable_number, readable_unit
from dnextract.series.axes import Scale, draw_time_axis, scale_for
from dnextract.series.chart import Chart, Drawn, LineKey
from dnextract.series.labels import Label, place_labels
from dnextract.store import Article

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.transforms import Bbox

__all__ = ["draw_chart", "draw_figure"]

_ROWS = 12  # articles named below the chart, in one or two columns; more would be as high as the chart
_LISTED = 2 * _ROWS
_LABELS = 80  # values beside their points; more would cover the lines
_WIDTH, _HEIGHT = 11.0, 5.5  # inches, without the notes
_MARKER = 4  # points of type from the middle of a marker to its edge
_WEEK = timedelta(days=7)
_MUTED = "#666666"
_MARKERS = {"actual": "o", "estimate": "s", "forecast": "^", "target": "D"}
_WORDS = {"actual": "thực hiện", "estimate": "ước tính", "forecast": "dự báo", "target": "mục tiêu"}
_ASPECTS = {
    "level": "",
    "change": "thay đổi",
    "share": "tỷ trọng",
    "completion": "hoàn thành",
    "comparison": "so sánh",
}
# The font is the one matplotlib brings along, which has every Vietnamese letter.
_STYLE = {"font.family": "DejaVu Sans", "axes.spines.top": False, "axes.spines.right": False}


def draw_chart(chart: Chart, path: Path, *, title: str) -> None:
    """Draw a chart into a file, PNG or SVG by its suffix; the same chart is the same file.

    Raises `MissingExtraError` without matplotlib.
    """
    figure = draw_figure(chart, title)
    from matplotlib import rc_context

    with rc_context({"svg.hashsalt": "dnextract"}):
        figure.savefig(path, dpi=150, metadata={"Date": None} if path.suffix.lower() == ".svg" else None)


def draw_figure(chart: Chart, title: str) -> "Figure":
    """Draw a chart as a figure of matplotlib.

    Raises `MissingExtraError` without matplotlib.
    """
    try:
        from matplotlib import rc_context
    except ModuleNotFoundError:
        raise MissingExtraError("matplotlib", "plot") from None
    with rc_context(_STYLE):
        return _figure(chart, title)


def _figure(chart: Chart, title: str) -> "Figure":
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    numbers = _numbered_articles(chart)
    notes = _source_notes(numbers)
    below = 0.15 + 0.14 * max(map(len, notes))
    figure = Figure(figsize=(_WIDTH, _HEIGHT + below), layout="constrained")
    FigureCanvasAgg(figure)  # it measures the labels
    share = below / (_HEIGHT + below)
    figure.get_layout_engine().set(rect=(0, share, 1, 1 - share))
    for column, lines in enumerate(notes):
        figure.text(0.01 + 0.5 * column, share, "\n".join(lines), fontsize=8, color=_MUTED, va="top")
    axes = figure.add_subplot()
    whose = _shared(chart, "place") + _shared(chart, "entity")
    axes.set_title(textwrap.fill(", ".join([title, *whose]), 90), loc="left", fontweight="bold")
    scale = scale_for([end for drawn in _all_drawn(chart) for end in (drawn.low, drawn.high)])
    for index, (key, line) in enumerate(chart.lines.items()):
        _draw_line(axes, line, scale, f"C{index}", _line_name(key, chart))
    _finish_axes(axes, chart, scale)
    figure.draw_without_rendering()
    place_labels(axes, _labels(chart, scale, numbers), _marked(axes, chart, scale))
    return figure


def _all_drawn(chart: Chart) -> Iterator[Drawn]:
    return (drawn for line in chart.lines.values() for drawn in line)


def _numbered_articles(chart: Chart) -> dict[Article, int]:
    """Number the articles of the points in the order of the lines, then those that say otherwise."""
    stated = (article for drawn in _all_drawn(chart) for article in drawn.articles)
    others = (article for drawn in _all_drawn(chart) for other in drawn.others for article in other.articles)
    return {article: number for number, article in enumerate(dict.fromkeys(chain(stated, others)), start=1)}


def _source_notes(numbers: Mapping[Article, int]) -> list[list[str]]:
    """Name the first articles by their numbers, in columns."""
    named = list(numbers.items())[:_LISTED]
    wide = len(named) <= _ROWS
    notes = [
        textwrap.shorten(f"[{number}] {_article_words(article)}", 150 if wide else 75, placeholder=" …")
        for article, number in named
    ]
    more = len(numbers) - len(named)
    columns = [["Nguồn", *notes]] if wide else [["Nguồn", *notes[:_ROWS]], ["(tiếp)", *notes[_ROWS:]]]
    columns[-1] += [f"và {more} bài khác"] if more else []
    return columns


def _article_words(article: Article) -> str:
    day = f"{article.published:%d/%m/%Y}" if article.published else None
    return ", ".join(filter(None, (article.source, day, article.title or article.url or article.name)))


def _draw_line(axes: "Axes", line: Sequence[Drawn], scale: Scale, color: str, name: str) -> None:
    axes.plot([], [], color=color, linewidth=1.2, label=name)
    said = [drawn for drawn in line if drawn.status != "target"]
    for one, other in pairwise(said):
        style = "solid" if _follows(one, other) and other.status != "forecast" else (0, (2, 4))
        heights = [scale.of(one.height), scale.of(other.height)]
        axes.plot([one.at, other.at], heights, color=color, linewidth=1.2, linestyle=style)
    for drawn in line:
        height = scale.of(drawn.height)
        style = "dashed" if drawn.status == "target" else "solid"
        axes.hlines(height, drawn.first, drawn.last, color=color, alpha=0.4, linewidth=2.5, linestyle=style)
        if drawn.low < drawn.high:
            axes.vlines(drawn.at, scale.of(drawn.low), scale.of(drawn.high), color=color, linewidth=1.2)
        face = color if drawn.status == "actual" else "white"
        axes.plot([drawn.at], [height], _MARKERS[drawn.status], color=color, markerfacecolor=face)


def _follows(one: Drawn, other: Drawn) -> bool:
    """Tell whether no period of the kind lies between two: then a line between them invents nothing.

    What adds up starts anew each year.
    """
    if one.first < one.last == one.at:
        return one.first == other.first
    return other.first - one.last <= max(_WEEK, (one.last - one.first) / 2)


def _finish_axes(axes: "Axes", chart: Chart, scale: Scale) -> None:
    from matplotlib.ticker import FuncFormatter

    drawn = list(_all_drawn(chart))
    axes.set_ylabel(_measure_words(chart, scale))
    axes.yaxis.set_major_formatter(FuncFormatter(_tick))
    draw_time_axis(axes, min(d.first for d in drawn), max(d.last for d in drawn))
    axes.grid(axis="y", alpha=0.3)
    axes.margins(y=0.12)
    _draw_others(axes, drawn, scale)
    bottom, top = axes.get_ylim()
    if min(d.low for d in drawn) >= 0:
        axes.set_ylim(max(bottom, -0.06 * top), top)
    elif top > 0:
        axes.axhline(0, color=_MUTED, linewidth=0.8)
    _draw_legend(axes, drawn)


def _tick(value: float, position: int | None = None) -> str:
    """Write a number of the axis; matplotlib also says which one it is."""
    return readable_number(Decimal(f"{value:.10g}")).replace("-", "−")


def _draw_others(axes: "Axes", drawn: Sequence[Drawn], scale: Scale) -> None:
    """Mark the values that differ, tied to the point they are of; those far off stand at the edge."""
    bottom, top = _limits(drawn, scale)
    for d in drawn:
        for other in d.others:
            height = scale.of(other.height)
            kept = min(max(height, bottom), top)
            marker = "x" if kept == height else "v" if height < bottom else "^"
            ends = [scale.of(d.height), kept]
            axes.plot([d.at] * 2, ends, color=_MUTED, linewidth=0.8, linestyle="dotted")
            axes.plot([d.at], [kept], marker, color=_MUTED, markersize=6)


def _limits(drawn: Iterable[Drawn], scale: Scale) -> tuple[float, float]:
    """Give how low and high a value that differs may stand: near the points, which it is not to squash."""
    ends = [scale.of(end) for d in drawn for end in (d.low, d.high)]
    low, high = min(ends), max(ends)
    room = 0.4 * ((high - low) or abs(high) or 1.0)
    return (max(low - room, 0.0) if low >= 0 else low - room), high + room


def _draw_legend(axes: "Axes", drawn: Sequence[Drawn]) -> None:
    from matplotlib.lines import Line2D

    handles, names = axes.get_legend_handles_labels()
    said = {d.status for d in drawn}
    for status in (status for status in _MARKERS if status in said):
        face = _MUTED if status == "actual" else "white"
        handles.append(
            Line2D([], [], linestyle="", marker=_MARKERS[status], color=_MUTED, markerfacecolor=face)
        )
        names.append(_WORDS[status])
    if any(d.others for d in drawn):
        handles.append(Line2D([], [], linestyle="", marker="x", color=_MUTED))
        names.append("giá trị khác được nêu")
    axes.legend(handles, names, loc="upper left", bbox_to_anchor=(1, 1), frameon=False, fontsize=9)


def _measure_words(chart: Chart, scale: Scale) -> str:
    row = chart.model
    aspect = " ".join(filter(None, (_ASPECTS[row.aspect], row.of, *_shared(chart, "against"))))
    unit = " ".join(filter(None, (scale.word, readable_unit(row))))
    return ", ".join(filter(None, (aspect, row.scope, unit)))


def _shared(chart: Chart, field: Literal["place", "entity", "against"]) -> list[str]:
    """Give what all lines have in common in a field, if anything."""
    values = {getattr(key, field) for key in chart.lines}
    return [value for value in values if value and len(values) == 1]


def _line_name(key: LineKey, chart: Chart) -> str:
    whose = [name for name in (key.place, key.entity) if name] or ["không nêu nơi"]
    shared = _shared(chart, "place") + _shared(chart, "entity") + _shared(chart, "against")
    if len({(other.place, other.entity) for other in chart.lines}) == 1:
        whose = []
    words = (word for word in (*whose, key.length, key.against) if word and word not in shared)
    return textwrap.fill(", ".join(words), 30)


def _labels(chart: Chart, scale: Scale, numbers: Mapping[Article, int]) -> list[Label]:
    """Give each value with the numbers of its articles, then the values that differ."""
    from matplotlib.dates import date2num

    stated, others = [], []
    bottom, top = _limits(_all_drawn(chart), scale)
    for index, line in enumerate(chart.lines.values()):
        for drawn in line:
            x = float(date2num(drawn.at))
            words = _with_sources(drawn.label, drawn.articles, numbers)
            stated.append(Label(x, scale.of(drawn.height), words, f"C{index}"))
            for other in drawn.others:
                y = min(max(scale.of(other.height), bottom), top)
                others.append(Label(x, y, _with_sources(other.label, other.articles, numbers), _MUTED))
    return [*stated, *others][:_LABELS]


def _with_sources(words: str, articles: Sequence[Article], numbers: Mapping[Article, int]) -> str:
    listed = [str(numbers[article]) for article in articles if numbers[article] <= _LISTED]
    return f"{words} [{','.join(listed[:3])}]" if listed else words


def _marked(axes: "Axes", chart: Chart, scale: Scale) -> "list[Bbox]":
    """Give the boxes of all markers."""
    from matplotlib.dates import date2num
    from matplotlib.transforms import Bbox

    bottom, top = _limits(_all_drawn(chart), scale)
    spots = [
        (float(date2num(drawn.at)), min(max(scale.of(height), bottom), top))
        for drawn in _all_drawn(chart)
        for height in (drawn.height, *(other.height for other in drawn.others))
    ]
    around = _MARKER * axes.figure.dpi / 72
    boxes = axes.transData.transform(spots)
    return [Bbox.from_extents(x - around, y - around, x + around, y + around) for x, y in boxes]
