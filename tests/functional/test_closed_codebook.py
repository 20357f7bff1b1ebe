"""The codebook of a site whose collections are all closed is closed with them."""

import json

import pytest
from django.urls import reverse

from annotator.actions import tags
from annotator.errors import Refused
from annotator.models import Event, Tag
from annotator.selectors.filters import Filters
from corpus.models import Collection
from tests.support import factories

pytestmark = pytest.mark.django_db
SECRET = "Unheard-of"


@pytest.fixture
def tag(editor):
    made, _batch = tags.create_tag(name=SECRET, definition="Nobody knows.", aliases=["Unknown"], by=editor)
    return made


@pytest.fixture
def collection(tag):
    return factories.make_document(collection=factories.make_collection(access="groups")).collection


def pages(tag):
    return {
        "list": reverse("tags"),
        "tag": reverse("tag", args=[tag.slug]),
        "completion": reverse("find_tags") + "?q=un",
        "search": reverse("search") + f"?q={SECRET.lower()}",
        "file": reverse("export_csv", args=["codebook"]),
        "form": reverse("export"),
        "activity": reverse("activity"),
        "narrowed": reverse("export_csv", args=["tags"]) + f"?tag={tag.slug}",
    }


def read(client, address):
    answer = client.get(address)
    return answer.status_code, b"".join(answer).decode()


def told(client, tag):
    """The names of the pages on which the tag's name or definition can be read."""
    found = {name: read(client, address)[1] for name, address in pages(tag).items()}
    without_what_was_asked = found["search"].replace(SECRET.lower(), "")
    return {name for name, text in (found | {"search": without_what_was_asked}).items() if SECRET in text}


def test_nobody_who_reads_nothing_hears_of_it(collection, tag, log_in, reader):
    for user in (None, reader):
        client = log_in(user)
        assert told(client, tag) == set()
        assert read(client, pages(tag)["tag"])[0] == 404
        assert json.loads(read(client, pages(tag)["completion"])[1]) == {"options": []}
        assert (
            read(client, pages(tag)["narrowed"])[0] == read(client, reverse("export_csv", args=["tags"]) + "?tag=no")[0]
        )
    assert log_in(reader).get(reverse("tag_history", args=[tag.slug])).status_code == 404
    assert not Event.objects.visible_to(reader).exists()


@pytest.mark.parametrize("access", ["public", "members"])
def test_who_reads_a_collection_reads_the_codebook(collection, tag, log_in, reader, access):
    Collection.objects.update(access=access)
    assert {"list", "completion", "file", "tag"} <= told(log_in(reader), tag)
    assert bool(told(log_in(), tag)) is (access == "public")


def test_one_open_collection_is_enough(collection, tag, log_in):
    factories.make_collection()
    assert "list" in told(log_in(), tag)


def test_who_takes_part_reads_it_before_there_is_a_text_for_them(collection, tag, annotator, editor, administrator):
    for user in (annotator, editor, administrator):
        assert list(Tag.objects.visible_to(user)) == [tag]


def test_a_site_without_collections_has_nothing_to_close(tag, log_in):
    assert "list" in told(log_in(), tag)


def test_a_tag_one_may_not_see_cannot_be_told_from_none(collection, tag, reader):
    said = []
    for slug in (tag.slug, "no-such-tag"):
        with pytest.raises(Refused) as refused:
            Filters(tags=(slug,)).look_up(reader)
        said.append(refused.value.messages[0].replace(slug, "…"))
    assert said[0] == said[1]
