"""Every change that a page can send acts once when it is sent twice, and the second answer is no complaint."""

import re
import uuid

import pytest
from django.db import OperationalError
from django.urls import reverse

from annotator.actions import annotations, contributions
from annotator.models import Annotation, CrossReference, Event, Tag, Tagging
from annotator.models.kinds import kind_of
from tests.support import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(one_of_each, annotator, editor):
    factories.make_tag("two", definition="Another one.")
    return {**one_of_each, "annotator": annotator, "editor": editor, "request_id": str(uuid.uuid4())}


def on_paragraph(kind, **sent):
    return lambda cast: (reverse("contribute", args=[cast["document"], 2, kind]), sent)


def on_contribution(model, verb, *before, **sent):
    """A verb on the one contribution of a kind; ``before`` are statuses and the like that it must have first."""

    def asked(cast):
        thing = model.objects.get()
        model.objects.filter(pk=thing.pk).update(**dict(before))
        name = "edit" if verb == "edit" else "act"
        args = [kind_of(thing), thing.pk, *([] if name == "edit" else [verb])]
        return reverse(name, args=args), {"version": thing.version, **sent}

    return asked


def replied(cast):
    return reverse("reply", args=[cast["note"]]), {"body": "An answer."}


def reviewed(decision):
    def asked(cast):
        note = Annotation.objects.get()
        contributions.return_to_review(contributions=[note], by=cast["editor"])
        return reverse("review"), {
            "chosen": f"annotation:{note.pk}:{note.version}",
            "decision": decision,
            "reason": "Not ours.",
        }

    return asked


def on_tag(page, **sent):
    return lambda cast: (reverse(page, args=["two"]), {"version": 1, **sent})


def merged(cast):
    return reverse("merge_tag", args=["two"]), {"into": Tag.objects.get(slug="one").pk}


def undone(cast):
    batch = Event.objects.filter(subject_type="tagging").values_list("batch", flat=True).get()
    return reverse("undo"), {"batch": batch}


ENDS = {"source": "{document}/1", "target": "{document}/2"}
ASKED = {
    "tag": ("annotator", on_paragraph("tags", tags="one")),
    "annotate": ("annotator", on_paragraph("annotations", body="A note.")),
    "reply": ("annotator", replied),
    "edit a note": ("annotator", on_contribution(Annotation, "edit", body="Other words.")),
    "edit a tagging": ("annotator", on_contribution(Tagging, "edit", tags="two")),
    "edit a reference": ("annotator", on_contribution(CrossReference, "edit", relation="restates")),
    "resolve": ("annotator", on_contribution(Annotation, "resolve")),
    "withdraw": ("annotator", on_contribution(Tagging, "withdraw")),
    "hand in": ("annotator", on_contribution(Annotation, "propose", ("status", "draft"))),
    "decline": ("editor", on_contribution(Annotation, "decline", reason="Not ours.")),
    "publish": ("editor", on_contribution(Annotation, "publish", ("status", "proposed"))),
    "set back": ("editor", on_contribution(Annotation, "return")),
    "review: publish": ("editor", reviewed("publish")),
    "review: decline": ("editor", reviewed("decline")),
    "undo": ("annotator", undone),
    "new tag": ("editor", lambda _cast: (reverse("new_tag"), {"name": "three", "definition": "A third.", "colour": 1})),
    "edit a tag": ("editor", on_tag("edit_tag", name="two", definition="Another definition.", colour=2)),
    "delete a tag": ("editor", on_tag("delete_tag")),
    "merge a tag": ("editor", merged),
}


@pytest.mark.parametrize("name", ASKED)
def test_sent_twice_it_acts_once(cast, log_in, name):
    who, asked = ASKED[name]
    address, sent = asked(cast)
    client = log_in(cast[who])
    ends = {end: ref.format(**cast) for end, ref in ENDS.items()} if name == "edit a reference" else {}
    counts = [Event.objects.count()]
    for _time in range(2):
        answer = client.post(address, {**sent, **ends, "request_id": cast["request_id"]})
        assert answer.status_code == 302, answer.content.decode()
        counts.append(Event.objects.count())
    assert counts[0] < counts[1] == counts[2]


