"""The house keeps its own rules."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CODE = sorted(
    p
    for room in ("disburse", "workflows", "schemas", "reports")
    for p in (ROOT / room).rglob("*.py")
    if "versions" not in p.parts
)


def functions(tree):
    return [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]


@pytest.mark.parametrize("path", CODE, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_file_has_one_subject_and_fits_the_rules(path):
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    assert ast.get_docstring(tree), "a file says what it is for"
    assert text.count("\n") <= 300, "a file of more than 300 lines has two subjects"
    for function in functions(tree):
        length = function.end_lineno - function.lineno + 1
        assert length <= 40, f"{function.name} is {length} lines: a function fits a screen"


@pytest.mark.parametrize("path", CODE, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_float_occurs(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    floats = [
        n.lineno
        for n in ast.walk(tree)
        if (isinstance(n, ast.Constant) and isinstance(n.value, float))
        or (isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id == "float")
    ]
    assert not floats, f"float at lines {floats}"
