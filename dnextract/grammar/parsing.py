"""One number, quantity or period outside any text, as in a spreadsheet's cell."""

import re
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple, cast

from dnextract.grammar.calendar import label_of
from dnextract.grammar.dates import parse_date
from dnextract.grammar.lexicon import FigureLexicon, compile_figures
from dnextract.grammar.number_words import role_at
from dnextract.grammar.numbers import find_numbers, read_number
from dnextract.grammar.numerals import EXACT, Numeral, fraction, read_numeral
from dnextract.grammar.period_matching import FormMatch, FormMatcher
from dnextract.grammar.periods import PeriodForms, compile_periods
from dnextract.grammar.quantities import find_quantities
from dnextract.grammar.resolving import check_options, resolve
from dnextract.grammar.times import Prefer, Time
from dnextract.patterns import load_patterns
from dnextract.records import Period, Quantity, Span
from dnextract.text import TextView, Tokens, tokenize

__all__ = ["parse_number", "parse_period", "parse_quantity"]

_MINUS = frozenset("-−–")
_SLASHES = frozenset("/⁄∕")
_LONGEST = 2_000  # characters looked at; no figure is as long
_SPACE = re.compile(r"\s*")
_SHOWN = 60  # characters of a text that an error repeats


class _Phrase(NamedTuple):
    """A phrase as read: the view of its text, its tokens without sign and brackets, and what these mean.

    What is longer than any figure is read in part, and is not `complete`.
    """

    view: TextView
    tokens: Tokens
    negative: bool
    complete: bool

    def ends(self, at: int) -> bool:
        """Tell whether nothing is left at a token."""
        return self.complete and at == len(self.tokens)


@lru_cache(maxsize=1)
def _lexicon() -> FigureLexicon:
    return compile_figures(load_patterns())


def parse_number(text: str) -> Decimal:
    """Read a whole string as one number, in digits, words or both.

    A sign, `âm` or `trừ` may stand before it, brackets around it make it negative, and a full stop may end
    it. The value is exact but for fractions that do not end, which have 28 significant digits. Raises
    `ValueError`, which says where it stopped, and `TypeError` if `text` is no string.

    Examples:
        >>> parse_number("mười hai phẩy năm"), parse_number("1,2 nghìn tỷ"), parse_number("(1.234)")
        (Decimal('12.5'), Decimal('1200000000000'), Decimal('-1234'))
        >>> parse_number("12 con")
        Traceback (most recent call last):
            ...
        ValueError: '12 con' is no number: stopped before 'con' (character 3)
    """
    phrase = _read(text)
    last, value = _number(phrase.tokens)
    if value is None or not phrase.ends(last):
        raise _stopped(phrase, "number", last)
    return value.copy_negate() if phrase.negative else value


def parse_quantity(text: str) -> Quantity:
    """Read a whole string as one quantity, its qualifier included.

    Signs and brackets count as in `parse_number`, and a minus sign makes the value negative. Raises
    `ValueError`, which says where it stopped, and `TypeError` if `text` is no string.

    Examples:
        >>> quantity = parse_quantity("gần 3 triệu USD")
        >>> quantity.value, quantity.unit, quantity.qualifier
        (Decimal('3000000'), 'USD', 'approx')
    """
    phrase = _read(text)
    tokens, lexicon = phrase.tokens, _lexicon()
    found = find_quantities(tokens, find_numbers(tokens, lexicon.numbers), lexicon)
    if not found and (part := _fraction(tokens, 0)) is not None and phrase.ends(part.last):
        value = part.value.copy_negate() if phrase.negative else part.value
        return Quantity(kind="multiple", lo=value, hi=value, unit="x")
    if not found or found[0].left > 0:
        number = read_number(tokens, 0, lexicon.numbers)
        raise _stopped(phrase, "quantity", number.last if number else 0)
    mention = found[0]
    if not phrase.ends(mention.right):
        raise _stopped(phrase, "quantity", mention.right)
    if phrase.negative and mention.qualifier == "range":
        raise _stopped(phrase, "quantity", 0)  # the sign may be that of one end or of both
    negative = phrase.negative or mention.negative
    item = mention.item
    return Quantity(
        kind=mention.kind,
        lo=mention.lo.copy_negate() if negative and mention.lo is not None else mention.lo,
        hi=mention.hi.copy_negate() if negative and mention.hi is not None else mention.hi,
        qualifier=mention.qualifier,
        unit=mention.unit,
        per=mention.per,
        item=phrase.view.text[tokens[item[0]].start : tokens[item[1] - 1].end] if item else None,
    )


