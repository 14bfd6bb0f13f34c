"""Units beside a number, and what one of the unit is per."""

from decimal import Decimal
from typing import Final, NamedTuple

from dnextract.grammar.lexicon import FigureLexicon, UnitEntry
from dnextract.grammar.noun_phrases import noun_phrase_end
from dnextract.grammar.numbers import Number, read_number
from dnextract.grammar.qualifiers import past_qualifiers
from dnextract.patterns.models import Denominator
from dnextract.text import Tokens
from dnextract.text.tokens import glued

__all__ = [
    "TIMES",
    "Per",
    "ScaledUnit",
    "each",
    "per_after",
    "per_behind",
    "per_every",
    "per_many",
    "prefix_before",
    "scaled_unit",
    "unit_after",
]

TIMES: Final = frozenset({"year", "quarter", "month", "week", "day", "hour"})
_EACH: Final = frozenset({"một", "mỗi", "từng"})
_MAY_FOLLOW: Final = _EACH | {"và", "hoặc", "trở"}  # after a unit word that else ends its phrase
_OVER: Final = frozenset({"trên", "cho"})  # words that stand for the slash of a ratio
_SHARES: Final = frozenset({"cổ phiếu", "cổ phần"})
_MOST: Final = 1_000_000  # the largest population a rate is given for
_MOST_PARTS: Final = 3  # "15 kg/người/tháng" has two
_LONGEST_GOODS: Final = 3  # words between a unit and its "/năm"
_FARTHEST: Final = 10  # tokens from "cứ" to the numeral it introduces
_LEADING: Final = frozenset(
    {"thì", "lại", "có", "là", "đến", "tới", "chỉ", "sẽ"}
)  # before the part: "cứ 10 người thì 1 …"


class Per(NamedTuple):
    """A denominator that ends before token `last`."""

    last: int
    per: str


class ScaledUnit(NamedTuple):
    """A unit without a number: so many (`scale`) of a unit, per something; it ends before token `last`."""

    last: int
    scale: Decimal
    unit: UnitEntry
    per: str | None


def scaled_unit(tokens: Tokens, at: int, lexicon: FigureLexicon) -> ScaledUnit | None:
    """Read a unit that stands without a number: "tỷ đồng", "1.000 tấn", "USD/tấn"."""
    number = read_number(tokens, at, lexicon.numbers)
    scale, at = (number.value, number.last) if number else (Decimal(1), at)
    while at < len(tokens) and (rule := lexicon.numbers.get(tokens[at].norm)) and rule.role == "scale":
        scale, at = scale * (rule.value or 1), at + 1
    unit = unit_after(tokens, at, lexicon)
    if unit is None:
        return None
    per = per_after(tokens, unit[0], lexicon, unit[1].unit)
    return ScaledUnit(per.last if per else unit[0], scale, unit[1], per.per if per else None)


def unit_after(tokens: Tokens, at: int, lexicon: FigureLexicon) -> tuple[int, UnitEntry] | None:
    """Find the unit at token `at`: the token after it and what it means."""
    found = lexicon.units.starting(tokens, at)
    if found is None:
        return None
    last, unit = found
    lookalike = lexicon.not_units.starting(tokens, at)
    if lookalike and lookalike[0] > last:
        return None
    return None if unit.final and _goes_on(tokens, last, lexicon) else found


def _goes_on(tokens: Tokens, at: int, lexicon: FigureLexicon) -> bool:
    """Tell whether a word follows that makes "3 chỉ" or "hai khối" something else than a measure."""
    if at >= len(tokens) or tokens[at].kind != "word" or tokens[at].norm in _MAY_FOLLOW:
        return False
    return lexicon.is_a("materials").starting(tokens, at) is None


def prefix_before(tokens: Tokens, at: int, lexicon: FigureLexicon) -> tuple[int, UnitEntry] | None:
    """Find a currency sign or code that stands right before token `at` ("$1,5 tỷ", "USD 200")."""
    return lexicon.prefixes.ending(tokens, at)


def per_after(tokens: Tokens, at: int, lexicon: FigureLexicon, unit: str | None = None) -> Per | None:
    """Read what a figure is per, at token `at`: "/kg", "/1.000 dân", "một đêm", "mỗi m2", "trên 1 năm".

    A noun that is no denominator of its own stands for itself, after a slash whatever it is.
    """
    parts: list[str] = []
    last = at
    while last < len(tokens) and len(parts) < _MOST_PARTS:
        i = last
        if tokens[i].surface == "/":
            part = _denominator(tokens, i + 1, lexicon, unit) or (
                None if parts or unit == "%" else _unknown(tokens, i + 1, lexicon)
            )
        elif tokens[i].norm in _EACH:
            part = _known(tokens, i + 1, lexicon, unit)
            if (
                part is not None
                and tokens[i].norm == "một"
                and lexicon.is_a("not_per").starting(tokens, part.last)
            ):
                part = None  # "7 tỷ USD một tháng trước đó", "300 USD một lần nữa"
            if part is None and tokens[i].norm == "mỗi":
                part = _counted(tokens, i + 1, lexicon)
        elif tokens[i].norm == "trên" and i + 1 < len(tokens):
            start = i + 2 if tokens[i + 1].norm in _EACH else i + 1
            part = _denominator(tokens, start, lexicon, unit)
            if part is not None and start == i + 1 and _is_place(tokens, start, part):
                part = None
        else:
            part = None
        if part is None:
            break
        parts.append(part.per)
        last = part.last
    return Per(last, "/".join(parts)) if parts else None


