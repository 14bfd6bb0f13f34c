"""When a figure holds: the time in its clause, or the one the text before has established."""

from dnextract.grammar.periods import TimeExpression
from dnextract.grammar.times import SaidBefore, Unresolved
from dnextract.join.baselines import is_breakdown
from dnextract.join.context import Clause, Discourse, TimeRef
from dnextract.join.lexicon import JoinLexicon
from dnextract.text import Tokens

PERIOD_CARRIED = "join:period_carried"
PERIOD_RECENT = "join:period_recent"  # one said before the period the text is in

__all__ = [
    "PERIOD_CARRIED",
    "PERIOD_RECENT",
    "choose_period",
    "is_of_cause",
    "is_since_record",
    "said_period",
]

_CUTOFFS = frozenset(["đến", "tới", "hết"])
_PREPOSITIONS = frozenset(["trong", "vào", "của", "năm", "hồi", "tại", "ở", "(", "cho", "phiên"])


def _ref(expression: TimeExpression, rule: str) -> TimeRef:
    return TimeRef(expression, expression.start, expression.end, rule)


def choose_period(clause: Clause, k: int, discourse: Discourse, host: TimeRef | None) -> TimeRef | None:
    """Choose the time figure k holds for: right after it, before it in the clause, or carried over.

    Words that point back ("giai đoạn này") mean the time said before.
    """
    chosen = _choose(clause, k, discourse, host)
    if chosen is None or not isinstance(chosen.expression.time, SaidBefore):
        return chosen
    if discourse.period is None:
        return chosen
    return chosen._replace(expression=chosen.expression._replace(time=discourse.period.expression.time))


def _choose(clause: Clause, k: int, discourse: Discourse, host: TimeRef | None) -> TimeRef | None:
    quantity = clause.quantities[k]
    if clause.is_reference(k):
        own = [t for t in clause.frame.times if t.first >= quantity.right and _adjoins(clause, k, t)]
        if own:
            return _ref(own[0], "join:period_after")
    owner = _time_of_amount(clause, k)
    if owner is not None:
        return _ref(owner, "join:period_after")
    start = _start_of_change(clause, k)
    if start is not None:
        return _ref(start, "join:period_of_start")
    said = _told_of_before(clause, k)
    if said is not None:
        return _ref(said, "join:period_before")
    tokens = clause.frame.tokens
    times = [t for t in clause.frame.times if not clause.is_baseline(t)]
    times = [t for t in times if not is_since_record(tokens, t, clause.lexicon)]
    times = [t for t in times if not _is_in_answer(clause, k, t)]
    for time in times:
        if time.first >= quantity.right and _adjoins(clause, k, time):
            return _ref(time, "join:period_after")
    before = [t for t in times if t.last <= quantity.left and not _belongs_to_earlier(clause, k, t)]
    reporting = [t for t in before if not _is_event(clause, t)]
    if reporting:
        return _ref(reporting[-1], "join:period_before")
    if host is not None:
        return host.by("join:period_of_host")
    if not any(q.left < quantity.left for q in clause.quantities) or len(clause.quantities) == 1:
        limit = clause.limit(k)
        later = [t for t in times if quantity.right <= t.first < limit and not _is_event(clause, t)]
        later = [t for t in later if not _is_of_plan(clause, quantity.right, t)]
        if later and not any(tokens[i].surface in ",;" for i in range(quantity.right, later[0].first)):
            return _ref(later[0], "join:period_later")
    carried = None if _is_now(clause, k) and not is_breakdown(clause) else discourse.period
    if carried is None:
        later = [t for t in times if t.first >= quantity.right]
        closes = len(later) == 1 and _closes(clause, later[0])
        return _ref(later[0], "join:period_later") if closes else None
    return carried if carried.rule == PERIOD_RECENT else carried.by(PERIOD_CARRIED)


def _is_in_answer(clause: Clause, k: int, time: TimeExpression) -> bool:
    """Tell a time in what people answer or foresee: "57% dự đoán giá sẽ tăng trong quý tới"."""
    quantity = clause.quantities[k]
    share = quantity.kind in ("percent", "multiple") and clause.governors[k] is None
    return share and clause.says("answers", quantity.right, time.first)


def _closes(clause: Clause, time: TimeExpression) -> bool:
    """Tell a period the clause ends with, which holds for all of it: "… và tăng 5% trong năm 2020"."""
    tokens = clause.frame.tokens
    known = time.role == "span" and not isinstance(time.time, Unresolved)
    ends = time.last == len(tokens) or tokens[time.last].surface in ".,;"
    return known and ends and tokens[time.first - 1].norm in ("trong", "vào", "phiên")


def _time_of_amount(clause: Clause, k: int) -> TimeExpression | None:
    """Find the time an amount set against others is of: "cao hơn mức 9 tỷ USD của cùng kỳ"."""
    tokens, quantity = clause.frame.tokens, clause.quantities[k]
    of = quantity.right
    if of >= len(tokens) or tokens[of].norm != "của":
        return None
    if quantity.kind == "multiple" or tokens[quantity.left - 1].norm == "bằng":
        return None  # "bằng 90% của cùng kỳ"
    return next((t for t in clause.frame.times if t.first == of + 1), None)


