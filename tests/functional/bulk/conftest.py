"""What the tests of tagging all hits share: two indexed texts and a tag."""

import pytest

from tests.functional.bulk.asking import make
from tests.support import factories


@pytest.fixture
def text():
    return make(
        "A shared future, and again a Shared Future.",
        "No such thing here.",
        "Their shared future.",
        slug="treaty",
        title="The Treaty",
    )


@pytest.fixture
def other():
    return make("Our shared future.", slug="speech", title="A Speech")


@pytest.fixture
def tag():
    return factories.make_tag("hope")
