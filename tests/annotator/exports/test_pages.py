"""The export page, the downloads, and the links and admin actions that lead to them."""

import csv
import io
import re
import zipfile
from datetime import date

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.http import QueryDict
from django.template import Context, Template
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from annotator.exports import responses
from annotator.exports.kinds import EXPORT_KINDS
from annotator.exports.selection import export_selection
from annotator.models import Status, Tagging
from annotator.selectors.filters import Filters
from tests.conftest import person
from tests.support import factories

pytestmark = pytest.mark.django_db


def rows(response):
    content = b"".join(response) if response.streaming else response.content
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def main(response):
    """The page without its frame, which has a token of its own each time."""
    return response.content.decode().partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize("kind", EXPORT_KINDS)
def test_everybody_downloads_what_they_may_see(site, log_in, kind):
    address = reverse("export_csv", args=[kind])
    assert address == f"/export/{kind}.csv"
    response = log_in().get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="{kind}.csv"'
    assert response["Content-Length"] == str(len(response.content))
    assert "no-store" in response["Cache-Control"]
    seen = len(rows(response))
    # What is proposed is for members.
    assert seen == 0 if kind == "parallels" else seen > 0
    assert len(rows(log_in(site.editor).get(address))) >= max(seen, 1)


def test_a_long_download_is_streamed_and_the_same(site, log_in, monkeypatch):
    whole = log_in().get("/export/tags.csv").content
    monkeypatch.setattr(responses, "MEASURED", 10)
    response = log_in().get("/export/tags.csv")
    assert response.streaming
    assert "Content-Length" not in response
    assert b"".join(response) == whole


def test_the_bundle_is_downloaded(site, log_in):
    response = log_in().get(reverse("export_bundle"))
    assert response["Content-Type"] == "application/zip"
    assert response["Content-Disposition"] == 'attachment; filename="bundle.zip"'
    archive = zipfile.ZipFile(io.BytesIO(response.content))
    assert archive.testzip() is None
    assert not [name for name in archive.namelist() if b"secret" in archive.read(name).lower()]


@pytest.mark.any_database
@pytest.mark.parametrize("address", ["/export/", "/export/tags.csv", "/export/bundle.zip"])
def test_they_are_read_only(site, log_in, address):
    assert log_in(site.editor).post(address).status_code == 405
    head = log_in().head(address)
    assert head.status_code == 200
    assert head.content == b""


@pytest.mark.any_database
@pytest.mark.parametrize("address", ["/export/nothing.csv", "/export/?kind=nothing"])
def test_there_is_no_other_file(site, log_in, address):
    assert log_in().get(address).status_code == 404


@pytest.mark.parametrize("address", ["/export/tags.csv?", "/export/bundle.zip?", "/export/?kind=tags&"])
def test_a_document_one_may_not_see_is_as_unknown_as_one_that_is_not_there(site, log_in, address):
    hidden = log_in(site.ada).get(f"{address}document=secret")
    missing = log_in(site.ada).get(f"{address}document=nowhere")
    assert hidden.status_code == missing.status_code == 400
    assert "There is no document “secret”." in hidden.content.decode()
    assert main(hidden).replace("secret", "nowhere") == main(missing)


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("since=soon", "“soon” is not a date. Write it as 2026-11-22."),
        ("until=9999-12-31", "“9999-12-31” is not a date."),
        ("tag=nothing", "There is no tag “nothing”."),
        ("id=x", "That is not an id. Copy it from an export, or leave it out."),
        ("status=new", "There is no status “new”."),
    ],
)
def test_a_mistake_is_said(site, log_in, query, message):
    for address in ("/export/tags.csv?", "/export/?kind=tags&"):
        response = log_in().get(f"{address}{query}")
        assert response.status_code == 400
        assert message in response.content.decode()


@pytest.mark.any_database
def test_a_filter_that_does_not_apply_is_said(site, log_in):
    response = log_in().get("/export/?kind=documents&person=ada")
    assert response.status_code == 400
    assert "documents.csv cannot be narrowed by person." in response.content.decode()


