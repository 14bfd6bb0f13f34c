"""The pieces of a sentence as the tagger sees it: every token one, but a figure or a time one as a whole.

So a context of three pieces reaches across a figure. The tagger knows nothing of the grammar and the pattern
files, for a model must not change with them: the few lists here belong to the model, and a change of them
asks for a new training.
"""

from typing import Final

from dnextract.text import Tokens

__all__ = ["BOUNDS", "BREAKS", "TIME", "cut"]

TIME: Final = "#time"
BREAKS: Final = frozenset(',;:()“”".')
# Syllables that stand between noun phrases rather than inside them.
BOUNDS: Final = frozenset(
    [
        *("đạt", "tăng", "giảm", "chiếm", "là", "còn", "lên", "xuống", "bằng", "gấp", "vượt", "ước"),
        *("có", "hơn", "gần", "khoảng", "trên", "dưới", "cao", "thấp", "ở", "mức", "từ", "đến", "tới"),
        *("với", "so", "của", "tại", "trong", "cho", "và", "theo", "khi", "được", "đã", "sẽ", "cả"),
        *("thu", "về", "như", "gồm"),
    ]
)
_SCALES: Final = frozenset({"nghìn", "ngàn", "triệu", "tỷ", "tỉ", "trăm", "vạn", "chục"})
_MONEY: Final = frozenset(
    [
        *("đồng", "usd", "vnd", "vnđ", "eur", "euro", "đô", "la", "yen", "won", "ndt", "tệ", "bảng"),
        *("đ", "$"),
    ]
)
_UNITS: Final = frozenset(
    [
        *("tấn", "ha", "m", "km", "kg", "kwh", "mw", "lít", "lượng", "chỉ", "thùng", "gb", "tb", "mwp"),
        *("tạ",),
    ]
)
_CALENDAR: Final = frozenset({"năm", "tháng", "quý", "ngày"})
_QUARTERS: Final = frozenset({"i", "ii", "iii", "iv"})


def cut(tokens: Tokens) -> tuple[list[str], list[int]]:
    """Give the pieces of a sentence and the number of the first token of each.

    A piece is written as its token is, a figure as `#` and its kind, a time as `TIME`.
    """
    words: list[str] = []
    firsts: list[int] = []
    at = 0
    for i, token in enumerate(tokens):
        if i < at:
            continue
        if token.kind == "digits":
            at, word = _figure(tokens, i)
            if word == "#number" and words and words[-1].lower() in _CALENDAR:
                words.pop()
                word, i = TIME, firsts.pop()
            # "tháng 5/2024", "quý III/2020": the parts of one time.
            if words and words[-1] == TIME and word == TIME:
                continue
            words.append(word)
            firsts.append(i)
        elif token.surface == "/" and words and words[-1] == TIME and _is_digits(tokens, i + 1):
            at = i + 2
        elif token.norm in _QUARTERS and words and words[-1].lower() == "quý":
            words[-1] = TIME
        else:
            words.append(token.surface)
            firsts.append(i)
    return words, firsts


def _is_digits(tokens: Tokens, at: int) -> bool:
    return at < len(tokens) and tokens[at].kind == "digits"


def _figure(tokens: Tokens, at: int) -> tuple[int, str]:
    """Read a figure: the token after it, and its kind by the unit it seems to have."""
    kind = "number"
    i, size = at + 1, len(tokens)
    while i < size:
        norm = tokens[i].norm
        if norm in _SCALES:
            i += 1
        elif norm in _MONEY:
            kind, i = "money", i + 1
        elif norm == "%":
            kind, i = "percent", i + 1
        elif norm == "phần" and i + 1 < size and tokens[i + 1].norm == "trăm":
            kind, i = "percent", i + 2
        elif norm == "điểm":
            kind, i = "points", i + 1
        elif kind == "number" and norm in _UNITS:
            kind, i = "measure", i + 1
        elif kind == "number" and norm == "lần":
            kind, i = "multiple", i + 1
        elif norm in "-–/" and (_is_digits(tokens, i + 1) or (norm == "/" and i + 1 < size)):
            i += 2
        else:
            break
    return i, "#" + kind
