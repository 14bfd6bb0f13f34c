"""What goes into the join and what comes out of it: read frames, the document's own facts, joined figures."""

from typing import NamedTuple, Protocol

from dnextract.grammar.mentions import QuantityMention
from dnextract.join.context import MetricChoice, TimeRef
from dnextract.join.references import AspectChoice
from dnextract.join.referents import Settings, Topic
from dnextract.join.statuses import StatusChoice
from dnextract.names.mentions import NameMention
from dnextract.records import Status
from dnextract.syntax.frames import Frame
from dnextract.syntax.governors import Governor
from dnextract.text import Sentence

__all__ = ["Area", "Clock", "Joined", "ReadFrame"]


class ReadFrame(NamedTuple):
    """A frame with its governors and names."""

    frame: Frame
    governors: tuple[Governor | None, ...]
    names: tuple[NameMention, ...]


class Clock(Protocol):
    """What the join asks of a time: where it lies from the publication, and whether it is known at all."""

    def is_ahead(self, time: TimeRef) -> bool:
        """Tell a deadline yet to come."""

    def is_future(self, time: TimeRef) -> bool:
        """Tell a time yet to begin."""

    def is_over(self, time: TimeRef) -> bool:
        """Tell a time that has ended."""

    def is_before_today(self, time: TimeRef) -> bool:
        """Tell a time that had ended on the day before."""

    def is_today(self, time: TimeRef) -> bool:
        """Tell the day of writing."""

    def is_known(self, time: TimeRef) -> bool:
        """Tell a time that can be resolved."""

    def months(self, time: TimeRef) -> int | None:
        """Give the length of a time in months, 0 if shorter; `None` if open or unknown."""


class Area(NamedTuple):
    """Where the join stands: what the text speaks of there, the clock of its times, the sentence it reads."""

    topic: Topic
    clock: Clock
    at: Sentence


class Joined(NamedTuple):
    """A figure with all that belongs to it, still in view offsets; `number` is its place in the sentence.

    `reference` is the time that a period such as `cùng kỳ` is counted from.
    """

    number: int
    quantity: QuantityMention
    metric: MetricChoice
    aspect: AspectChoice
    status_choice: StatusChoice
    period: TimeRef | None
    baseline: TimeRef | None
    reference: TimeRef | None
    settings: Settings
    rules: tuple[str, ...]

    @property
    def status(self) -> Status:
        """The status of the figure."""
        return self.status_choice.status
