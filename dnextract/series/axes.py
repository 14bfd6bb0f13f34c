"""The axes of a chart: round numbers with their scale word, days as a Vietnamese reader writes them."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Scale", "draw_time_axis", "scale_for"]

_SCALES = ((14, 12, "nghìn tỷ"), (9, 9, "tỷ"), (6, 6, "triệu"))  # from what size on, power of ten, word
_YEAR_TICKS, _MONTH_TICKS, _DAY_TICKS = 14, 9, 7  # at most
_YEARS, _MONTHS = 500, 60  # days from which years, or months, are the ticks


class Scale(NamedTuple):
    """The power of ten that values are drawn in, and its word."""

    power: int
    word: str

    def of(self, value: Decimal) -> float:
        """Give where a value stands on the axis."""
        return float(value.scaleb(-self.power))


def scale_for(values: Sequence[Decimal]) -> Scale:
    """Choose the scale in which the largest value is a number one can read.

    >>> scale_for([Decimal(39888000000000), Decimal(0)])
    Scale(power=9, word='tỷ')
    """
    largest = max(map(abs, values))
    fitting = (Scale(power, word) for size, power, word in _SCALES if largest.adjusted() >= size)
    return next(fitting, Scale(0, ""))


def draw_time_axis(axes: "Axes", first: date, last: date) -> None:
    """Set the limits of a time axis and its ticks: years in their middle, months, or days."""
    from matplotlib.dates import DateFormatter, DayLocator, MonthLocator, YearLocator, date2num
    from matplotlib.ticker import FixedFormatter, FixedLocator, NullFormatter

    start, end = float(date2num(first)), float(date2num(last))
    days = end - start + 1
    axes.set_xlim(start - 0.06 * days, end + 1 + 0.06 * days)
    axis = axes.xaxis
    if days >= _YEARS:
        years = range(first.year, last.year + 1)
        step = -(-len(years) // _YEAR_TICKS)
        axis.set_major_locator(YearLocator())
        axis.set_major_formatter(NullFormatter())
        axis.set_minor_locator(FixedLocator([date2num(date(year, 7, 2)) for year in years[::step]]))
        axis.set_minor_formatter(FixedFormatter([str(year) for year in years[::step]]))
        axes.tick_params(axis="x", which="minor", length=0)
    elif days >= _MONTHS:
        step = -(-int(days) // (31 * _MONTH_TICKS))
        axis.set_major_locator(MonthLocator(range(1, 13, step)))
        axis.set_major_formatter(DateFormatter("%m/%Y"))
    else:
        axis.set_major_locator(DayLocator(interval=-(-int(days) // _DAY_TICKS)))
        axis.set_major_formatter(DateFormatter("%d/%m/%Y"))