def test_a_download_is_narrowed(site, log_in):
    found = rows(log_in().get("/export/tags.csv?tag=rule&descendants=0&document=Zeta&document=alpha&person=ada"))
    assert [row["quote"] for row in found] == ["𝄞"]


def test_raw_and_byte_order_mark(site, log_in):
    plain = log_in().get("/export/codebook.csv").content
    assert b"'=SUM(A1)" in plain
    raw = log_in().get("/export/codebook.csv?raw=1&bom=1").content
    assert raw.startswith(b"\xef\xbb\xbftag_id,")
    assert b",=SUM(A1)" in raw


@pytest.mark.parametrize("kind", EXPORT_KINDS)
def test_the_cells_are_the_same_between_semicolons(site, log_in, kind):
    def cells(query, delimiter):
        data = log_in().get(f"/export/{kind}.csv{query}").content.decode("utf-8-sig")
        return list(csv.reader(io.StringIO(data, newline=""), delimiter=delimiter, strict=True))

    assert cells("?bom=1&separator=%3B", ";") == cells("", ",")
    assert log_in().get(f"/export/{kind}.csv?separator=x").status_code == 400


def test_the_page_offers_the_files_and_what_one_may_see(site, log_in):
    page = log_in().get("/export/").content.decode()
    assert all(kind.file in page for kind in EXPORT_KINDS.values())
    assert "Zeta" in page
    assert "secret" not in page.lower()
    assert "otto" not in page
    assert "rule › duty" in page
    assert 'href="/export/bundle.zip"' in page
    # The bytes of the file in the bundle.
    assert 'href="/export/tags.csv"' in page
    assert "Secret" in log_in(site.editor).get("/export/").content.decode()
    assert "otto" in log_in(site.editor).get("/export/").content.decode()


def test_the_page_shows_the_first_rows_and_their_number(site, log_in):
    passage = site.passage(site.alpha, 20)
    for place in range(20, 32):
        author = User.objects.create(username=f"person-{place}")
        site.tagging(place, site.rule, author, passage)
    page = log_in().get("/export/?kind=tags&tag=rule&descendants=0").content.decode()
    assert "14 rows" in page
    assert page.count("<tr>") == 11
    assert 'href="/export/tags.csv?tag=rule&amp;descendants=0"' in page
    assert 'href="/export/tags.csv?tag=rule&amp;descendants=0&amp;bom=1"' in page
    assert 'href="/export/bundle.zip?tag=rule&amp;descendants=0"' in page
    assert '<option value="rule" selected>' in page
    assert "1 row<" in log_in().get("/export/?kind=tags&person=ada&tag=duty").content.decode()
    nothing = log_in().get("/export/?kind=tags&tag=duty&person=@bela").content.decode()
    assert "No rows match these filters, so there is nothing to download." in nothing
    assert "tags.csv?" not in nothing
    # Who asks for the file all the same gets its header.
    assert len(log_in().get("/export/tags.csv?tag=duty&person=@bela").getvalue().splitlines()) == 1
    listed, empty = (log_in(site.bela).get(f"/cross-references/{query}").text for query in ("", "?since=3000"))
    assert "Export this list" in listed
    assert "Export this list" not in empty


def test_the_page_explains_every_column(site, log_in):
    for kind in EXPORT_KINDS.values():
        page = log_in().get("/export/", {"kind": kind.name}).content.decode()
        assert all(f"<dt>{name}</dt>" in page for name in kind.header)


def test_the_page_costs_the_same_however_much_there_is(site, log_in, django_assert_max_num_queries):
    client = log_in()
    with django_assert_max_num_queries(20) as before:
        client.get("/export/?kind=tags")
    for place in range(100, 160):
        site.tagging(place, site.rule, User.objects.create(username=f"p{place}"), site.passage(site.alpha, 20))
    with django_assert_max_num_queries(len(before.captured_queries)):
        client.get("/export/?kind=tags")


