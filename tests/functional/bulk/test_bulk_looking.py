"""Looking at the hits again with the tags that are meant: what has them already is not ticked."""

import pytest

from annotator.actions import contributions, taggings
from annotator.models.place import Place
from tests.functional.bulk.asking import HERE, ask, hits, paragraph, send, skipped, tagged, ticked
from tests.support import factories

pytestmark = pytest.mark.django_db


def test_what_one_tagged_already_is_shown_and_not_ticked(text, log_in, annotator, colleague, tag):
    client = log_in(annotator)
    taggings.tag(places=[Place(paragraph(text, 3), 6, 19)], tags=[tag], by=annotator)
    taggings.tag(places=[Place(paragraph(text, 1), 2, 15)], tags=[tag], by=annotator)
    taggings.tag(places=[Place(paragraph(text, 1), 29, 42)], tags=[tag], by=colleague)
    for answer in (ask(client, tags="hope"), send(client, ask(client), tags=" HOPE", look="1")):
        assert answer.status_code == 200
        assert [(hit.tagged, hit.ticked) for hit in hits(answer)] == [(False, True), (True, False)]
        assert ticked(answer) == [hits(answer)[0].value], "one of its two places is not tagged yet"
        assert skipped(answer) == [hits(answer)[1].value]
        assert "1 of them tagged by you already" in answer.content.decode()
    assert len(tagged()) == 3, "looking changes nothing"
    whole = send(client, ask(client), tags="hope", on="paragraph", look="1")
    assert not any(hit.tagged for hit in hits(whole))
    done = send(client, answer, tags="hope")
    assert len(tagged()) == 4
    assert "1 tagging made. 1 was there already." in client.get(done.url).content.decode()


def test_looking_with_other_tags_ticks_again_what_these_are_not_on(text, log_in, annotator, tag):
    factories.make_tag("trust")
    client = log_in(annotator)
    taggings.tag(places=[Place(paragraph(text, 3), 6, 19)], tags=[tag], by=annotator)
    first = send(client, ask(client), leave_out=[paragraph(text, 1)], tags="hope", look="1")
    assert [hit.ticked for hit in hits(first)] == [False, False]
    again = send(client, first, tags="trust", look="1")
    assert [hit.ticked for hit in hits(again)] == [False, True], "what the person ticked off stays so"


def test_htmx_gets_the_hits_alone(text, log_in, annotator, tag):
    client = log_in(annotator)
    answer = client.post(
        HERE, {"q": "future", "tags": "hope", "on": "words", "look": "1"}, headers={"HX-Request": "true"}
    )
    assert answer.content.decode().count('name="chosen"') == 2
    assert "<html" not in answer.content.decode()
    assert 'name="tags"' not in answer.content.decode()


def test_tags_in_the_address_may_be_any(text, log_in, annotator):
    for tags in ("hope\0", "\0", "nonsense", ",,", "x" * 5000):
        answer = ask(log_in(annotator), tags=tags)
        assert answer.status_code == 200
        assert len(ticked(answer)) == 2


def test_a_withdrawn_tagging_is_none(text, log_in, annotator, tag):
    (made,), _batch = taggings.tag(places=[Place(paragraph(text, 3), 6, 19)], tags=[tag], by=annotator)
    contributions.withdraw(contributions=[made], by=annotator)
    assert not any(hit.tagged for hit in hits(ask(log_in(annotator), tags="hope")))
