"""Time expressions: found among the tokens by the rules of `patterns/periods`, then resolved to days."""

from collections.abc import Iterator
from typing import Literal, NamedTuple, cast

from dnextract.grammar.calendar import label_of
from dnextract.grammar.dates import parse_date
from dnextract.grammar.period_forms import PeriodForms, compile_periods
from dnextract.grammar.period_matching import FormMatch, FormMatcher
from dnextract.grammar.resolving import resolve
from dnextract.grammar.times import (
    Compared,
    Day,
    DayFromNow,
    Months,
    Part,
    Relative,
    SamePeriod,
    Shift,
    Since,
    Time,
    Toward,
    Weekday,
    said_year,
)
from dnextract.patterns import Patterns
from dnextract.patterns.base import Example
from dnextract.patterns.models import PeriodsFile
from dnextract.text import Tokens, tokenize
from dnextract.text.tokens import glued

__all__ = [
    "PeriodForms",
    "Role",
    "TimeExpression",
    "check_period_examples",
    "compile_periods",
    "find_periods",
    "resolve",
]

Role = Literal["span", "moment", "deadline", "since", "same_period", "previous", "growth_rate", "contract"]


class TimeExpression(NamedTuple):
    """A time expression at `[start, end)` of the view text, tokens `[first, last)` of the list searched.

    `time` is what the words mean, for `resolve`; `year` a full year they say. `role` is what the expression
    is fit for: a reporting period, a moment, a deadline, an open stretch, a time to compare with, or none of
    these but the time of a contract.
    """

    start: int
    end: int
    first: int
    last: int
    rule: str
    time: Time
    role: Role
    year: int | None


def find_periods(tokens: Tokens, forms: PeriodForms) -> list[TimeExpression]:
    """Find the time expressions among tokens, leftmost and longest first, in order, without overlap.

    Words that look like a time and are none ("kỳ hạn 6 tháng", "5 năm liên tiếp") are passed over whole.
    """
    matcher = FormMatcher(tokens, forms)
    found: list[TimeExpression] = []
    free = 0
    for i in matcher.beginnings():
        if i < free or (tokens[i].kind == "digits" and _in_name(tokens, i)):
            continue
        matches = matcher.matches(i)
        if not matches:
            continue
        match = next((m for m in matches if m.rule.fits(tokens, m.first, m.last)), None)
        free = (match or matches[0]).last
        if match is not None and match.rule.build != "nothing":
            found.append(_expression(tokens, match))
    return found


def _in_name(tokens: Tokens, i: int) -> bool:
    """Tell whether a numeral is glued to letters before it ("G20")."""
    return i > 0 and tokens[i - 1].kind == "word" and glued(tokens[i - 1], tokens[i])


def _expression(tokens: Tokens, match: FormMatch) -> TimeExpression:
    time, first = cast(Time, match.value), match.first
    return TimeExpression(
        start=tokens[first].start,
        end=tokens[match.last - 1].end,
        first=first,
        last=match.last,
        rule=match.rule.name,
        time=time,
        role="deadline"
        if match.rule.is_deadline(tokens, first)
        else _role(time, match.rule.arguments.get("role")),
        year=said_year(time),
    )


def _role(time: Time, said: str | None) -> Role:
    """Give the role a rule states, else the one its kind of time has."""
    if said is not None:
        return cast(Role, said)
    match time:
        case SamePeriod():
            return "same_period"
        case Compared():
            return "growth_rate"
        case Since():
            return "since"
        case Toward(of=inner):
            return _role(inner, None)
        case Day() | DayFromNow() | Weekday() | Relative(unit="day") | Part(kind="start" | "middle" | "end"):
            return "moment"
        case Relative(shift=shift) | Months(first=1, last=12, year=Shift(years=shift)) if shift < 0:
            return "previous"
        case _:
            return "span"


def check_period_examples(patterns: Patterns) -> Iterator[str]:
    """Run the examples and rejects of all period rules; give one line for each that fails.

    An example must give one expression, exactly where its brackets are, by its rule, with its label (none
    stands for unresolved). A reject must give no expression by its rule, and none at all for `nothing`.
    """
    forms = compile_periods(patterns)
    for name, file in patterns.of(PeriodsFile):
        for rule in file.rules:
            part = rule.arguments.get("as") == "part"
            for example in rule.examples:
                fault = _fault(example, None if part else f"{name}:{rule.id}", forms)
                if fault:
                    yield f"{name}:{rule.id}: example {example.text!r}: {fault}"
            for text in rule.rejects:
                for found in find_periods(tokenize(text), forms):
                    if rule.build == "nothing" or found.rule == f"{name}:{rule.id}":
                        yield f"{name}:{rule.id}: reject {text!r}: found {text[found.start : found.end]!r}"


def _fault(example: Example, rule: str | None, forms: PeriodForms) -> str | None:
    start, end = example.text.index("["), example.text.index("]") - 1
    text = example.text.replace("[", "").replace("]", "")
    expressions = find_periods(tokenize(text), forms)
    found = next((e for e in expressions if (e.start, e.end) == (start, end)), None)
    if found is None:
        return f"found {[text[e.start : e.end] for e in expressions]}"
    if rule is not None and found.rule != rule:
        return f"found by {found.rule}"
    interval = resolve(found.time, published=parse_date(example.published))
    label = label_of(interval) if interval else None
    return None if label == example.label else f"label {label}"
