"""What the join knows when it reads a frame: its words, its names, and what was said before."""

from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

from dnextract.grammar.periods import TimeExpression
from dnextract.join.comparisons import baseline_times, compared_tokens
from dnextract.join.lexicon import JoinLexicon
from dnextract.names.mentions import NameMention
from dnextract.records import Kind, Status
from dnextract.syntax.frames import Frame
from dnextract.syntax.governors import Governor
from dnextract.tagger import Tags

_start = attrgetter("start")

__all__ = ["METRIC_BEFORE", "Clause", "Discourse", "MetricChoice", "Phrase", "TimeRef"]

METRIC_BEFORE = "join:metric_before"  # the rule of a metric named before its figure


class Phrase(NamedTuple):
    """Words of the view `[start, end)` that became part of a record, and the rule that chose them."""

    start: int
    end: int
    rule: str
    doubted: bool = False  # the tagger sees no metric here

    def by(self, rule: str) -> "Phrase":
        """Give the same words as chosen by another rule."""
        return Phrase(self.start, self.end, rule, self.doubted)


class MetricChoice(NamedTuple):
    """The metric of a figure (or none), its scope, and the kinds of figures the metric takes, if not any."""

    metric: Phrase | None
    scope: Phrase | None = None
    takes: frozenset[Kind] | None = None


class TimeRef(NamedTuple):
    """A time expression with the offsets of its words and the rule that tied it to a figure."""

    expression: TimeExpression
    start: int
    end: int
    rule: str

    def by(self, rule: str) -> "TimeRef":
        """Give the same time as tied by another rule."""
        return TimeRef(self.expression, self.start, self.end, rule)


class Discourse(NamedTuple):
    """What the text before a frame has established, for figures that leave it out."""

    metric: Phrase | None = None
    scope: Phrase | None = None
    takes: frozenset[Kind] | None = None  # the kinds of figures the metric takes
    amount: Kind | None = None  # the kind of figure, other than a rate, that the metric last had
    period: TimeRef | None = None
    baseline: TimeRef | None = None
    status: Status | None = None
    market: Phrase | None = None  # the last country named abroad, which "thị trường này" points to
    divisible: Status | None = None  # of the figure that a breakdown right after divides
    divided: TimeRef | None = None  # the period of that figure
    paragraph: int = -1  # of the last sentence read
    dated: int = -1  # the paragraph that last gave or used the period
    said: int = -1  # the sentence whose words the period is
    recent: tuple[TimeRef, ...] = ()  # the periods said last, the latest first
    today: TimeRef | None = None  # words for the day of writing, for prices quoted then
    present: int = -1  # the paragraph that has turned to the time of writing


