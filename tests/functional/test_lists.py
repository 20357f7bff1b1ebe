"""The lists that find things again: narrowed as their exports are, paged, and at the same cost however much there is."""

import csv
import html
import io
import re
import uuid
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from annotator.http.paging import PAGE
from annotator.models import Annotation, CrossReference, Event, Tagging
from tests.support.export_site import number

pytestmark = pytest.mark.django_db
LISTS = ["/tags/", "/tags/rule/", "/cross-references/", "/people/ada/", "/activity/"]
PERSONS = [f"/people/ada/?kind={kind}" for kind in ("tags", "annotations", "cross-references")]


def rows(answer):
    """The contributions, events or tags that the list shows."""
    return [getattr(row, "contribution", getattr(row, "event", row)) for row in answer.context["page"].rows]


def exported(client, answer):
    """The ids of the rows that the page's link to the export leads to."""
    link = urlsplit(answer.context["listing"].export)
    (kind,) = parse_qs(link.query)["kind"]
    assert not link.query.endswith("&")
    query = link.query.removeprefix(f"kind={kind}").removeprefix("&")
    content = client.get(f"{reverse('export_csv', args=[kind])}?{query}").content
    return {row[next(iter(row))] for row in csv.DictReader(io.StringIO(content.decode(), newline=""))}


QUERIES = [
    "",
    "collection=public",
    "document=Zeta",
    "document=Zeta,alpha",
    "tag=duty",
    "tag=rule",
    "tag=rule&descendants=0",
    "person=ada",
    "person=%40bela&person=ada",
    "status=published",
    "status=draft,proposed",
    "since=2026-11-22&until=2026-11-22",
    "until=2026-11-21",
    "q=two",
]


@pytest.mark.parametrize("address", ["/tags/rule/?", "/cross-references/?", *(f"{each}&" for each in PERSONS)])
def test_a_list_and_the_export_it_links_to_are_the_same(site, log_in, address):
    for viewer, queries in ((None, QUERIES[:1]), (site.ada, QUERIES), (site.editor, QUERIES[:4])):
        client = log_in(viewer)
        for query in queries:
            answer = client.get(address + query)
            assert answer.status_code == 200, query
            assert {str(each.pk) for each in rows(answer)} == exported(client, answer), query


@pytest.mark.parametrize("query", ["", "document=Zeta", "collection=inner", "person=ada", "since=2026-11-23"])
def test_so_are_the_activity_and_its_export(site, log_in, query):
    client = log_in(site.editor)
    answer = client.get(f"/activity/?{query}")
    assert {str(each.pk) for each in rows(answer)} == exported(client, answer)
    assert [each.at for each in rows(answer)] == sorted((each.at for each in rows(answer)), reverse=True)


@pytest.mark.parametrize("query", ["", "tag=rule", "tag=rule&descendants=0", "tag=duty"])
def test_so_are_the_tags_and_the_codebook(site, log_in, query):
    client = log_in()
    answer = client.get(f"/tags/?{query}")
    assert {str(each.tag.pk) for each in rows(answer)} == exported(client, answer)


def test_every_list_is_narrowed(site, log_in):
    client = log_in(site.editor)
    found = rows(client.get("/cross-references/?document=secret"))
    assert [each.pk for each in found] == [number(4, 4), number(4, 3)]
    assert len(rows(client.get("/tags/rule/"))) > len(rows(client.get("/tags/rule/?descendants=0")))
    assert {each.tag for each in rows(client.get("/tags/rule/?descendants=0"))} == {site.rule}
    assert {each.actor for each in rows(client.get("/activity/?person=@bela"))} == {site.bela}
    assert {each.status for each in rows(client.get("/people/@bela/?status=declined"))} == {"declined"}


def test_a_tags_page_is_that_tags_whatever_the_address_says(site, log_in):
    assert {each.tag for each in rows(log_in().get("/tags/%C3%A4rger/?tag=rule"))} == {site.other}
    assert {each.author for each in rows(log_in().get("/people/ada/?person=@bela"))} == {site.ada}


NAMES = ["collection", "document", "tag", "person", "status", "since", "id"]
OWN = {"/tags/rule/": "tag", "/people/ada/": "person"}


@pytest.mark.parametrize("address", LISTS)
def test_what_is_not_there_is_said_and_nothing_is_shown(site, log_in, address):
    for name in NAMES:
        answer = log_in().get(address, {name: "no-such"})
        if OWN.get(address) == name:
            assert answer.status_code == 200
            continue
        assert answer.status_code == 400
        assert not rows(answer)
        (problem,) = answer.context["listing"].problems
        text = answer.content.decode()
        assert problem in text
        assert "Show everything" in text
        assert "Export this list" not in text


