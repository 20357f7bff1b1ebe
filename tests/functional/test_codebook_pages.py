"""The codebook on the public pages: read by everybody, changed by editors, and nothing typed is lost."""

import re
import uuid

import pytest
from django.urls import reverse

from annotator.actions import contributions, cross_references, taggings, tags
from annotator.models import Event, Tag, Tagging
from annotator.models.place import Place
from annotator.selectors.filters import ResolvedFilters
from annotator.selectors.tag_places import taggings_of
from tests.support import factories

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
SAID = {"name": "rule", "definition": "Words that ask.", "colour": "2"}


@pytest.fixture
def rule(editor):
    return tags.create_tag(name="rule", definition="Words that ask.", by=editor, aliases=["law"], colour=2)[0]


@pytest.fixture
def text(annotator):
    return factories.make_document(texts=["A first sentence. The words that ask stand here, in the middle. The end."])


def put(tag, text, by, words):
    para = text.paragraphs.get()
    para.document = text
    start = para.text.index(words)
    return taggings.tag(places=[Place(para, start, start + len(words))], tags=[tag], by=by)[0][0]


@pytest.mark.parametrize("form", ["/tags/new/", "/admin/annotator/tag/add/"])
def test_quotation_marks_around_the_name_of_a_new_tag_are_none_of_it(log_in, administrator, rule, form):
    client = log_in(administrator)
    answer = client.post(form, SAID | {"name": "“rule”"})
    assert "There is a tag of that name already" in answer.content.decode()
    client.post(form, SAID | {"name": "«duty»"})
    assert {*Tag.objects.values_list("name", flat=True)} == {"rule", "duty"}


def test_quotation_marks_that_a_name_has_stay(log_in, editor):
    tag = tags.create_tag(name="“so-called”", definition="d", by=editor)[0]
    client, address = log_in(editor), reverse("edit_tag", args=[tag.slug])
    form = client.get(address).context["form"]
    sent = {field.name: field.value() or "" for field in form} | {"definition": "Doubted."}
    client.post(address, sent)
    tag.refresh_from_db()
    assert (tag.name, tag.definition) == ("“so-called”", "Doubted.")


def test_a_tag_is_added(log_in, editor):
    client = log_in(editor)
    parent = factories.make_tag("top")
    sent = SAID | {"parent": parent.pk, "aliases": "law,  statute", "use_when": "one\r\ntwo"}
    answer = client.post("/tags/new/", sent, follow=True)
    made = Tag.objects.get(name="rule")
    assert answer.redirect_chain == [("/tags/rule/", 302)]
    assert (made.path, made.colour, made.use_when) == ("top › rule", 2, "one\ntwo")
    assert [alias.name for alias in made.aliases.all()] == ["law", "statute"]
    assert "Undo" in answer.content.decode()


def test_one_comes_back_to_where_one_was(log_in, editor):
    client = log_in(editor)
    assert 'name="next" value="/documents/x/3/"' in client.get("/tags/new/?next=/documents/x/3/").content.decode()
    assert client.post("/tags/new/", SAID | {"next": "/documents/x/3/"})["Location"] == "/documents/x/3/"
    elsewhere = client.post("/tags/new/", SAID | {"name": "other", "next": "https://example.org/"})
    assert elsewhere["Location"] == "/tags/other/"


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x" * 501},
        {"name": "a › b"},
        {"name": "nul\0"},
        {"name": "RULE"},
        {"name": "Law"},
        {"aliases": "RULE"},
        {"aliases": "x" * 4001},
        {"definition": " "},
        {"definition": "x" * 10_001},
        {"parent": "nothing"},
        {"parent": str(uuid.uuid4())},
        {"colour": "13"},
        {"colour": ""},
    ],
)
def test_what_is_wrong_with_a_tag_is_said_and_nothing_is_lost(log_in, editor, rule, wrong):
    sent = SAID | {"name": "new", "use_when": "Typed with care"} | wrong
    answer = log_in(editor).post("/tags/new/", sent)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert 'role="alert"' in text
    assert "Typed with care" in text
    assert Tag.objects.count() == 1


def test_a_tag_is_changed(log_in, editor, rule):
    client = log_in(editor)
    form = client.get("/tags/rule/edit/").content.decode()
    assert 'value="law"' in form
    assert re.findall(r'value="(\d)"[^>]*checked', form) == ["2"]
    sent = SAID | {"name": "norm", "aliases": "law, statute", "colour": "5", "version": rule.version}
    answer = client.post("/tags/rule/edit/", sent, follow=True)
    rule.refresh_from_db()
    assert (rule.name, rule.slug, rule.colour) == ("norm", "rule", 5)
    assert "Saved." in answer.content.decode()
    client.post(reverse("undo"))
    rule.refresh_from_db()
    assert (rule.name, rule.colour) == ("rule", 2)


