"""Who sees which contribution: lists, numbers and events agree with the rule said plainly, for all cases there are."""

from itertools import count, product

import pytest
from django.contrib.auth.models import AnonymousUser, Group, User
from django.db import connection
from django.utils import timezone

from annotator.exports.kinds import EXPORT_KINDS
from annotator.models import Annotation, CrossReference, Event, Passage, ProposedParallel, Status, Tag, Tagging
from annotator.permissions import ANNOTATORS, EDITORS, is_member
from annotator.selectors.document_tags import tags_used_in
from annotator.selectors.filters import Filters
from annotator.selectors.tag_numbers import tag_numbers
from annotator.selectors.waiting_passages import waiting_passages
from tests.support import factories

pytestmark = pytest.mark.django_db
ACCESS = ("public", "members", "groups")
VIEWERS = ("anonymous", "reader", "author", "other author", "editor", "editor of the circle", "administrator", "closed")


@pytest.fixture
def people():
    groups = {name: Group.objects.get_or_create(name=name)[0] for name in (ANNOTATORS, EDITORS, "Circle")}
    memberships = {
        "author": [ANNOTATORS], "other author": [ANNOTATORS, "Circle"], "editor": [EDITORS],
        "editor of the circle": [EDITORS, "Circle"],
    }  # fmt: skip
    made = {}
    for name in VIEWERS[1:]:
        fields = {"is_active": name != "closed", "is_superuser": name == "administrator"}
        made[name] = User.objects.create(username=name.replace(" ", "-"), **fields)
        made[name].groups.set(groups[group] for group in memberships.get(name, ()))
    return made | {"anonymous": AnonymousUser()}


@pytest.fixture
def everything(people):
    """Contributions of each kind, status, author and access, standing and withdrawn, each with its event."""
    circle = Group.objects.get(name="Circle")
    texts = {}
    for access in ACCESS:
        collection = factories.make_collection(access=access, groups=[circle])
        texts[access] = factories.make_document(["Some words."] * 40, collection=collection)
    tags, numbers, batches = [factories.make_tag(name) for name in ("one", "two")], count(), count(1)
    authors = people["author"], people["other author"]
    for access, status, withdrawn, author in product(ACCESS, Status.values, (None, timezone.now()), authors):
        number = next(numbers)
        text = texts[access]
        passages = [
            Passage.objects.create(
                paragraph=text.paragraphs.get(key=number % 8 + 1),
                document=text,
                start=start,
                end=number + 2,
                quote="-",
                revision=text.current,
            )
            for start in (0, 1)
        ]
        said = {"status": status, "withdrawn_at": withdrawn, "author": author}
        made = [
            Tagging.objects.create(content_object=passages[0], tag=tags[number % 2], **said),
            Annotation.objects.create(passage=passages[0], body="-", body_html="-", **said),
            CrossReference.objects.create(source=passages[0], target=passages[1], **said),
        ]
        for kind, each in zip(("tagging", "annotation", "cross-reference"), made, strict=True):
            places = {"document": text, "paragraph": passages[0].paragraph}
            Event.objects.create(
                action="created", subject_type=kind, subject_id=each.pk, actor=author, after={"status": status},
                batch=f"{next(batches):032x}", **places,
            )  # fmt: skip
    return texts


def reads(viewer, name, document):
    """Whether ``viewer`` reads ``document``."""
    if name == "administrator" or document.collection.access == "public":
        return True
    if not viewer.is_authenticated or not viewer.is_active:
        return False
    return document.collection.access == "members" or "circle" in name or name == "other author"


def sees(viewer, name, each, document):
    """Whether ``viewer`` sees a contribution: the rule in plain words."""
    if each.withdrawn_at or not reads(viewer, name, document):
        return False
    member = viewer.is_authenticated and viewer.is_active
    edits = "editor" in name or name == "administrator"
    return (
        each.status == "published"
        or (each.status == "proposed" and member)
        or (each.status == "declined" and edits)
        or (member and each.author == viewer)
    )


