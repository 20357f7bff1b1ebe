"""An import does not decide: in a reviewed collection what an editor loads waits, and says that it was imported."""

import pytest

from annotator.actions import contributions
from annotator.models import Annotation, CrossReference, Tagging
from annotator.permissions import EDITORS
from corpus.models import Collection
from tests.conftest import person
from tests.support import factories
from tests.support.import_bundles import LOADED_BACK, exported, load, same_files, wipe

pytestmark = pytest.mark.django_db
MODELS = (Tagging, Annotation, CrossReference)


@pytest.fixture
def reviewed(site):
    """The export of everything from a site where editors decide, and a site that has the texts and nothing else."""
    Collection.objects.update(access=Collection.Access.PUBLIC, review=True)
    data = exported()
    wipe()
    return data


def told(model):
    return set(model.objects.values_list("status", "origin"))


def test_what_an_editor_loads_is_proposed_and_imported(reviewed, editor):
    load(reviewed, editor)
    for model in MODELS:
        assert told(model) <= {("proposed", "import"), ("draft", "import")}
        assert ("proposed", "import") in told(model)
    assert not Tagging.objects.filter(author=editor).exists()
    assert Tagging.objects.filter(author__username="ada").exists()


@pytest.mark.parametrize("who", ["administrator", "command line"])
def test_an_administrator_loads_it_as_it_was(reviewed, who, request):
    load(reviewed, None if who == "command line" else request.getfixturevalue(who))
    assert same_files(reviewed, exported()) == LOADED_BACK


def test_without_review_it_is_as_it_was(reviewed, editor):
    Collection.objects.update(review=False)
    load(reviewed, editor)
    assert same_files(reviewed, exported()) == LOADED_BACK


def test_loaded_again_after_a_decision_nothing_happens(reviewed, editor):
    load(reviewed, editor)
    waiting = list(Tagging.objects.with_places().filter(status="proposed"))
    contributions.publish(contributions=waiting, by=editor)
    _plan, batch = load(reviewed, editor)
    assert batch is None


def test_one_end_in_a_reviewed_collection_is_enough(reviewed, editor):
    load(reviewed)
    ends = [(each.source.paragraph.document, each.target.paragraph.document) for each in CrossReference.objects.all()]
    between = [(source, target) for source, target in ends if source != target]
    assert between
    wipe()
    Collection.objects.update(review=False)
    for _source, target in between:
        target.collection = factories.make_collection(review=True)
        target.save()
    load(reviewed, person("another", EDITORS))
    assert ("proposed", "import") in told(CrossReference)
