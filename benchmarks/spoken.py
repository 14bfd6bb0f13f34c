"""Whether what is said is read: numbers drawn at random, put into words in every dialect, and read back.

python benchmarks/spoken.py [--count 100000] [--seed 1]

Prints how many came back as they were and those that did not, and exits with 1 if there are any.
"""

import argparse
import random
import sys
from dataclasses import dataclass
from decimal import Decimal

from dnextract import parse_number

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
LARGEST = 10**15


@dataclass(frozen=True)
class Dialect:
    """How a speaker says a number."""

    empty_tens: str = "linh"  # or lẻ
    thousand: str = "nghìn"  # or ngàn
    billion: str = "tỷ"  # or tỉ
    four: str = "tư"  # or bốn, after tens
    five: str = "lăm"  # or nhăm, after tens
    seven: str = "bảy"  # or bẩy
    half: str | None = None  # rưỡi or rưởi, where half of the last scale or hundred is left
    short: bool = False  # hai mốt for hai mươi mốt, trăm hai for trăm hai mươi, một triệu hai
    empty_hundreds: bool = True  # không trăm is said
    point: str = "phẩy"  # or chấm
    grouped: bool = False  # two and three decimals are said as one numeral

    def digit(self, n: int) -> str:
        return self.seven if n == 7 else DIGITS[n]


def spell(n: int, dialect: Dialect) -> str:
    """Say a whole number from 0 to 10^15."""
    return " ".join(_say(n, dialect))


def spell_decimal(whole: int, decimals: str, dialect: Dialect) -> str:
    """Say a number with the given digits after the decimal mark."""
    words = _say(whole, _plainly(dialect))
    if dialect.grouped and len(decimals) == 2 and decimals[0] != "0":
        said = _below_hundred(int(decimals), dialect)
    elif dialect.grouped and len(decimals) == 3 and decimals[1:] != "00":
        said = _below_thousand(int(decimals), _plainly(dialect), full=True)
    else:
        said = [dialect.digit(int(d)) for d in decimals]
    return " ".join([*words, dialect.point, *said])


def _plainly(dialect: Dialect) -> Dialect:
    """Leave nothing out, as nobody does before the decimals of a number."""
    return Dialect(**{**vars(dialect), "half": None, "short": False, "empty_hundreds": True})


def _say(n: int, dialect: Dialect) -> list[str]:
    if n == 0:
        return [DIGITS[0]]
    billions, rest = divmod(n, 10**9)
    words = [*_say(billions, dialect), dialect.billion] if billions else []
    if 0 < billions < 1000 and (tail := _tail(rest, 10**9, dialect)):
        return [*words, tail]
    for scale, word in ((10**6, "triệu"), (10**3, dialect.thousand), (1, "")):
        group, rest = divmod(rest, scale)
        if group:
            thousands = scale == 1 and n // 1000 % 1000 > 0
            words += _group(group, dialect, first=not words, scaled=bool(word), thousands=thousands)
            words += [word] if word else []
            if word and (tail := _tail(rest, scale, dialect)):
                return [*words, tail]
    return words


def _tail(rest: int, scale: int, dialect: Dialect) -> str | None:
    """Say what is left after a scale word by one word: triệu rưỡi, một triệu hai."""
    tenths, more = divmod(rest * 10, scale)
    if more or not tenths:
        return None
    if tenths == 5:
        return dialect.half
    return ("mốt" if tenths == 1 else dialect.digit(tenths)) if dialect.short else None


def _group(group: int, dialect: Dialect, *, first: bool, scaled: bool, thousands: bool) -> list[str]:
    """Say three digits after others, whose hundreds may be empty."""
    if first or group >= 100 or dialect.empty_hundreds:
        return _below_thousand(group, dialect, full=not first)
    said = _below_hundred(group, dialect if scaled else _plainly(dialect))
    # Only after a scale word of its own can a group without hundreds do without a word for them.
    return said if scaled or (thousands and group >= 10) else [dialect.empty_tens, *said]


def _below_thousand(n: int, dialect: Dialect, *, full: bool) -> list[str]:
    hundreds, rest = divmod(n, 100)
    words = [dialect.digit(hundreds), "trăm"] if hundreds or full else []
    if not words or not rest:
        return words or _below_hundred(rest, dialect)
    if rest < 10:
        return [*words, dialect.empty_tens, dialect.digit(rest)]
    tens, ones = divmod(rest, 10)
    if hundreds and rest == 50 and dialect.half:
        return [*words, dialect.half]
    if hundreds and not ones and dialect.short and tens != 5:
        return [*words, "mốt" if tens == 1 else dialect.digit(tens)]
    return words + _below_hundred(rest, dialect)


def _below_hundred(n: int, dialect: Dialect) -> list[str]:
    tens, ones = divmod(n, 10)
    if not tens:
        return [dialect.digit(ones)]
    words = ["mười"] if tens == 1 else [dialect.digit(tens), "mươi"]
    if not ones:
        return words
    odd = {1: "mốt", 4: dialect.four} if tens > 1 else {}
    said = odd.get(ones) or (dialect.five if ones == 5 else dialect.digit(ones))
    return [words[0], said] if dialect.short and said in ("mốt", "tư", "lăm", "nhăm") else [*words, said]


def any_dialect(chance: random.Random) -> Dialect:
    """Draw one of the dialects."""
    return Dialect(
        empty_tens=chance.choice(("linh", "lẻ")),
        thousand=chance.choice(("nghìn", "ngàn")),
        billion=chance.choice(("tỷ", "tỉ")),
        four=chance.choice(("tư", "bốn")),
        five=chance.choice(("lăm", "nhăm")),
        seven=chance.choice(("bảy", "bẩy")),
        half=chance.choice((None, "rưỡi", "rưởi")),
        short=chance.choice((False, True)),
        empty_hundreds=chance.choice((True, False)),
        point=chance.choice(("phẩy", "chấm")),
        grouped=chance.choice((False, True)),
    )


def draw(chance: random.Random) -> tuple[str, Decimal]:
    """Draw a number of any length, as often round as not, and say it in one of the dialects."""
    dialect = any_dialect(chance)
    n = chance.randrange(10 ** chance.randint(1, 15) + 1)
    if chance.random() < 0.5:
        unit = 10 ** chance.randint(0, 12)
        n = n // unit * unit
    if chance.random() < 0.25:
        decimals = "".join(chance.choice("0123456789") for _ in range(chance.randint(1, 6)))
        return spell_decimal(n, decimals, dialect), Decimal(f"{n}.{decimals}")
    return spell(n, dialect), Decimal(n)


def read(text: str) -> Decimal | None:
    """Read a number, or nothing."""
    try:
        return parse_number(text)
    except ValueError:
        return None


def main() -> int:
    parser = argparse.ArgumentParser(description="Say numbers and read them back.")
    parser.add_argument("--count", type=int, default=100_000, help="how many numbers to draw")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    drawn = [draw(chance) for _ in range(options.count)]
    wrong = [(text, value, found) for text, value in drawn if (found := read(text)) != value]
    phrases = len({text for text, _ in drawn})
    print(f"{len(drawn) - len(wrong)} of {len(drawn)} numbers came back, {phrases} phrases")
    for text, value, found in wrong[:20]:
        print(f"{text}: {value}, read as {found}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
