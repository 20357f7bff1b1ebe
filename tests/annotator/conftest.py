"""The awkward site, and what is exported from it."""

import pytest

from tests.support.export_site import Site
from tests.support.import_bundles import exported, wipe


@pytest.fixture
def site(db):
    return Site()


@pytest.fixture
def bundle(site):
    """The export of everything, and a site that has the texts and nothing else."""
    data = exported()
    wipe()
    return data
