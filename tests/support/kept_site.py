"""A site that has everything a backup must bring back: made by the site's own actions, with people who log in."""

import uuid

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType

from annotator.actions import annotations, confirm_anchor, contributions, cross_references, taggings
from annotator.actions.documents.load import load_document
from annotator.actions.people import remember_name
from annotator.exports.kinds import EXPORT_KINDS
from annotator.exports.package import Bundle
from annotator.exports.sql import Export
from annotator.exports.tables import MADE_ANEW, site_tables
from annotator.models import Passage, TagAlias
from annotator.models.place import Place
from annotator.permissions import ANNOTATORS, EDITORS
from annotator.selectors.filters import Filters
from corpus.models import Document
from tests.conftest import person
from tests.support.factories import make_collection, make_tag

FIRST = """The Council met on Tuesday in the old hall.

The Secretary read the long report of the year. Members asked questions about it.

This sentence will be gone altogether.
"""
SECOND = """A word before all others.

The Council met on Tuesday in the old hall, łodz and 𝄞.

The Secretary, with a smile, read the long report of the year.

Members asked questions about it.
"""


class KeptSite:
    """Its people and its texts, by name."""

    def __init__(self):
        self.ada = person("ada", ANNOTATORS, first_name="Ada", email="ada@example.org")
        self.edda, self.otto = person("edda", EDITORS), person("otto", ANNOTATORS)
        self.admin = person("admin", is_staff=True, is_superuser=True)
        TOTP.activate(self.admin, generate_totp_secret())
        EmailAddress.objects.create(user=self.ada, email="ada@example.org", verified=True, primary=True)
        remember_name(self.ada, "countess")
        insiders = Group.objects.create(name="Insiders")
        self.edda.groups.add(insiders)
        insiders.permissions.add(Permission.objects.get(codename="add_user"))
        self.open = make_collection(slug="open", access="public", review=True)
        self.closed = make_collection(slug="closed", access="groups", groups=[insiders])
        self.council = self.load("council.txt", FIRST, self.open)
        self.secret = self.load("secret.txt", "Nobody else reads this.", self.closed)
        self.work()
        self.load("council.txt", SECOND, self.open)
        self.decide()
        LogEntry.objects.create(
            user=self.admin, content_type=ContentType.objects.get_for_model(Document), object_id="1", action_flag=CHANGE
        )

    def load(self, name, text, collection, **more):
        load_document(by=self.edda, name=name, data=text.encode(), collection=collection, **more)
        return Document.objects.get(slug=name.removesuffix(".txt"))

    def place(self, document, key, quote=""):
        return Place(document.paragraphs.select_related("document__collection").get(key=key), quote=quote)

    def work(self):
        tag, other = make_tag("rule"), make_tag("duty")
        TagAlias.objects.create(tag=tag, name="law", key="law")
        sent = uuid.uuid4()
        (one,), _ = taggings.tag(
            places=[self.place(self.council, 1, "old hall")], tags=[tag], by=self.ada, request_id=sent
        )
        (lost,), _ = taggings.tag(places=[self.place(self.council, 3)], tags=[other], by=self.ada)
        (withdrawn,), _ = taggings.tag(places=[self.place(self.council, 2, "Secretary")], tags=[other], by=self.ada)
        taggings.tag(places=[self.place(self.council, 2)], tags=[tag], by=self.ada, draft=True)
        (note,), _ = annotations.annotate(
            places=[self.place(self.council, 1)], body="=1+1 @ada, see [[secret/1]]", by=self.edda
        )
        (draft,), _ = annotations.annotate(
            places=[self.place(self.council, 2, "long report")], body="Only mine", by=self.otto, draft=True
        )
        annotations.reply(to=note, body="An answer", by=self.ada)
        cross_references.cross_reference(
            source=self.place(self.council, 1), target=self.place(self.secret, 1), relation="cites", by=self.edda
        )
        self.withdrawn, self.gone, self.draft, self.note, self.one = withdrawn, lost, draft, note, one
        contributions.withdraw(contributions=[self.fresh(withdrawn)], by=self.ada, reason="A mistake")

    def decide(self):
        contributions.publish(contributions=[self.fresh(self.one)], by=self.edda)
        one = self.fresh(self.one)
        taggings.retag(tagging=one, tag=make_tag("later"), by=self.ada, place=self.place(self.council, 2))
        lost = Passage.objects.with_place().get(pk=self.gone.content_object_id)
        assert lost.state == "lost"
        confirm_anchor.let_go(passage=lost, seen=confirm_anchor.seen_as(lost), by=self.ada)

    @staticmethod
    def fresh(thing):
        return type(thing).objects.with_places().get(pk=thing.pk)


def empty():
    """Leave what a new site has after ``migrate``."""
    for table in site_tables():
        if table.model is not Group:
            table.model._base_manager.all()._raw_delete("default")
    Group.objects.exclude(name__in=(ANNOTATORS, EDITORS)).delete()
    for model in MADE_ANEW:
        model._base_manager.all()._raw_delete("default")


def tables():
    """Every row of every table."""
    return {table.name: list(table.lines()) for table in site_tables()}


def exports(*viewers):
    """The bytes of every export, as everybody sees it."""
    files = {}
    for viewer in viewers:
        for kind in EXPORT_KINDS.values():
            export = Export.of(kind, viewer, Filters())
            files[str(viewer), kind.name] = b"".join(chunk.data for chunk in export.chunks())
        files[str(viewer), "bundle"] = b"".join(Bundle(viewer=viewer, filters=Filters()).chunks())
    return files
