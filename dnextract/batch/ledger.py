"""What a run changes in its store, chunk by chunk."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from dnextract.batch.deciding import Candidate, Decision
from dnextract.batch.steps import Step
from dnextract.batch.work import Outcome
from dnextract.corpus import Article
from dnextract.inputs import STDIN, Failure, location
from dnextract.store import Changes, Counts, FailedInput, Store

__all__ = ["Ledger", "Work"]

Work = Callable[[list[Article]], list[Outcome]]


class Ledger:
    """Turns steps into changes; it knows which input it is at, and whether a part of that has failed."""

    def __init__(self, store: Store, work: Work) -> None:
        self._store = store
        self._work = work
        self._source: str | None = None
        self._failed = False

    def changes(
        self,
        steps: Sequence[Step],
        candidates: Sequence[Candidate],
        extracted: Mapping[int, Outcome],
    ) -> tuple[Changes, list[Failure]]:
        """Work out what a chunk changes, and its failures.

        `candidates` are the articles of the steps, in order; `extracted` has what came of those, by their
        number, that seemed to need it. What the store holds is asked anew, for the chunks before this one
        have been written since; an article that turns out to need extraction is extracted here.
        """
        changes = Changes()
        failures: list[Failure] = []
        decision = Decision(self._store, candidates)
        articles = iter(enumerate(candidates))
        for step in steps:
            self._enter(step, changes)
            result: Counts | Failure = step.failure or Counts(known=step.known)
            if step.found:
                number, article = next(articles)
                result = decision.add(article, partial(self._extraction, article, extracted.get(number)))
            if isinstance(result, Failure):
                self._failed = True
                failures.append(result)
                changes.failures.append(FailedInput(location(result.source), result.line, result.reason))
                result = Counts(failed=1)
            changes.counts = changes.counts.plus(result)
            if step.state and not self._failed and step.source != STDIN:
                changes.files[step.state.path] = step.state
        decision.write_to(changes)
        return changes, failures

    def _enter(self, step: Step, changes: Changes) -> None:
        """Note the input of a step; what an earlier run said of one that is read again is over."""
        if step.source != self._source:
            self._source, self._failed = step.source, False
            if step.found or step.failure or step.state:
                changes.read.add(location(step.source))

    def _extraction(self, article: Candidate, extracted: Outcome | None) -> Outcome:
        return extracted or self._work([article.found.article])[0]
