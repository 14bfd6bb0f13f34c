"""Organisations of a sentence: known names, a head with its name, and short names a text defines."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from dnextract.names.gazetteer import SMALL_HEADS, Gazetteer, OrganisationEntry
from dnextract.names.mentions import NameKind, NameMention, written
from dnextract.names.told import find_told, is_capital, may_be_ticker
from dnextract.text import Token, Tokens, tokenize
from dnextract.text.tokens import glued

__all__ = ["ShortNames", "defined_names", "find_defined", "find_organisations"]

_LONGEST_NAME: Final = 14  # tokens after the head of an organisation's name
_SHORTEST_ASIDE: Final = 3  # of a bracket that says more than the short name, with its opening
_LONGEST_ASIDE: Final = 8  # tokens of a bracket that gives a short name
_NAMING: Final = frozenset({"hiệu", "mã", "khoán", "phiếu", "ck", "tắt", "là", "tên", "gọi", "danh", "sàn"})
_TICKER: Final = 3  # letters
_TELLING: Final = 6  # letters of a single word that is no Vietnamese syllable: "Formosa"
_LONGEST_SHORT_NAME: Final = 4  # words
_SMALL_WORDS: Final = 4  # that may stand between two capitals of a name

ShortNames = Mapping[str, Mapping[tuple[str, ...], NameMention]]
"""Short names a text defines, by their first word and all words: the organisation they stand for."""


def find_organisations(tokens: Tokens, gazetteer: Gazetteer) -> list[NameMention]:
    """Find the organisations of a sentence: known names, and a head with the capitalised words after it."""
    found: list[NameMention] = []
    free = 0
    for i in _openings(tokens, gazetteer):
        mention = _organisation_at(tokens, i, gazetteer) if i >= free else None
        if mention is not None:
            found.append(mention)
            aside = _aside(tokens, mention.last)
            free = aside[1] if aside else mention.last
    found += find_told(tokens, found, gazetteer)
    return sorted(found, key=lambda mention: mention.first)


def _openings(tokens: Tokens, gazetteer: Gazetteer) -> list[int]:
    """Give the tokens at which an organisation may begin."""
    openings, small = gazetteer.organisation_openings, gazetteer.small_openings
    return [
        i
        for i, token in enumerate(tokens)
        if (token.norm in openings and (token.norm in small or token.surface[0].isupper()))
        or (may_be_ticker(token.surface) and token.surface[0].isupper())
    ]


def _organisation_at(tokens: Tokens, i: int, gazetteer: Gazetteer) -> NameMention | None:
    known = gazetteer.organisations.starting(tokens, i)
    if known is not None and _has_case(tokens, i, known[1].form):
        return _known_at(tokens, i, *known, gazetteer)
    marks = gazetteer.organisation_words["ticker_marks"]
    word = tokens[i].surface
    if may_be_ticker(word) and marks.ending(tokens, i) is not None:
        return NameMention(i, i + 1, "ORG", "names/words:ticker_marks", None, word, "company")
    head = gazetteer.organisation_heads.starting(tokens, i)
    if head is None or _is_other_name(tokens, i, head[0], gazetteer):
        return None
    return _headed_at(tokens, i, *head, gazetteer)


def _has_case(tokens: Tokens, i: int, form: str) -> bool:
    """Tell a form written as the gazetteer has it, or with a capital at the beginning of the sentence."""
    first = tokens[i].surface[0]
    return first == form[0] or (i == 0 and first.lower() == form[0])


def _known_at(
    tokens: Tokens, i: int, last: int, entry: OrganisationEntry, gazetteer: Gazetteer
) -> NameMention:
    """Take a known name with its branch ("Honda Việt Nam"), or the longer name it begins ("Honda Civic")."""
    place = gazetteer.places.starting(tokens, last)
    if place is not None and place[1].capital and is_capital(tokens, last):
        last = place[0]
    elif entry.kind == "company" and _goes_on(tokens, last, gazetteer):
        while is_capital(tokens, last):
            last += 1
        aside = _aside(tokens, last)
        kind: NameKind = "brand" if aside is None else "company"
        return NameMention(i, last, "ORG", entry.rule, None, written(tokens, *(aside or (i, last))), kind)
    last, short = _with_aside(tokens, last, entry.form)
    return NameMention(i, last, "ORG", entry.rule, None, short, entry.kind, entry.area)


def _headed_at(
    tokens: Tokens, i: int, end: int, entry: OrganisationEntry, gazetteer: Gazetteer
) -> NameMention | None:
    """Take the name after a head, if it is one."""
    if not tokens[i].surface[0].isupper() and (entry.rule != SMALL_HEADS or not is_capital(tokens, end)):
        return None
    if tokens[i].norm == "nhà" and gazetteer.place_words["surnames"].starting(tokens, end) is not None:
        return None  # a person: "nhà sản xuất Lý Dịch Phong"
    last = _name_end(tokens, end, gazetteer)
    company = entry.kind == "company"
    if last == end or (company and _is_place(tokens, i, end, last, gazetteer)):
        return None
    name = _known_inside(tokens, end, last, gazetteer) if company else written(tokens, i, last)
    last, short = _with_aside(tokens, last, name)
    return NameMention(i, last, "ORG", entry.rule, None, short, entry.kind, entry.area)


def _is_other_name(tokens: Tokens, i: int, end: int, gazetteer: Gazetteer) -> bool:
    """Tell a head that is part of another word or name: "Trường hợp", "Phạm Trường Long", "Trường Sa"."""
    if gazetteer.organisation_words["not_heads"].starting(tokens, i) is not None:
        return True
    if i and gazetteer.place_words["surnames"].ending(tokens, i) is not None and is_capital(tokens, i - 1):
        return True
    place = gazetteer.places.starting(tokens, i)
    return place is not None and place[0] > end


def _goes_on(tokens: Tokens, at: int, gazetteer: Gazetteer) -> bool:
    """Tell a firm's name that only begins a longer one ("Honda Civic"); the name of a person is none."""
    return (
        is_capital(tokens, at)
        and not tokens[at].surface.isupper()
        and gazetteer.place_words["surnames"].starting(tokens, at) is None
        and gazetteer.organisation_heads.starting(tokens, at) is None
    )


