"""What the tests of several commands load."""

import pytest

from tests.annotator.management.test_find_parallels import FIRST, SECOND, load


@pytest.fixture
def speech(tmp_path):
    file = tmp_path / "speech.txt"
    file.write_text("First paragraph of it.\n\nSecond paragraph of it.\n")
    return file


@pytest.fixture
def two(db):
    return load("rivers", FIRST), load("lakes", SECOND)
