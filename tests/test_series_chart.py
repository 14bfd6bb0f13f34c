import sys
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.dates import date2num
from matplotlib.figure import Figure
from matplotlib.text import Annotation
from stated import stated, write_store

from dnextract.errors import MissingExtraError
from dnextract.forms import Row
from dnextract.series import Chart, choose_lines, draw_chart, draw_figure, read_points
from dnextract.series.chart import LineKey
from dnextract.store import open_store


class Stated(NamedTuple):
    """A figure and the article that states it."""

    row: Row
    article: str = "a 2025-01-05"


def chart_of(*figures: Stated) -> Chart:
    articles: dict[str, list[Row]] = {}
    for figure in figures:
        articles.setdefault(figure.article, []).append(figure.row)
    with TemporaryDirectory() as folder:
        write_store(Path(folder) / "x.duckdb", articles)
        with open_store(Path(folder) / "x.duckdb", read_only=True) as store:
            return choose_lines(read_points(store))


def years(*values: str, first: int = 2020, **fields: str) -> list[Stated]:
    return [Stated(stated(value, period=str(first + k), **fields)) for k, value in enumerate(values)]


def axes_of(figure: Figure) -> Axes:
    (axes,) = figure.axes
    return axes


def markers(axes: Axes, shape: str) -> list[float]:
    """Give the heights of the markers of a shape."""
    return [float(line.get_ydata()[0]) for line in axes.lines if line.get_marker() == shape]


def joined(axes: Axes) -> list[tuple[list[float], str]]:
    """Give the heights that are joined, and how."""
    lines = [line for line in axes.lines if len(line.get_xdata()) == 2 and line.get_color() != "#666666"]
    return [([float(y) for y in line.get_ydata()], str(line.get_linestyle())) for line in lines]


def labels(axes: Axes) -> list[str]:
    return [text.get_text() for text in axes.texts]


def test_one_measure_is_drawn() -> None:
    chart = chart_of(
        *years("5 tỷ USD", "6 tỷ USD"),
        *years("7%", aspect="change", dir="up"),
        Stated(stated("8 tỷ USD", scope="gạo")),
    )
    assert chart.model.unit == "USD"
    assert chart.left_out == {"another aspect, unit or scope": 2}
    with pytest.raises(ValueError, match="no points"):
        choose_lines([])


def test_periods_of_different_lengths_are_on_different_lines() -> None:
    labels = ["2024", "2023", "2024-Q1", "2024-05", "2024-01..2024-05", "2024-01..2024-08", "2024-05-31"]
    labels += ["2018..2020", "2024-05-10..2024-06-03", "2024-01-01..2024-08-15", "2024-01..", "2024-03.."]
    chart = chart_of(*(Stated(stated("5 tỷ USD", period=label)) for label in labels))
    found = {key.length: len(line) for key, line in chart.lines.items()}
    assert found == {
        "năm": 2, "quý": 1, "tháng": 1, "lũy kế từ đầu năm": 4, "ngày": 1, "3 năm": 1,
        "kỳ khác": 1, "lũy kế": 1,
    }  # fmt: skip


def test_more_than_eight_lines_are_left_out() -> None:
    chart = chart_of(*(Stated(stated("5%", place=f"Nơi {number}")) for number in range(10)))
    assert (len(chart.lines), chart.left_out) == (8, {"more than 8 lines": 2})


def test_what_a_change_is_against_is_told_apart() -> None:
    said = [("2024", None), ("2023", "2022"), ("2024-05", "2024-04"), ("2024-06", None), ("2024-07", "2020")]
    rows = (stated("5%", aspect="change", dir="up", period=p, baseline=b) for p, b in said)
    assert set(chart_of(*map(Stated, rows)).lines) == {
        LineKey(None, None, "năm", "so với cùng kỳ năm trước"),
        LineKey(None, None, "tháng", "so với kỳ trước"),
        LineKey(None, None, "tháng", "không nêu mốc so sánh"),
        LineKey(None, None, "tháng", "so với mốc khác"),
    }


