"""What is wrong with a pattern file, in words that say where it is and what to write instead."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

__all__ = ["validation_problems"]

# What to say of each type of mistake, with what pydantic tells of it; of others, its own message.
_SAID: dict[str, str] = {
    "decimal_parsing": "must be a number, not {input!r}",
    "dict_type": "must be a mapping of fields, not {input!r}",
    "greater_than": "must be above {gt}, not {input!r}",
    "greater_than_equal": "must be at least {ge}, not {input!r}",
    "less_than_equal": "must be at most {le}, not {input!r}",
    "literal_error": "must be {expected}, not {input!r}",
    "missing": "is missing",
    "model_attributes_type": "must be a mapping of fields, not {input!r}",
    "model_type": "must be a mapping of fields, not {input!r}",
    "string_pattern_mismatch": "is empty",
    "string_type": "must be text, not {input!r}",
    "too_short": "must not be empty",
    "tuple_type": "must be a list ([first, second]), not {input!r}",
    "union_tag_invalid": "unknown kind {tag!r}; it must be one of {expected_tags}",
    "union_tag_not_found": "has no `kind`",
    "value_error": "{error}",
}
_WHOLE_FILE = "the file must be a mapping with `kind` and `rules`"


def validation_problems(
    error: ValidationError, content: Any, fields_of: Callable[[str], tuple[Sequence[str], Sequence[str]]]
) -> Iterator[str]:
    """Give a line for each mistake in the `content` of a file.

    `fields_of` lists the fields that a file of a kind may have, and those of its rules.
    """
    if not isinstance(content, Mapping):
        yield _WHOLE_FILE
        return
    for mistake in error.errors():
        kind, *location = map(str, mistake["loc"] or ("",))
        where = _where(content, location)
        if mistake["type"] == "extra_forbidden":
            said = _unknown_field(location[-1], fields_of(kind)[len(location) > 1])
        else:
            form = _SAID.get(mistake["type"], "{msg}")
            said = form.format(msg=mistake["msg"], input=mistake["input"], **mistake.get("ctx", {}))
        yield f"{where}{said}"


def _where(content: Mapping[str, Any], location: Sequence[str]) -> str:
    """Name the rule and the field of a mistake: "rule 'USD': forms: "."""
    parts, rest = [], list(location)
    rules = content.get("rules")
    if len(rest) > 1 and rest[0] == "rules" and rest[1].isdigit() and isinstance(rules, Sequence):
        rule = rules[int(rest[1])]
        named = rule.get("id") if isinstance(rule, Mapping) else None
        parts.append(f"rule {named!r}" if named else f"rule number {int(rest[1]) + 1}")
        rest = rest[2:]
    if rest:
        parts.append(".".join(rest))
    return "".join(f"{part}: " for part in parts)


def _unknown_field(name: str, known: Sequence[str]) -> str:
    close = get_close_matches(name, known, 1)
    hint = f"did you mean {close[0]!r}?" if close else f"it may have {', '.join(known)}"
    return f"no such field; {hint}"
