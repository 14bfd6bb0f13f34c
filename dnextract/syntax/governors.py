"""Governors: the verb or noun that links a figure to what it measures, and says what the figure is."""

from dataclasses import dataclass
from typing import Final, NamedTuple

from dnextract.grammar.mentions import QuantityMention
from dnextract.patterns import Patterns
from dnextract.patterns.models import PredicatesFile
from dnextract.records import Aspect, Direction
from dnextract.syntax.frames import Frame
from dnextract.text import PhraseIndex
from dnextract.text.phrases import Entry

__all__ = ["Governor", "GovernorLexicon", "compile_governors", "find_governors", "governor_of_aside"]


_NOMINAL: Final = frozenset({"tốc", "mức", "nhịp", "đà"})  # "tốc độ tăng trưởng GDP là 6%" names a rate
_AND: Final = frozenset({"và", ","})
_NEAR: Final = 8  # tokens that may stand between a verb and its `gấp`
_LONGEST_GAPPED: Final = 6  # tokens of a name that takes the verb of the one before


class _Meaning(NamedTuple):
    aspect: Aspect
    direction: Direction | None
    adjacent: bool
    rates: bool
    rule: str


@dataclass(frozen=True, slots=True)
class GovernorLexicon:
    """Predicates, words that only look like one, adverbs, and words no predicate reaches across.

    The closings are the last words of all of these.
    """

    predicates: PhraseIndex[_Meaning]
    lookalikes: PhraseIndex[str]
    adverbs: PhraseIndex[str]
    barriers: PhraseIndex[str]
    closings: frozenset[str]


class Governor(NamedTuple):
    """The governing words at tokens `[first, last)` of a frame, and what they make of the figure."""

    first: int
    last: int
    aspect: Aspect
    direction: Direction | None
    rule: str


def compile_governors(patterns: Patterns) -> GovernorLexicon:
    """Build the lexicon of governors."""
    predicates = PhraseIndex(
        Entry(form, _Meaning(rule.aspect, rule.direction, rule.adjacent, rule.rates, f"{name}:{rule.id}"))
        for name, file in patterns.of(PredicatesFile)
        for rule in file.rules
        for form in rule.forms
    )
    lookalikes = _word_class(patterns, "not_predicates")
    adverbs = _word_class(patterns, "adverbs")
    barriers = _word_class(patterns, "new_clause")
    closings = predicates.closings() | lookalikes.closings() | adverbs.closings() | barriers.closings()
    return GovernorLexicon(predicates, lookalikes, adverbs, barriers, closings)


def _word_class(patterns: Patterns, name: str) -> PhraseIndex[str]:
    return PhraseIndex(Entry(form, name) for form in patterns.cues("connectives")[name].forms)


def find_governors(frame: Frame, lexicon: GovernorLexicon) -> list[Governor | None]:
    """Find the governor of each figure of a frame: the nearest predicate between it and the one before."""
    found: list[Governor | None] = []
    edge = 0
    for quantity in frame.quantities:
        start = max(edge, frame.segment_start(quantity.left))
        end = quantity.first if quantity.kind == "multiple" else quantity.left  # `gấp` is part of the verb
        governor = _nearest(frame, start, end, lexicon, rate=_is_rate(quantity))
        if governor is None and found and _is_coordinated(frame, len(found)):
            governor = found[-1]
        elif governor is not None and governor.rule.endswith(":copula"):
            governor = _before_copula(frame, start, governor, lexicon) or governor
        found.append(governor)
        edge = quantity.right
    return found


def _is_coordinated(frame: Frame, k: int) -> bool:
    """Tell a figure that shares the verb of the one before.

    It follows a comma or `và` ("tăng 9% so với tuần trước và 4% so với …"), or a name that does, in a list
    whose verb is said once ("cà phê tăng 9%, gạo 6%, xoài 8%").
    """
    earlier, quantity = frame.quantities[k - 1], frame.quantities[k]
    if earlier.kind != quantity.kind or quantity.left <= earlier.right:
        return False
    between = frame.tokens[earlier.right : quantity.left]
    if between[-1].surface in _AND:
        return True
    named = between[0].surface in _AND and 1 < len(between) <= _LONGEST_GAPPED
    return named and quantity.kind == "percent" and all(t.kind == "word" for t in between[1:])


