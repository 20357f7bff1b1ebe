"""The revisions of a document on their pages, and the page of a paragraph that is gone."""

import pytest

from annotator.actions import annotations, taggings
from annotator.models.place import Place
from annotator.selectors.revision_diff import in_one_order
from tests.corpus.importing.writing.test_revise import FIRST, SECOND, THIRD, revised
from tests.support.factories import make_document, make_tag, paragraphs_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def text():
    """Three revisions: edited and one more, then one gone and two merged."""
    made = make_document([FIRST, SECOND, THIRD, "Short one."], title="A treaty")
    revised(made, "Quite new here.", FIRST, SECOND.replace("noon", "midnight"), THIRD, "Short one.")
    revised(made, "Quite new here.", FIRST + " " + SECOND.replace("noon", "midnight"), THIRD)
    made.refresh_from_db()
    return made


def words(response):
    """What a page says, on one line."""
    return " ".join(response.content.decode().split())


def address(text, rest=""):
    return f"/documents/{text.slug}/{rest}"


def test_the_list_names_the_newest_first_with_what_changed(text, log_in):
    page = log_in().get(address(text, "revisions/"))
    said = words(page)
    assert [each.revision.number for each in page.context["page"].rows] == [3, 2, 1]
    assert "1 edited, 1 new" in said
    assert "1 merged, 2 gone" in said
    assert f'href="{address(text, "compare/2/3/")}"' in said
    assert "The command line" in said


def test_the_reading_page_names_its_revision_once_there_are_two(text, log_in):
    assert "Revision 3 of" in words(log_in().get(address(text)))
    only = make_document()
    assert "Revision" not in words(log_in().get(address(only)))


def test_what_the_reader_left_out_stands_beside_the_revision_ever_after(text, log_in):
    first = text.revisions.get(number=1)
    first.notices = [{"code": "hidden_text", "params": {"count": 3}}]
    first.genre, first.encoding = "verse", "cp1250"
    first.save()
    told = ["Read as: Verse.", "Encoding: cp1250.", "Places with hidden text left out: 3."]
    assert [row.reading for row in log_in().get(address(text, "revisions/")).context["page"].rows] == [[], [], told]
    for page in ("revisions/", "revisions/1/"):
        assert all(line in words(log_in().get(address(text, page))) for line in told)


def test_a_text_of_one_revision_leads_to_what_its_reader_had_to_say(log_in):
    only = make_document()
    assert "How the file was read" not in words(log_in().get(address(only)))
    only.revisions.update(notices=[{"code": "comments", "params": {"count": 1}}])
    assert f'href="{address(only, "revisions/")}"' in words(log_in().get(address(only)))


def test_an_earlier_revision_is_the_text_as_it_was_and_says_so(text, log_in):
    page = log_in().get(address(text, "revisions/1/"))
    said = words(page)
    assert [each.text for each in page.context["page"].rows] == [FIRST, SECOND, THIRD, "Short one."]
    assert "This is not the current text." in said
    assert f'href="{address(text, "2/")}"' in said
    assert "data-may-contribute" not in said


def test_the_newest_revision_is_the_reading_page(text, log_in):
    assert log_in().get(address(text, "revisions/3/"))["Location"] == address(text)


@pytest.mark.parametrize(
    "rest",
    ["revisions/0/", "revisions/4/", "revisions/1/?page=2", "revisions/1/?page=x", "revisions/1/?at=5", "revisions/2/?page=0",
     "compare/1/1/", "compare/2/1/", "compare/0/1/", "compare/1/4/", "compare/1/99999999999999999999/", "7/"],
)  # fmt: skip
def test_what_there_is_not(text, rest, log_in):
    assert log_in().get(address(text, rest)).status_code == 404


def test_a_long_revision_is_read_page_by_page(log_in):
    made = make_document([f"Paragraph number {at} of many." for at in range(1, 251)])
    revised(made, "Before.", *(f"Paragraph number {at} of many." for at in range(1, 251)))
    client = log_in()
    first = client.get(address(made, "revisions/1/"))
    assert len(first.context["page"].rows) == 100
    assert 'href="?page=2"' in first.content.decode()
    last = client.get(address(made, "revisions/1/?at=250"))
    assert (last.context["page"].number, last.context["page"].more) == (3, False)
    assert last.context["page"].rows[-1].key == 250


def test_only_what_changed_is_compared_unless_all_is_asked_for(text, log_in):
    page = log_in().get(address(text, "compare/1/2/"))
    said = words(page)
    assert [row.key for row in page.context["page"].rows] == [5, 2]
    assert "3 paragraphs are the same and not shown." in said
    assert "<del>noon</del>" in said
    assert "<ins>midnight</ins>" in said
    everything = log_in().get(address(text, "compare/1/2/?all=1"))
    assert [row.key for row in everything.context["page"].rows] == [5, 1, 2, 3, 4]


def test_what_was_merged_and_what_is_gone_is_said_over_several_revisions(text, log_in):
    page = log_in().get(address(text, "compare/1/3/"))
    said = words(page)
    rows = {row.key: row for row in page.context["page"].rows}
    kept, lost = (1, 2) if rows[1].new else (2, 1)
    assert f'gone, its words are in <a href="{address(text, f"{kept}/")}">¶&nbsp;{kept}</a>' in said
    assert f'merged with <a href="{address(text, f"{lost}/")}">¶&nbsp;{lost}</a>' in said
    assert [each.words for each in rows[4].labels] == ["gone"]
    assert (rows[4].old.text, rows[4].new) == ("Short one.", None)
    assert "Not in revision 3." in said