def reaches(viewer, name, each, document):
    """Whether ``viewer`` sees it, or could bring it back."""
    edits = "editor" in name or name == "administrator"
    mine = viewer.is_authenticated and each.author == viewer
    back = each.withdrawn_at and (mine or (edits and each.status != "draft")) and reads(viewer, name, document)
    return bool(back) or sees(viewer, name, each, document)


def all_of(model):
    path = model.PLACES[0]
    found = model.objects.select_related("author", f"{path}__paragraph__document__collection")
    return [(each, getattr(each, path).paragraph.document) for each in found]


@pytest.mark.parametrize("name", VIEWERS)
def test_lists_numbers_and_events_agree_with_the_rule(everything, people, name):
    viewer = people[name]
    for model in (Tagging, Annotation, CrossReference):
        expected = {each.pk for each, document in all_of(model) if sees(viewer, name, each, document)}
        assert set(model.objects.visible_to(viewer).values_list("pk", flat=True)) == expected
        reachable = {each.pk for each, document in all_of(model) if reaches(viewer, name, each, document)}
        assert set(model.objects.reachable_by(viewer).values_list("pk", flat=True)) == reachable

    seen = [(each, document) for each, document in all_of(Tagging) if sees(viewer, name, each, document)]
    counted = [(each, document) for each, document in seen if each.status != "declined"]
    numbers = tag_numbers(viewer, [tag.pk for tag in Tag.objects.all()])
    for tag in Tag.objects.all():
        under = [(each, document) for each, document in counted if each.tag_id == tag.pk]
        passages = len({each.content_object_id for each, _document in under})
        documents = len({document.pk for _each, document in under})
        declined = sum(each.tag_id == tag.pk and each.status == "declined" for each, _document in seen)
        assert numbers.get(tag.pk, (0, 0, 0)) == (passages, documents, declined)
    for text in everything.values():
        used = {used.tag.pk: used.passages for used in tags_used_in(text, viewer)}
        here = [each.tag_id for each, document in counted if document == text]
        assert used == {pk: here.count(pk) for pk in here}

    expected = set()
    for model in (Tagging, Annotation, CrossReference):
        for each, document in all_of(model):
            own = viewer.is_authenticated and each.author == viewer and reads(viewer, name, document)
            if own or (reaches(viewer, name, each, document) and each.status != "draft"):
                expected.add(each.pk)
    assert set(Event.objects.visible_to(viewer).values_list("subject_id", flat=True)) == expected


def plan(rows):
    sql, params = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
        return [row[3] for row in cursor]


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="the words of SQLite's plans")
@pytest.mark.parametrize("name", VIEWERS)
@pytest.mark.parametrize("known", [False, True], ids=["no statistics", "statistics"])
def test_pages_of_lists_read_no_table_whole(everything, people, name, known):
    if known:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    viewer = people[name]
    if known and is_member(viewer):  # on each of whose pages stands how much waits
        proposed = plan(Tagging.objects.visible_to(viewer).waiting().order_by().values("pk"))
        assert any("tagging_waiting" in line for line in proposed), proposed
        adrift = plan(waiting_passages(viewer).order_by().values("pk"))
        assert any("passage_adrift" in line for line in adrift), adrift
    newest = plan(EXPORT_KINDS["events"].seen(viewer, Filters()).for_list().values_list("pk")[:51])
    assert "event_newest" in newest[0]
    assert not [line for line in newest if "MULTI-INDEX OR" in line]
    if not known:  # tables of fifty rows are rightly read whole by who knows it
        if is_member(viewer):  # others see no pairs
            pairs = plan(ProposedParallel.objects.visible_to(viewer).settled().values("pk"))
            assert "annotator_proposedparallel" in pairs[0], pairs
        whole = ("SCAN annotator_tagging", "SCAN annotator_passage", "SCAN corpus_paragraph", "tagging_by_status")
        under = EXPORT_KINDS["tags"].seen(viewer, Filters(tags=("one",))).order_by(*EXPORT_KINDS["tags"].in_order())
        lines = plan(under.values_list("pk")[:51])
        assert any("annotator_tagging_tag_id" in line for line in lines), lines
        assert not [line for line in lines if any(word in line for word in whole)], lines
