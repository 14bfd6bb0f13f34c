"""Period rules compiled to tries over words and slots.

A form is words and `{slots}` between spaces. A slot is a reader of `period_slots`, or the id of another
rule; a digit at its end ("{month1} và {month2}") keeps two apart. Rules with the argument `as: part` only
serve as slots. Forms never repeat anything and rules cannot contain themselves, so that matching at one
token is bounded work.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from typing import Any, Final, NamedTuple

from dnextract.errors import PatternError
from dnextract.grammar.numbers import NumberWords, compile_numbers
from dnextract.grammar.period_builders import BUILDERS
from dnextract.grammar.period_captures import Builder
from dnextract.grammar.period_slots import END, NUMERAL_KEYS, SAMPLES, SLOTS, first_keys, numeral_key
from dnextract.grammar.times import Unresolved
from dnextract.patterns import Patterns
from dnextract.patterns.models import PeriodForm, PeriodsFile
from dnextract.text import PhraseIndex, Tokens
from dnextract.text.phrases import Entry
from dnextract.text.tokens import normal_form

__all__ = ["PeriodForms", "PeriodNode", "PeriodRule", "compile_periods"]

_SLOT: Final = re.compile(r"\{([a-z_]+)([12345]?)\}")
_NEIGHBOURS: Final = "period_neighbours"
_GUARDS: Final[tuple[str, ...]] = (
    "only_after",
    "not_after",
    "only_before",
    "not_before",
    "not_titled",
    "deadline_after",
    "ongoing_after",
)
_TITLE_ENDS: Final = "title_ends"  # the word class no title of `not_titled` runs over
_LONGEST_TITLE: Final = 12  # tokens


@dataclass(frozen=True, slots=True)
class PeriodRule:
    """A compiled rule: its name, builder and arguments, and the word classes its neighbours are held to."""

    name: str
    build: str
    builder: Builder
    arguments: Mapping[str, str]
    part: bool
    drop_first: int
    drop_last: int
    guards: dict[str, tuple[PhraseIndex[str], ...]]

    def fits(self, tokens: Tokens, first: int, last: int) -> bool:
        """Tell whether the words around tokens `[first, last)` let the rule apply."""
        for guard, classes in self.guards.items():
            side, after = guard.split("_")
            if side in ("deadline", "ongoing"):
                continue
            if after == "titled":
                found = _in_title(tokens, first, *classes)
            else:
                found = any(
                    words.ending(tokens, first) if after == "after" else words.starting(tokens, last)
                    for words in classes
                )
            if guard == "only_before":  # a heading ends without a mark
                found = found or last == len(tokens)
            if found != (side == "only"):
                return False
        return True

    def is_deadline(self, tokens: Tokens, first: int) -> bool:
        """Tell whether a word before makes the time one by which something is to be reached."""
        return self._is_after("deadline_after", tokens, first) and not self._is_after(
            "ongoing_after", tokens, first
        )

    def _is_after(self, guard: str, tokens: Tokens, first: int) -> bool:
        classes = self.guards.get(guard)
        return classes is not None and any(words.ending(tokens, first) is not None for words in classes)


def _in_title(tokens: Tokens, at: int, heads: PhraseIndex[str], title_ends: PhraseIndex[str]) -> bool:
    """Tell whether the words before token `at` are a title that a word of `heads` begins with a capital."""
    for i in range(at - 1, max(-1, at - _LONGEST_TITLE), -1):
        if tokens[i].kind != "word" or title_ends.starting(tokens, i):
            return False
        head = tokens[i].surface[0].isupper() and heads.starting(tokens, i)
        if head:
            return head[0] == at or tokens[head[0]].surface[0].isupper()
    return False


class _Edge(NamedTuple):
    key: str  # the name of the capture
    slot: str
    node: "PeriodNode"


class _Branch(NamedTuple):
    """A slot that a token of some key can begin, and the keys of the token after it that let a form go on.

    `END` among them: any token may follow.
    """

    edge: _Edge
    seconds: frozenset[str]


@dataclass(slots=True)
class PeriodNode:
    """A state of a trie: where a word and where a slot leads, and the rules whose form ends here.

    `by_key` gives the slots that can start with a token's key; it is filled once the trie is complete.
    """

    words: dict[str, "PeriodNode"] = field(default_factory=dict)
    slots: list[_Edge] = field(default_factory=list)
    rules: list[PeriodRule] = field(default_factory=list)
    by_key: dict[str, list[_Branch]] = field(default_factory=dict)

    def after_word(self, word: str) -> "PeriodNode":
        """Give the state after a word, a new one where no form had it."""
        return self.words.setdefault(word, PeriodNode())

    def after_slot(self, key: str, slot: str) -> "PeriodNode":
        """Give the state after a slot, a new one where no form had it."""
        for edge in self.slots:
            if edge.key == key:
                return edge.node
        node = PeriodNode()
        self.slots.append(_Edge(key, slot, node))
        return node


class _Part(NamedTuple):
    root: PeriodNode
    seconds: dict[str, frozenset[str]]  # by the key of a first token: the keys of those after it


@dataclass(frozen=True, slots=True)
class PeriodForms:
    """All period rules, compiled; read-only after `compile_periods`."""

    root: PeriodNode
    seconds: dict[str, frozenset[str]]  # by the key of a first token: the keys of those after it
    parts: dict[str, _Part]
    words: NumberWords
    lead_in: PhraseIndex[str]


def compile_periods(patterns: Patterns) -> PeriodForms:
    """Compile the period rules.

    Raises `PatternError` with every problem: an unknown builder, slot or word class, a rule inside itself.
    """
    classes = {
        rule.id: PhraseIndex(Entry(form, rule.id) for form in rule.forms)
        for rule in patterns.cues(_NEIGHBOURS).values()
    }
    rules = [(name, rule) for name, file in patterns.of(PeriodsFile) for rule in file.rules]
    slots_of = {rule.id: {s for form in rule.forms for s, _ in _SLOT.findall(form)} for _, rule in rules}
    problems = [p for name, rule in rules for p in _problems(f"{name}:{rule.id}", rule, slots_of, classes)]
    try:
        order = list(TopologicalSorter(slots_of).static_order())
    except CycleError as error:
        problems.append(f"period rules contain each other: {' in '.join(error.args[1])}")
    if problems:
        raise PatternError("\n".join(problems))
    rules_by_id = {rule.id: (name, rule) for name, rule in rules}
    problems += _unbuildable([rules_by_id[rule_id] for rule_id in order if rule_id in rules_by_id])
    if problems:
        raise PatternError("\n".join(problems))
    words = compile_numbers(patterns)
    compiled = {
        rule.id: (_compile_rule(f"{name}:{rule.id}", rule, classes), rule.forms) for name, rule in rules
    }
    root = PeriodNode()
    parts: dict[str, _Part] = {}
    for rule_id in order:
        if rule_id in compiled:
            rule, forms = compiled[rule_id]
            node = PeriodNode()
            for form in forms:
                _insert(node, form, rule)
                if not rule.part:
                    _insert(root, form, rule)
            parts[rule_id] = _Part(node, _index_slots(node, parts, words))
    seconds = _index_slots(root, parts, words)
    lead_in = classes.get("lead_in", PhraseIndex[str](()))
    return PeriodForms(root, seconds, parts, words, lead_in)


def _problems(
    name: str, rule: PeriodForm, slots_of: Mapping[str, set[str]], classes: Mapping[str, PhraseIndex[str]]
) -> Iterator[str]:
    if rule.build not in BUILDERS:
        yield f"{name}: no builder {rule.build!r}"
    if rule.id in SLOTS:
        yield f"{name}: {{{rule.id}}} is read from the text, so no rule can have this id"
    for slot in sorted(slots_of[rule.id] - SLOTS.keys() - slots_of.keys()):
        yield f"{name}: no slot {{{slot}}}"
    for form in rule.forms:
        if "{" in _SLOT.sub("", form):
            yield f"{name}: form {form!r} has a malformed slot"
    for guard in _GUARDS:
        for word_class in sorted(set(rule.arguments.get(guard, "").split()) - classes.keys()):
            yield f"{name}: no word class {word_class!r} in {_NEIGHBOURS}"


def _unbuildable(rules: Iterable[tuple[str, PeriodForm]]) -> Iterator[str]:
    """Try each form with sample captures: one its builder cannot read must fail here and not on a text."""
    samples: dict[str, Any] = dict(SAMPLES)
    for name, rule in rules:
        for form in rule.forms:
            captures = {slot + digit: samples[slot] for slot, digit in _SLOT.findall(form)}
            try:
                value = BUILDERS[rule.build](captures, rule.arguments)
            except (LookupError, TypeError, ValueError, AttributeError, StopIteration) as error:
                yield f"{name}:{rule.id}: builder {rule.build!r} cannot read form {form!r}: {error!r}"
                value = None
            samples[rule.id] = samples.get(rule.id) or value or Unresolved()


def _compile_rule(name: str, rule: PeriodForm, classes: Mapping[str, PhraseIndex[str]]) -> PeriodRule:
    guards = {
        guard: tuple(classes[c] for c in rule.arguments[guard].split())
        for guard in _GUARDS
        if guard in rule.arguments
    }
    if "not_titled" in guards:
        guards["not_titled"] += (classes[_TITLE_ENDS],)
    return PeriodRule(
        name=name,
        build=rule.build,
        builder=BUILDERS[rule.build],
        arguments=rule.arguments,
        part=rule.arguments.get("as") == "part",
        drop_first=int(rule.arguments.get("drop_first", "0")),
        drop_last=int(rule.arguments.get("drop_last", "0")),
        guards=guards,
    )


def _insert(node: PeriodNode, form: str, rule: PeriodRule) -> None:
    for piece in form.split():
        slot = _SLOT.fullmatch(piece)
        node = node.after_slot(slot[1] + slot[2], slot[1]) if slot else node.after_word(normal_form(piece))
    node.rules.append(rule)


def _index_slots(node: PeriodNode, parts: dict[str, _Part], words: NumberWords) -> dict[str, frozenset[str]]:
    """Sort the slots of a trie by the tokens they can start with, so that a search tries only those.

    Gives the keys a form below the node can start with, and by each those that can come second, `END` among
    them where a form can end there.
    """
    seconds: dict[str, frozenset[str]] = {}
    for word, below in node.words.items():
        _add(seconds, _key_of_word(word), _firsts(below, parts, words))
    for edge in node.slots:
        following = _firsts(edge.node, parts, words)
        for key, inner in _slot_seconds(edge.slot, parts, words).items():
            after = inner - {END} | following if END in inner else inner
            node.by_key.setdefault(key, []).append(_Branch(edge, after))
            _add(seconds, key, after)
    return seconds


def _firsts(node: PeriodNode, parts: dict[str, _Part], words: NumberWords) -> frozenset[str]:
    """Index a node, and give the keys it goes on with, `END` among them where a form ends."""
    firsts = frozenset(_index_slots(node, parts, words))
    return firsts | {END} if node.rules else firsts


def _add(seconds: dict[str, frozenset[str]], key: str, after: frozenset[str]) -> None:
    seconds[key] = seconds.get(key, frozenset()) | after


def _slot_seconds(slot: str, parts: dict[str, _Part], words: NumberWords) -> dict[str, frozenset[str]]:
    """Give what a slot can start with, and by that what comes second inside it, or `END`."""
    if slot not in SLOTS:
        return parts[slot].seconds
    spoken = frozenset({END, *words})  # a numeral is one token, a number in words may be several
    return {k: frozenset({END}) if k in NUMERAL_KEYS else spoken for k in first_keys(slot, words)}


def _key_of_word(word: str) -> str:
    return numeral_key(word) if word.isdecimal() else word