def _begins_organisation(tokens: Tokens, at: int, gazetteer: Gazetteer) -> bool:
    """Tell the head of another organisation, in small letters or not: "A và Tập đoàn B"."""
    head = gazetteer.organisation_heads.starting(tokens, at)
    return head is not None and head[1].kind == "company" and is_capital(tokens, head[0])


def _begins_house(tokens: Tokens, at: int, gazetteer: Gazetteer) -> bool:
    """Tell the head of a school or hospital right behind another name: "của hãng Roche Bệnh viện A mua"."""
    head = gazetteer.organisation_heads.starting(tokens, at)
    return head is not None and head[1].kind == "house" and head[0] - at > 1 and is_capital(tokens, head[0])


def _is_place(tokens: Tokens, head: int, first: int, last: int, gazetteer: Gazetteer) -> bool:
    """Tell what only says where a firm or thing comes from: "ngân hàng Việt Nam", "Thép Thái Nguyên"."""
    place = gazetteer.places.starting(tokens, first)
    if place is None or place[0] != last:
        return False
    return place[1].level == "country" or (head == 0 and first == 1)


def _name_end(tokens: Tokens, at: int, gazetteer: Gazetteer) -> int:
    """Extend a name over capitalised words and the small words between them, up to its last capital."""
    breaks = gazetteer.organisation_words["name_breaks"]
    compounds = gazetteer.organisation_words["name_words"]
    end = at
    for i in range(at, min(len(tokens), at + _LONGEST_NAME)):
        token = tokens[i]
        if token.kind == "word" and token.surface[0].isupper():
            if i > at and _begins_house(tokens, i, gazetteer):
                break
            compound = compounds.starting(tokens, i)
            end = max(end, i + 1 if compound is None else compound[0])
        elif token.kind == "word" and i >= end:
            if i - end >= _SMALL_WORDS or breaks.starting(tokens, i) is not None:
                break
            if token.norm == "và" and _begins_organisation(tokens, i + 1, gazetteer):
                break
        elif token.kind != "word" and token.surface not in "-–&." and not _is_inside_word(tokens, i):
            break
    if end > at and [t.norm for t in tokens[end : end + 2]] == ["khu", "vực"] and tokens[end + 2 : end + 3]:
        return end + 3 if tokens[end + 2].kind == "digits" else end
    return end


def _is_inside_word(tokens: Tokens, at: int) -> bool:
    """Tell a numeral inside a name: "P2P"."""
    return tokens[at].kind == "digits" and at > 0 and glued(tokens[at - 1], tokens[at])


