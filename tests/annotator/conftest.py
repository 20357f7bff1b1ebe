"""The awkward site, and what is exported from it."""

import functools

import pytest
from django.db import transaction

from tests.support.export_site import Site
from tests.support.import_bundles import exported, wipe


@pytest.fixture
def site(db):
    return Site()


@pytest.fixture
def bundle(db):
    """The export of everything, and a site that has the texts and nothing else."""
    data = bundle_of_everything()
    Site(worked_on=False)
    wipe()
    return data


@functools.cache
def bundle_of_everything():
    """Made once: its ids and times are fixed, and so is every byte."""
    with transaction.atomic():
        Site()
        data = exported()
        transaction.set_rollback(True)
    return data
