"""An export narrowed by filters: the rows that are meant, and refusals that tell nothing of what is hidden."""

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import AnonymousUser

from annotator.errors import Refused
from annotator.exports.kinds import EXPORT_KINDS
from annotator.exports.sql import Export
from annotator.models import Tagging
from annotator.selectors.filters import Filters, ResolvedFilters, zone_of_days
from tests.support.export_site import at, number
from tests.support.exported_rows import ids, persist, rows, written

GOLDEN = Path(__file__).parents[2] / "data" / "exports"
PUBLIC = AnonymousUser()

pytestmark = pytest.mark.django_db


def test_taggings_are_narrowed(site, subtests):
    from corpus import search

    search.rebuild()
    for filters, expected in (
        ({"documents": ("alpha",)}, [9]),
        ({"documents": ("alpha", "secret")}, [9, 1]),
        ({"collections": ("inner",)}, [1]),
        ({"collections": ("inner",), "documents": ("Zeta",)}, []),
        ({"tags": ("rule",)}, [3, 5, 4, 7, 8, 9, 1]),
        ({"tags": ("rule",), "descendants": False}, [5, 4, 7, 9, 1]),
        ({"tags": ("duty", "ärger")}, [3, 6, 8]),
        ({"persons": ("@bela",)}, [3, 6, 4, 7]),
        ({"persons": ("@bela", "edda")}, [3, 6, 4, 7, 1]),
        ({"statuses": ("draft", "declined")}, [3, 5]),
        ({"since": at(0).date(), "until": at(0).date()}, [3, 5, 6, 4, 7, 8, 9, 1]),
        ({"until": at(-1440).date()}, []),
        ({"since": at(1440).date()}, []),
        ({"words": "heading"}, []),
        ({"words": "three"}, [3, 5, 6, 4, 7, 8]),
        ({"words": "three -said"}, []),
        ({"ids": (str(number(2, 9)), str(number(2, 2)))}, [9]),
        ({"tags": ("rule",), "persons": ("ada",), "documents": ("alpha",)}, [9]),
    ):
        with subtests.test(str(filters)):
            assert ids("tags", **filters) == expected
            export = Export.of(EXPORT_KINDS["tags"], None, Filters(**filters))
            assert export.rows.count() == len(expected)
            assert len(export.first(2)) == min(2, len(expected))


def test_other_files_are_narrowed(site):
    from corpus import search

    search.rebuild()
    assert ids("annotations", tags=("rule",)) == [4, 5]
    assert ids("annotations", persons=("@bela",)) == [4, 2]
    assert ids("cross-references", documents=("secret",)) == [4, 3]
    assert ids("cross-references", tags=("duty",)) == [2]
    assert ids("cross-references", words="return") == [1]
    assert ids("codebook", tags=("duty",)) == [3, 2]
    assert ids("events", documents=("Zeta",)) == [1, 2, 4]
    assert ids("events", persons=("edda",)) == [3, 5]
    assert [row["document"] for row in rows("documents", collections=("public",))] == ["Zeta", "alpha"]
    assert [row["paragraph"] for row in rows("paragraphs", tags=("duty",))] == ["20"]
    assert [row["paragraph"] for row in rows("paragraphs", words="heading kind:all")] == ["10"]


def test_narrowing_by_tag_looks_at_visible_taggings_alone(site):
    Tagging.objects.exclude(pk=number(2, 5)).delete()
    assert ids("annotations", tags=("rule",)) == []
    site.tagging(50, site.rule, site.ada, site.passage(site.zeta, 20, 9, 19), status="draft")
    assert ids("annotations", PUBLIC, tags=("rule",)) == []
    assert ids("annotations", tags=("rule",)) == [4, 5]


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        ({"documents": ("secret",)}, "There is no document “secret”."),
        ({"documents": ("nothing",)}, "There is no document “nothing”."),
        ({"documents": ("unloaded",)}, "There is no document “unloaded”."),
        ({"collections": ("inner",)}, "There is no collection “inner”."),
        ({"tags": ("nothing",)}, "There is no tag “nothing”."),
        ({"persons": ("otto",)}, "There is no person “otto”."),
        ({"persons": ("nobody",)}, "There is no person “nobody”."),
        ({"statuses": ("new",)}, "There is no status “new”."),
        ({"ids": ("x",)}, "That is not an id. Copy it from an export, or leave it out."),
    ],
)
def test_what_is_unknown_or_not_to_be_seen_is_refused_alike(site, filters, message):
    with pytest.raises(Refused) as refused:
        written("tags", PUBLIC, **filters)
    assert refused.value.messages == [message]


def test_a_filter_that_means_nothing_for_a_file_is_refused():
    with pytest.raises(Refused, match=r"documents\.csv cannot be narrowed by tag, date\."):
        EXPORT_KINDS["documents"].check(Filters(tags=("rule",), since=at(0).date(), until=at(0).date()))


def test_the_same_rows_however_an_id_is_chosen(site):
    chosen = Tagging.objects.filter(author=site.ada).order_by().values("pk")
    export = Export(kind=EXPORT_KINDS["tags"], viewer=persist(site.bela), narrowing=ResolvedFilters(chosen=chosen))
    assert [row[0][-2:] for row in export.first(10)] == ["08", "09"]


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Auckland", "America/Los_Angeles"])
def test_days_are_those_of_the_sites_time_zone(settings, zone):
    settings.TIME_ZONE = zone
    narrowing = Filters(since=date(2026, 11, 22), until=date(2026, 11, 22)).look_up(None)
    assert narrowing.since == datetime(2026, 11, 22, tzinfo=ZoneInfo(zone))
    assert narrowing.before == datetime(2026, 11, 23, tzinfo=ZoneInfo(zone))
    assert zone in zone_of_days()