def each(tokens: Tokens, at: int, lexicon: FigureLexicon) -> Per | None:
    """Read the thing after a `mỗi` that stands away from its figure: "mỗi kênh", "mỗi phần quà"."""
    known, counted = _known(tokens, at, lexicon, None), _counted(tokens, at, lexicon)
    if known is not None and known.per.isupper() and not tokens[at].surface.isupper():
        known = None  # "mỗi bảng" is a group of teams, not a pound
    longer = counted is not None and (known is None or counted.last > known.last)
    return counted if longer else known


def _known(tokens: Tokens, at: int, lexicon: FigureLexicon, unit: str | None) -> Per | None:
    """Look a denominator up; words that mean it with some units only stand for themselves with others."""
    found = lexicon.denominators.starting(tokens, at)
    if found is None:
        return None
    last, rule = found
    if rule.only_with and unit not in rule.only_with:
        return Per(last, _words(tokens, at, last))
    return Per(last, rule.id)


def _is_place(tokens: Tokens, at: int, part: Per) -> bool:
    """Tell where something is, "5 người trên xe", from what a price is per, "3.000 đồng trên cổ phiếu"."""
    return part.per == _words(tokens, at, part.last).lower() and part.per not in _SHARES


def _denominator(tokens: Tokens, at: int, lexicon: FigureLexicon, unit: str | None) -> Per | None:
    """Read a denominator with the number before it, if any: "1.000 dân", "vạn dân", "kg"."""
    plain = _known(tokens, at, lexicon, unit)
    if plain is not None:
        return plain
    number = read_number(tokens, at, lexicon.numbers) or _scale_alone(tokens, at, lexicon)
    known = _known(tokens, number.last, lexicon, unit) if number else None
    if known is None or number is None:
        return None
    many = "" if number.value == 1 else f"{number.value:f} "
    return Per(known.last, many + known.per)


def _scale_alone(tokens: Tokens, at: int, lexicon: FigureLexicon) -> Number | None:
    """Read a scale word that stands for itself: "/vạn dân"."""
    rule = lexicon.numbers.get(tokens[at].norm) if at < len(tokens) else None
    if rule is None or rule.role != "scale" or rule.value is None:
        return None
    return Number(at, at + 1, rule.value, rule.value, "word")


def per_many(tokens: Tokens, at: int, lexicon: FigureLexicon) -> Per | None:
    """Read a denominator that is a round number of people or things: "/1.000 dân", "trên 10.000 dân".

    After a word only people will do, for "5 dự án trên 1.000 ha" is no rate.
    """
    slash = tokens[at].surface == "/"
    if not slash and tokens[at].norm not in _OVER:
        return None
    start = at + 2 if at + 1 < len(tokens) and tokens[at + 1].norm in _EACH else at + 1
    number = read_number(tokens, start, lexicon.numbers) or _scale_alone(tokens, start, lexicon)
    if number is None or not 10 <= number.value <= _MOST or f"{number.value:f}".strip("0") != "1":
        return None
    noun = lexicon.denominators.starting(tokens, number.last)
    if noun is not None and (slash or noun[1].id in ("person", "household")):
        return Per(noun[0], f"{number.value:f} {noun[1].id}")
    things = lexicon.counted.starting(tokens, number.last)
    if noun is not None or things is None or not slash:
        return None
    last = noun_phrase_end(tokens, number.last, things[0], lexicon, several=False)
    return Per(last, f"{number.value:f} " + _words(tokens, number.last, last))


def per_behind(tokens: Tokens, at: int, lexicon: FigureLexicon) -> Per | None:
    """Read the time after the slash behind what is measured: "40 nghìn tấn thủy sản/năm"."""
    for i in range(at + 1, min(len(tokens) - 1, at + _LONGEST_GOODS + 1)):
        inside = lexicon.is_a("compounds").covers(tokens, i - 1, at)
        if tokens[i - 1].kind != "word":
            return None
        if not inside and lexicon.is_a("function_words").starting(tokens, i - 1):
            return None
        if tokens[i].surface == "/":
            time = _known(tokens, i + 1, lexicon, None)
            return time if time and time.per in TIMES else None
    return None


def per_every(tokens: Tokens, at: int, lexicon: FigureLexicon) -> str | None:
    """Read the denominator before the numeral at token `at`: "cứ 10 người thì có 1 …" is per 10 person."""
    for i in range(at - 2, max(-1, at - _FARTHEST), -1):
        if tokens[i].norm != "cứ":
            continue
        number = read_number(tokens, i + 1, lexicon.numbers)
        noun = number and (
            lexicon.denominators.starting(tokens, number.last)
            or lexicon.counted.starting(tokens, number.last)
        )
        if number is None or not noun or noun[0] >= at:
            return None
        kept = noun[1].id if isinstance(noun[1], Denominator) else _words(tokens, number.last, noun[0])
        led = tokens[past_qualifiers(tokens, at, lexicon) - 1].norm in _LEADING
        linked = led and all(tokens[k].kind == "word" or tokens[k].surface == "," for k in range(noun[0], at))
        return f"{number.value:f} {kept}" if linked else None
    return None


def _words(tokens: Tokens, first: int, last: int) -> str:
    return " ".join(t.surface for t in tokens[first:last])


def _counted(tokens: Tokens, at: int, lexicon: FigureLexicon) -> Per | None:
    """Take a counted noun as its own denominator: "500.000 đồng mỗi hội viên"."""
    found = lexicon.counted.starting(tokens, at)
    return Per(found[0], _words(tokens, at, found[0])) if found else None


def _unknown(tokens: Tokens, at: int, lexicon: FigureLexicon) -> Per | None:
    if at < len(tokens) and tokens[at].kind == "word" and glued(tokens[at - 1], tokens[at]):
        return _counted(tokens, at, lexicon) or Per(at + 1, tokens[at].surface)
    return None