@pytest.mark.parametrize("address", ["/tags/rule/", "/cross-references/", "/activity/"])
def test_what_one_may_not_see_is_as_unknown_as_what_is_not_there(site, log_in, address):
    for name, hidden in (("document", "secret"), ("collection", "inner"), ("person", "otto")):
        answers = [log_in().get(address, {name: value}) for value in (hidden, "nowhere")]
        assert [answer.status_code for answer in answers] == [400, 400]
        first, second = (answer.content.decode().partition("<main")[2] for answer in answers)
        assert first.replace(hidden, "nowhere") == second


@pytest.mark.parametrize("address", LISTS)
def test_nonsense_in_the_address_is_no_error(site, log_in, address):
    for query in ("page=0", "page=-1", "page=x", "page=999999999999", "q=%00", "tag=%00", "page=²", "kind=%00"):
        assert log_in(site.editor).get(f"{address}?{query}").status_code in {200, 400}, query


@pytest.mark.parametrize("address", LISTS)
def test_the_link_to_the_export_leads_there(site, log_in, address):
    answer = log_in(site.ada).get(address, {"document": "Zeta"} if address != "/tags/" else {"tag": "rule"})
    export = log_in(site.ada).get(answer.context["listing"].export)
    assert f"{len(rows(answer))} row" in export.content.decode()


def test_the_form_keeps_what_the_address_says(site, log_in):
    page = log_in(site.editor).get(
        "/cross-references/?document=Zeta&document=alpha&tag=rule&tag=duty&person=ada&status=draft&since=2026-11-01"
    )
    text = page.content.decode()
    assert 'value="rule, duty"' in text
    assert 'value="ada"' in text
    assert '<option value="Zeta, alpha" selected>' in text
    assert '<option value="draft" selected>' in text
    assert '<input type="hidden" name="since" value="2026-11-01">' in text
    assert 'href="/cross-references/?"' in text


def test_the_form_offers_what_one_may_see(site, log_in):
    assert "Secret" not in log_in().get("/cross-references/").content.decode()
    assert "Secret" in log_in(site.editor).get("/cross-references/").content.decode()


def test_a_persons_page_shows_one_kind_at_a_time(site, log_in):
    for kind, model in (("tags", Tagging), ("annotations", Annotation)):
        answer = log_in(site.ada).get("/people/ada/", {"kind": kind})
        assert {type(each) for each in rows(answer)} == {model}
    assert rows(log_in().get("/people/ada/?kind=nothing")) == rows(log_in().get("/people/ada/"))
    assert "?kind=annotations" in log_in().get("/people/ada/").content.decode()


def test_who_a_person_is_is_known_to_those_who_see_their_work(site, log_in):
    assert log_in().get("/people/ada/").status_code == 200
    assert log_in().get("/people/otto/").status_code == 404
    assert log_in(site.outsider).get("/people/otto/").status_code == 200
    assert log_in(site.outsider).get("/people/nobody/").status_code == 404


def test_mentions_are_a_list_too(site, log_in):
    note = Annotation.objects.filter(author=site.bela).first()
    note.mentions.add(site.ada)
    assert rows(log_in().get("/people/ada/?kind=mentions")) == [note]
    assert rows(log_in().get("/people/ada/?kind=mentions&person=ada")) == []
    assert rows(log_in().get("/people/ada/?kind=mentions&person=@bela")) == [note]


def many(site, more, start=1000):
    """``more`` more of every kind, on the same words."""
    passage, other = site.passage(site.alpha, 20), site.passage(site.zeta, 30)
    for place in range(start, start + more):
        author = User.objects.create(username=f"person-{place}")
        site.tagging(place, site.rule, author, passage)
        site.note(place, site.ada, passage, "A note").mentions.add(site.ada)
        site.reference(place, author, passage, other)
        tagging = site.tagging(place + 50_000, site.duty, author, other)
        site.event(place, site.ada, "created", ("tagging", tagging.pk), site.zeta)


LONG = ("/tags/rule/", "/cross-references/", "/people/ada/?kind=annotations", "/people/ada/?kind=mentions")


@pytest.mark.any_database
def test_a_list_costs_the_same_however_much_there_is(site, log_in):
    client = log_in(site.editor)
    many(site, 10)
    Tagging.objects.update(status="proposed")

    def costs(address):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    addresses = ("/tags/", *LONG, "/activity/", "/review/")
    for address in addresses:
        client.get(address)
    many(site, 20, 2000)
    before = {address: costs(address) for address in addresses}
    many(site, 20, 3000)
    assert {address: costs(address) for address in addresses} == before
    assert max(before.values()) <= 18


