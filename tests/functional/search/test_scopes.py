"""What narrows a search in its own words: texts, paragraphs, who marked them; notes; earlier revisions; what is near."""

import pytest

from annotator.actions import annotations, taggings
from annotator.actions.tags import create_tag
from annotator.models import Annotation
from corpus import search as index
from corpus.models import FormerText, Paragraph, Revision
from tests.functional.search.reading import found, make, page, place, read
from tests.support import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def texts(annotator, colleague, editor):
    first = make(
        "# Of peace",
        "peace one",
        "peace two",
        "peace three",
        slug="treaty",
        title="The Peace Treaty",
        author="Wang Yi",
        publisher="Ministry",
        published_on="2024-05-31",
    )
    first.paragraphs.filter(key__gt=1).update(section="Of peace")
    second = make("peace four", slug="speech", title="A Speech", author="Álvarez", published_on="2025-01-01")
    make("peace five", slug="undated", title="Undated")
    hope, _batch = create_tag(name="great hope", definition="Hope.", by=editor)
    create_tag(name="fear", definition="Fear.", by=editor)
    taggings.tag(places=[place(first, 2, 0, 5)], tags=[hope], by=annotator)
    taggings.tag(places=[place(first, 3)], tags=[hope], by=colleague, draft=True)
    annotations.annotate(places=[place(second, 1)], body="A note on **peace** and war.", by=annotator)
    return first, second


ALL = ["speech/1", "treaty/2", "treaty/3", "treaty/4", "undated/1"]


@pytest.mark.parametrize(
    ("narrowed", "keys"),
    [
        ("", ALL),
        ("document:treaty", ["treaty/2", "treaty/3", "treaty/4"]),
        ('document:"peace treaty"', ["treaty/2", "treaty/3", "treaty/4"]),
        ("-document:treaty", ["speech/1", "undated/1"]),
        ("author:wang", ["treaty/2", "treaty/3", "treaty/4"]),
        ("author:wang,Álvarez", ["speech/1", "treaty/2", "treaty/3", "treaty/4"]),
        ("publisher:MINISTRY", ["treaty/2", "treaty/3", "treaty/4"]),
        ("section:peace", ["treaty/2", "treaty/3", "treaty/4"]),
        ("-section:peace", ["speech/1", "undated/1"]),
        ("from:2025", ["speech/1"]),
        ("until:2024", ["treaty/2", "treaty/3", "treaty/4"]),
        ("until:2024-05", ["treaty/2", "treaty/3", "treaty/4"]),
        ("until:2024-05-30", []),
        ("from:2024-05-31 until:2025-01", ["speech/1", "treaty/2", "treaty/3", "treaty/4"]),
        ("kind:heading", ["treaty/1"]),
        ("kind:all", ["speech/1", "treaty/1", "treaty/2", "treaty/3", "treaty/4", "undated/1"]),
        ("kind:quote", []),
        ("-kind:heading", ALL),
        ('tag:"great hope"', ["treaty/2"]),
        ("tag:great-hope", ["treaty/2"]),
        ("-tag:great-hope", ["speech/1", "treaty/3", "treaty/4", "undated/1"]),
        ("tag:great-hope,fear", ["treaty/2"]),
        ("tag:great-hope tag:fear", []),
        ("by:annotator", ["speech/1", "treaty/2"]),
        ("tag:great-hope by:annotator status:published", ["treaty/2"]),
        ("-by:annotator", ["treaty/3", "treaty/4", "undated/1"]),
        ("status:draft", []),
        ("has:note", ["speech/1"]),
        ("has:note,tag", ["speech/1", "treaty/2"]),
        ("-has:tag", ["speech/1", "treaty/3", "treaty/4", "undated/1"]),
        ("has:reference", []),
        ("in:Notes,texts", ["speech/1"]),
        ("-in:notes", ALL),
        ("-revision:all", ALL),
        ("Has:Note", ["speech/1"]),
        ("-three document:treaty", ["treaty/2", "treaty/3"]),
    ],
)
def test_a_search_is_narrowed_by_its_words(texts, log_in, editor, narrowed, keys):
    answer = page(log_in(editor), q=f"peace {narrowed}")
    assert answer.status_code == 200
    assert [f"{slug}/{key}" for slug, key in found(answer)] == keys


def test_a_draft_counts_for_its_author_alone(texts, log_in, colleague):
    client = log_in(colleague)
    assert len(found(page(client, q="peace tag:great-hope"))) == 2
    assert found(page(client, q="status:draft")) == [("treaty", 3)]


