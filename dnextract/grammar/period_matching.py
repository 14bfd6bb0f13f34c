"""The one engine that matches period forms on tokens."""

from typing import Any, NamedTuple

from dnextract.grammar.period_forms import PeriodForms, PeriodNode, PeriodRule
from dnextract.grammar.period_slots import END, SLOTS, Reading, token_key
from dnextract.text import Tokens

__all__ = ["FormMatch", "FormMatcher"]


class FormMatch(NamedTuple):
    """A form that matches: its expression's tokens `[first, last)`, and what its builder made of it.

    The expression lacks the words of the form that are only its context ("(2023)").
    """

    first: int
    last: int
    rule: PeriodRule
    value: Any


_Ending = tuple[int, PeriodRule, Any]  # the token after a form, its rule, and what its builder made


class FormMatcher:
    """Matches forms on one run of tokens, remembering what each part reads at each token."""

    def __init__(self, tokens: Tokens, forms: PeriodForms) -> None:
        self._tokens = tokens
        self._forms = forms
        self._keys = [token.norm if token.kind == "word" else token_key(token) for token in tokens]
        self._keys.append(END)
        self._read: dict[tuple[str, int], Reading] = {}

    def beginnings(self) -> list[int]:
        """Give the tokens at which a form can begin, as far as they and the ones after them tell."""
        seconds = self._forms.seconds
        found: list[int] = []
        for i in range(len(self._tokens)):
            after = seconds.get(self._keys[i])
            if after is not None and (self._keys[i + 1] in after or END in after):
                found.append(i)
        return found

    def matches(self, at: int) -> list[FormMatch]:
        """Give what the top rules match at a token, whatever stands around it, the longest first."""
        found = [
            FormMatch(at + rule.drop_first, last - rule.drop_last, rule, value)
            for last, rule, value in self._walk(self._forms.root, at, {}, [])
            if value is not None or rule.build == "nothing"
        ]
        found.sort(key=lambda match: -match.last)
        return found

    def _walk(
        self, node: PeriodNode, at: int, captures: dict[str, Any], found: list[_Ending]
    ) -> list[_Ending]:
        """Collect in `found` the forms below a state that the tokens from `at` on complete."""
        for rule in node.rules:
            found.append((at, rule, rule.builder(captures, rule.arguments)))
        if at == len(self._tokens):
            return found
        token, key = self._tokens[at], self._keys[at]
        following = node.words.get(token.norm if token.kind == "digits" else key)
        if following is not None:
            self._walk(following, at + 1, captures, found)
        branches = node.by_key.get(key)
        if branches is None:
            return found
        after = self._keys[at + 1]
        for branch in branches:
            if after not in branch.seconds and END not in branch.seconds:
                continue
            read = self._slot(branch.edge.slot, at)
            if read is not None:
                more = captures.copy()
                more[branch.edge.key] = read[1]
                self._walk(branch.edge.node, read[0], more, found)
        return found

    def _slot(self, slot: str, at: int) -> Reading:
        known = (slot, at)
        if known in self._read:
            return self._read[known]
        reader = SLOTS.get(slot)
        if reader is not None:
            best = reader(self._tokens, at, self._forms.words)
        else:
            best = None
            for last, rule, value in self._walk(self._forms.parts[slot].root, at, {}, []):
                longer = best is None or last > best[0]
                if longer and value is not None and (not rule.part or rule.fits(self._tokens, at, last)):
                    best = last, value
        self._read[known] = best
        return best
