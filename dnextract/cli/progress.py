"""The progress of a run on a terminal."""

import time
from types import TracebackType
from typing import TextIO

from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from dnextract.batch import Progress as RunProgress
from dnextract.cli.lines import one_line
from dnextract.cli.tables import console

__all__ = ["RunDisplay"]


class RunDisplay:
    """A bar with articles a second, records, failures and the time left; each failure is a line above it.

    The bar measures bytes of the inputs, `total` of them; without a total only the failures are shown.
    """

    def __init__(self, out: TextIO, total: int | None) -> None:
        self._progress = Progress(
            BarColumn(),
            TaskProgressColumn(),
            TextColumn("{task.description}"),
            TimeRemainingColumn(),
            console=console(out),
            transient=True,
            disable=total is None,
        )
        self._task = self._progress.add_task("", total=total)
        self._started = time.monotonic()

    def __enter__(self) -> "RunDisplay":
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def update(self, progress: RunProgress) -> None:
        """Show how far the run has come."""
        counts = progress.counts
        articles = counts.new + counts.changed + counts.known
        speed = articles / max(time.monotonic() - self._started, 1e-9)
        shown = f"{speed:,.0f} articles/s, {counts.records:,} records, {counts.failed:,} failed"
        self._progress.update(self._task, advance=progress.size, description=shown)
        for failure in progress.failures:
            where = failure.source if failure.line is None else f"{failure.source}:{failure.line}"
            line = one_line(f"dnextract: {where}: {failure.reason}")
            self._progress.console.print(line, markup=False, soft_wrap=True)
