"""After an undo the page says what was undone."""

import html
import re

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from annotator.actions import annotations, contributions, taggings, tags
from annotator.actions.undo import UNDO_WINDOW
from annotator.models import Event, Tagging
from annotator.models.place import Place
from tests.support import factories

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def paras(db):
    text = factories.make_document(slug="guide", title="The <Guide>", texts=["One.", "Two.", "Three."])
    return factories.paragraphs_of(text)


@pytest.fixture
def undo(log_in, annotator):
    client = log_in(annotator)

    def undone(batch=None):
        answer = client.post(reverse("undo"), {"batch": str(batch)} if batch else {})
        assert answer.status_code == 302
        return [str(each) for each in get_messages(answer.wsgi_request)][-1]

    undone.client = client
    return undone


def test_a_tagging_is_named_and_so_is_doing_it_again(undo, paras, annotator):
    taggings.tag(places=[Place(paras[1])], tags=[factories.make_tag("Peace")], by=annotator)
    assert undo() == "Undone: tag “Peace” on ¶ 2 of The <Guide>."
    again = Event.objects.filter(action="withdrawn").get().batch
    assert undo(again) == "Done again: tag “Peace” on ¶ 2 of The <Guide>."


def test_the_button_of_each_message_says_what_it_does(undo, paras, annotator):
    _made, batch = taggings.tag(places=[Place(paras[1])], tags=[factories.make_tag("Peace")], by=annotator)
    for said, button, withdrawn in (("Undone", "Redo", True), ("Done again", "Undo", False)) * 2:
        page = undo.client.post(reverse("undo"), {"batch": batch}, follow=True).content.decode()
        assert f"{said}: tag “Peace” on ¶ 2 of The &lt;Guide&gt;." in page
        batch, does = re.search(
            r'name="batch" value="([^"]+)".*?<button class="plain">(\w+)<', page, re.DOTALL
        ).groups()
        assert does == button
        assert (Tagging.objects.get().withdrawn_at is not None) is withdrawn


def test_the_title_is_text_on_the_page(undo, paras, annotator):
    annotations.annotate(places=[Place(paras[0])], body="One", by=annotator)
    answer = undo.client.post(reverse("undo"), follow=True).content.decode()
    assert html.escape("Undone: note on ¶ 1 of The <Guide>.") in answer


def test_several_are_counted(undo, paras, annotator):
    taggings.tag(places=[Place(para) for para in paras], tags=[factories.make_tag("Peace")], by=annotator)
    assert undo() == "Undone: tag “Peace” on ¶ 1 of The <Guide>, and 2 more."


def test_what_was_done_to_a_thing_is_said(undo, paras, annotator):
    [note], _batch = annotations.annotate(places=[Place(paras[0])], body="One", by=annotator)
    contributions.withdraw(contributions=[note], by=annotator)
    assert undo() == "Undone: withdrew note on ¶ 1 of The <Guide>."


def test_a_tag_of_the_codebook_is_named(log_in, editor):
    tags.create_tag(name="Peace", definition="d", by=editor)
    answer = log_in(editor).post(reverse("undo"))
    assert [str(each) for each in get_messages(answer.wsgi_request)] == ["Undone: tag “Peace”."]


def test_of_a_text_one_may_no_longer_read_nothing_is_told_or_undone(undo, paras, annotator):
    taggings.tag(places=[Place(paras[1])], tags=[factories.make_tag("Peace")], by=annotator)
    paras[0].document.collection.access = "groups"
    paras[0].document.collection.save()
    assert undo() == "You may not do all of this any more, so nothing was undone. Ask an editor."


def test_the_last_action_is_named_before_it_is_undone(undo, paras, annotator, editor):
    address = reverse("last_action")
    assert "There is nothing of yours to undo." in undo.client.get(address).content.decode()
    taggings.tag(places=[Place(paras[1])], tags=[factories.make_tag("Peace")], by=annotator)
    annotations.annotate(places=[Place(paras[0])], body="Somebody else’s.", by=editor)
    page = undo.client.get(address).content.decode()
    assert "Your last action: tag “Peace” on ¶ 2 of The &lt;Guide&gt;." in page
    assert "Undo it" in page
    assert Event.objects.filter(undoes__isnull=False).count() == 0
    undo()
    assert "There is nothing of yours to undo." in undo.client.get(address).content.decode()


def test_the_last_action_is_the_newest_that_stands(undo, paras, annotator):
    """Known from a list of what stands: an undo takes its end away, what is done again goes back to its end."""

    def named():
        page = undo.client.get(reverse("last_action")).text
        return re.findall(r"Your last action: tag “(\w+)” on", page)

    for name in ("First", "Second"):
        taggings.tag(places=[Place(paras[1])], tags=[factories.make_tag(name)], by=annotator)
    for _time in range(3):
        undo()
        assert named() == ["First"]
        undo(Event.objects.order_by("-at").first().batch)
        assert named() == ["Second"]
    undo()
    undo()
    assert named() == []
    assert not Tagging.objects.standing().exists()
    undo(Event.objects.order_by("-at").first().batch)
    assert named() == ["First"]


def test_what_is_too_long_ago_is_named_and_not_offered(undo, paras, annotator):
    taggings.tag(places=[Place(paras[1])], tags=[factories.make_tag("Peace")], by=annotator)
    Event.objects.update(at=timezone.now() - UNDO_WINDOW)
    page = undo.client.get(reverse("last_action"), headers={"HX-Request": "true"}).content.decode()
    assert "Your last action, tag “Peace” on ¶ 2 of The &lt;Guide&gt;, cannot be undone any more." in page
    assert "<form" not in page