def test_another_name_leads_to_the_tag(log_in, editor, rule):
    client = log_in(editor)
    assert "found by this too" in client.get("/tags/rule/edit/").text
    assert "found by this too" not in client.get("/tags/new/").text
    client.post("/tags/rule/edit/", SAID | {"name": "New Norm", "aliases": "law", "version": 1})
    assert client.get("/tags/law/")["Location"] == "/tags/rule/"
    other = tags.create_tag(name="other", definition="d", by=editor)[0]
    tags.merge_tags(tags=[rule], into=other, by=editor)
    for old in ("rule", "law", "new-norm"):
        assert client.get(f"/tags/{old}/")["Location"] == "/tags/other/"
    assert client.get("/tags/nothing/").status_code == 404


def test_the_second_to_save_sees_both(log_in, editor, administrator, rule):
    log_in(administrator).post("/tags/rule/edit/", SAID | {"definition": "The first one's words", "version": 1})
    client = log_in(editor)
    answer = client.post("/tags/rule/edit/", SAID | {"definition": "The second one’s words", "version": 1})
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Somebody else saved this while you were writing" in text
    assert "The second one’s words" in text
    assert "The first one&#x27;s words" in text
    assert 'name="version" value="2"' in text
    rule.refresh_from_db()
    assert rule.definition == "The first one's words"
    again = client.post("/tags/rule/edit/", SAID | {"definition": "Both", "version": 2})
    assert again.status_code == 302
    other_window = client.post("/tags/rule/edit/", SAID | {"definition": "Mine", "version": 2})
    assert other_window.status_code == 409
    assert "You, in another window, saved this while you were writing" in other_window.text


def test_a_tag_does_not_stand_below_itself(log_in, editor, rule):
    below = tags.create_tag(name="duty", definition="d", by=editor, parent=rule)[0]
    answer = log_in(editor).post("/tags/rule/edit/", SAID | {"parent": below.pk, "version": 1})
    assert answer.status_code == 422
    assert "its own sub-tag" in answer.content.decode()


def test_sent_twice_it_is_done_once(log_in, editor, rule):
    client = log_in(editor)
    for address, fields in (
        ("/tags/new/", SAID | {"name": "other"}),
        ("/tags/rule/edit/", SAID | {"name": "norm", "version": 1}),
        ("/tags/rule/merge/", {"into": lambda: Tag.objects.get(name="other").pk}),
        ("/tags/other/delete/", {}),
    ):
        sent = {name: value() if callable(value) else value for name, value in fields.items()}
        sent["request_id"] = str(uuid.uuid4())
        before = Event.objects.count()
        assert [client.post(address, sent).status_code for _ in range(2)] == [302, 302], address
        assert Event.objects.count() == before + 1


def test_tags_are_merged_after_the_numbers_are_shown(log_in, editor, annotator, rule, text):
    other = tags.create_tag(name="duty", definition="d", by=editor)[0]
    tags.create_tag(name="below", definition="d", by=editor, parent=rule)
    put(rule, text, annotator, "ask")
    put(other, text, annotator, "middle")
    client = log_in(editor)
    form = client.get("/tags/rule/merge/").content.decode()
    assert "1 tagging" in form
    assert "1 sub-tag" in form
    assert ">duty</option>" in form
    assert ">rule</option>" not in form
    for wrong in ({}, {"into": rule.pk}, {"into": "x"}, {"into": Tag.objects.get(name="below").pk}):
        assert client.post("/tags/rule/merge/", wrong).status_code == 422
    answer = client.post("/tags/rule/merge/", {"into": other.pk}, follow=True)
    assert answer.redirect_chain == [("/tags/duty/", 302)]
    assert "Also called: law, rule" in " ".join(answer.content.decode().split())
    assert Tagging.objects.filter(tag=other).count() == 2
    assert client.get("/tags/rule/")["Location"] == "/tags/duty/"
    client.post(reverse("undo"))
    assert client.get("/tags/rule/").status_code == 200


def test_in_a_large_codebook_tags_are_typed(log_in, editor, annotator, rule, text, monkeypatch):
    monkeypatch.setattr("annotator.forms.tags.MOST_OFFERED", 1)
    other, top = (tags.create_tag(name=name, definition="d", by=editor)[0] for name in ("duty", "top"))
    put(rule, text, annotator, "ask")
    client = log_in(editor)
    sent = SAID | {"name": "debt", "parent": "Top", "aliases": ""}
    assert client.post("/tags/new/", sent).status_code == 302
    assert Tag.objects.get(name="debt").parent == top
    form = client.get("/tags/debt/edit/").content.decode()
    assert 'value="top"' in form
    assert "<option" not in form
    refused = client.post("/tags/new/", sent | {"name": "due", "parent": "nowhere"})
    assert refused.status_code == 422
    assert "There is no such tag." in refused.content.decode()
    assert 'value="nowhere"' in refused.content.decode()
    form = client.get("/tags/rule/merge/").content.decode()
    assert 'data-complete="/find/tags/"' in form
    for wrong in ({}, {"into": "rule"}, {"into": "nowhere"}, {"into": "x\x00"}):
        assert client.post("/tags/rule/merge/", wrong).status_code == 422
    assert client.post("/tags/rule/merge/", {"into": "DUTY"}).status_code == 302
    assert Tagging.objects.get().tag == other


