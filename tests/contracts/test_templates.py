"""Every template compiles, is used, and has a title where it is a page."""

import ast
import re
from pathlib import Path

import pytest
from django import forms
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
ALL = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))
# These take the place of a library's template of the same name, which is what uses them; and those of errors are
# found by Django by their names.
OVERRIDES = ("account/", "admin/", "allauth/", "django/", "mfa/", "socialaccount/", "usersessions/")
TRANSLATING = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}
ERRORS = {"400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html"}


def sources():
    code = [path for app in ("annotator", "corpus") for path in (ROOT / app).rglob("*.py")]
    return [path.read_text(encoding="utf-8") for path in (*code, *TEMPLATES.rglob("*.html"))]


def test_they_compile(subtests):
    for name in ALL:
        with subtests.test(name):
            assert get_template(name)


def test_every_page_has_a_title():
    sources = {name: (TEMPLATES / name).read_text(encoding="utf-8") for name in ALL}
    pages = {name: source for name, source in sources.items() if '{% extends "base.html" %}' in source}
    assert len(pages) > 20
    titled = re.compile(r"\{% block title %\}.+?\{% endblock", re.DOTALL)
    assert not [name for name, source in pages.items() if not titled.search(source)]


def test_all_of_them_are_used():
    everything = "\n".join(sources())
    used = set(re.findall(r"[\"']([\w/.-]+\.html)(?:#[\w-]+)?[\"']", everything))
    # Forms in place are asked for by their kind.
    assert not {name for name in ALL if name not in used | ERRORS and not name.startswith(OVERRIDES)} - {
        name for name in ALL if f'f"{name}#' in everything
    }


def test_every_partial_is_used():
    everything = "\n".join(sources())
    for name in ALL:
        for partial in re.findall(r"\{% partialdef ([\w-]+)", (TEMPLATES / name).read_text(encoding="utf-8")):
            asked = re.search(
                rf"\{{% partial {partial} |\{{% partialdef {partial} inline|{name}#({partial}\b|\{{)", everything
            )
            assert asked, f"{name}#{partial}"


def test_no_page_is_there_twice():
    assert len({name.lower() for name in ALL}) == len(ALL)


@pytest.mark.parametrize("kind", [forms.CharField, forms.BooleanField, forms.FileField, forms.MultipleChoiceField])
def test_a_field_is_joined_to_its_name_its_help_and_what_is_wrong_with_it(kind):
    class Form(forms.Form):
        words = kind(label="Words", help_text="As they stand.")

    shown = Form({})["words"].as_field_group()
    assert 'for="id_words"' in shown
    assert 'aria-describedby="id_words_helptext id_words_error"' in shown
    for name in ("id_words", "id_words_helptext", "id_words_error"):
        assert shown.count(f'id="{name}"') == 1
    assert "As they stand." in shown
    assert re.search(r'role="alert".*This was left empty', shown, re.DOTALL)


@pytest.mark.parametrize("widget", [forms.RadioSelect, forms.CheckboxSelectMultiple])
def test_choices_are_joined_as_a_group_to_their_name_their_help_and_what_is_wrong_with_them(widget):
    class Form(forms.Form):
        when = forms.ChoiceField(label="When", help_text="As it suits.", choices=[("now", "Now")], widget=widget)

    shown = Form({})["when"].as_field_group()
    assert re.search(r'<fieldset[^>]* aria-describedby="id_when_helptext id_when_error"[^>]*>\s*<legend>When</', shown)
    assert 'for=""' not in shown
    for name in ("id_when_helptext", "id_when_error"):
        assert shown.count(f'id="{name}"') == 1


def test_apostrophes_of_what_people_read_are_of_one_kind():
    straight = re.compile(r"\w'\w|s' \w")
    found = []
    for path in [*ROOT.glob("annotator/**/*.py"), *ROOT.glob("corpus/**/*.py")]:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in TRANSLATING:
                said = [each.value for each in node.args if isinstance(each, ast.Constant)]
                found += [(path.name, each) for each in said if isinstance(each, str) and straight.search(each)]
    for path in ROOT.glob("templates/**/*.html"):
        said = re.findall(r'{% translate "([^"]*)"', path.read_text())
        said += re.findall(r"{% blocktranslate[^%]*%}(.*?){% endblocktranslate %}", path.read_text(), re.DOTALL)
        found += [(path.name, each) for each in said if straight.search(re.sub(r"{[{%].*?[}%]}", "", each))]
    assert found == []
