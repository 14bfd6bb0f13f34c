"""What the catalogue knows of an indicator by its id or a name, and which words of a name tell it."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from dnextract.linking.catalogue import Wording, compile_wording
from dnextract.patterns import load_patterns
from dnextract.patterns.models import Indicator, IndicatorsFile
from dnextract.text import TextView, normal_words, tokenize

__all__ = ["find_indicator", "indicator_names", "telling_words"]


class _Index(NamedTuple):
    by_id: Mapping[str, Indicator]
    by_name: Mapping[tuple[str, ...], Indicator | None]  # None where several indicators go by it
    names: Sequence[str]
    wording: Wording


def find_indicator(words: str) -> Indicator | None:
    """Find an indicator by its id, its name or an alias; `None` for words of none, or of more than one.

    >>> find_indicator("Chỉ số giá tiêu dùng").id, find_indicator("cpi").english
    ('cpi', 'consumer price index')
    """
    index = _index()
    return index.by_id.get(words) or index.by_name.get(normal_words(words))


def indicator_names() -> Sequence[str]:
    """Give every id, name and alias of the catalogue."""
    return _index().names


@lru_cache(maxsize=1 << 16)
def telling_words(name: str) -> str:
    """Write a name by the words that tell it from others, so that names worded alike are the same.

    >>> telling_words("tổng trị giá nhập khẩu của cả nước"), telling_words("Kim ngạch NK")
    ('nhập khẩu', 'nhập khẩu')
    """
    words = _index().wording.read(tokenize(TextView.of(name).text), {})
    return " ".join(words.telling or words.all)


@lru_cache(maxsize=1)
def _index() -> _Index:
    """Index the library's own catalogue."""
    patterns = load_patterns()
    by_id: dict[str, Indicator] = {}
    by_name: dict[tuple[str, ...], Indicator | None] = {}
    names: list[str] = []
    for _, file in patterns.of(IndicatorsFile):
        for rule in file.rules:
            by_id[rule.id] = rule
            names += (rule.id, rule.name, *rule.aliases)
            for key in {normal_words(form) for form in (rule.name, *rule.aliases)}:
                by_name[key] = None if key in by_name else rule
    return _Index(by_id, by_name, names, compile_wording(patterns))
