"""Putting words beside points so that none covers another."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.transforms import Bbox

__all__ = ["Label", "place_labels"]

# Where a label may stand by its point: offset in points of type, alignment.
_SPOTS = (
    (0, 8, "center", "bottom"),
    (0, -8, "center", "top"),
    (8, 0, "left", "center"),
    (-8, 0, "right", "center"),
    (6, 8, "left", "bottom"),
    (-6, 8, "right", "bottom"),
    (6, -8, "left", "top"),
    (-6, -8, "right", "top"),
    (0, 20, "center", "bottom"),
    (0, -20, "center", "top"),
)


class Label(NamedTuple):
    """Words for the point at (x, y)."""

    x: float
    y: float
    words: str
    color: str


def place_labels(axes: "Axes", labels: Sequence[Label], taken: "Iterable[Bbox]") -> int:
    """Write the labels that find room beside their points, the first ones first; give how many did.

    They keep off each other, the boxes that are taken, and the edge of the axes. The axes must have their
    final limits and place.
    """
    from matplotlib.patheffects import withStroke

    occupied = list(taken)
    placed = 0
    for label in labels:
        text = axes.annotate(
            label.words,
            (label.x, label.y),
            xytext=(0, 0),
            textcoords="offset points",
            fontsize=8,
            color=label.color,
            path_effects=[withStroke(linewidth=2, foreground="white")],
        )
        text.set_in_layout(False)
        for dx, dy, ha, va in _SPOTS:
            text.xyann = (dx, dy)
            text.set(ha=ha, va=va)
            box = text.get_window_extent()
            if _inside(box, axes.bbox) and not box.count_overlaps(occupied):
                occupied.append(box)
                placed += 1
                break
        else:
            text.remove()
    return placed


def _inside(box: "Bbox", frame: "Bbox") -> bool:
    return bool(frame.x0 <= box.x0 and box.x1 <= frame.x1 and frame.y0 <= box.y0 and box.y1 <= frame.y1)