# The same form, sent under the same id with something else in it: as after Back, when the first answer was lost.
OTHERWISE = {
    "tag": {"tags": "two"},
    "annotate": {"body": "Other words."},
    "reply": {"body": "Another answer."},
    "new tag": {"name": "four"},
}


@pytest.mark.parametrize("name", OTHERWISE)
def test_sent_again_with_other_content_it_is_refused_and_all_is_kept(cast, log_in, name):
    who, asked = ASKED[name]
    address, sent = asked(cast)
    client = log_in(cast[who])
    sent = sent | {"request_id": cast["request_id"]}
    assert client.post(address, sent).status_code == 302
    events = Event.objects.count()
    answer = client.post(address, sent | OTHERWISE[name])
    assert answer.status_code == 422
    assert "This was sent before with other content, and that was done." in answer.text
    assert next(iter(OTHERWISE[name].values())) in answer.text
    assert Event.objects.count() == events
    # What comes back can be sent: it is a request of its own.
    assert f'name="request_id" value="{cast["request_id"]}"' not in answer.text
    (*_others, fresh) = re.findall(r'name="request_id" value="([^"]+)"', answer.text)
    assert client.post(address, sent | OTHERWISE[name] | {"request_id": fresh}).status_code == 302
    assert Event.objects.count() > events


def test_the_second_of_two_at_once_that_waits_in_vain_is_told_that_it_was_done(cast, log_in, monkeypatch):
    address, sent = ASKED["annotate"][1](cast)
    client, sent = log_in(cast["annotator"]), sent | {"request_id": cast["request_id"]}
    assert client.post(address, sent).status_code == 302
    notes = Annotation.objects.count()

    def in_vain(**_asked):
        raise OperationalError("database is locked")

    monkeypatch.setattr(annotations, "batch", in_vain)
    assert client.post(address, sent).status_code == 302
    client.raise_request_exception = False
    assert client.post(address, sent | {"request_id": str(uuid.uuid4())}).status_code == 500
    assert Annotation.objects.count() == notes


def test_a_change_sent_again_with_other_words_is_shown_beside_the_first(cast, log_in):
    address, sent = ASKED["edit a note"][1](cast)
    client = log_in(cast["annotator"])
    sent = sent | {"request_id": cast["request_id"]}
    client.post(address, sent)
    answer = client.post(address, sent | {"body": "Words once more."})
    assert answer.status_code == 409
    assert "You, in another window, saved this" in answer.text
    assert "Words once more." in answer.text
    assert Annotation.objects.get().body == "Other words."


def test_at_another_address_it_is_another_request(cast, log_in):
    client = log_in(cast["annotator"])
    sent = {"tags": "one", "request_id": cast["request_id"]}
    assert client.post(reverse("contribute", args=[cast["document"], 2, "tags"]), sent).status_code == 302
    assert client.post(reverse("contribute", args=[cast["document"], 1, "tags"]), sent).status_code == 422


def test_in_place_a_reply_with_other_words_can_be_sent_again(cast, log_in):
    client = log_in(cast["annotator"])
    address, sent = replied(cast)
    sent = sent | {"request_id": cast["request_id"]}
    client.post(address, sent)
    answer = client.post(address, sent | {"body": "Another answer."}, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert re.search(r'<input type="hidden" name="request_id" value="[^"]+">', answer.text)


@pytest.mark.parametrize("body", ["A note.", "Other words."])
def test_what_somebody_else_sent_is_not_done_yet(cast, log_in, colleague, body):
    """As after Back, where another person logged in."""
    address, sent = ASKED["annotate"][1](cast)
    sent = sent | {"request_id": cast["request_id"]}
    assert log_in(cast["annotator"]).post(address, sent).status_code == 302
    client = log_in(colleague)
    answer = client.post(address, sent | {"body": body})
    assert answer.status_code == 422
    assert "This page was made for somebody else. Nothing was done: send it again." in answer.text
    assert body in answer.text
    (*_others, fresh) = re.findall(r'name="request_id" value="([^"]+)"', answer.text)
    assert client.post(address, sent | {"body": body, "request_id": fresh}).status_code == 302
    assert Annotation.objects.get(author=colleague).body == body
