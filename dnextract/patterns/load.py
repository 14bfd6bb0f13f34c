"""Reading pattern files: safe YAML, every scalar kept as text, all problems reported together."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, get_args

import yaml
from pydantic import TypeAdapter, ValidationError

from dnextract.errors import PatternError
from dnextract.patterns import models
from dnextract.patterns.base import Rule
from dnextract.patterns.problems import validation_problems
from dnextract.patterns.units import unit_problems
from dnextract.text.tokens import normal_form

__all__ = ["Patterns", "data_folder", "load_patterns"]

_Base: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_ADAPTER: TypeAdapter[models.PatternFile] = TypeAdapter(models.PatternFile)
File = TypeVar("File")


class _Loader(_Base):  # type: ignore[misc]
    """YAML where every scalar is text ("no", "010" and "12:30" too) and a repeated key is an error."""


def _mapping(loader: Any, node: yaml.MappingNode) -> dict[str, Any]:
    pairs = [(loader.construct_object(k), loader.construct_object(v, deep=True)) for k, v in node.value]
    result = dict(pairs)
    if len(result) < len(pairs):
        keys = [k for k, _ in pairs]
        twice = next(k for k in keys if keys.count(k) > 1)
        raise yaml.constructor.ConstructorError(None, None, f"key {twice!r} stands twice", node.start_mark)
    return result


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


@dataclass(frozen=True, slots=True)
class Patterns:
    """All loaded pattern files, by name, in a fixed order."""

    files: tuple[tuple[str, models.PatternFile], ...]

    def of(self, kind: type[File]) -> list[tuple[str, File]]:
        """Give the files of one model with their names (`units/money`), in order."""
        return [(name, file) for name, file in self.files if isinstance(file, kind)]

    def cues(self, family: str) -> dict[str, models.Cue]:
        """Give the rules of a family of cues or word classes by id."""
        rules: dict[str, models.Cue] = {}
        for _, file in self.files:
            if isinstance(file, models.CuesFile | models.WordClassesFile) and file.family == family:
                rules |= {rule.id: rule for rule in file.rules}
        return rules

    def rules(self) -> Iterator[tuple[str, models.PatternFile, Rule]]:
        """Give every rule with the name of its file."""
        for name, file in self.files:
            for rule in file.rules:
                yield name, file, rule


def data_folder(name: str) -> Path:
    """Find `patterns`, `corpus` or `gold`: inside the installed package, else in the checkout."""
    package = Path(__file__).resolve().parent.parent
    packed = package / "_data" / name
    return packed if packed.is_dir() else package.parent / name


def load_patterns(extra: Sequence[str | Path] = ()) -> Patterns:
    """Read and check the library's pattern files and those of the caller.

    `extra` names YAML files or folders of them; their rules join the library's own.

    Raises `PatternError` with every problem of every file: unreadable YAML, unknown or missing fields,
    an id twice in one kind, a form with two owners.
    """
    return _load(tuple(map(str, extra)))


@lru_cache(maxsize=8)
def _load(extra: tuple[str, ...]) -> Patterns:
    root = data_folder("patterns")
    paths = [(str(p.relative_to(root).with_suffix("")), p) for p in sorted(root.rglob("*.yaml"))]
    for item in map(Path, extra):
        found = sorted(item.rglob("*.yaml")) if item.is_dir() else [item]
        paths += [(str(p), p) for p in found]
    problems: list[str] = []
    files: list[tuple[str, models.PatternFile]] = []
    for name, path in paths:
        content: Any = None
        try:
            with path.open("rb") as stream:
                content = yaml.load(stream, Loader=_Loader)  # noqa: S506
            files.append((name, _ADAPTER.validate_python(content)))
        except OSError as error:
            problems.append(f"{path}: cannot be read: {error.strerror}")
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            problems.append(f"{path}: no valid YAML: {' '.join(str(error).split())}")
        except ValidationError as error:
            problems += (f"{path}: {said}" for said in validation_problems(error, content, _fields))
    problems += _unknown_families(files, own={name for name, path in paths if path.is_relative_to(root)})
    problems += _owned_twice(files)
    problems += unit_problems(files)
    if problems:
        raise PatternError("\n".join(problems))
    return Patterns(tuple(files))


def _fields(kind: str) -> tuple[list[str], list[str]]:
    """List the fields of a file of a kind, and those of its rules."""
    for file in get_args(get_args(models.PatternFile)[0]):
        if get_args(file.model_fields["kind"].annotation) == (kind,):
            (rule, *_) = get_args(file.model_fields["rules"].annotation)
            return list(file.model_fields), list(rule.model_fields)
    raise LookupError(kind)


def _unknown_families(files: Iterable[tuple[str, models.PatternFile]], own: set[str]) -> Iterator[str]:
    """Say which files name a family of words that no code asks for."""
    cues = [(name, f) for name, f in files if isinstance(f, models.CuesFile | models.WordClassesFile)]
    known = sorted({file.family for name, file in cues if name in own})
    for name, file in cues:
        if file.family not in known:
            yield f"{name}: unknown family {file.family!r}; it must be one of {', '.join(known)}"


def _family(file: models.PatternFile, rule: Rule) -> str:
    """Name the rules among which a form has one owner; word classes and parts of times stand alone."""
    if isinstance(rule, models.PeriodForm) and rule.arguments.get("as") == "part":
        return f"periods/{rule.id}"
    if isinstance(file, models.WordClassesFile):
        return f"{file.family}/{rule.id}"
    return file.family if isinstance(file, models.CuesFile) else file.kind


def _owned_twice(files: Iterable[tuple[str, models.PatternFile]]) -> Iterator[str]:
    """Say which ids and forms have two owners: a form may stand once in each family of rules."""
    owners: dict[tuple[str, str], str] = {}
    for name, file in files:
        for rule in file.rules:
            here = f"{name}: {rule.id}"
            family = _family(file, rule)
            keys = {(f"{family} id", rule.id)}
            for field in ("forms", "final_forms", "large_forms", "before", "after", "prefixes", "aliases"):
                slot = "forms" if field.endswith("_forms") else field
                for form in getattr(rule, field, ()):
                    key = " ".join(normal_form(word) for word in form.split())
                    if (f"{family} {slot}", key) in keys:
                        yield f"{here}: form {form!r} stands twice in one rule"
                    keys.add((f"{family} {slot}", key))
            for form in getattr(rule, "symbols", ()):
                keys.add((f"{family} symbols", form))
            for owned in sorted(keys):
                if owned in owners:
                    yield f"{here}: {owned[0].split()[-1]} {owned[1]!r} already belongs to {owners[owned]}"
                owners.setdefault(owned, here)