def test_split_and_moved_are_said(log_in):
    made = make_document([f"{FIRST} {SECOND}", *(f"Filler number {at} stands here." for at in range(9)), THIRD])
    revised(made, THIRD, FIRST, SECOND, *(f"Filler number {at} stands here." for at in range(9)))
    said = words(log_in().get(address(made, "compare/1/2/")))
    assert f'split, further parts: <a href="{address(made, "12/")}">¶&nbsp;12</a>' in said
    assert f'split from <a href="{address(made, "1/")}">¶&nbsp;1</a>' in said
    assert "· moved" in said


def kinds(pieces):
    return [(text.strip(), kind.value) for text, kind in pieces if text.strip()]


def test_what_was_split_or_merged_is_compared_with_all_that_it_became_or_was(log_in):
    made = make_document([f"{FIRST} {SECOND}", THIRD, "The last one is short."])
    revised(made, FIRST, SECOND.replace("noon", "midnight"), f"{THIRD} The last one is brief.")
    page = log_in().get(address(made, "compare/1/2/"))
    rows = {(row.old or row.new).text: row for row in page.context["page"].rows}
    whole = rows[f"{FIRST} {SECOND}"]
    assert [text for text, kind in kinds(whole.left) if kind == "only"] == ["noon"]
    both = {(row.new or row.old).text: row for row in rows.values()}
    assert kinds(both[FIRST].right) == [(FIRST, "same")]
    second = both[SECOND.replace("noon", "midnight")]
    assert [text for text, kind in kinds(second.right) if kind == "only"] == ["midnight"]
    assert "".join(text for text, _kind in second.right) == second.new.text
    gone = rows["The last one is short."]
    assert gone.new is None
    assert [text for text, kind in kinds(gone.left) if kind == "only"] == ["short"]
    assert [text for text, kind in kinds(rows[THIRD].right) if kind == "only"] == ["brief"]


def test_what_a_later_revision_took_back_is_the_same(log_in):
    made = make_document([FIRST, SECOND])
    revised(made, FIRST, SECOND.replace("noon", "midnight"))
    revised(made, FIRST, SECOND)
    page = log_in().get(address(made, "compare/1/3/"))
    assert [(row.key, [each.words for each in row.labels]) for row in page.context["page"].rows] == [(2, ["the same"])]


def test_a_comparison_costs_the_same_however_much_changed(log_in, django_assert_num_queries):
    made = make_document([f"{at} {FIRST}" for at in range(120)])
    revised(made, *(f"{at} {FIRST} More." for at in range(120)))
    client = log_in()
    with django_assert_num_queries(12):
        page = client.get(address(made, "compare/1/2/"))
    assert len(page.context["page"].rows) == 50
    assert len(client.get(address(made, "compare/1/2/?page=3")).context["page"].rows) == 20


def test_a_paragraph_that_is_gone_keeps_its_address_and_what_is_on_it(log_in, annotator):
    made = make_document([FIRST, SECOND, THIRD])
    here = paragraphs_of(made)[1]
    annotations.annotate(places=[Place(here)], body="A note on it.", by=annotator)
    taggings.tag(places=[Place(here)], tags=[make_tag("voting")], by=annotator)
    revised(made, FIRST, THIRD)
    page = log_in(annotator).get(address(made, "2/"))
    said = words(page)
    assert page.status_code == 200
    for each in (
        SECOND,
        "A note on it.",
        "voting",
        "It stood in revision 1",
        "No new tag, note or cross-reference can be put on it.",
    ):
        assert each in said
    assert f'href="{address(made, "revisions/1/?at=2#p2")}"' in said
    assert f'action="{address(made, "2/annotations/")}"' not in said


def test_a_merged_paragraph_names_the_one_it_went_into(text, log_in):
    standing = set(text.paragraphs.standing().values_list("key", flat=True))
    (merged,) = {1, 2} - standing
    (into,) = {1, 2} & standing
    said = words(log_in().get(address(text, f"{merged}/")))
    assert f'In revision 3 it was merged into <a href="{address(text, f"{into}/")}">¶&nbsp;{into}</a>' in said
    assert "revisions 1 to 2" in said


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_nothing_is_put_on_a_paragraph_that_is_gone_and_the_words_come_back(text, headers, log_in, annotator):
    client = log_in(annotator)
    sent = client.post(address(text, "4/annotations/"), {"body": "Long <thought>.\nOn it."}, headers=headers)
    assert sent.status_code == 422
    said = words(sent)
    assert "The text has changed" in said
    assert "Long &lt;thought&gt;.<br>On it." in said
    assert not text.paragraphs.get(key=4).passages.exists()
    assert client.get(address(text, "4/tags/")).status_code == 200
    assert client.post(address(text, "4/none/")).status_code == 404


def test_those_who_may_not_read_the_document_see_none_of_it(text, log_in, reader):
    text.collection.access = "groups"
    text.collection.save()
    for rest in ("revisions/", "revisions/1/", "compare/1/2/", "4/"):
        assert log_in(reader).get(address(text, rest)).status_code == 404


def test_one_order_of_two():
    old = {"a": 1, "gone first": 2, "b": 3, "gone": 4, "c": 5}
    new = {"c": 1, "new": 2, "a": 3, "b": 4}
    assert in_one_order(old, new) == ["c", "new", "a", "gone first", "b", "gone"]
    assert in_one_order({"x": 1}, {"y": 1}) == ["x", "y"]
