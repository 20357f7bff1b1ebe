"""Who reads which texts: the list and the single document say the same."""

from itertools import product

import pytest
from django.contrib.auth.models import AnonymousUser, Group, User
from django.http import Http404

from corpus.models import Collection, Document, Paragraph
from tests.support.factories import make_collection, make_document

pytestmark = pytest.mark.django_db

READERS = (
    "nobody",
    "reader",
    "member of the group",
    "closed account",
    "closed member",
    "administrator",
    "closed admin",
)
# Who reads a collection of each access rule; the group of the third one is that of the members.
LET_IN = {
    "public": set(READERS),
    "members": {"reader", "member of the group", "administrator"},
    "groups": {"member of the group", "administrator"},
}


@pytest.fixture
def group(db):
    return Group.objects.create(name="Translators")


@pytest.fixture
def readers(group):
    people = {
        name: User.objects.create(
            username=name, is_active="closed" not in name, is_superuser="admin" in name and "member" not in name
        )
        for name in READERS[1:]
    }
    people["member of the group"].groups.add(group)
    people["closed member"].groups.add(group)
    return people | {"nobody": AnonymousUser()}


@pytest.mark.parametrize(("access", "name"), list(product(LET_IN, READERS)))
def test_list_and_document_agree_on_who_reads_it(readers, group, access, name):
    collection = make_collection(access=access, groups=[group])
    document = make_document(collection=collection)
    make_document(collection=make_collection(access="groups", groups=[Group.objects.create(name="Others")]))
    reader = readers[name]
    expected = name in LET_IN[access]
    assert collection.lets_in(reader) is expected
    assert Collection.objects.visible_to(reader).filter(pk=collection.pk).exists() is expected
    assert Document.objects.visible_to(reader).filter(pk=document.pk).exists() is expected
    if expected:
        assert Document.objects.for_reading(reader, document.slug) == document
    else:
        with pytest.raises(Http404):
            Document.objects.for_reading(reader, document.slug)


def test_a_member_of_another_group_is_not_let_in(readers, group):
    collection = make_collection(access="groups", groups=[group])
    readers["reader"].groups.add(Group.objects.create(name="Others"))
    assert not collection.lets_in(readers["reader"])
    assert not Collection.objects.visible_to(readers["reader"]).exists()


@pytest.mark.parametrize(("access", "queries"), [("public", 1), ("members", 1), ("groups", 2)])
def test_fetching_a_document_to_read_costs_one_query_or_two(readers, group, access, queries, django_assert_num_queries):
    document = make_document(collection=make_collection(access=access, groups=[group]))
    with django_assert_num_queries(queries):
        found = Document.objects.for_reading(readers["member of the group"], document.slug)
        assert found.collection.pk, found.current.pk


def test_what_is_fetched_to_read_is_among_those_that_are_asked(readers):
    document = make_document()
    reader, others = readers["reader"], make_collection()
    assert Document.objects.filter(collection=document.collection).for_reading(reader, document.slug) == document
    with pytest.raises(Http404):
        Document.objects.filter(collection=others).for_reading(reader, document.slug)
    assert Paragraph.objects.filter(document=document).for_reading(reader, document.slug, 1).key == 1
    with pytest.raises(Http404):
        Paragraph.objects.filter(kind=Paragraph.Kind.HEADING).for_reading(reader, document.slug, 1)
