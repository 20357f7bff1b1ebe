"""What a request does is read in one view: views do not call one another."""

import ast
from pathlib import Path

import pytest

VIEWS = Path(__file__).resolve().parents[2] / "annotator" / "views"
MODULES = sorted(path for path in VIEWS.glob("*.py") if path.stem != "__init__")


def imported(source):
    """The modules that ``source`` imports from the room of the views, as far as it names one."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.ImportFrom(level=level, module=module, names=names) if level or module == "annotator.views":
                yield from [module] if module and level else [name.name for name in names]
            case ast.ImportFrom(module=str(module)) if module.startswith("annotator.views."):
                yield module
            case ast.Import(names=names):
                yield from (name.name for name in names if name.name.startswith("annotator.views"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_it_imports_no_other_view(path):
    assert not list(imported(path.read_text(encoding="utf-8")))


def test_the_check_finds_what_it_is_for():
    source = "from . import reading\nfrom .lists import person\nfrom annotator.views import bulk\nimport annotator.views.export\n"
    assert list(imported(source)) == ["reading", "lists", "bulk", "annotator.views.export"]
