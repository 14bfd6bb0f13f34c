"""The compiled word classes the join reads a sentence with."""

from collections.abc import Mapping
from dataclasses import dataclass

from dnextract.patterns import Patterns
from dnextract.patterns.models import MeasuredHeadsFile, StatusFile
from dnextract.records import Kind, Status
from dnextract.text import PhraseIndex
from dnextract.text.phrases import Entry

__all__ = ["JoinLexicon", "StatusWord", "compile_join"]


@dataclass(frozen=True, slots=True)
class StatusWord:
    """What a status cue says, whether others overrule it or it must touch the figure, and its rule."""

    status: Status
    weak: bool
    adjacent: bool
    rule: str


class JoinLexicon(dict[str, PhraseIndex[str]]):
    """Word classes of `patterns/join/connectives.yaml` by id, the status cues, and what metrics measure."""

    def __init__(
        self,
        classes: Mapping[str, PhraseIndex[str]],
        status: PhraseIndex[StatusWord],
        measured: PhraseIndex[frozenset[Kind]],
    ) -> None:
        super().__init__(classes)
        self.status = status
        self.measured = measured  # the kinds of figures that a metric with this head takes


def compile_join(patterns: Patterns) -> JoinLexicon:
    """Build the word classes of the join."""
    return JoinLexicon(
        classes={
            rule.id: PhraseIndex(Entry(form, rule.id) for form in rule.forms)
            for rule in patterns.cues("connectives").values()
        },
        status=PhraseIndex(
            Entry(form, StatusWord(rule.status, rule.weak, rule.adjacent, f"{name}:{rule.id}"))
            for name, file in patterns.of(StatusFile)
            for rule in file.rules
            for form in rule.forms
        ),
        measured=PhraseIndex(
            Entry(form, frozenset(rule.kinds))
            for _, file in patterns.of(MeasuredHeadsFile)
            for rule in file.rules
            for form in rule.forms
        ),
    )
