"""Nothing is hung on rows of the database for a template: presenters return dataclasses.

Where types are known, mypy refuses an attribute that a model has not; this finds it also where they are not.
"""

import ast
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parents[2] / "annotator"
ROOMS = ("views", "presenters", "selectors", "templatetags", "http")
MODULES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
# Set on what is no row: forms, views, responses, entries of the margin, and the tokens of the Markdown parser.
ON_OTHERS = {
    "_has_been_logged",
    "was_filled_in",
    "auto_id",
    "data",
    "status_code",
    "notes",
    "required",
    "form_at",
    "attrs",
    "content",
    "pos",
    "tag",
    "type",
}


def attributes_set(source):
    """The names of the attributes set in ``source`` on anything but the ``self`` of a class."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Assign(targets=targets):
                parts = [part for target in targets for part in ast.walk(target)]
            case ast.AugAssign(target=target) | ast.AnnAssign(target=target) | ast.For(target=target):
                parts = list(ast.walk(target))
            case ast.Call(func=ast.Name(id="setattr")):
                yield "setattr"
                continue
            case _:
                continue
        for part in parts:
            if not (isinstance(part, ast.Attribute) and isinstance(part.ctx, ast.Store)):
                continue
            if not (isinstance(part.value, ast.Name) and part.value.id == "self"):
                yield part.attr


def test_only_related_rows_that_are_known_already_are_set_on_a_row():
    relations = {field.name for model in apps.get_models() for field in model._meta.fields if field.is_relation}
    found = {str(path): set(attributes_set(path.read_text(encoding="utf-8"))) for path in MODULES}
    assert len(found) > 100
    assert not {name: more for name, names in found.items() if (more := names - relations - ON_OTHERS)}


def test_the_check_finds_what_it_is_for():
    source = (
        "for event in events:\n    event.has_history = True\n    setattr(event, name, 1)\n    event.ends, x = 1, 2\n"
    )
    assert {*attributes_set(source)} == {"has_history", "setattr", "ends"}
