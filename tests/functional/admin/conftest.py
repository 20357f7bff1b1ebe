"""What the tests of the admin share: a staff cast, and a text with everything on it."""

from types import SimpleNamespace

import pytest

from annotator.actions import annotations, cross_references, taggings
from annotator.models.place import Place
from corpus import search
from tests.support import factories

TEXTS = [
    "# Of reading",
    "A tag answers one question about a passage and answers it the same way every time.",
    "Mark the shortest stretch of words that still carries the meaning by itself.",
    "One word and one more word.",
]


@pytest.fixture(autouse=True)
def _data(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def staff(annotator, colleague, editor, reader, administrator):
    cast = SimpleNamespace(
        annotator=annotator, colleague=colleague, editor=editor, reader=reader, administrator=administrator
    )
    for user in vars(cast).values():
        user.is_staff = True
        user.save()
    return cast


@pytest.fixture
def enter(staff, log_in):
    """Logs one of the staff in, by name."""
    return lambda name: log_in(getattr(staff, name))


@pytest.fixture
def editing(enter):
    return enter("editor")


@pytest.fixture
def text(db):
    made = factories.make_document(texts=TEXTS, slug="reading", title="Of reading", author="Anna Reader")
    search.index(made)
    return made


@pytest.fixture
def paras(text):
    return factories.paragraphs_of(text)


@pytest.fixture
def tag(db):
    return factories.make_tag("definition", definition="Says what a word means.")


@pytest.fixture
def tagging(paras, tag, annotator):
    return taggings.tag(places=[Place(paras[1], 2, 5)], tags=[tag], by=annotator)[0][0]


@pytest.fixture
def note(paras, annotator):
    return annotations.annotate(places=[Place(paras[1])], body="Is that so?", by=annotator)[0][0]


@pytest.fixture
def reference(paras, annotator):
    source, target = Place(paras[1]), Place(paras[2])
    return cross_references.cross_reference(source=source, target=target, relation="quotes", by=annotator)[0]


@pytest.fixture
def marked(text, paras, tagging, note, reference):
    return SimpleNamespace(text=text, paras=paras, tag=tagging.tag, tagging=tagging, note=note, reference=reference)
