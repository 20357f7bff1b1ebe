"""What is wrong in a form is said in the site's own sentences, whatever the form and whatever was sent."""

import importlib
import pkgutil
import re
from functools import cache
from pathlib import Path

import django
import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

import annotator
from annotator.forms.tags import TagForm

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
OWN = Path(annotator.__file__).parent / "locale/en/LC_MESSAGES/django.po"
WRONG = [
    "", None, [], "\0", "x\0y", "x" * 3_000_000, "-1", "99999999999999999999", "1.5", "no such thing", "http://", ["\0"],
    ["no such thing"], "12@", SimpleUploadedFile("empty.txt", b""), SimpleUploadedFile("n" * 300, b"x"), "a b",
]  # fmt: skip


def catalog(path):
    with path.open("rb") as file:
        messages = (read_mo if path.suffix == ".mo" else read_po)(file)
    said = ((message.id, message.string) for message in messages if message.id)
    # Those with a plural as tuples, which one of the readers has as lists.
    return {key if isinstance(key, str) else tuple(key): list(said) for key, said in said}


@cache
def defaults():
    """Django's sentences, as a pattern that whatever was put into one of them fits."""
    places = [
        Path(django.__file__).parent / "conf",
        *(Path(apps.get_app_config(app).path) for app in ("auth", "admin")),
    ]
    said = [one for place in places for one in catalog(place / "locale/en/LC_MESSAGES/django.po")]
    sentences = {each for one in said for each in ((one,) if isinstance(one, str) else one) if each.endswith(".")}
    between = [re.split(r"%\(\w+\)[srd]|%[sd]", each) for each in sentences]
    return re.compile("|".join(".*".join(map(re.escape, parts)) for parts in between if any(parts)), re.DOTALL)


def form_classes():
    """Every form of the site, and of the pages of accounts."""
    for package in ("annotator.forms", "annotator.admin", "allauth.account.forms", "allauth.mfa"):
        found = importlib.import_module(package)
        for module in pkgutil.walk_packages(getattr(found, "__path__", []), f"{package}."):
            if not {"tests", "migrations"} & set(module.name.split(".")):
                importlib.import_module(module.name)
    waiting, seen = [forms.BaseForm], []
    while waiting:
        below = waiting.pop().__subclasses__()
        waiting += below
        seen += [each for each in below if each.__module__.startswith(("annotator.", "allauth.")) and each not in seen]
    return seen


def problems(field):
    """What ``field`` says of all that is wrong with it."""
    for value in WRONG:
        try:
            field.clean(value, None) if isinstance(field, forms.FileField) else field.clean(value)
        except ValidationError as error:
            yield from error.messages
        except (AttributeError, TypeError):
            # A file where there is to be a word: no form sends that.
            assert not isinstance(value, str)


def test_no_form_says_a_sentence_of_djangos():
    classes = form_classes()
    assert TagForm in classes
    said = {
        message: f"{form.__name__}.{name}"
        for form in classes
        for name, field in form.base_fields.items()
        for message in problems(field)
    }
    assert len(said) > 30
    assert not {message: where for message, where in said.items() if defaults().fullmatch(message)}


@pytest.mark.parametrize(
    "sentence", ["This field is required.", "Ensure this value has at most 3 characters (it has 4)."]
)
def test_a_sentence_of_djangos_is_known_for_one(sentence):
    assert defaults().fullmatch(sentence)


def test_the_sentences_are_compiled_as_they_are_written():
    assert catalog(OWN.with_suffix(".mo")) == catalog(OWN)
