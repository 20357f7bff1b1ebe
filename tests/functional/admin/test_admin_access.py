"""Who gets into the admin, by which door, and what they find there."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import User
from django.urls import reverse

from annotator.models import Annotation, Event, Tagging
from tests.functional.admin.sending import change, page
from tests.support import factories

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
LISTS = ["collection", "document", "paragraph", "tag", "tagging", "annotation", "crossreference", "event"]


def test_the_admin_sends_people_to_the_log_in_of_the_site(client):
    answer = client.get(reverse("admin:index"), follow=True)
    assert answer.redirect_chain[-1][0] == f"{reverse('account_login')}?next=%2Fadmin%2F"


def test_a_password_sent_to_the_admin_itself_logs_nobody_in(client, administrator):
    answer = client.post(reverse("admin:login"), {"username": "administrator", "password": "a password"})

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))
    assert "_auth_user_id" not in client.session


def test_the_second_factor_is_asked_for_on_the_way_into_the_admin(client, administrator):
    TOTP.activate(administrator, generate_totp_secret())

    answer = client.post(
        reverse("account_login") + "?next=/admin/", {"login": "administrator", "password": "a password"}
    )

    assert answer["Location"].startswith(reverse("mfa_authenticate"))
    assert client.get(reverse("admin:index")).status_code == 302


def test_members_without_staff_status_are_refused(log_in, editor):
    assert log_in(editor).get(reverse("admin:login")).status_code == 403


@pytest.mark.parametrize("who", ["reader", "annotator", "editor", "administrator"])
def test_staff_without_any_of_djangos_permissions_sees_the_lists(who, enter, marked):
    client = enter(who)
    index = client.get(reverse("admin:index"))
    assert index.status_code == 200
    for model in LISTS:
        assert page(model) in index.text
        assert client.get(page(model)).status_code == 200, model


@pytest.mark.parametrize("who", ["reader", "editor"])
def test_every_page_of_every_thing_opens(who, enter, marked):
    client = enter(who)
    event = Event.objects.order_by("at").first()
    things = (marked.text.collection, marked.text, marked.paras[1], marked.tag, marked.tagging, marked.note)
    for thing in (*things, marked.reference, event):
        assert client.get(change(thing)).status_code == 200, thing
        assert client.get(page(thing._meta.model_name, "history", thing.pk)).status_code == 200, thing


@pytest.mark.parametrize("model", ["user", "group"])
def test_people_are_the_business_of_administrators(model, enter):
    assert enter("editor").get(page(model)).status_code == 403
    assert enter("administrator").get(page(model)).status_code == 200


def test_readers_add_nothing_and_annotators_no_tags_and_documents(enter):
    for model in LISTS:
        assert enter("reader").get(page(model, "add")).status_code == 403, model
    for model, status in {
        "tagging": 200,
        "annotation": 200,
        "crossreference": 200,
        "tag": 403,
        "document": 403,
    }.items():
        assert enter("annotator").get(page(model, "add")).status_code == status, model


def test_what_one_may_not_see_is_not_there(enter, marked):
    marked.text.collection.access = "groups"
    marked.text.collection.save()
    client = enter("colleague")

    for thing in (marked.text.collection, marked.text, marked.paras[1], marked.tagging, marked.note):
        assert client.get(change(thing)).status_code == 404, thing
        assert "reading" not in client.get(page(thing._meta.model_name)).text


@pytest.mark.parametrize("bad", ["nonsense", "00000000-0000-0000-0000-000000000000", "1"])
def test_an_address_of_nothing_is_404(bad, enter):
    for model in ("tagging", "annotation", "crossreference", "tag", "event"):
        for name in ("change", "delete", "history"):
            assert enter("editor").get(page(model, name, bad)).status_code in {403, 404}, (model, name)


def test_another_persons_draft_is_not_there_even_when_it_was_withdrawn(enter, paras, tag, annotator):
    draft = factories.make_tagging(paras[1], tag, annotator, status="draft")
    assert enter("editor").get(change(draft)).status_code == 404

    Tagging.objects.update(withdrawn_at=draft.created_at)
    assert enter("editor").get(change(draft)).status_code == 404
    assert enter("annotator").get(change(draft)).status_code == 200


def test_an_annotator_looks_at_others_work_and_changes_none_of_it(enter, note):
    client = enter("colleague")
    shown = client.get(change(note))
    assert shown.status_code == 200
    assert "<textarea" not in shown.text

    answer = client.post(change(note), {"body": "Mine now.", "version": 1})
    assert answer.status_code == 403
    assert client.post(page("annotation", "delete", note.pk), {"post": "yes"}).status_code == 403
    assert Annotation.objects.get().body == "Is that so?"


def test_the_site_is_named_and_leads_back(enter):
    shown = enter("editor").get(reverse("admin:index"))
    assert "<title>Administration | Glossator</title>" in shown.text
    assert 'href="/">View site' in shown.text


def test_an_administrator_sees_roles_and_numbers_of_people(log_in, administrator, annotator, tagging, note):
    shown = log_in(administrator).get(page("user"))
    rows = {each.username: each for each in shown.context["cl"].result_list}
    assert rows["annotator"].made == 2
    assert rows["administrator"].made == 0
    assert ">Annotators<" in shown.text


def test_somebody_who_contributed_is_not_deleted(log_in, administrator, annotator, tagging):
    client = log_in(administrator)
    answer = client.post(page("user", "delete", annotator.pk), {"post": "yes"})
    assert "annotator made 1 contribution" in answer.text
    assert "Active" in answer.text
    assert User.objects.filter(username="annotator").exists()


def test_somebody_who_did_nothing_may_be_deleted(log_in, administrator, reader):
    log_in(administrator).post(page("user", "delete", reader.pk), {"post": "yes"})
    assert not User.objects.filter(username="reader").exists()


def test_the_groups_that_are_roles_keep_their_names(log_in, administrator, editor):
    client = log_in(administrator)
    group = editor.groups.get()
    assert client.post(page("group", "delete", group.pk), {"post": "yes"}).status_code == 403
    client.post(page("group", "change", group.pk), {"name": "Rulers"})
    group.refresh_from_db()
    assert group.name == "Editors"