def test_points_are_drawn_as_long_as_their_periods() -> None:
    figure = draw_figure(
        chart_of(Stated(stated("5 tỷ USD")), Stated(stated("3 tỷ USD", period="2024-Q1"))), "Xuất khẩu"
    )
    spans = [
        segment[:, 0].tolist()
        for bars in axes_of(figure).collections
        if isinstance(bars, LineCollection)
        for segment in bars.get_segments()
    ]
    days = [(date(2024, 1, 1), date(2024, 12, 31)), (date(2024, 1, 1), date(2024, 3, 31))]
    assert spans == [[date2num(first), date2num(last)] for first, last in days]


def test_a_figure_that_adds_up_is_marked_where_it_has_come_to() -> None:
    figure = draw_figure(chart_of(Stated(stated("5 tỷ USD", period="2024-01..2024-08"))), "Xuất khẩu")
    marked = [line.get_xdata() for line in axes_of(figure).lines if line.get_marker() == "o"]
    assert marked == [[date(2024, 8, 31)]]
    months = ["2023-01..2023-08", "2023-01..2023-11", "2024-01..2024-02"]
    said = [Stated(stated(f"{k} tỷ USD", period=period)) for k, period in enumerate(months, start=1)]
    assert joined(axes_of(draw_figure(chart_of(*said), "Xuất khẩu"))) == [([1, 2], "-"), ([2, 3], "--")]


def test_values_stand_in_a_readable_scale_with_their_sources() -> None:
    figure = draw_figure(
        chart_of(*years("5,5 tỷ USD", "hơn 1.250 tỷ USD"), Stated(stated("5,6 tỷ USD"), "b 2025-01-05")),
        "Xuất khẩu",
    )
    axes = axes_of(figure)
    assert axes.get_ylabel() == "tỷ USD"
    assert axes.get_title(loc="left") == "Xuất khẩu"
    assert markers(axes, "o") == [5.5, 1250, 5.6]
    assert "1.000" in [tick.get_text() for tick in axes.get_yticklabels()]
    assert labels(axes) == ["5,5 tỷ [1]", "> 1.250 tỷ [1]", "5,6 tỷ [2]"]
    notes = [text.get_text() for text in figure.texts]
    assert notes == ["Nguồn\n[1] 05/01/2025, a\n[2] 05/01/2025, b"]


def test_many_sources_stand_in_two_columns() -> None:
    said = [
        Stated(stated("5%", period=str(1990 + number)), f"báo{number} 2025-01-05") for number in range(30)
    ]
    figure = draw_figure(chart_of(*said), "Lạm phát")
    notes = [text.get_text().split("\n") for text in figure.texts]
    assert [len(column) for column in notes] == [13, 14]
    assert (notes[0][1], notes[1][1], notes[1][-1]) == (
        "[1] 05/01/2025, báo0",
        "[13] 05/01/2025, báo12",
        "và 6 bài khác",
    )
    assert {"5 [24]", "5"} <= set(labels(axes_of(figure)))


def test_a_range_and_a_fall() -> None:
    chart = chart_of(*years("2-4%", "hơn 6%", aspect="change", dir="down"))
    axes = axes_of(draw_figure(chart, "Lạm phát"))
    assert markers(axes, "o") == [-3, -6]
    assert labels(axes) == ["−4 – −2 [1]", "< −6 [1]"]
    assert axes.get_ylabel() == "thay đổi so với cùng kỳ năm trước, %"


def test_what_is_not_actual_is_told_apart() -> None:
    records = [
        *years("1%", "2%", "3%"),
        *years("4%", first=2023, status="estimate"),
        *years("5%", first=2024, status="forecast"),
        *years("6%", first=2025, status="target"),
    ]
    axes = axes_of(draw_figure(chart_of(*records), "Lạm phát"))
    assert [markers(axes, shape) for shape in "os^D"] == [[1, 2, 3], [4], [5], [6]]
    assert joined(axes) == [([1, 2], "-"), ([2, 3], "-"), ([3, 4], "-"), ([4, 5], "--")]
    legend = axes.get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == [
        "năm",
        "thực hiện",
        "ước tính",
        "dự báo",
        "mục tiêu",
    ]


