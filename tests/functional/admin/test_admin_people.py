"""Accounts that are renamed: what was written under the name they had goes on meaning them."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from annotator.actions import annotations
from annotator.admin import people
from annotator.models import FormerName
from annotator.models.place import Place
from tests.functional.admin.sending import change, page
from tests.support import factories

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 28, 14, 18, tzinfo=UTC)


def rename(client, user, name):
    sent = {"username": name, "date_joined_0": "2026-11-22", "date_joined_1": "09:30:00", "is_active": "on"}
    return client.post(change(user), sent)


@pytest.fixture
def admin(log_in, administrator):
    return log_in(administrator)


def test_a_mention_leads_to_the_person_under_the_new_name(admin, annotator, colleague):
    (paragraph,) = factories.paragraphs_of(factories.make_document(texts=["Some words."]))
    (note,), _ = annotations.annotate(places=[Place(paragraph)], body="Ask @annotator.", by=colleague)
    assert rename(admin, annotator, "augusta").status_code == 302
    address = reverse("person", args=["annotator"])
    assert f'href="{address}"' in note.body_html
    answer = admin.get(address)
    assert answer.status_code == 302
    assert answer["Location"] == reverse("person", args=["augusta"])


def test_a_list_narrowed_by_the_former_name_shows_their_work(admin, annotator):
    made = factories.make_one_of_each(annotator)
    rename(admin, annotator, "augusta")
    answer = admin.get(reverse("export_csv", args=["annotations"]) + "?person=annotator")
    assert str(made["note"]) in answer.content.decode()


def test_nobody_else_can_take_the_name(admin, annotator, colleague):
    rename(admin, annotator, "augusta")
    said = "“annotator” was the name of augusta, and notes and exports mean them by it. Choose another name."
    assert said in rename(admin, colleague, "annotator").content.decode()
    new = {"username": "annotator", "usable_password": "true", "password1": "a pass word", "password2": "a pass word"}
    assert said in admin.post(page("user", "add"), new).content.decode()
    colleague.refresh_from_db()
    assert colleague.username == "colleague"


def test_nobody_can_sign_up_under_it(admin, annotator, client, settings):
    settings.SIGNUP_OPEN = True
    rename(admin, annotator, "augusta")
    sent = {"username": "annotator", "email": "a@example.org", "password1": "a pass word", "password2": "a pass word"}
    answer = client.post(reverse("account_signup"), sent)
    assert answer.status_code == 200
    assert answer.context["form"].has_error("username", "username_taken")


def test_the_person_can_take_it_again(admin, annotator):
    rename(admin, annotator, "augusta")
    assert rename(admin, annotator, "annotator").status_code == 302
    annotator.refresh_from_db()
    assert annotator.username == "annotator"
    assert list(FormerName.objects.values_list("username", "user")) == [("augusta", annotator.pk)]


def test_who_may_not_know_of_the_person_is_not_led_on(admin, annotator, log_in):
    rename(admin, annotator, "augusta")
    assert log_in().get(reverse("person", args=["annotator"])).status_code == 404


def test_the_list_has_the_names_by_which_people_are_shown(admin, annotator):
    User.objects.filter(pk=annotator.pk).update(first_name="Ada", last_name="Lindqvist", last_login=AT)
    listed = admin.get(reverse("admin:auth_user_changelist")).text
    assert "Get full name" not in listed
    assert '<td class="field-name">Ada Lindqvist</td>' in listed
    assert "28 November 2026, 14:18" in listed


def test_what_a_person_made_is_counted_up_to_many(admin, annotator, colleague, monkeypatch):
    monkeypatch.setattr(people, "MANY", 2)
    (paragraph,) = factories.paragraphs_of(factories.make_document(texts=["Some words."]))
    for _ in range(2):
        annotations.annotate(places=[Place(paragraph)], body="A note.", by=annotator)
    listed = admin.get(reverse("admin:auth_user_changelist"), {"o": "-4"})
    assert listed.context["cl"].result_list[0] == annotator
    assert '<td class="field-number">2</td>' in listed.text
    for _ in range(2):
        annotations.annotate(places=[Place(paragraph)], body="Another.", by=annotator)
    listed = admin.get(reverse("admin:auth_user_changelist"))
    assert '<td class="field-number">more than 2</td>' in listed.text
