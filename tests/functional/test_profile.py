"""The name by which a person is shown can be seen."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from annotator.actions import inbox
from annotator.errors import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.mark.parametrize(
    "name", ["\u200b", "Ada\u202e", "\u3164", "\u2800\u2800", "\u0301", "\u200d", "A\ufeffda", "\ue000", "A\u2028da"]
)
def test_signs_that_nobody_sees_are_no_name(log_in, annotator, name):
    answer = log_in(annotator).post(reverse("profile"), {"first_name": name, "last_name": "Lindqvist"})
    assert answer.status_code == 422
    assert "signs that nobody can see" in answer.text
    assert User.objects.get(pk=annotator.pk).last_name == ""
    with pytest.raises(Refused):
        inbox.rename(person=annotator, first_name="Ada", last_name=name)


@pytest.mark.parametrize("name", ["", "Zoë", "O’Neill", "علی\u200cرضا", "王小明", "ක්\u200dරිස්", "J. R.", "Jean-Luc"])
def test_names_of_all_scripts_are(log_in, annotator, name):
    assert log_in(annotator).post(reverse("profile"), {"first_name": name, "last_name": ""}).status_code == 302
    assert User.objects.get(pk=annotator.pk).first_name == name