def test_a_gap_is_not_drawn_through() -> None:
    axes = axes_of(draw_figure(chart_of(*years("1%"), *years("2%", first=2024)), "Lạm phát"))
    assert joined(axes) == [([1, 2], "--")]
    months = [Stated(stated(f"{k}%", period=f"2024-0{k}")) for k in (1, 2, 4)]
    assert joined(axes_of(draw_figure(chart_of(*months), "Lạm phát"))) == [([1, 2], "-"), ([2, 4], "--")]


def test_values_that_differ_are_marked_and_named() -> None:
    records = [
        *years("10%", "12%", "11%"),
        *(Stated(stated(said, period="2020"), "b 2025-01-05") for said in ("11%", "900%")),
    ]
    axes = axes_of(draw_figure(chart_of(*records), "Lạm phát"))
    assert markers(axes, "x") == [11]
    assert markers(axes, "^") == pytest.approx([12.8])
    assert {"11 [2]", "900 [2]"} < set(labels(axes))
    assert axes.get_ylim()[1] < 15


def crowd() -> Iterable[Stated]:
    for number in range(60):
        day = date(2024, 1, 1) + timedelta(days=number)
        for place in ("Hà Nội", "Huế", "Đà Nẵng"):
            row = stated(f"{50 + number % 3} triệu đồng/lượng", period=day.isoformat(), place=place)
            yield Stated(row, f"báo{number % 20} 2025-01-05")
            yield Stated(row._replace(lo=row.hi, text=f"{number}", status="forecast"), "b 2025-01-05")


def test_labels_cover_nothing() -> None:
    axes = axes_of(draw_figure(chart_of(*crowd()), "Giá vàng"))
    boxes = [text.get_window_extent() for text in axes.texts if isinstance(text, Annotation)]
    assert len(boxes) > 10
    assert not [pair for pair in combinations(boxes, 2) if pair[0].overlaps(pair[1])]
    assert all(axes.bbox.contains(*corner) for box in boxes for corner in (box.min, box.max))


@pytest.mark.parametrize(
    "periods", [["1990", "2025"], ["2024", "2025"], ["2024-01", "2024-09"], ["2024-05-31"]]
)
def test_times_are_written_as_readers_write_them(periods: list[str]) -> None:
    figure = draw_figure(chart_of(*(Stated(stated("5%", period=period)) for period in periods)), "Lạm phát")
    axis = axes_of(figure).xaxis
    shown = [tick.get_text() for minor in (True, False) for tick in axis.get_ticklabels(minor=minor)]
    expected = {"1990": "1990", "2024": "2025", "2024-01": "09/2024", "2024-05-31": "31/05/2024"}
    assert expected[periods[0]] in shown
    assert len([words for words in shown if words]) <= 14


@pytest.mark.parametrize("suffix", [".png", ".svg"])
def test_the_same_points_are_the_same_file(tmp_path: Path, suffix: str) -> None:
    chart = chart_of(
        *years("5 tỷ USD", "6 tỷ USD"), Stated(stated("7 tỷ USD", period="2020"), "Ẵỡựỹ₫≥ 2025-01-05")
    )
    for name in ("a", "b"):
        draw_chart(chart, tmp_path / (name + suffix), title="Tổng kim ngạch xuất khẩu " * 6)
    one, other = ((tmp_path / (name + suffix)).read_bytes() for name in "ab")
    assert one == other
    assert one.startswith(b"\x89PNG" if suffix == ".png" else b"<?xml")


def test_without_matplotlib_the_extra_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(MissingExtraError, match=r'pip install "dnextract\[plot\]"'):
        draw_chart(chart_of(*years("5%")), tmp_path / "x.png", title="")
