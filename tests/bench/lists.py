"""Lists: what one page of them takes over HTTP, on a site with many taggings, for an annotator who is logged in.

The limit is the rows that the page shows, and the numbers it says, asked for by sqlite3 or psycopg alone, for somebody
who may see everything. What grows with ``--taggings`` and should not is found by running it with two numbers.
"""

import time
from argparse import Namespace
from typing import NamedTuple

from .measuring import Browser, Table, database, median, ms, percentile, server

TABLE = Table(
    "database", "page", figures=["taggings", "median", "95th", "bytes", "bare: median", "times the bare"], width=24
)
TIMES = 30
VISIBLE = "t.withdrawn_at IS NULL AND t.status = 'published'"
PLACES = "JOIN annotator_passage s ON s.id = t.content_object_id JOIN corpus_paragraph p ON p.id = s.paragraph_id"
# "Theme 0 aspect 1", on a twentieth of all passages.
TAG = "t.tag_id = (SELECT id FROM annotator_tag WHERE slug = 'tag-1')"
NUMBERS = "count(DISTINCT s.id), count(DISTINCT p.document_id)"
IN_TEXT = f"""
    SELECT t.id, s.quote, p.key, p.section, d.title, u.username FROM annotator_tagging t {PLACES}
    JOIN corpus_document d ON d.id = p.document_id JOIN auth_user u ON u.id = t.author_id
    WHERE {VISIBLE} AND {TAG} ORDER BY d.slug, p.position, p.key, s.start LIMIT 50
"""
NEWEST = "SELECT * FROM annotator_event ORDER BY at DESC, id DESC LIMIT 50"


OF_TAG = f"SELECT {NUMBERS} FROM annotator_tagging t {PLACES} WHERE {VISIBLE} AND {TAG}"
OF_ALL = f"SELECT t.tag_id, {NUMBERS} FROM annotator_tagging t {PLACES} WHERE {VISIBLE} GROUP BY t.tag_id"
IN_DOCUMENT = f"""
    SELECT t.tag_id, count(DISTINCT s.id) FROM annotator_tagging t {PLACES}
    JOIN corpus_document d ON d.id = p.document_id
    WHERE {VISIBLE} AND p.until_id IS NULL AND d.slug = 'document-00' GROUP BY t.tag_id
"""
FIRST_ROWS = "SELECT count(*) FROM (SELECT 1 FROM annotator_tagging LIMIT 10001) t"
OF_PERSON = """
    SELECT t.id, s.quote FROM annotator_tagging t JOIN annotator_passage s ON s.id = t.content_object_id
    WHERE t.author_id = (SELECT id FROM auth_user WHERE username = 'annotator-1') ORDER BY t.created_at DESC LIMIT 50
"""
NAMED = "SELECT * FROM annotator_tag WHERE name LIKE '%aspect%' ORDER BY path LIMIT 12"


class List(NamedTuple):
    """A page of a list, and the statements that say the same."""

    name: str
    address: str
    statements: tuple[str, ...]


LISTS = (
    List("tag", "/tags/tag-1/", (IN_TEXT, OF_TAG)),
    List("tag, page 50", "/tags/tag-1/?page=50", (f"{IN_TEXT} OFFSET 2450", OF_TAG)),
    List("tags", "/tags/", (OF_ALL,)),
    List("tags of a document", "/documents/document-00/tags/", (IN_DOCUMENT,)),
    List("activity", "/activity/", (NEWEST,)),
    List("activity, page 200", "/activity/?page=200", (f"{NEWEST} OFFSET 9950",)),
    List("export, first rows", "/export/?kind=tags", (FIRST_ROWS,)),
    List("person", "/people/annotator-1/", (OF_PERSON,)),
    List("completion", "/find/tags/?q=aspect", (NAMED,)),
)


def measure(options: Namespace) -> None:
    """Fill the site by its own actions, then ask for each page and for the bare rows in turn."""
    from django.contrib.auth.models import User

    from . import site
    from .export_data import fill
    from .raw import Raw

    site.prepare()
    taggings = fill(options.taggings)
    session = site.session_of(User.objects.get(username="annotator-0"))
    raw = Raw()
    with server() as (port, _workers):
        browser = Browser(port, session)
        for each in LISTS:
            times: list[float] = []
            limits: list[float] = []
            # All processes of the server are to have done it before it counts.
            for turn in range(-6, TIMES):
                start = time.perf_counter()
                for statement in each.statements:
                    raw.query(statement)
                limits.append(time.perf_counter() - start)
                times.append(browser.get(each.address))
                if turn < 0:
                    times.clear()
                    limits.clear()
            TABLE.row(
                database(), each.name, f"{taggings:,}", ms(median(times)), ms(percentile(times)),
                f"{len(browser.body):,}", ms(median(limits)), f"{median(times) / median(limits):.1f}",
            )  # fmt: skip
    raw.close()
