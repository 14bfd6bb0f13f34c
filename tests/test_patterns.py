from pathlib import Path

import pytest
import yaml

from dnextract.checking import example_problem, reject_problem
from dnextract.errors import PatternError
from dnextract.patterns import load_patterns
from dnextract.patterns.base import Example, Rule
from dnextract.patterns.models import (
    DenominatorsFile,
    PatternFile,
    PeriodsFile,
    PredicatesFile,
    QualifiersFile,
    StatusFile,
    UnitsFile,
)
from dnextract.pipeline import Extractor, default_extractor

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


CASES = Path(__file__).parent / "cases"
BROKEN = {
    case["file"]: case["says"]
    for case in yaml.safe_load((CASES / "broken_patterns.yaml").read_text(encoding="utf-8"))
}


@pytest.mark.parametrize(("text", "problem"), BROKEN.items())
def test_a_broken_file_is_refused_with_what_is_wrong(text: str, problem: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PatternError) as error:
        load_patterns([path])
    assert str(error.value).startswith(f"{path}: {problem}")


def test_all_problems_of_all_files_are_reported_at_once(tmp_path: Path) -> None:
    for n, text in enumerate(BROKEN):
        (tmp_path / f"{n}.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(PatternError) as error:
        load_patterns([tmp_path, tmp_path / "missing.yaml"])
    message = str(error.value)
    assert "missing.yaml: cannot be read: No such file" in message
    for n, problem in enumerate(BROKEN.values()):
        assert f"{tmp_path / f'{n}.yaml'}: {problem}" in message


OWN = """
- kind: units
  quantity: measure
  rules: [{id: thúng, unit: kg, factor: "20", forms: [thúng thóc], large_forms: [thúng]}]
- kind: units
  quantity: money
  rules: [{id: XSC, forms: [đồng sao], symbols: [XSC], prefixes: [XSC]}]
- kind: cues
  family: counted
  rules: [{id: crafts, forms: [trống đồng]}]
- kind: qualifiers
  rules:
    - {id: roughly, qualifier: approx, before: [lối chừng]}
    - {id: capped, qualifier: at_most, after: [là cùng]}
- kind: denominators
  rules: [{id: bồ, forms: [bồ]}]
"""


def test_the_user_adds_units_currencies_nouns_qualifiers_and_denominators(tmp_path: Path) -> None:
    for n, file in enumerate(yaml.safe_load(OWN)):
        (tmp_path / f"{n}.yaml").write_text(yaml.safe_dump(file, allow_unicode=True), encoding="utf-8")
    text = (
        "Kho còn 3 thúng thóc, bán được lối chừng 500 đồng sao/bồ, nợ XSC 2 triệu. "
        "Bảo tàng có 12 trống đồng, mượn thêm 5% là cùng."
    )
    found = {
        r.span.text: r.quantity.model_dump(exclude={"value"}, exclude_defaults=True)
        for r in Extractor(patterns=[tmp_path]).extract(text)
    }
    assert found == {
        "3 thúng thóc": {"kind": "measure", "lo": 60, "hi": 60, "unit": "kg"},
        "500 đồng sao/bồ": {
            "kind": "money",
            "lo": 500,
            "hi": 500,
            "qualifier": "approx",
            "unit": "XSC",
            "per": "bồ",
        },
        "XSC 2 triệu": {"kind": "money", "lo": 2_000_000, "hi": 2_000_000, "unit": "XSC"},
        "12 trống đồng": {"kind": "count", "lo": 12, "hi": 12, "unit": "count", "item": "trống đồng"},
        "5%": {"kind": "percent", "lo": None, "hi": 5, "qualifier": "at_most", "unit": "%"},
    }


def test_scalars_stay_text(tmp_path: Path) -> None:
    path = tmp_path / "cues.yaml"
    path.write_text(
        "kind: cues\nfamily: counted\nrules: [{id: no, forms: [no, 12:30, 010, 0.10]}]", encoding="utf-8"
    )
    assert load_patterns([path]).cues("counted")["no"].forms == ("no", "12:30", "010", "0.10")
