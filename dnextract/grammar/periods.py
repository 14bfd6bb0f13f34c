"""Time expressions: found among the tokens by the rules of `patterns/periods`, then resolved to days."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Literal, cast

from dnextract.grammar.calendar import label_of
from dnextract.grammar.dates import parse_date
from dnextract.grammar.period_forms import PeriodForms, compile_periods
from dnextract.grammar.period_matching import FormMatch, FormMatcher
from dnextract.grammar.resolving import check_options, resolve
from dnextract.grammar.times import (
    Compared,
    Day,
    Months,
    Part,
    Prefer,
    Relative,
    SamePeriod,
    Shift,
    Since,
    Time,
    Toward,
    Weekday,
    said_year,
)
from dnextract.patterns import Patterns, load_patterns
from dnextract.patterns.base import Example
from dnextract.patterns.models import PeriodsFile
from dnextract.records import Period, Span
from dnextract.text import TextView, Token, tokenize
from dnextract.text.tokens import glued

__all__ = [
    "PeriodForms",
    "Role",
    "TimeExpression",
    "check_period_examples",
    "compile_periods",
    "find_periods",
    "parse_period",
    "resolve",
]

Role = Literal["span", "moment", "deadline", "since", "same_period", "previous", "growth_rate"]


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time expression at `[start, end)` of the view text, tokens `[first, last)` of the list searched.

    `time` is what the words mean, for `resolve`; `year` a full year they say. `role` is what the expression
    is fit for: a reporting period, a moment, a deadline, an open stretch, or a time to compare with.
    """

    start: int
    end: int
    first: int
    last: int
    rule: str
    time: Time
    role: Role
    year: int | None


def find_periods(tokens: Sequence[Token], forms: PeriodForms) -> list[TimeExpression]:
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


def _in_name(tokens: Sequence[Token], i: int) -> bool:
    """Tell whether a numeral is glued to letters before it ("G20")."""
    return i > 0 and tokens[i - 1].kind == "word" and glued(tokens[i - 1], tokens[i])


def _expression(tokens: Sequence[Token], match: FormMatch) -> TimeExpression:
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
        case Day() | Weekday() | Relative(unit="day") | Part(kind="start" | "middle" | "end"):
            return "moment"
        case Relative(shift=shift) | Months(first=1, last=12, year=Shift(years=shift)) if shift < 0:
            return "previous"
        case _:
            return "span"


def parse_period(
    text: str,
    published: date | datetime | str | None = None,
    prefer: Prefer = "past",
    *,
    fiscal_year_start: int = 1,
    forms: PeriodForms | None = None,
) -> Period:
    """Read a string that is one time expression, with the words that lead it in ("tính đến 31/12/2016").

    What the words leave open is taken from `published`; the label is `None` where that does not settle it.
    A year left out is looked for in the past or, with `prefer="future"`, ahead. `fiscal_year_start` is the
    month in which a fiscal year begins; it is named by the year it begins in.

    Examples:
        >>> parse_period("quý III năm ngoái", published="2024-10-08").label
        '2023-Q3'

        >>> parse_period("quý I năm tài chính 2024", fiscal_year_start=4).label
        '2024-Q2'

    Raises `ValueError` that says where the expression stopped or which option is out of range, `TypeError`
    where `text` is no string or `published` no date.
    """
    if not isinstance(text, str):
        raise TypeError(f"a period is read from a str, not {type(text).__name__}")
    check_options(prefer, fiscal_year_start)
    day = parse_date(published)
    forms = forms or _own_forms()
    view = TextView.of(text)
    tokens = tokenize(view.text)
    first, match = _whole(tokens, forms)
    last = match.last if match else first
    if match is None or last < len(tokens):
        at = view.to_source(tokens[last].start, tokens[last].end)[0] if last < len(tokens) else len(text)
        raise ValueError(f"no time expression: {text!r} stops at character {at}")
    start, end = view.to_source(tokens[first].start, tokens[-1].end)
    interval = resolve(
        cast(Time, match.value), published=day, prefer=prefer, fiscal_year_start=fiscal_year_start
    )
    return Period(
        text=text[start:end],
        span=Span(start=start, end=end, text=text[start:end]),
        label=label_of(interval) if interval else None,
        start=interval.start if interval else None,
        end=interval.end if interval else None,
    )


@lru_cache(maxsize=1)
def _own_forms() -> PeriodForms:
    return compile_periods(load_patterns())


def _whole(tokens: Sequence[Token], forms: PeriodForms) -> tuple[int, FormMatch | None]:
    """Find the longest expression at the start, or after words that lead one in."""
    matcher = FormMatcher(tokens, forms)
    best: tuple[int, FormMatch | None] = 0, None
    at = 0
    while at < len(tokens):
        for match in matcher.matches(at):
            if match.rule.build != "nothing" and (best[1] is None or match.last > best[1].last):
                best = at, match
        lead_in = forms.lead_in.starting(tokens, at)
        if lead_in is None:
            break
        at = lead_in[0]
    return best


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
