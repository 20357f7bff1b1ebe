"""Collections in the admin: who makes and changes them, and that who reads them is said before it is so."""

import pytest
from django.contrib.auth.models import Group

from annotator.actions import collections
from annotator.actions.undo import undo
from annotator.errors import Refused
from annotator.models import Event
from corpus.models import Collection
from tests.functional.admin.sending import change, new_id, page, said
from tests.support import factories

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def administering(enter):
    return enter("administrator")


@pytest.fixture
def circle(db):
    return Group.objects.create(name="Circle")


def sent(collection, **changed):
    form = {"title": collection.title, "description": collection.description, "access": collection.access}
    return form | {"seen": collections.state_digest(collection), "request_id": new_id()} | changed


def form_of(answer):
    return answer.context["adminform"].form


def save(client, collection, **changed):
    """Send the form, and send it again where it asks whether that is meant."""
    answer = client.post(change(collection), sent(collection, **changed))
    if answer.status_code == 200:
        agreed = form_of(answer)["agreed"].value()
        answer = client.post(change(collection), sent(collection, **changed, agreed=agreed))
    return answer


def test_a_collection_is_made_by_an_administrator_with_an_event(enter, staff):
    data = {"title": " New  texts ", "slug": "new", "access": "members", "review": "on", "request_id": new_id()}
    assert enter("editor").post(page("collection", "add"), data).status_code == 403
    client = enter("administrator")
    answer = client.post(page("collection", "add"), data, follow=True)

    made = Collection.objects.get()
    assert (made.slug, made.title, made.access, made.review) == ("new", "New texts", "members", True)
    assert "is read by everybody who has an account on this site" in said(answer)
    event = Event.objects.get()
    assert (event.action, event.subject_type, event.actor) == ("created", "collection", staff.administrator)
    assert event.after["access"] == "members"
    assert "sent twice" in said(client.post(page("collection", "add"), data, follow=True))
    assert Collection.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"slug": "taken"}, "slug"),
        ({"slug": "not a slug"}, "slug"),
        ({"slug": ""}, "slug"),
        ({"title": "  "}, "title"),
        ({"title": "x" * 301}, "title"),
        ({"access": "nobody"}, "access"),
        ({"groups": "999999"}, "groups"),
    ],
)
def test_what_a_collection_cannot_be_is_refused_beside_its_field(wrong, field, administering):
    factories.make_collection(slug="taken")
    data = {"title": "New", "slug": "new", "access": "public"} | wrong
    answer = administering.post(page("collection", "add"), data)
    assert list(form_of(answer).errors) == [field]
    assert Collection.objects.count() == 1
    assert not Event.objects.exists()


def test_who_would_read_it_is_said_before_it_is_so(administering, text, circle, annotator):
    annotator.groups.add(circle)
    answer = administering.post(change(text.collection), sent(text.collection, access="groups", groups=circle.pk))

    asked = str(form_of(answer).errors["access"])
    assert "Now it is read by everybody who comes to this site, without logging in" in asked
    assert "read by the members of “Circle” (1 person now) and administrators" in asked
    assert Collection.objects.get().access == "public"

    agreed = form_of(answer)["agreed"].value()
    data = sent(text.collection, access="groups", groups=circle.pk, agreed=agreed)
    answer = administering.post(change(text.collection), data, follow=True)
    assert "“Circle” (1 person now)" in said(answer)
    event = Event.objects.get()
    assert (event.before["groups"], event.after["groups"]) == ([], ["Circle"])
    shown = administering.get(page("collection", "history", text.collection.pk)).text
    assert "<del>public</del>" in shown
    assert "<ins>Circle</ins>" in shown


def test_agreeing_to_some_readers_is_not_agreeing_to_others(administering, text):
    answer = administering.post(change(text.collection), sent(text.collection, access="members"))
    agreed = form_of(answer)["agreed"].value()
    answer = administering.post(change(text.collection), sent(text.collection, access="groups", agreed=agreed))
    assert "administrators only, as no group is chosen" in str(form_of(answer).errors["access"])
    assert Collection.objects.get().access == "public"


def test_a_change_of_words_needs_no_second_look(administering, text):
    answer = administering.post(change(text.collection), sent(text.collection, description="Old letters."))
    assert answer.status_code == 302
    assert Event.objects.get().after["description"] == "Old letters."
    administering.post(change(text.collection), sent(Collection.objects.get()))
    assert Event.objects.count() == 1


def test_a_collection_changed_meanwhile_is_refused_with_both(administering, text):
    data = sent(text.collection, title="Second")
    administering.post(change(text.collection), sent(text.collection, title="First"))
    answer = administering.post(change(text.collection), data)
    assert "You, in another window, saved this meanwhile" in str(form_of(answer).errors)
    assert "<dd>First</dd>" in answer.text
    assert form_of(answer)["title"].value() == "Second"


def test_only_an_empty_collection_is_deleted(administering, text, staff):
    made = factories.make_collection(title="Empty")
    assert administering.post(page("collection", "delete", text.collection.pk), {"post": "yes"}).status_code == 403
    with pytest.raises(Refused, match="Move them"):
        collections.delete_collection(collection=text.collection, by=staff.administrator)
    assert "Empty" in administering.get(page("collection", "delete", made.pk)).text
    administering.post(page("collection", "delete", made.pk), {"post": "yes"})
    assert list(Collection.objects.all()) == [text.collection]
    assert Event.objects.get().before["title"] == "Empty"


def test_events_of_collections_are_for_administrators(administering, enter, text, staff):
    save(administering, text.collection, access="members", title="Secret name")
    event = Event.objects.get()
    assert administering.get(change(event)).status_code == 200
    for who in ("editor", "reader"):
        client = enter(who)
        assert client.get(change(event)).status_code == 404
        assert "members" not in client.get(page("collection", "history", text.collection.pk)).text


def test_a_change_of_readers_is_not_undone_by_a_click(administering, text, staff):
    save(administering, text.collection, access="members")
    with pytest.raises(Refused, match="cannot be undone"):
        undo(batch_id=Event.objects.get().batch, by=staff.administrator)
    assert Collection.objects.get().access == "members"


def test_documents_are_not_undone_either(enter, text, staff):
    Event.objects.create(
        action="edited", subject_type="document", document=text, actor=staff.editor, batch=new_id(), before={}, after={}
    )
    with pytest.raises(Refused, match="cannot be undone"):
        undo(batch_id=Event.objects.get().batch, by=staff.editor)