class Clause:
    """A frame with everything found in it, ready to be joined."""

    def __init__(
        self,
        frame: Frame,
        governors: tuple[Governor | None, ...],
        names: tuple[NameMention, ...],
        lexicon: JoinLexicon,
        tags: Tags | None,
    ) -> None:
        self.frame = frame
        self.quantities = frame.quantities
        self.governors = governors
        self.names = names
        self.lexicon = lexicon
        self.tags = tags  # of the whole sentence
        self.timed = frozenset(i for t in frame.times for i in range(t.first, t.last))  # the tokens of times
        self._metrics = [n for n in names if n.label == "METRIC"]
        self._present = lexicon.present(frame.tokens)
        self._found: dict[str, list[tuple[int, int, str]]] = {}
        # The tokens of phrases a figure is compared with, the first ones of the times it is compared with.
        self.compared = compared_tokens(frame, governors, self.occurrences("versus"))
        self.baselines = baseline_times(frame, governors, lexicon)
        self._limits: dict[int, int] = {}
        self._tails: dict[int, int] = {}
        self._regions: dict[int, tuple[int, int]] = {}

    def says(self, word_class: str, start: int = 0, end: int | None = None) -> bool:
        """Tell whether words of a class begin among tokens `[start, end)`."""
        if word_class not in self._present:
            return False
        stop = len(self.frame.tokens) if end is None else end
        return any(start <= first < stop for first, _, _ in self._everywhere(word_class))

    def occurrences(
        self, word_class: str, start: int = 0, end: int | None = None
    ) -> list[tuple[int, int, str]]:
        """Give the words of a class that begin among tokens `[start, end)`."""
        if word_class not in self._present:
            return []
        stop = len(self.frame.tokens) if end is None else end
        return [words for words in self._everywhere(word_class) if start <= words[0] < stop]

    def _everywhere(self, word_class: str) -> list[tuple[int, int, str]]:
        """Give all words of a class; each class is looked for once in a frame."""
        found = self._found.get(word_class)
        if found is None:
            found = self._found[word_class] = list(self.lexicon[word_class].occurrences(self.frame.tokens))
        return found

    def is_baseline(self, time: TimeExpression) -> bool:
        """Tell a time that something is compared with."""
        return time.first in self.baselines

    def is_reference(self, k: int) -> bool:
        """Tell an amount that others are set against: "so với mức [116 tỷ yen] năm 2014"."""
        return self.quantities[k].left - 1 in self.compared

    def metrics(self) -> Sequence[NameMention]:
        """Give the metric names of the frame."""
        return self._metrics

    def phrase(self, first: int, last: int, rule: str) -> Phrase:
        """Give the words of tokens `[first, last)`."""
        tokens = self.frame.tokens
        return Phrase(tokens[first].start, tokens[last - 1].end, rule)

    def token_at(self, start: int) -> int | None:
        """Give the token that begins at offset `start` of the view, if the frame has it."""
        tokens = self.frame.tokens
        at = self.token_from(start)
        return at if at < len(tokens) and tokens[at].start == start else None

    def token_from(self, start: int) -> int:
        """Give the first token that begins at offset `start` of the view or after it."""
        return bisect_left(self.frame.tokens, start, key=_start)

    def run(self, k: int) -> range:
        """Give the figures that nothing but marks and `và` part from figure k: "lần lượt 6%; 4% và 2%"."""

        def parted(j: int) -> bool:
            between = self.frame.tokens[self.quantities[j - 1].right : self.quantities[j].left]
            return not between or any(t.surface not in (",", ";", "và") for t in between)

        first, last = k, k + 1
        while first > 0 and not parted(first):
            first -= 1
        while last < len(self.quantities) and not parted(last):
            last += 1
        return range(first, last)

    def limit(self, k: int) -> int:
        """Give the token where figure k's right context ends: the next figure, `;` or the end."""
        if k not in self._limits:
            self._limits[k] = self._find_limit(k)
        return self._limits[k]

    def _find_limit(self, k: int) -> int:
        tokens = self.frame.tokens
        end = self.quantities[k + 1].left if k + 1 < len(self.quantities) else len(tokens)
        for i in range(self.quantities[k].right, end):
            if tokens[i].surface == ";":
                return i
        return end

    def tail_end(self, k: int) -> int:
        """Give the token where what hangs directly on figure k ends: a comma, a conjunction, a new verb."""
        if k not in self._tails:
            self._tails[k] = self._find_tail_end(k)
        return self._tails[k]

    def _find_tail_end(self, k: int) -> int:
        tokens, limit = self.frame.tokens, self.limit(k)
        following = self.governors[k + 1] if k + 1 < len(self.quantities) else None
        right = self.quantities[k].right
        if following is not None and following.first >= right:
            limit = min(limit, following.first)
        mark = next((i for i in range(right, limit) if tokens[i].surface in ",;:"), limit)
        conjunctions = self.occurrences("conjunctions", right, mark)
        return next((i for i, _, _ in conjunctions if not self._joins_whole(k, i, limit)), mark)

    def _joins_whole(self, k: int, at: int, limit: int) -> bool:
        """Tell a "và" inside what a percentage is of: "chiếm 40% chi phí vận tải và kho bãi, tăng 6%"."""
        tokens = self.frame.tokens
        if tokens[at].norm != "và" or self.quantities[k].kind != "percent" or at == self.quantities[k].right:
            return False
        return any(tokens[i].surface == "," for i in range(at, limit))

    def region(self, k: int) -> tuple[int, int]:
        """Give the tokens before figure k that are free to name it: from what belongs to the one before."""
        if k not in self._regions:
            self._regions[k] = self._find_region(k)
        return self._regions[k]

    def _find_region(self, k: int) -> tuple[int, int]:
        quantity = self.quantities[k]
        start = self.frame.segment_start(quantity.left)
        if k and self.is_in_name(k - 1):
            return max(start, self.region(k - 1)[0]), quantity.left
        if k:
            earlier = self.quantities[k - 1].right
            start = max(start, min(self.tail_end(k - 1), self._leading_name(k, earlier)))
        return start, quantity.left

    def is_in_name(self, k: int) -> bool:
        """Tell things counted inside the name of the next figure: "tổng vốn của [118 dự án] là 1 tỷ USD"."""
        if k + 1 == len(self.quantities) or self.quantities[k].kind not in ("count", "measure"):
            return False
        quantity, tokens, governor = self.quantities[k], self.frame.tokens, self.governors[k + 1]
        start, left = self.region(k)
        relations = self.lexicon["relations"]
        related = relations.ending(tokens, left)
        ends = {left}  # "kim ngạch xuất khẩu sang" is a name with its relation, "trên 1 ha" a relation too
        if related is not None:
            ends.add(related[0])
        elif left == quantity.first or relations.starting(tokens, left) is None:
            return False
        goes_on = quantity.unit == self.quantities[k + 1].unit  # "công suất từ 6 tấn lên 8 tấn"
        if governor is None or goes_on:
            return False
        named = any(start <= n.first and n.last in ends for n in self.metrics())
        return named and all(t.kind == "word" for t in tokens[quantity.right : governor.first])

    def _leading_name(self, k: int, earlier: int) -> int:
        """Find a metric name that leads straight to figure k or its verb; gives its first token."""
        governor, left = self.governors[k], self.quantities[k].left
        ends = {left} if governor is None else {left, governor.first}
        ends |= {t.first for t in self.frame.times if t.last in ends}
        # After an amount its name may stand ("5 tỷ đồng doanh thu"), after a percentage what it is of.
        free = earlier if self.quantities[k - 1].kind in ("money", "count", "measure") else earlier + 1
        names = [n.first for n in self.metrics() if n.first >= free and n.last in ends]
        return min(names, default=left)
