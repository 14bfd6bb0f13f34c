"""What a superlative picks out: "điểm chuẩn cao nhất là [Y khoa] 28 điểm, kế đến là [Dược] 26 điểm"."""

from dnextract.join.context import Clause, Phrase
from dnextract.join.subjects import bare_phrase

__all__ = ["ranked_thing"]

_GOES_TO = ["thuộc", "về"]  # "mức cao nhất thuộc về"
_ENDS = frozenset({"với", "đạt", "bình", "khoảng", "gần", "hơn", "chỉ", "chiếm", "tăng", "giảm", "khi"})
_NEAR = 3  # tokens between a superlative and its copula
_FAR = 8  # tokens between the thing and its figure


def ranked_thing(clause: Clause, k: int) -> Phrase | None:
    """Find the thing, no place or firm, that leads a list or comes next in it with figure k."""
    start, left = clause.region(k)
    at = max((i for i in range(start, left) if _picks(clause, start, i)), default=None)
    if at is None:
        return None
    end = next((i for i in range(at + 1, left) if _ends_thing(clause, i)), left)
    found = bare_phrase(clause, at + 1, end, frozenset())
    if found is None or found[0] != at + 1 or any(n.first == at + 1 for n in clause.names):
        return None
    if left - found[1] > _FAR:
        return None
    return clause.phrase(*found, "join:scope_ranked")


def _picks(clause: Clause, start: int, i: int) -> bool:
    """Tell a copula after a superlative, or after words that go on with a list."""
    tokens = clause.frame.tokens
    if tokens[i].norm != "là" and [t.norm for t in tokens[max(0, i - 1) : i + 1]] != _GOES_TO:
        return False
    if clause.lexicon["next_ranked"].ending(tokens, i + 1) is not None:
        return True
    most = (j for j in range(max(start + 1, i - _NEAR), i) if tokens[j].norm == "nhất")
    return any(tokens[j - 1].kind == "word" for j in most)  # no "…, nhất là …"


def _ends_thing(clause: Clause, i: int) -> bool:
    """Tell the end of the thing's name, which may hold commas: "máy tính, linh kiện với kim ngạch …"."""
    tokens, lexicon = clause.frame.tokens, clause.lexicon
    if tokens[i].surface == ",":
        return any(lexicon[c].starting(tokens, i + 1) for c in ("openers", "conjunctions", "name_stops"))
    return tokens[i].kind == "mark" or tokens[i].norm in _ENDS
