from pathlib import Path

import pytest

from dnextract.checking import example_problem, reject_problem
from dnextract.errors import PatternError
from dnextract.linking.indicators import compile_catalogue, link_indicator
from dnextract.patterns import load_patterns
from dnextract.patterns.models import (
    DenominatorsFile,
    Example,
    IndicatorsFile,
    PatternFile,
    PeriodsFile,
    PredicatesFile,
    QualifiersFile,
    Rule,
    StatusFile,
    UnitsFile,
)
from dnextract.pipeline import default_extractor

PATTERNS = load_patterns()
RULES = [(name, file, rule) for name, file, rule in PATTERNS.rules() if not isinstance(file, PeriodsFile)]
EXAMPLES = [
    pytest.param(example, file, rule, id=f"{name}-{rule.id}-{n}")
    for name, file, rule in RULES
    for n, example in enumerate(rule.examples)
]
REJECTS = [
    pytest.param(text, file, rule, id=f"{name}-{rule.id}-{n}")
    for name, file, rule in RULES
    for n, text in enumerate(rule.rejects)
]


@pytest.mark.parametrize(("example", "file", "rule"), EXAMPLES)
def test_example(example: Example, file: PatternFile, rule: Rule) -> None:
    assert example_problem(example, file, rule, default_extractor()) is None


@pytest.mark.parametrize(("text", "file", "rule"), REJECTS)
def test_reject(text: str, file: PatternFile, rule: Rule) -> None:
    assert reject_problem(text, file, rule, default_extractor()) is None


def test_every_rule_that_reads_figures_has_an_example() -> None:
    kinds = UnitsFile | DenominatorsFile | QualifiersFile | PredicatesFile | StatusFile
    bare = [
        f"{name}: {rule.id}" for name, file, rule in RULES if isinstance(file, kinds) and not rule.examples
    ]
    assert bare == []


def test_every_indicator_is_linked_by_its_own_names() -> None:
    catalogue = compile_catalogue(PATTERNS)
    for _, file in PATTERNS.of(IndicatorsFile):
        for rule in file.rules:
            for name in (rule.name, *rule.aliases):
                assert link_indicator(name, rule.kinds[0], catalogue) == rule.id
    assert link_indicator("nỗi buồn", "percent", catalogue) is None


def test_all_problems_of_all_files_are_reported_at_once(tmp_path: Path) -> None:
    broken = {
        "unknown.yaml": "kind: units\nquantity: money\nrules: [{id: a, form: [x]}]",
        "twice.yaml": "kind: units\nkind: units\nquantity: money\nrules: []",
        "owner.yaml": "kind: units\nquantity: money\nrules: [{id: mine, forms: [đồng]}]",
        "syntax.yaml": "kind: [",
        "other.yaml": "kind: nonsense\nrules: []",
        "example.yaml": "kind: units\nquantity: money\nrules: [{id: b, forms: [zz], examples: [{text: no}]}]",
    }
    for name, text in broken.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(PatternError) as error:
        load_patterns([tmp_path, tmp_path / "missing.yaml"])
    message = str(error.value)
    for words in (
        "unknown.yaml: units.rules.0.form: Extra inputs",
        "twice.yaml: no valid YAML: key 'kind' stands twice",
        "mine: forms 'đồng' already belongs to units/money: VND",
        "syntax.yaml: no valid YAML",
        "other.yaml: file: Input tag 'nonsense'",
        "an example marks exactly one span",
        "missing.yaml: cannot be read: No such file",
    ):
        assert words in message


def test_scalars_stay_text(tmp_path: Path) -> None:
    path = tmp_path / "cues.yaml"
    path.write_text(
        "kind: cues\nfamily: test\nrules: [{id: no, forms: [no, 12:30, 010, 0.10]}]", encoding="utf-8"
    )
    assert load_patterns([path]).cues("test")["no"].forms == ("no", "12:30", "010", "0.10")
