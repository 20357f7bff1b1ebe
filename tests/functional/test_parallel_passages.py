"""Where a paragraph is said again, on its page."""

import re
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group, User

from annotator.actions import contributions, cross_references, taggings
from annotator.models import CrossReference, Event, Place, ProposedParallel, Tag, Tagging
from tests.annotator.management.test_find_parallels import FIRST, SECOND, load
from tests.support.factories import make_tag


@pytest.fixture
def two(db):
    return load("rivers", FIRST, access="public"), load("lakes", SECOND, access="public")


def found(client, address="/documents/rivers/2/elsewhere/"):
    return [
        (each.parallel.paragraph.document.slug, each.parallel.paragraph.key)
        for each in client.get(address).context["rows"]
    ]


def test_the_nearest_paragraphs_with_the_reasons(client, two):
    page = client.get("/documents/rivers/2/elsewhere/")
    assert found(client) == [("lakes", 3)]
    assert "The same wording, one word changed." in page.text
    assert re.search(r"· 0\.\d\d by words</p>", page.text)
    assert "Join by a cross-reference" not in page.text


def test_it_is_asked_for_on_the_page_of_the_paragraph(client, two):
    assert "/documents/rivers/2/elsewhere/" in client.get("/documents/rivers/2/").text
    part = client.get("/documents/rivers/2/elsewhere/", headers={"HX-Request": "true"})
    assert "<html" not in part.text
    assert "HX-Request" in part["Vary"]


def test_somebody_who_contributes_is_led_to_joining_them(log_in, annotator, two):
    page = log_in(annotator).get("/documents/rivers/2/elsewhere/")
    assert "/documents/rivers/2/cross-references/?target=lakes/3" in page.text


def test_what_one_may_not_read_takes_no_part(client, log_in, annotator, two):
    before = client.get("/documents/rivers/2/elsewhere/").context["rows"]
    load("secret", SECOND, access="members")
    assert client.get("/documents/rivers/2/elsewhere/").context["rows"] == before
    assert found(client) == [("lakes", 3)]
    assert found(log_in(annotator)) == [("lakes", 3), ("secret", 3)]


def test_nothing_like_it(client, two):
    assert found(client, "/documents/rivers/3/elsewhere/") == []
    assert "says anything like it" in client.get("/documents/rivers/3/elsewhere/").text


def test_the_number_of_queries_does_not_grow(client, two, django_assert_max_num_queries):
    for at in range(5):
        load(f"more-{at}", SECOND, access="public")
    with django_assert_max_num_queries(12):
        assert len(found(client)) == 5


STRETCH = {"start": "4", "end": "32"}


@pytest.mark.parametrize("cut", [{"start": "6", "end": "31"}, {"start": "10", "end": "30"}])
def test_half_a_word_means_the_word(client, two, cut):
    page = client.get("/documents/rivers/2/elsewhere/", cut)
    assert page.context["words"] == "council shall keep the river"


def test_all_of_its_words_are_the_paragraph(client, two):
    page = client.get("/documents/rivers/2/elsewhere/", {"start": "0", "end": len(FIRST.splitlines()[2])})
    assert page.context["place"].start is None
    assert page.context["words"] == FIRST.splitlines()[2]


def test_words_are_compared_by_their_wording(client, two):
    page = client.get("/documents/rivers/2/elsewhere/", STRETCH)
    assert page.context["words"] == FIRST.splitlines()[2][4:32]
    assert found(client, "/documents/rivers/2/elsewhere/?start=4&end=32") == [("lakes", 3)]
    assert "<mark>council shall keep the</mark>" in page.text
    for wrong in ("start=4", "start=9&end=4", "start=4&end=4000"):
        assert client.get(f"/documents/rivers/2/elsewhere/?{wrong}").status_code == 400


def test_a_few_words_are_found_in_a_long_paragraph_that_has_most_of_them(log_in, annotator, db):
    few = "There is one earth"
    load("first", f"# On the whole\n\n{few} for everybody to live on.\n", access="public")
    own = " ".join(f"thing{at} there" for at in range(60))
    load("second", f"# On parts\n\nWe say: one {own} earth, which is round.\n\nThere is nothing.\n", access="public")
    client = log_in(annotator)
    page = client.get("/documents/first/2/elsewhere/", {"start": 0, "end": len(few)})
    (row,) = page.context["rows"]
    assert (row.parallel.paragraph.document.slug, row.parallel.paragraph.key) == ("second", 2)
    assert row.parallel.score < 0.1
    assert row.reasons[0] == "4 of the 4 words stand there."
    sent = {"target": "second/2", "relation": "restates", "start": 0, "end": len(few), "request_id": uuid4()}
    assert "Joined: restates." in client.post("/documents/first/2/elsewhere/join/", sent, follow=True).text
    # Of the whole paragraph there are too few.
    assert client.get("/documents/first/2/elsewhere/").context["rows"] == []