@pytest.mark.parametrize(
    "typed", ['"Trade, foreign"', "“Trade, foreign”", "trade, foreign", "abroad", "top > Trade, foreign"]
)
def test_a_typed_tag_is_one_name_with_its_commas(log_in, editor, monkeypatch, typed):
    monkeypatch.setattr("annotator.forms.tags.MOST_OFFERED", 1)
    top = tags.create_tag(name="top", definition="d", by=editor)[0]
    trade = tags.create_tag(name="Trade, foreign", definition="d", by=editor, parent=top, aliases=["abroad"])[0]
    client = log_in(editor)
    assert client.post("/tags/new/", SAID | {"name": "duty", "parent": typed, "aliases": ""}).status_code == 302
    assert Tag.objects.get(name="duty").parent == trade
    form = client.get("/tags/duty/edit/").content.decode()
    assert 'value="&quot;top › Trade, foreign&quot;"' in form


def test_a_typed_name_that_several_tags_have_is_not_guessed(log_in, editor, monkeypatch):
    monkeypatch.setattr("annotator.forms.tags.MOST_OFFERED", 1)
    one, two = (tags.create_tag(name=name, definition="d", by=editor)[0] for name in ("one", "two"))
    for parent in (one, two):
        tags.create_tag(name="other", definition="d", by=editor, parent=parent)
    client = log_in(editor)
    refused = client.post("/tags/new/", SAID | {"name": "duty", "parent": "other", "aliases": ""})
    assert refused.status_code == 422
    assert "one › other; two › other" in refused.content.decode()
    assert client.post("/tags/new/", SAID | {"name": "duty", "parent": "two > other", "aliases": ""}).status_code == 302
    assert Tag.objects.get(name="duty").path == "two › other › duty"


def test_a_tag_in_use_is_not_deleted(log_in, editor, annotator, rule, text):
    put(rule, text, annotator, "ask")
    client = log_in(editor)
    form = client.get("/tags/rule/delete/").content.decode()
    assert "1 tagging" in form
    assert "sub-tag" not in form
    assert 'href="/tags/rule/merge/"' in form
    answer = client.post("/tags/rule/delete/")
    assert answer.status_code == 422
    assert "in use by 1 tagging (" in answer.content.decode()
    assert Tag.objects.filter(pk=rule.pk).exists()


def test_what_nothing_uses_is_deleted_and_brought_back(log_in, editor, rule):
    client = log_in(editor)
    assert client.get("/tags/rule/delete/").status_code == 200
    answer = client.post("/tags/rule/delete/", follow=True)
    assert answer.redirect_chain == [("/tags/", 302)]
    assert not Tag.objects.exists()
    client.post(reverse("undo"))
    assert Tag.objects.get().slug == "rule"


def test_members_read_a_tags_history(log_in, editor, annotator, rule):
    log_in(editor).post("/tags/rule/edit/", SAID | {"name": "norm", "version": 1})
    page = log_in(annotator).get("/tags/rule/history/").content.decode()
    assert "<del>rule</del>" in page
    assert "<ins>norm</ins>" in page


PAGES = ["/tags/new/", "/tags/rule/edit/", "/tags/rule/merge/", "/tags/rule/delete/"]


@pytest.mark.parametrize("address", PAGES)
def test_the_ladder(log_in, editor, annotator, reader, rule, address):
    assert log_in(editor).get(address).status_code == 200
    for person in (annotator, reader):
        assert log_in(person).get(address).status_code == 403
        assert log_in(person).post(address, SAID).status_code == 403
    assert log_in().get(address)["Location"].startswith(reverse("account_login"))
    assert log_in().post(address, SAID)["Location"].startswith(reverse("account_login"))
    assert log_in(editor).put(address).status_code == 405
    if "rule" in address:
        assert log_in(editor).get(address.replace("rule", "nothing")).status_code == 404
    assert Tag.objects.count() == 1


def test_the_history_s_ladder(log_in, annotator, rule):
    assert log_in().get("/tags/rule/history/").status_code == 302
    assert log_in(annotator).get("/tags/nothing/history/").status_code == 404
    assert log_in(annotator).post("/tags/rule/history/").status_code == 405