def test_several_names_may_be_separated_by_commas(site, log_in):
    apart = log_in().get("/export/tags.csv?document=Zeta&document=alpha&person=ada&person=@bela").content
    assert len(apart.splitlines()) > 2
    assert log_in().get("/export/tags.csv?document=Zeta, alpha,&person=ada,@bela,ada").content == apart


@pytest.mark.parametrize("name", ["collection", "document", "tag", "person", "status", "id", "since", "q"])
def test_what_no_database_takes_is_no_error(site, log_in, name):
    assert log_in().get(f"/export/?kind=tags&{name}=x%00y").status_code in {200, 400}


def link(text, **context):
    return Template(f"{{% load export %}}{{% export_link {text} as there %}}{{{{ there|safe }}}}").render(
        Context(context)
    )


def test_a_page_links_to_the_export_of_what_it_shows(site, log_in):
    address = link(
        '"tags" document=document tag=tag person=person q=q', document=site.zeta, tag=site.rule, person=site.ada, q=""
    )
    assert address == "/export/?kind=tags&document=Zeta&tag=rule&person=ada"
    assert "1 row<" in log_in(site.bela).get(address).content.decode()
    assert link('"paragraphs" q="two words" document=documents', documents=[site.zeta, site.alpha]) == (
        "/export/?kind=paragraphs&q=two+words&document=Zeta&document=alpha"
    )


@pytest.mark.any_database
def test_a_link_with_a_parameter_that_does_not_exist_is_a_mistake(site):
    with pytest.raises(TypeError, match="export_link has no paper"):
        link('"tags" paper=1')


def test_the_admin_exports_the_rows_that_are_ticked(site, rf):
    request = rf.post("/")
    request.user = User.objects.get(username="edda")
    action = export_selection("cross-references")
    assert action.__name__ == "export_cross_references"
    assert "%(verbose_name_plural)s" in str(action.short_description)
    everything = Tagging.objects.order_by("-created_at")
    chosen = export_selection("tags")(admin.site, request, everything.filter(author=site.ada))
    # Neither the draft of another nor what was withdrawn.
    assert [row["tagging_id"][-1] for row in rows(chosen)] == ["8", "9"]


names = st.lists(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters=",\0"), max_size=5).map(str.strip).filter(bool),
    max_size=3,
    unique=True,
).map(tuple)


@pytest.mark.any_database
@given(
    st.builds(
        Filters,
        collections=names,
        documents=names,
        tags=names.filter(bool),
        descendants=st.booleans(),
        persons=names,
        statuses=st.lists(st.sampled_from(Status.values), unique=True).map(tuple),
        since=st.none() | st.dates(max_value=date(9998, 12, 31)),
        until=st.none() | st.dates(max_value=date(9998, 12, 31)),
        words=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=9).map(str.strip),
        ids=names,
    )
)
def test_filters_survive_an_address(filters):
    assert Filters.from_query(QueryDict(filters.to_query())) == filters


@pytest.mark.any_database
def test_where_the_codebook_is_large_its_tags_are_typed(client, monkeypatch):
    monkeypatch.setattr("annotator.forms.export.MOST_OFFERED", 2)
    for name in ("one", "two", "three"):
        factories.make_tag(name)
    page = client.get("/export/?kind=tags&tag=one&tag=two").text
    assert '<option value="one"' not in page
    assert re.search(r'<input[^>]*name="tag"[^>]*value="one, two"', page)
    assert "/find/tags/?slug=1" in page
    assert client.get("/export/?kind=tags&tag=one, two").status_code == 200


@pytest.mark.any_database
def test_where_there_are_many_people_their_names_are_typed(client, editor, monkeypatch):
    monkeypatch.setattr("annotator.forms.export.MOST_OFFERED", 2)
    client.force_login(editor)
    for name in ("ada", "bela", "cleo"):
        person(name)
    page = client.get("/export/?kind=tags&person=ada&person=bela").text
    assert '<option value="ada"' not in page
    assert re.search(r'<input[^>]*name="person"[^>]*value="ada, bela"', page)
    assert 'data-complete="/find/people/"' in page
