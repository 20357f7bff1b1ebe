"""Every write goes through an action: nothing else calls what changes rows."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ON_ANYTHING = {"bulk_create", "bulk_update", "get_or_create", "update_or_create"}
FUNCTIONS = {"insert", "insert_new"}
ON_MANAGERS = {"create", "update", "delete", "acreate", "aupdate", "adelete"}
WRITERS = (
    "annotator/actions/",
    "annotator/migrations/",
    "corpus/migrations/",
    "corpus/importing/writing/",
    "corpus/db/",
    # The index of words, which is made of the texts: the loader calls it.
    "corpus/search/indexing.py",
)
MODULES = [
    path
    for path in sorted([*ROOT.glob("annotator/**/*.py"), *ROOT.glob("corpus/**/*.py")])
    if not str(path.relative_to(ROOT)).startswith(WRITERS)
]


def writes_in(source):
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name) and node.func.id in FUNCTIONS:
            yield node.lineno, node.func.id
        elif isinstance(node.func, ast.Attribute):
            on_manager = node.func.attr in ON_MANAGERS and ".objects" in ast.unparse(node.func)
            if on_manager or node.func.attr in ON_ANYTHING:
                yield node.lineno, node.func.attr


def test_nothing_but_actions_writes():
    found = {str(path.relative_to(ROOT)): list(writes_in(path.read_text(encoding="utf-8"))) for path in MODULES}
    assert len(found) > 300
    assert not {name: writes for name, writes in found.items() if writes}


@pytest.mark.parametrize(
    "source",
    [
        "Tag.objects.filter(pk=1).update(name='x')",
        "Tag.objects.create(name='x')",
        "tag.aliases.bulk_create(rows)",
        "insert_new(rows)",
        "Tag.objects.all().delete()",
    ],
)
def test_a_write_is_seen(source):
    assert list(writes_in(source))