def test_a_login_that_ended_loses_nothing(log_in, editor, rule):
    for address in ("/tags/new/", "/tags/rule/edit/"):
        client = log_in()
        client.post(address, SAID | {"definition": "Typed before the login ended", "version": 1})
        client.force_login(editor)
        assert "Typed before the login ended" in client.get(address).content.decode()


def test_the_buttons_are_there_for_those_who_may(log_in, editor, annotator, rule):
    for person, edit, history in ((None, False, False), (annotator, False, True), (editor, True, True)):
        page = log_in(person).get("/tags/rule/").content.decode()
        assert all((f'href="/tags/rule/{verb}/"' in page) == edit for verb in ("edit", "merge", "delete"))
        assert ('href="/tags/rule/history/"' in page) == history
        assert ('href="/tags/new/"' in log_in(person).get("/tags/").content.decode()) == edit


def test_a_tags_page_shows_its_passages_in_their_sentences(log_in, annotator, colleague, rule, text):
    for person in (annotator, colleague):
        put(rule, text, person, "ask stand")
    page = log_in().get("/tags/rule/").content.decode()
    assert "The words that <strong>ask stand</strong> here, in the middle.</blockquote>" in page
    assert "A first sentence" not in page
    assert page.count("<blockquote") == 1
    assert "annotator" in page
    assert "colleague" in page
    assert page.count(f">{text.title}</a></h3>") == 1


def test_a_tags_page_says_how_much_stands_under_it(log_in, editor, annotator, rule, text):
    below = tags.create_tag(name="duty", definition="d", by=editor, parent=rule)[0]
    put(rule, text, annotator, "ask")
    for words in ("first", "middle"):
        put(below, text, annotator, words)
    page = " ".join(log_in().get("/tags/rule/").content.decode().split())
    assert '1 passage, 1 document </span> <span class="quiet">(without those of the sub-tags)' in page
    assert 'duty</a> <span class="quiet"> 2 passages, 1 document' in page
    assert "without those of the sub-tags" not in log_in().get("/tags/duty/").content.decode()


def test_a_declined_tagging_is_counted_apart_and_shown(log_in, editor, annotator, rule, text):
    kept, refused = (put(rule, text, annotator, words) for words in ("ask", "middle"))
    contributions.decline(contributions=[refused], by=editor, reason="Not a rule.")
    client = log_in(annotator)
    for address in ("/tags/", "/tags/rule/"):
        assert "1 passage, 1 document, 1 declined tagging beside these" in " ".join(client.get(address).text.split())
    assert client.get("/tags/rule/").text.count("<blockquote") == 2
    assert "declined tagging" not in log_in().get("/tags/rule/").text
    assert [each.passages for each in client.get(f"/documents/{text.slug}/tags/").context["tags"]] == [1]
    assert list(taggings_of([rule.pk], annotator, ResolvedFilters())) == [kept]
    assert list(taggings_of([rule.pk], annotator, ResolvedFilters(statuses=["declined"]))) == [refused]
    assert ",1,1," in log_in(editor).get("/export/codebook.csv").getvalue().decode().splitlines()[1]


def test_words_that_are_not_in_the_text_any_more_stand_alone(log_in, annotator, rule, text):
    put(rule, text, annotator, "ask stand")
    text.paragraphs.update(text="Another text altogether. It goes on.")
    assert ">ask stand</blockquote>" in log_in().get("/tags/rule/").content.decode()


def test_two_sides_are_compared(log_in, annotator):
    document = factories.make_document(texts=["A mark is kept, and waits.", "The mark is kept in the margin."])
    first, second = document.paragraphs.order_by("position")
    first.document = second.document = document
    made = cross_references.cross_reference(
        source=Place(first), target=Place(second), relation="restates", by=annotator
    )[0]
    page = " ".join(log_in().get(made.get_absolute_url()).content.decode().split())
    assert "3 words in common" in page
    assert "50 % of the shorter passage" in page
    assert "<del>A</del>" in page
    assert '<span class="same">mark is kept</span>' in page
    assert "<ins>The</ins>" in page


@pytest.mark.parametrize(("number", "said"), [(1, None), (2, "All of them beside"), (21, "The first twenty beside")])
def test_passages_are_offered_beside_each_other_where_there_are_several(client, annotator, number, said):
    text = factories.make_document(["Words of a passage. " * 4])
    tag = factories.make_tag("many")
    places = [Place(factories.paragraphs_of(text)[0], at, at + 4) for at in range(number)]
    taggings.tag(places=places, tags=[tag], by=annotator)
    page = client.get(tag.get_absolute_url()).text
    assert (said in page) if said else ("beside each other" not in page)
