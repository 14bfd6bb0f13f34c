"""What a group of people or things is said to think or be: the metric of a share of them."""

from dnextract.join.context import Clause, Phrase
from dnextract.join.subjects import find_subject, touches

__all__ = ["ANSWER", "answer_after", "answer_from"]

ANSWER = "join:answer"  # what those asked say, or some of those counted are
_LONGEST_GROUP = 10  # tokens


def answer_after(clause: Clause, k: int) -> Phrase | None:
    """Take what a share of a group says or is: "22% chủ tàu cho rằng [giá dầu sẽ hạ]", "60% là [nữ]"."""
    quantity, governor = clause.quantities[k], clause.governors[k]
    fraction = quantity.kind == "multiple" and quantity.hi is not None and quantity.hi < 1
    if quantity.kind != "percent" and not fraction:
        return None
    if governor is not None and governor.aspect in ("change", "completion") and touches(clause, k):
        return None
    return _said(clause, k) or _predicate(clause, k)


def _said(clause: Clause, k: int) -> Phrase | None:
    tokens, lexicon, limit = clause.frame.tokens, clause.lexicon, clause.limit(k)
    right = clause.quantities[k].right
    for i in range(right, min(limit, right + _LONGEST_GROUP)):
        if tokens[i].kind != "word" or lexicon["versus"].starting(tokens, i):
            return None
        said = lexicon["answers"].starting(tokens, i)
        if said is not None:
            return answer_from(clause, said[0], limit)
    return None


def _predicate(clause: Clause, k: int) -> Phrase | None:
    """Take what some of those counted before are, where nothing else is the figure's subject."""
    tokens, lexicon, limit = clause.frame.tokens, clause.lexicon, clause.limit(k)
    at = clause.quantities[k].right
    of_those = lexicon["of_those"].starting(tokens, at)
    copula = of_those[0] if of_those is not None else at
    if copula + 1 >= limit or tokens[copula].norm != "là" or clause.governors[k] is not None:
        return None
    judged = any(lexicon[c].starting(tokens, copula + 1) for c in ("judgements", "name_stops"))
    if judged or tokens[copula + 1].kind != "word":
        return None
    start, end = clause.region(k)
    if any(start <= n.first and n.last <= end for n in clause.metrics()) or find_subject(
        clause, k, clause.compared
    ):
        return None
    return answer_from(clause, copula + 1, limit)


def answer_from(clause: Clause, first: int, limit: int) -> Phrase | None:
    """Take the answer that begins at a token, up to a mark or a time it is compared with."""
    tokens, versus = clause.frame.tokens, clause.lexicon["versus"]
    last = first
    while last < limit and tokens[last].surface not in ",;:.()" and not versus.starting(tokens, last):
        last += 1
    while last > first and tokens[last - 1].norm in ("và", "còn"):
        last -= 1
    return clause.phrase(first, last, ANSWER) if last > first else None