def _aside(tokens: Tokens, at: int) -> tuple[int, int] | None:
    """Find the short name a bracket gives: "(MSB)", "(mã chứng khoán KBC)", "(KBC – sàn HOSE)"."""
    if at >= len(tokens) or tokens[at].surface != "(":
        return None
    close = next((i for i in range(at, min(at + _LONGEST_ASIDE, len(tokens))) if tokens[i].surface == ")"), 0)
    if close < at + 2:
        return None
    first, last = tokens[at + 1], tokens[close - 1]
    if close - at > _SHORTEST_ASIDE and first.surface.isupper() and tokens[at + 2].surface in "–,;":
        return at + 1, at + 2
    if last.kind != "word" or not last.surface[0].isupper():
        return None
    start = close - 1
    while start > at + 1 and _is_acronym(tokens[start]) and _is_acronym(tokens[start - 1]):
        start -= 1
    if start < close - 1 and (start == at + 1 or tokens[start - 1].norm in _NAMING):
        return start, close  # "(thương hiệu FE CREDIT)"
    if close - at == 2 or tokens[close - 2].surface in ":–" or tokens[close - 2].norm in _NAMING:
        return close - 1, close
    return None


def _is_acronym(token: Token) -> bool:
    return token.kind == "word" and token.surface.isupper() and len(token.surface) > 1


def _with_aside(tokens: Tokens, last: int, name: str) -> tuple[int, str]:
    """Give the end of a name and its short form, the one a bracket right after it gives if there is one.

    A bracket that holds nothing else belongs to the name: "Ngân hàng TMCP Hàng hải Việt Nam (MSB)".
    """
    aside = _aside(tokens, last)
    if aside is None:
        return last, name
    return last + 3 if aside == (last + 1, last + 2) else last, written(tokens, *aside)


def _known_inside(tokens: Tokens, first: int, last: int, gazetteer: Gazetteer) -> str:
    """Give the known name or the letters a longer name ends in ("Tập đoàn FPT"), else it without its head."""
    for i in range(first, last):
        known = gazetteer.organisations.starting(tokens, i)
        if known is not None and known[0] == last and tokens[i].surface[0] == known[1].form[0]:
            return known[1].form
    word = tokens[last - 1]
    letters = _is_acronym(word) and len(word.surface) >= _TICKER and last - first > 1
    if letters and gazetteer.organisation_words["legal_forms"].starting(tokens, last - 1) is None:
        return word.surface
    return written(tokens, first, last)


def defined_names(
    sentences: Iterable[tuple[Tokens, Sequence[NameMention]]], gazetteer: Gazetteer
) -> ShortNames:
    """Collect the short names a text gives its companies and institutions, the first meaning of each."""
    names: dict[str, dict[tuple[str, ...], NameMention]] = {}
    for tokens, mentions in sentences:
        for mention in mentions:
            if mention.label != "ORG" or mention.kind not in ("company", "institution") or mention.id is None:
                continue
            words = _without_form(tuple(mention.id.split()), gazetteer)
            if mention.kind == "institution" and not mention.id.isupper():
                continue
            place = gazetteer.places.starting(tokens, mention.last - len(words))
            if len(words) > _LONGEST_SHORT_NAME or (place is not None and place[0] >= mention.last):
                continue
            if len(words) > 1 or words[0].isupper() or len(words[0]) >= _TELLING:
                names.setdefault(words[0], {}).setdefault(words, mention)
    return names


def _without_form(words: tuple[str, ...], gazetteer: Gazetteer) -> tuple[str, ...]:
    """Cut the legal form from the end of a name, which the text leaves out: "Lam Son Group Holdings"."""
    forms = gazetteer.organisation_words["legal_forms"]
    while len(words) > 1 and forms.starting(tokenize(words[-1]), 0) is not None:
        words = words[:-1]
    return words


def find_defined(tokens: Tokens, taken: Iterable[NameMention], names: ShortNames) -> list[NameMention]:
    """Find the short names of a text in a sentence, outside the organisations already found there."""
    inside = {i for n in taken if n.label == "ORG" for i in range(n.first, n.last)}
    found = []
    for i, token in enumerate(tokens):
        if token.surface not in names or i in inside or (i and tokens[i - 1].surface in "(:"):
            continue
        for words in sorted(names[token.surface], key=len, reverse=True):
            if tuple(t.surface for t in tokens[i : i + len(words)]) == words:
                full = names[token.surface][words]
                found.append(full._replace(first=i, last=i + len(words), rule="names/organisations:defined"))
                break
    return found