def _start_of_change(clause: Clause, k: int) -> TimeExpression | None:
    """Find the time a change starts from: "So với năm 2023, tỷ lệ … giảm từ 2,63% xuống còn 0,27%"."""
    governor = clause.governors[k]
    following = clause.governors[k + 1] if k + 1 < len(clause.governors) else None
    if governor is None or following is None or following.aspect != "level" or following is governor:
        return None
    if clause.frame.tokens[governor.last - 1].norm != "từ":
        return None
    opening = [t for t in clause.frame.times if t.last <= governor.first and clause.is_baseline(t)]
    return opening[-1] if opening else None


def _told_of_before(clause: Clause, k: int) -> TimeExpression | None:
    """Find the earlier time of a figure that another is set against: "tăng 8% so với cùng kỳ tăng 2%"."""
    governor = clause.governors[k]
    if not k or governor is None or governor.aspect != "change":
        return None
    start = clause.quantities[k - 1].right
    if any(t.surface in ",;:" for t in clause.frame.tokens[start : governor.first]):
        return None
    times = [t for t in clause.frame.times if t.role == "same_period" and start <= t.first]
    return next((t for t in times if t.last == governor.first), None)


def is_since_record(tokens: Tokens, time: TimeExpression, lexicon: JoinLexicon) -> bool:
    """Tell `kể từ …` of a record: "mức thấp nhất kể từ tháng 3/2021"."""
    if not any(t.norm == "kể" for t in tokens[max(0, time.first - 2) : time.last]):
        return False
    return lexicon["record_words"].occurs(tokens, max(0, time.first - 8), time.first)


def _is_of_plan(clause: Clause, start: int, time: TimeExpression) -> bool:
    """Tell the time of a plan: "đạt 70% chỉ tiêu cả năm", "vượt chỉ tiêu đề ra đến năm 2025"."""
    return clause.says("plans", start, time.first)


def _adjoins(clause: Clause, k: int, time: TimeExpression) -> bool:
    """Tell a time right after the figure: "40 tỷ won năm 2020", "tăng 12% trong ba tháng qua"."""
    between = clause.frame.tokens[clause.quantities[k].right : time.first]
    return len(between) <= 2 and all(t.norm in _PREPOSITIONS for t in between)


def _belongs_to_earlier(clause: Clause, k: int, time: TimeExpression) -> bool:
    """Tell a time that is tied to an earlier figure of the clause by standing right after it."""
    tokens = clause.frame.tokens
    for j in range(k):
        earlier = clause.quantities[j]
        if earlier.right > time.first:
            continue
        if _adjoins(clause, j, time):
            following = tokens[time.last].norm if time.last < len(tokens) else ""
            return clause.is_reference(j) or following in ("lên", "xuống", "và", "đến")
        # "đạt 30% tổng nợ năm 2022": the year belongs to what the percentage is of.
        within = earlier.kind == "percent" and time.last <= clause.tail_end(j)
        if within and tokens[time.first - 1].norm not in _PREPOSITIONS:
            return True
    return False


def _is_now(clause: Clause, k: int) -> bool:
    """Tell a figure that the clause says holds at the time of writing ("tỉnh hiện có 120 trường")."""
    start, end = clause.region(k)
    return clause.says("now_inside", start, end)


def _is_event(clause: Clause, time: TimeExpression) -> bool:
    """Tell a day on which something was said or done, which dates no figure."""
    tokens = clause.frame.tokens
    start = time.first
    while start > 0 and tokens[start - 1].surface not in ",;:" and time.first - start < 8:
        start -= 1
    said = [first for first, _, _ in clause.occurrences("event_words", start, time.first)]
    if any(not _is_statement(clause, first) for first in said):
        return True
    cut_off = time.first > 0 and tokens[time.first - 1].norm in _CUTOFFS  # "tính đến ngày 30/9, …"
    if time.role != "moment" or "day" not in time.rule or cut_off:
        return False
    stop = min(len(tokens), time.last + 10)
    if clause.says("sayings_after", time.last, stop):
        return True
    named = {i for n in clause.metrics() for i in range(n.first, n.last)}  # "vốn đăng ký"
    events = [
        last
        for first, last, _ in clause.occurrences("event_words", time.last, stop)
        if first not in named and clause.lexicon["published_prices"].starting(tokens, first) is None
    ]
    # "Ngày 1/10, Ngân hàng Nhà nước quyết định giảm lãi suất 0,5%": the change is what happened.
    changes = {g.first for g in clause.governors if g is not None and g.aspect == "change"}
    return bool(events) and not any(last in changes for last in events)


def _is_statement(clause: Clause, at: int) -> bool:
    """Tell an account of a time that itself tells figures: "Báo cáo tài chính quý III cho thấy …".

    What figures are only cited from tells of more times than its own: "theo báo cáo tài chính quý III".
    """
    tokens = clause.frame.tokens
    cited = at > 0 and tokens[at - 1].norm == "theo"
    return not cited and clause.lexicon["statements"].starting(tokens, at) is not None


def said_period(clause: Clause) -> TimeRef | None:
    """Give the last reporting period a clause names, for the sentences that go on from it."""
    times = [t for t in clause.frame.times if not clause.is_baseline(t) and not _is_event(clause, t)]
    return _ref(times[-1], "join:period_before") if times else None


def is_of_cause(clause: Clause, time: TimeExpression) -> bool:
    """Tell the time of a cause or condition: "tăng là do trong tháng 8 nhiều mỏ than …"."""
    return clause.says("causes", clause.frame.segment_start(time.first), time.first)