def _before_copula(frame: Frame, start: int, copula: Governor, lexicon: GovernorLexicon) -> Governor | None:
    """Find what a copula only completes: "giảm sâu nhất với 7%", "chiếm tỷ trọng cao với 40%"."""
    for i in range(copula.first, start, -1):
        if frame.tokens[i - 1].surface in ",;:":
            return None
        if lexicon.lookalikes.ending(frame.tokens, i) is not None:
            return None
        found = lexicon.predicates.ending(frame.tokens, i)
        if found is not None and found[0] >= start and not found[1].adjacent:
            meaning = found[1]
            nominal = frame.tokens[found[0]].norm in _NOMINAL and frame.tokens[i - 1].norm == "trưởng"
            if nominal and i < copula.first and frame.tokens[copula.first].norm == "là":
                return None
            shared = meaning.aspect == "share" and frame.tokens[copula.first].norm == "với"
            if meaning.aspect != "change" and not shared:
                return None
            return Governor(found[0], copula.last, meaning.aspect, meaning.direction, meaning.rule)
    return None


def _is_rate(quantity: QuantityMention) -> bool:
    return quantity.kind in ("percent", "percentage_point") or quantity.unit == "point"


def _nearest(frame: Frame, start: int, end: int, lexicon: GovernorLexicon, *, rate: bool) -> Governor | None:
    touching = True  # nothing but adverbs so far between here and the figure
    i = end
    while i > start:
        if frame.tokens[i - 1].norm not in lexicon.closings:
            i, touching = i - 1, False
            continue
        lookalike = lexicon.lookalikes.ending(frame.tokens, i)
        if lookalike is not None:
            i, touching = max(lookalike[0], start), False
            continue
        if lexicon.barriers.ending(frame.tokens, i) is not None:
            return None
        found = lexicon.predicates.ending(frame.tokens, i)
        if found is not None and found[0] >= start:
            meaning = found[1]
            if (touching or not meaning.adjacent) and (rate or not meaning.rates):
                governor = Governor(found[0], i, meaning.aspect, meaning.direction, meaning.rule)
                return _raised(frame, start, governor, lexicon)
        adverb = lexicon.adverbs.ending(frame.tokens, i)
        if adverb is not None and adverb[0] >= start:
            i = adverb[0]
        else:
            touching = False
            i -= 1
    return None


def _raised(frame: Frame, start: int, governor: Governor, lexicon: GovernorLexicon) -> Governor:
    """Make a multiple a change where a verb before says so: "nâng lương gấp 3 lần"."""
    if governor.aspect != "comparison":
        return governor
    for i in range(governor.first, max(start, governor.first - _NEAR), -1):
        if frame.tokens[i - 1].kind == "mark":
            break
        found = lexicon.predicates.ending(frame.tokens, i)
        if found is not None and found[0] >= start and found[1].aspect == "change":
            meaning = found[1]
            return Governor(governor.first, governor.last, "change", meaning.direction, meaning.rule)
    return governor


def governor_of_aside(outer: Frame, aside: Frame, lexicon: GovernorLexicon) -> Governor | None:
    """Find the change that governs a bare percentage in brackets: "cá tra giảm sâu nhất (7%)".

    It stands in the outer frame before the bracket, after the last figure and comma; its tokens are not the
    aside's, so that the range given is empty. An amount in brackets says how large the thing before it is.
    """
    if aside.before is None or not aside.quantities or aside.quantities[0].left > 0:
        return None
    if aside.quantities[0].kind not in ("percent", "percentage_point"):
        return None
    earlier = [q.right for q in outer.quantities if q.right <= aside.before]
    start = max(earlier, default=0)
    for i in range(aside.before, start, -1):
        if outer.tokens[i - 1].surface in ",;:":
            return None
        found = lexicon.predicates.ending(outer.tokens, i)
        if found is not None and found[0] >= start and found[1].aspect == "change":
            return Governor(0, 0, "change", found[1].direction, found[1].rule)
    return None