def join(client, **fields):
    sent = {"target": "lakes/3", "relation": "restates", "request_id": uuid4()} | fields
    return client.post("/documents/rivers/2/elsewhere/join/", sent, follow=True).text


def test_joined_by_one_click_as_a_suggestion(log_in, annotator, two):
    assert "Joined: restates." in join(log_in(annotator), **STRETCH)
    reference = CrossReference.objects.get()
    assert (reference.origin, reference.source.start) == ("suggestion", 4)
    assert reference.target.quote == "council shall keep the"
    pair = ProposedParallel.objects.get()
    assert (pair.verdict, pair.reference, pair.judged_by) == ("accepted", reference, annotator)
    assert pair.reasons
    assert pair.found_by == "words 1"


def test_selected_words_are_joined_to_the_words_there_or_to_the_whole_paragraph(log_in, annotator, two):
    client = log_in(annotator)
    page = client.get("/documents/rivers/2/elsewhere/", STRETCH).text
    assert ">council shall keep the</q>" in page
    columns = re.search(r'href="([^"]*passages=rivers%2F2%3A4-32%0Alakes%2F3%3A4-26)"', page)
    assert len(client.get(columns[1]).context["named"].witnesses) == 2
    join(client, **STRETCH, whole="1")
    assert CrossReference.objects.get().target.start is None


def test_the_other_way_round(log_in, annotator, two):
    join(log_in(annotator), relation="quotes:turned")
    assert CrossReference.objects.get().target.document == two[0]


@pytest.mark.parametrize(
    ("here", "there", "chosen"),
    [
        ("2019-09-25", "2023-03-20", "restates:turned"),
        ("2023-03-20", "2019-09-25", "restates"),
        ("2023-03-20", "2023-03-20", "restates"),
        (None, "2023-03-20", "restates"),
    ],
)
def test_the_later_text_is_offered_as_the_one_that_restates(log_in, annotator, two, here, there, chosen):
    for text, day in zip(two, (here, there), strict=True):
        text.published_on = day
        text.save()
    page = log_in(annotator).get("/documents/rivers/2/elsewhere/").text
    assert re.findall(r'value="([^"]*)" selected', page) == [chosen]


def test_what_is_joined_says_so_in_place_of_the_form(log_in, annotator, colleague, two):
    client = log_in(annotator)
    join(client)
    made = CrossReference.objects.get()
    page = client.get("/documents/rivers/2/elsewhere/").text
    assert f'<a href="{made.get_absolute_url()}">restates</a>' in page
    assert 'name="relation"' not in page
    there = client.get("/documents/lakes/3/elsewhere/").text
    assert f'<a href="{made.get_absolute_url()}">restated by</a>' in there
    # Other words of the paragraph can be joined still.
    words = client.get("/documents/rivers/2/elsewhere/", STRETCH).text
    assert made.get_absolute_url() in words
    assert 'name="relation"' in words
    contributions.withdraw(contributions=[made], by=annotator)
    assert "Joined by" not in client.get("/documents/rivers/2/elsewhere/").text


def test_a_draft_is_shown_as_joined_to_its_author_alone(log_in, annotator, colleague, two):
    ends = [Place(two[0].paragraphs.get(key=2)), Place(two[1].paragraphs.get(key=3))]
    cross_references.cross_reference(source=ends[0], target=ends[1], relation="quotes", by=colleague, draft=True)
    assert "quotes</a> (draft)" in log_in(colleague).get("/documents/rivers/2/elsewhere/").text
    assert "quotes</a>" not in log_in(annotator).get("/documents/rivers/2/elsewhere/").text


def test_what_is_joined_already_is_not_said_to_be_joined_again(log_in, annotator, colleague, two):
    assert "Joined: restates." in join(log_in(annotator))
    again = join(log_in(annotator))
    assert "Joined: restates." not in again
    assert "You have joined these two in this way already." in again
    assert CrossReference.objects.count() == 1
    assert "Joined: restates." in join(log_in(colleague))