def _read(text: str) -> _Phrase:
    """Cut a phrase into tokens, and take off a final full stop, brackets and a sign."""
    if not isinstance(text, str):
        raise TypeError(f"text must be a str, not {type(text).__name__}")
    end = _SPACE.match(text).end() + _LONGEST  # type: ignore[union-attr]
    view = TextView.of(text[:end])
    tokens = tokenize(view.text)
    complete = _SPACE.fullmatch(text, min(end, len(text))) is not None
    if len(tokens) > 1 and tokens[-1].surface == "." and complete:
        tokens = tokens[:-1]
    closing = next((i for i, t in enumerate(tokens) if t.surface == ")"), 0)
    negative = closing > 1 and tokens[0].surface == "("
    if negative:
        tokens = tokens[1:closing] + tokens[closing + 1 :]
    sign = tokens[0].surface if tokens else ""
    minus = sign in _MINUS or role_at(tokens, 0, _lexicon().numbers) == "minus"
    if len(tokens) > 1 and (minus or sign == "+"):
        tokens, negative = tokens[1:], minus
    return _Phrase(view, tokens, negative, complete)


def _number(tokens: Tokens) -> tuple[int, Decimal | None]:
    """Read a number, or a fraction as `1/3` or `2 1/2`: the token after it, and its value."""
    words = _lexicon().numbers
    number = read_number(tokens, 0, words)
    if number is None:
        return 0, None
    last, value = number.last, number.value
    whole = _fraction(tokens, last) if number.scale == 1 else None
    if whole is not None:
        return whole.last, EXACT.add(value, whole.value)
    return _fraction(tokens, 0) or Numeral(last, value)


def _fraction(tokens: Tokens, at: int) -> Numeral | None:
    """Read two whole numerals with a slash between them."""
    if at + 3 > len(tokens) or tokens[at + 1].surface not in _SLASHES:
        return None
    over, under = (_whole(tokens[i].surface) for i in (at, at + 2))
    return Numeral(at + 3, fraction(over, under)) if over is not None and under else None


def _whole(surface: str) -> Decimal | None:
    return read_numeral(surface) if surface.isdecimal() else None


def _stopped(phrase: _Phrase, kind: str, at: int) -> ValueError:
    """Say before which token of a phrase the reading stopped, in offsets of the caller's string."""
    text = phrase.view.source
    shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    if not phrase.tokens:
        return ValueError(f"{shown!r} is no {kind}: nothing to read")
    start, where = len(text), "at the end" if phrase.complete else "after more than a figure takes"
    if at < len(phrase.tokens):
        token = phrase.tokens[at]
        start = phrase.view.to_source(token.start, token.end)[0]
        where = f"before {token.surface[:_SHOWN]!r}"
    return ValueError(f"{shown!r} is no {kind}: stopped {where} (character {start})")


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
    forms = forms or _period_forms()
    view = TextView.of(text)
    tokens = tokenize(view.text)
    first, match = _longest_time(tokens, forms)
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
def _period_forms() -> PeriodForms:
    return compile_periods(load_patterns())


def _longest_time(tokens: Tokens, forms: PeriodForms) -> tuple[int, FormMatch | None]:
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
