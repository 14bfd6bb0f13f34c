"""The one engine that matches period forms on tokens."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from dnextract.grammar.period_forms import PeriodForms, PeriodNode, PeriodRule
from dnextract.grammar.period_slots import END, SLOTS, Reading, token_key
from dnextract.text import Token

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

    def __init__(self, tokens: Sequence[Token], forms: PeriodForms) -> None:
        self._tokens = tokens
        self._forms = forms
        self._keys = [*map(token_key, tokens), END]
        self._words = [
            token.norm if token.kind == "digits" else self._keys[i] for i, token in enumerate(tokens)
        ]
        self._read: dict[tuple[str, int], Reading] = {}

    def matches(self, at: int) -> list[FormMatch]:
        """Give what the top rules match at a token, whatever stands around it, the longest first."""
        key = self._keys[at]
        if key not in self._forms.starts:
            return []
        seconds = self._forms.seconds.get(key)  # most numerals are figures: "5 tỷ đồng"
        if seconds is not None and END not in seconds and self._keys[at + 1] not in seconds:
            return []
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
        if at >= len(self._tokens):
            return found
        following = node.words.get(self._words[at])
        if following is not None:
            self._walk(following, at + 1, captures, found)
        for edge in node.by_key.get(self._keys[at], ()):
            read = self._slot(edge.slot, at)
            if read is not None:
                self._walk(edge.node, read[0], {**captures, edge.key: read[1]}, found)
        return found

    def _slot(self, slot: str, at: int) -> Reading:
        known = self._read.get((slot, at), False)
        if known is not False:
            return known  # type: ignore[return-value]
        reader = SLOTS.get(slot)
        if reader is not None:
            best = reader(self._tokens, at, self._forms.words)
        else:
            best = None
            for last, rule, value in self._walk(self._forms.parts[slot].root, at, {}, []):
                longer = best is None or last > best[0]
                if longer and value is not None and (not rule.part or rule.fits(self._tokens, at, last)):
                    best = last, value
        self._read[slot, at] = best
        return best