def test_lists_are_paged(site, log_in, subtests):
    many(site, PAGE + 5)
    client = log_in()
    for address in LONG:
        with subtests.test(address):
            joiner = "&" if "?" in address else "?"
            first, second = client.get(address), client.get(f"{address}{joiner}page=2")
            assert len(rows(first)) == PAGE
            assert rows(second)
            assert not {each.pk for each in rows(first)} & {each.pk for each in rows(second)}
            assert "Next page" in first.content.decode()
            assert "Previous page" in second.content.decode()
            narrowed = client.get(f"{address}{joiner}status=published")
            assert "status=published&amp;page=2" in narrowed.content.decode()


@pytest.mark.parametrize("address", ["/cross-references/", "/people/ada/?kind=annotations", "/activity/?person=ada"])
def test_a_page_deep_in_a_list_is_the_same_however_many_are_added(site, log_in, address):
    many(site, PAGE * 2 + 5)
    client = log_in()
    pages = [client.get(address)]
    while link := re.search(r'rel="next" href="([^"]*)"', pages[-1].content.decode()):
        deeper = f"{address.partition('?')[0]}{html.unescape(link[1])}"
        pages.append(client.get(deeper))
    shown = [[each.pk for each in rows(page)] for page in pages]
    many(site, 20, 4000)
    assert [each.pk for each in rows(client.get(deeper))] == shown[-1]
    # On the way back nothing is left out and nothing is shown twice, and the first page is a whole one.
    back = [client.get(deeper)]
    while link := re.search(r'rel="prev" href="([^"]*)"', back[-1].content.decode()):
        back.append(client.get(f"{address.partition('?')[0]}{html.unescape(link[1])}"))
    assert {pk for page in shown for pk in page} <= {each.pk for page in back for each in rows(page)}
    assert [each.pk for each in rows(back[-1])] == [each.pk for each in rows(client.get(address))]
    for wrong in ("after=nonsense", "before=%00", f"after={uuid.uuid4()}", "after=9~9", "before=9~%00"):
        joiner = "&" if "?" in address else "?"
        assert rows(client.get(f"{address}{joiner}{wrong}"))


def test_what_one_may_not_see_answers_like_what_is_not_there(site, log_in):
    many(site, PAGE + 5)
    draft = CrossReference.objects.order_by("created_at")[PAGE // 2]
    CrossReference.objects.filter(pk=draft.pk).update(status="draft")
    shown = [
        [each.pk for each in rows(log_in().get(f"/cross-references/?page=2&{name}={pk}"))]
        for name in ("after", "before")
        for pk in (draft.pk, uuid.uuid4())
    ]
    assert shown[0] == shown[1] == shown[2] == shown[3]
    assert draft.pk not in shown[0]


def test_one_undoes_from_the_activity_what_can_be_undone(site, log_in):
    mine = Event.objects.filter(actor=site.ada).first()
    assert str(mine.batch) not in log_in(site.ada).get("/activity/?person=ada").content.decode()
    Event.objects.filter(pk=mine.pk).update(at=timezone.now())
    assert str(mine.batch) in log_in(site.ada).get("/activity/?person=ada").content.decode()
    assert str(mine.batch) not in log_in(site.editor).get("/activity/?person=ada").content.decode()


@pytest.mark.parametrize("address", LISTS)
def test_lists_are_read_only(site, log_in, address):
    assert log_in(site.editor).post(address).status_code == 405


def test_the_codebook_and_people_are_completed_for_the_public(site, log_in):
    tags = log_in().get("/find/tags/?slug=1&q=du").json()["options"]
    assert [each["value"] for each in tags] == ["duty"]
    for path in ("rule › duty", "rule/du", "Rule > DU"):
        found = log_in().get("/find/tags/", {"slug": "1", "q": path}).json()["options"]
        assert [each["value"] for each in found] == ["duty"], path
    found = log_in().get("/find/people/?q=").json()["options"]
    assert {each["value"] for each in found} == {"ada", "@bela"}
    User.objects.filter(username="ada").update(first_name="Ada", last_name="Lindqvist")
    assert [each["value"] for each in log_in().get("/find/people/?q=ada+lind").json()["options"]] == ["ada"]
    assert log_in().get("/find/people/?q=%00").json() == log_in().get("/find/people/?q=").json()
    assert "otto" in {each["value"] for each in log_in(site.ada).get("/find/people/?q=").json()["options"]}