@pytest.mark.parametrize(
    ("narrowed", "told"),
    [
        ("tag:nonsense", "“tag:nonsense” names nothing"),
        ("by:nobody", "“by:nobody” names nothing"),
        ("status:odd", "“status:odd” names nothing that is there. There is: status:draft, status:proposed"),
        ("has:everything", "“has:everything” names nothing that is there. There is: has:tag, has:note, has:reference."),
        ("kind:furniture", "“kind:furniture” names nothing"),
        ("kind:furniture", "There is: kind:all, kind:text, kind:heading"),
        ("in:texts", "“in:texts” names nothing that is there. There is: in:notes."),
        ("revision:7", "“revision:7” names nothing that is there. There is: revision:all."),
        ("from:yesterday", "“yesterday” is no date"),
        ("from:2024-13", "“2024-13” is no date"),
        ("until:0000", "“0000” is no date"),
    ],
)
def test_what_a_filter_names_in_vain_is_told(texts, log_in, editor, narrowed, told):
    answer = page(log_in(editor), q=f"peace {narrowed}")
    assert answer.status_code == 200
    assert told in read(answer)
    assert found(answer) == [], "what names nothing finds nothing"
    others = {f"{slug}/{key}" for slug, key in found(page(log_in(editor), q=f"peace -{narrowed}"))}
    assert others >= set(ALL), "and leaves nothing out"


@pytest.mark.parametrize("typed", ["tag:", "-tag:", "by:", "author:", "from:"])
def test_a_name_that_is_missing_is_told_and_no_word_is_made_of_its_filter(texts, log_in, typed):
    answer = page(log_in(), q=f"peace {typed} three")
    assert found(answer) == [("treaty", 4)]
    assert f"“{typed}” needs a name right after it" in read(answer)
    alone = page(log_in(), q=typed)
    assert f"“{typed}” needs a name right after it" in read(alone)
    assert found(alone) == []


def test_notes_are_searched_for_who_sees_them(texts, log_in, annotator, colleague):
    first, _second = texts
    annotations.annotate(places=[place(first, 2)], body="peace, says a draft", by=annotator, draft=True)
    mine = page(log_in(annotator), q="peace in:notes", view="concordance")
    assert [(line.before, line.words) for line in mine.context["page"].rows] == [
        ("A note on **", "peace"),
        ("", "peace"),
    ]
    assert "note by annotator" in read(mine)
    assert "2 occurrences, 2 paragraphs, 2 documents Searched: 10 words" in read(mine)
    others = page(log_in(colleague), q="peace in:notes")
    assert found(others) == [("speech", 1)]
    assert "A note on **peace** and war." in read(others)
    assert "Tag them all" not in read(others)
    Annotation.objects.update(status="draft")
    assert found(page(log_in(colleague), q="peace in:notes")) == []


def revise(document):
    """A second revision: one paragraph is reworded, another gone."""
    second = Revision.objects.create(
        document=document,
        number=2,
        loaded_at=document.current.loaded_at,
        source_name="two.txt",
        media_type="text/plain",
        sha256="2" * 64,
        length=1,
    )
    reworded, gone = document.paragraphs.order_by("position")
    FormerText.objects.create(
        paragraph=reworded, revision_from=1, revision_to=1, position=1, kind="body", text=reworded.text
    )
    Paragraph.objects.filter(pk=reworded.pk).update(text="peace reworded")
    Paragraph.objects.filter(pk=gone.pk).update(until=document.current)
    document.current = second
    document.save()
    index.index(document)


def test_what_stood_earlier_is_searched_if_asked_and_told_apart(log_in, annotator):
    text = factories.make_document(["peace as it was", "peace that went"], slug="revised")
    revise(text)
    client = log_in(annotator)
    now = page(client, q="peace", view="concordance", sort="after1")
    assert [line.after for line in now.context["page"].rows] == [" reworded"]
    answer = page(client, q="peace revision:all", view="concordance", sort="after1")
    assert [line.after for line in answer.context["page"].rows] == [" as it was", " reworded", " that went"]
    assert read(answer).count("(in revision 1)") == 2
    assert "3 occurrences, 3 paragraphs, 1 document Searched: 9 words, 3 paragraphs" in read(answer)
    hits = page(client, q="went revision:all")
    assert "peace that went" in read(hits)
    for address in {row.address for row in hits.context["page"].rows}:
        assert client.get(address).status_code == 200
    assert found(page(client, q="=Peace revision:all")) == []
    assert len(found(page(client, q="=peace -reworded revision:all"))) == 2


def test_what_is_near_is_told_where_nothing_is_found(texts, log_in):
    client = log_in()
    answer = read(page(client, q="peece one"))
    assert "No paragraphs match" in answer
    assert "“peece” stands nowhere in what was searched. Spelled like it: peace" in answer
    assert "one alone: 1 paragraph" in answer
    assert "peece alone: 0 paragraphs" in answer
    assert "With headings and front matter, which were not searched: 1 paragraph" in read(page(client, q="of peace"))
    assert "Without what narrows the search: 1 paragraph" in read(page(client, q="five document:treaty"))
    assert "Without what narrows the search: 1 paragraph" in read(page(client, q="five", document="treaty"))
    answer = page(client, q="peece one").content.decode()
    assert 'href="/search/?q=peace+one"' in answer


def test_nothing_near_tells_of_what_one_may_not_read(log_in, annotator):
    closed = make("peace secretly", slug="closed")
    closed.collection.access = "members"
    closed.collection.save()
    make("an open text", slug="open")
    answer = read(page(log_in(), q="peece document:open"))
    assert "Spelled like it" not in answer
    assert "Without what narrows" not in read(page(log_in(), q="peace document:open"))
    assert "Without what narrows the search: 1 paragraph" in read(page(log_in(annotator), q="peace document:open"))
