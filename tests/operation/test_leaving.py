"""Who leaves: what they made stays, as each collection says; what is about them goes."""

import io

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from annotator.actions import annotations, taggings
from annotator.actions.collections import edit_collection, state_digest
from annotator.actions.leaving import leave
from annotator.actions.parallels.judge import judge
from annotator.actions.undo import undo
from annotator.errors import Refused
from annotator.exports.package import Bundle
from annotator.models import Annotation, Event, FormerName, ProposedParallel, SavedSearch, Tagging, Verdict
from annotator.models.place import Place
from annotator.selectors.filters import Filters
from corpus.models import Collection
from tests.support.factories import make_collection, make_document, make_parallel, make_tag, paragraphs_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(annotator):
    annotator.username, annotator.first_name, annotator.last_name = "rina.sato", "Rina", "Sato"
    annotator.save()
    EmailAddress.objects.create(user=annotator, email="rina@example.org", primary=True, verified=True)
    FormerName.objects.create(user=annotator, username="rina.old")
    return annotator


def work_in(slug, leavers, by):
    shelf = make_collection(slug=slug, leavers=leavers)
    text = make_document(["A passage of some words."], slug=f"in-{slug}", collection=shelf)
    (paragraph,) = paragraphs_of(text)
    taggings.tag(places=[Place(paragraph)], tags=[make_tag(slug)], by=by)
    _notes, _batch = annotations.annotate(places=[Place(paragraph)], body="A note.", by=by)
    return text


def bundle():
    written = io.BytesIO(b"".join(Bundle(viewer=None, filters=Filters()).chunks()))
    import zipfile

    with zipfile.ZipFile(written) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def test_under_the_name(person):
    work_in("open", "name", person)
    leave(person=person)
    person.refresh_from_db()
    assert (person.username, person.get_full_name(), person.is_active) == ("rina.sato", "Rina Sato", False)
    assert Tagging.objects.get().author == person
    assert not EmailAddress.objects.exists()
    assert not person.has_usable_password()
    assert not person.groups.exists()


def test_under_a_pseudonym_nothing_says_the_name(person, editor, log_in):
    text = work_in("closed", "pseudonym", person)
    before = Event.objects.count()
    leave(person=person)
    assert not User.objects.filter(username__contains="rina").exists()
    assert not FormerName.objects.exists()
    assert Tagging.objects.get().author.username.startswith("former-member-")
    assert Event.objects.count() == before
    for secret in (b"rina", b"Rina", b"Sato"):
        assert secret not in bundle()
    client = log_in(editor)
    for address in (text.get_absolute_url(), reverse("activity"), reverse("review")):
        assert "ina.sato" not in client.get(address).text.lower()
    assert client.get(reverse("person", args=["rina.sato"])).status_code == 404


def test_an_undo_does_not_bring_back_who_judged_a_parallel(person, editor):
    text, other = (work_in(slug, "pseudonym", person) for slug in ("closed", "other"))
    pair = make_parallel(*paragraphs_of(text), *paragraphs_of(other))
    judge(pair=pair, verdict=Verdict.LATER, by=person, version=1)
    pair = ProposedParallel.objects.with_places().get()
    reopened = judge(pair=pair, verdict=Verdict.OPEN, by=editor, version=2)
    leave(person=person)
    undo(batch_id=reopened, by=editor)
    judge_now = ProposedParallel.objects.get().judged_by
    assert judge_now.username.startswith("former-member-")
    assert judge_now == Tagging.objects.first().author
    told = Event.objects.filter(subject_id=pair.pk)
    names = {(event.before["judged_by_id"], event.after["judged_by_id"]) for event in told}
    assert names == {(None, judge_now.pk), (judge_now.pk, None)}


def test_each_collection_has_its_own_rule(person):
    work_in("open", "name", person)
    work_in("closed", "pseudonym", person)
    leave(person=person)
    authors = {each.tag.name: each.author.username for each in Tagging.objects.select_related("tag", "author")}
    assert authors["open"] == "rina.sato"
    assert authors["closed"].startswith("former-member-")
    actors = {(event.document.slug, event.actor.username[:6]) for event in Event.objects.exclude(document=None)}
    assert actors == {("in-open", "rina.s"), ("in-closed", "former")}
    assert Annotation.objects.values("author").distinct().count() == 2


def test_searches_of_the_team_stay(person):
    work_in("open", "name", person)
    SavedSearch.objects.create(name="mine", address="q=a", owner=person)
    SavedSearch.objects.create(name="ours", address="q=a", owner=person, shared=True)
    leave(person=person)
    assert [search.name for search in SavedSearch.objects.all()] == ["ours"]


def test_the_only_administrator_stays(administrator):
    with pytest.raises(Refused, match="only administrator"):
        leave(person=administrator)
    assert User.objects.get().is_active
    User.objects.create_superuser("another")
    leave(person=administrator)
    assert not User.objects.get(username="administrator").is_superuser


def logged_in(person):
    client = Client()
    client.post(reverse("account_login"), {"login": person.username, "password": "a password"})
    return client


def test_one_leaves_on_ones_own_page_and_says_the_password_again(person):
    work_in("closed", "pseudonym", person)
    client, elsewhere = logged_in(person), logged_in(person)
    asked = client.get(reverse("leave"))
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    assert User.objects.get(pk=person.pk).is_active
    assert "This is not your password" in client.post(asked["Location"], {"password": "wrong"}).text
    assert User.objects.get(pk=person.pk).is_active
    page = client.post(asked["Location"], {"password": "a password"}, follow=True)
    assert "it stays, under a pseudonym" in page.text
    done = client.post(reverse("leave"), {"leave": "1"})
    assert done["Location"] == reverse("catalogue")
    assert not User.objects.get(pk=person.pk).is_active
    assert "Your account is closed" in client.get("/").text
    for each in (client, elsewhere):
        assert not each.get("/").wsgi_request.user.is_authenticated


def test_what_a_collection_says_is_changed_with_an_event(administrator):
    shelf = make_collection(slug="shelf")
    edit_collection(
        collection=shelf, title=shelf.title, description="", access="public", groups=[], review=False,
        leavers="pseudonym", seen=state_digest(shelf), by=administrator,
    )  # fmt: skip
    assert Collection.objects.get(slug="shelf").leavers == "pseudonym"
    assert Event.objects.get(action="edited").after["leavers"] == "pseudonym"


# What leads to an account, and what leaving does with it: the work goes on under a name, what is about a person goes,
# and what expires by itself or is only counted is left.
WORK = {"tagging", "annotation", "crossreference", "event", "revision", "proposedparallel", "savedsearch"}
GOES = {
    "emailaddress", "authenticator", "socialaccount", "usersession", "mailchoice", "notification", "searchseen",
    "invitation", "job", "formername",
}  # fmt: skip
LEFT = {"submission", "logentry"}


def test_nothing_that_leads_to_an_account_is_forgotten():
    leading = {relation.related_model._meta.model_name for relation in User._meta.get_fields(include_hidden=True)
               if relation.auto_created and not relation.concrete and relation.related_model is not None}  # fmt: skip
    through = {"user_groups", "user_user_permissions", "annotation_mentions"}
    assert leading - through == WORK | GOES | LEFT