@pytest.mark.parametrize("others", ["", "groups"])
def test_what_is_kept_tells_nothing_of_closed_texts(log_in, annotator, two, others):
    """The same is kept whether or not whoever joins the two reads a closed text with the same words."""
    if others:
        secret = load("secret", FIRST + SECOND, access=others)
        secret.collection.groups.add(group := Group.objects.create(name="Few"))
        annotator.groups.add(group)
    client = log_in(annotator)
    assert len(found(client)) == (3 if others else 1)
    join(client)
    pair = ProposedParallel.objects.get()
    seen = log_in(User.objects.create(username="else")).get("/documents/rivers/2/elsewhere/").context["rows"]
    assert (pair.score, pair.reasons) == (
        round(seen[0].parallel.score, 4),
        [reason._asdict() for reason in seen[0].parallel.reasons],
    )


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"target": "lakes/2"}, "This is not among what is nearest any more."),
        ({"target": "\x00"}, "This is not among what is nearest any more."),
        ({"relation": "nonsense"}, "There is no relation “nonsense”."),
        ({"start": "4", "end": "4000"}, "outside the text"),
    ],
)
def test_what_cannot_be_joined_is_refused(log_in, annotator, two, fields, says):
    page = join(log_in(annotator), **fields)
    assert not CrossReference.objects.exists()
    assert says in page or says == "outside the text"


@pytest.fixture
def tagged(two, colleague):
    tags = [make_tag("water"), make_tag("duty"), make_tag("other")]
    taggings.tag(places=[Place(two[1].paragraphs.get(key=3))], tags=tags[:2], by=colleague)
    taggings.tag(places=[Place(two[1].paragraphs.get(key=2))], tags=tags[2:], by=colleague)
    return tags


def test_the_tags_of_its_parallels_are_suggested_while_tagging(log_in, annotator, tagged):
    client = log_in(annotator)
    assert "/documents/rivers/2/elsewhere/tags/" in client.get("/documents/rivers/2/tags/").text
    page = client.get("/documents/rivers/2/elsewhere/tags/")
    assert [each.tag.name for each in page.context["suggested"]] == ["duty", "water"]


def test_several_are_put_there_at_once_and_taken_back_together(log_in, annotator, tagged):
    client = log_in(annotator)
    sent = {"tag": [tagged[0].pk, tagged[1].pk], "request_id": (batch := uuid4())}
    page = client.post("/documents/rivers/2/elsewhere/tags/", sent, follow=True)
    assert "2 suggested tags were put there." in page.text
    mine = Tagging.objects.filter(author=annotator)
    assert {each.origin for each in mine} == {"suggestion"}
    assert all(each.suggestion["found_by"] == "words 1" and 0.3 < each.suggestion["score"] < 1 for each in mine)
    assert client.get("/documents/rivers/2/elsewhere/tags/").context["suggested"] == []
    client.post("/undo/", {"batch": batch, "request_id": uuid4()})
    assert not Tagging.objects.standing().filter(author=annotator).exists()


def test_what_a_closed_text_suggested_is_not_told_to_others(client, log_in, annotator, two):
    secret = load("secret", FIRST, access="members")
    taggings.tag(places=[Place(secret.paragraphs.get(key=2))], tags=[make_tag("water")], by=annotator)
    log_in(annotator).post("/documents/rivers/2/elsewhere/tags/", {"tag": [Tag.objects.get().pk]})
    tagging = Tagging.objects.get(content_object__document=two[0])
    assert tagging.suggestion["parallel"] == "secret/2"
    (told,) = Event.objects.filter(subject_id=tagging.pk)
    assert "suggestion" not in told.after
    events = b"".join(client.get("/export/events.csv")).decode()
    assert str(tagging.pk) in events
    assert "secret" not in events


def test_what_is_not_suggested_is_not_put_there(log_in, annotator, tagged):
    for tag in ([], [tagged[2].pk], ["nonsense"]):
        page = log_in(annotator).post("/documents/rivers/2/elsewhere/tags/", {"tag": tag}, follow=True)
        assert "Tick at least one tag." in page.text
    assert not Tagging.objects.filter(author=annotator).exists()


def test_a_pair_is_as_near_from_either_side_and_for_the_same_reasons(client, two):
    for at in range(5):
        load(f"more-{at}", FIRST.replace("river", f"pond{at}") if at % 2 else SECOND, access="public")
    here = client.get("/documents/rivers/2/elsewhere/").context["rows"]
    there = client.get("/documents/lakes/3/elsewhere/").context["rows"]
    seen = {row.parallel.paragraph.document.slug: (row.parallel.score, row.parallel.reasons) for row in (*here, *there)}
    assert seen["lakes"] == seen["rivers"]


def test_what_is_alike_but_for_common_phrases_is_not_the_same(client, two):
    for at in range(8):
        load(f"more-{at}", f"# On {at}\n\nEverybody has the right to pond{at}.\n", access="public")
    load("one", "# One\n\nEverybody has the right to silence and tea.\n", access="public")
    load("other", "# Other\n\nThere is silence and tea.\n", access="public")
    rows = client.get("/documents/one/2/elsewhere/").context["rows"]
    assert next(row.score for row in rows if row.parallel.paragraph.document.slug == "other") < "1.00"
