"""Events: the append-only history of everything people did."""

import uuid
from collections.abc import Container, Iterable, Sequence
from datetime import datetime, timedelta
from itertools import count
from json import JSONEncoder
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.fields.json import KT
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from annotator import permissions
from corpus.models import Collection, Document, Paragraph, Revision
from corpus.models.collection import Person

from .contribution import Status
from .cross_reference import CrossReference
from .kinds import CONTRIBUTION_KINDS
from .unfinished_undo import UnfinishedUndo

# How many of a document's newest events make up the ETag of its margin: more than can be under way at once, since one
# that commits late takes its place among them by its time and changes the ETag all the same.
RECENT = 32
# How far back a page's next question reaches before the newest event it has seen, for the same late ones.
OVERLAP = timedelta(seconds=30)


# What was done to a draft stays its author's, also when it is submitted: they may have thought better of it.
SUBMITTED = Q(after__status__isnull=True) | ~Q(after__status=Status.DRAFT)


def batch_name(batch: uuid.UUID) -> str:
    """A short name for ``batch``, which tells it apart from the others of half a minute."""
    return batch.hex[:8]


def batch_names(newest: Sequence[tuple[datetime, uuid.UUID]]) -> list[str]:
    """The names of the batches among a document's ``newest`` events that its page would be told of again."""
    return list(dict.fromkeys(batch_name(batch) for at, batch in newest if at >= newest[0][0] - OVERLAP))


def _reached(user: Person) -> Q:
    """The condition that ``user`` is of an event's audience, or the author of what it is about."""
    if not permissions.is_member(user):
        return Q(audience=Event.Audience.EVERYBODY)
    widest = Event.Audience.DECIDING if permissions.is_editor(user) else Event.Audience.MEMBERS
    return Q(audience__lte=widest) | Q(subject_author=user.pk)


class ShortJSON(JSONEncoder):
    """Snapshots without blanks, and each letter as itself: there are as many as things that were done."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options | {"ensure_ascii": False, "separators": (",", ":")})


class EventQuerySet(models.QuerySet["Event"]):
    """Reads of the history."""

    def on_texts(self) -> Self:
        """Those after which a text may look otherwise: judging a proposed parallel shows nowhere in it."""
        return self.exclude(subject_type=Event.Subject.PARALLEL)

    def listed(self) -> Self:
        """Those that lists, files and undo are about: all but what only tells a page that a mark has left it."""
        return self.exclude(action=Event.LEFT)

    def of_document(self, document: Document) -> Self:
        """Everything that touched ``document``, at either end of a cross-reference."""
        return self.filter(Q(document=document) | Q(other_document=document))

    def noticed_by(self, user: Person) -> Self:
        """Those after which ``user`` sees something else in a text than before: what others draft is not among them."""
        # A cross-reference is seen by those who read both of its ends; what went elsewhere, by those who read either.
        readable = Document.objects.visible_to(user).values("pk")
        reads_both_ends = Q(document__in=readable) & (Q(other_document__isnull=True) | Q(other_document__in=readable))
        reads_both_ends |= ~Q(subject_type=Event.Subject.CROSS_REFERENCE)
        return self.on_texts().filter(_reached(user), reads_both_ends)

    def newest_noticed(self, document: Document, user: Person) -> tuple[tuple[datetime, uuid.UUID], ...]:
        """The newest events of ``document``, which ``user`` reads, that they notice, newest first.

        Another value when there is a new one. Two short index reads however many events there are, one or two more
        where references lead to other texts (and one for each collection of certain groups that these are in): what
        makes a conditional request cheap.
        """
        rows = self.on_texts().filter(_reached(user)).order_by("-at", "-pk")
        read = {document.pk: True}
        newest = [
            *self._first_noticed(rows.filter(document=document), "other_document", user, read),
            *self._first_noticed(rows.filter(other_document=document), "document", user, read),
        ]
        return tuple(sorted(newest, reverse=True)[:RECENT])

    @staticmethod
    def _first_noticed(rows: Any, other: str, user: Person, read: dict[int, bool]) -> list[tuple[datetime, uuid.UUID]]:
        """The first of ``rows`` that ``noticed_by`` would leave; texts are asked about that are not in ``read`` yet.

        Asked every few seconds by every open page, and building a query of all of it would take longer than the answer.
        """
        noticed: list[tuple[datetime, uuid.UUID]] = []
        for start in count(step=RECENT):
            some = list(rows.values_list("at", "batch", "subject_type", other)[start : start + RECENT])
            ends = [end if subject == Event.Subject.CROSS_REFERENCE else None for _at, _batch, subject, end in some]
            if unread := {end for end in ends if end} - read.keys():
                texts = Document.objects.filter(pk__in=unread).select_related("collection").only("collection__access")
                opened = {each: each.lets_in(user) for each in {text.collection for text in texts}}
                read |= {text.pk: opened[text.collection] for text in texts}
            noticed += [row[:2] for row, end in zip(some, ends, strict=True) if not end or read[end]]
            if len(noticed) >= RECENT or len(some) < RECENT:
                break
        return noticed[:RECENT]

    def paragraphs_touched(
        self, document: Document, user: Person, *, since: datetime | None, known: Container[str] = ()
    ) -> set[int]:
        """The paragraphs on which ``user`` notices something since a little before ``since``: 2 queries.

        But for what was done in batches that are ``known``, told by ``batch_names``.
        """
        paragraphs: set[int] = set()
        for place in ("", "other_"):
            in_document = {f"{place}document": document, f"{place}paragraph__isnull": False}
            events = self.noticed_by(user).filter(**in_document)
            if since is not None:
                events = events.filter(at__gte=since - OVERLAP)
            rows = events.values_list(f"{place}paragraph", "batch").distinct()
            paragraphs.update(paragraph for paragraph, batch in rows if batch_name(batch) not in known)
        return paragraphs

    def is_undo(self, batch: uuid.UUID) -> bool:
        """Whether what was done in ``batch`` was to undo: one that undoes an undo does something again.

        A query for each batch that it goes back to.
        """
        undoing = self.exclude(undoes=None).values_list("undoes", flat=True)
        chain = [batch]
        # Browsers send ids: where these lead round in a ring, nobody follows them for ever.
        while (undone := undoing.filter(batch=chain[-1]).first()) and undone not in chain:
            chain.append(undone)
        return len(chain) % 2 == 0

    def history_of(self, subject_id: uuid.UUID) -> Self:
        """Everything that was done to one thing, oldest first, with who did it: 1 query."""
        return self.filter(subject_id=subject_id).select_related("actor").order_by("at", "pk")

    def for_list(self) -> Self:
        """With who did it and where, newest first: 1 query."""
        places = ("document", "paragraph__document", "other_paragraph__document")
        return self.select_related("actor", *places).order_by("-at", "-pk")

    def undone(self, batches: Iterable[uuid.UUID]) -> set[uuid.UUID]:
        """Those of ``batches`` that were undone: 1 query."""
        ids = self.finished().filter(undoes__in=list(batches)).order_by().values_list("undoes", flat=True).distinct()
        return {batch for batch in ids if batch is not None}

    def finished(self) -> Self:
        """All but those of undos that were cut off, which can be gone on with."""
        return self.exclude(Exists(UnfinishedUndo.objects.filter(batch=OuterRef("batch"))))

    def of_batch(self, batch: uuid.UUID, user: Person) -> Self:
        """What was done in one action, as far as ``user`` may see it, in that order, with where: 1 query."""
        return self.visible_to(user).filter(batch=batch).for_list().order_by("at", "pk")

    def reasons(self, declined: Iterable[uuid.UUID]) -> dict[uuid.UUID | None, str]:
        """Why each of the contributions ``declined`` was declined, the last time: 1 query."""
        events = self.filter(subject_id__in=list(declined), action=Event.Verb.DECLINED).order_by("at", "pk")
        return dict(events.values_list("subject_id", "reason"))

    def moved_by(self, revision: Revision, state: str = "") -> Self:
        """The moves that loading ``revision`` made, in order; of one ``state``, those with an end that is in it now."""
        # Not among those of this queryset: what is done to documents is the team's business, where each is now is not.
        events = self.filter(action=Event.Verb.MOVED, batch__in=Event.objects.loading(revision).values("batch"))
        if state:
            ends = ("passage", "content_object", "source", "target")
            events = events.filter(Q(*((f"after__anchor__{end}", state) for end in ends), _connector=Q.OR))
        return events.order_by("at", "pk")

    def loading(self, revision: Revision) -> Self:
        """The event of loading ``revision``, which says what became of the marks."""
        return self.filter(document=revision.document_id, action=Event.Verb.LOADED, after__revision=revision.number)

    def of_collection(self, collection: Collection) -> Self:
        """Everything that was done to ``collection``, oldest first, with who did it: 1 query.

        By its slug, which never changes: a collection has no UUID for the events to name.
        """
        about = Q(before__slug=collection.slug) | Q(after__slug=collection.slug)
        events = self.filter(about, subject_type=Event.Subject.COLLECTION)
        return events.select_related("actor").order_by("at", "pk")

    def visible_to(self, user: Person) -> Self:
        """Those about things ``user`` may see.

        Of contributions the visible ones, since they were submitted, and one's own; of tags and documents, for
        members, all in documents they may read; of collections, for administrators, all, and for others what they did.
        """
        readable = Document.objects.visible_to(user)
        # Each event asks for its own documents and its own subject: sets of them all would be made whole for a page of
        # fifty, and the planner would collect all events of these documents rather than walk from the newest on.
        of_first, other = (
            Q(**{f"{document}__isnull": True}) | Q(Exists(readable.filter(pk=OuterRef(document)).order_by()))
            for document in ("document", "other_document")
        )
        own = Q(actor=user.pk) if user.is_authenticated else Q(pk__in=[])
        about = Q(subject_type=Event.Subject.DOCUMENT)
        if permissions.can(user, permissions.Permission.SEE_CODEBOOK):
            about |= Q(subject_type=Event.Subject.TAG)
        # Pairs are judged by those who read both of their ends.
        about |= Q(subject_type=Event.Subject.PARALLEL)
        # Of the saved searches those of the team.
        about |= Q(subject_type=Event.Subject.SAVED_SEARCH, audience=Event.Audience.MEMBERS)
        if not permissions.is_member(user):
            # What editors do to the codebook and the texts is the team's business, not the reader's.
            about = Q(pk__in=[])
        # A load moves drafts too: that is told to the author, and not to whoever loaded.
        moved, theirs = Q(action=Event.Verb.MOVED), Q(pk__in=[])
        if permissions.can(user, permissions.Permission.ADMINISTER):
            about |= Q(subject_type=Event.Subject.COLLECTION)
        for subject, model in CONTRIBUTION_KINDS.items():
            its_own = model.objects.filter(pk=OuterRef("subject_id")).order_by()
            theirs |= Q(subject_type=subject) & Q(Exists(its_own.filter(author=user.pk)))
            about |= Q(subject_type=subject) & Q(Exists(its_own.reachable_by(user)))
        # The places an end of a cross-reference has left are in what was there before, words and all.
        edited = Q(subject_type=Event.Subject.CROSS_REFERENCE, action=Event.Verb.EDITED)
        left = Q(left_source__in=readable.values("slug"), left_target__in=readable.values("slug"))
        places = {f"left_{end}": KT(f"before__{end}__document") for end in CrossReference.PLACES}
        disclosed = ~Q(audience=Event.Audience.DECIDING) | (about if permissions.is_editor(user) else theirs)
        shown = about & (SUBMITTED & disclosed | moved & theirs) | own & ~moved
        return self.listed().alias(**places).filter(of_first & other & (~edited | left) & shown)


class Event(models.Model):
    """What somebody did to something: append-only."""

    class Audience(models.IntegerChoices):
        """Who saw what it is about, before or after, but for the author, who always does."""

        EVERYBODY = 0, _("everybody")
        MEMBERS = 1, _("members")
        EDITORS = 2, _("editors")
        # A change that is proposed, which no list tells others of later either.
        DECIDING = 3, _("editors, for a decision")
        AUTHOR = 4, _("the author")

    class Subject(models.TextChoices):
        """What an event is about."""

        TAGGING = "tagging", _("tagging")
        ANNOTATION = "annotation", _("note")
        CROSS_REFERENCE = "cross-reference", _("cross-reference")
        TAG = "tag", _("tag")
        DOCUMENT = "document", _("document")
        COLLECTION = "collection", _("collection")
        SAVED_SEARCH = "saved-search", _("saved search")
        PARALLEL = "parallel", _("proposed parallel")

    class Verb(models.TextChoices):
        """What was done."""

        CREATED = "created", _("created")
        EDITED = "edited", _("edited")
        WITHDRAWN = "withdrawn", _("withdrew")
        RESTORED = "restored", _("brought back")
        PROPOSED = "proposed", _("proposed")
        PUBLISHED = "published", _("published")
        DECLINED = "declined", _("declined")
        RETURNED = "returned", _("set back")
        RESOLVED = "resolved", _("resolved")
        REOPENED = "reopened", _("reopened")
        MERGED = "merged", _("merged")
        DELETED = "deleted", _("deleted")
        CONFIRMED = "confirmed", _("confirmed")
        LOADED = "loaded", _("loaded")
        IMPORTED = "imported", _("imported")
        MOVED = "moved", _("moved")
        LET_GO = "let go", _("let go")
        TAKEN_BACK = "taken back", _("took back")
        ACCEPTED = "accepted", _("accepted")
        REJECTED = "rejected", _("rejected")
        SET_ASIDE = "set aside", _("set aside")

    # In the place of a verb: something was moved away, which another event of the batch is about, and this one has only
    # the places that are not named there. No list shows it.
    LEFT = "left"

    # Half of a site's file are events and their indexes: those that are asked for are below, the others nobody needs.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(_("at"), default=timezone.now)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="events",
        db_index=False,
        verbose_name=_("person"),
        help_text=_("Empty: the command line."),
    )
    action = models.CharField(_("action"), max_length=20, choices=Verb)
    subject_type = models.CharField(_("about"), max_length=20, choices=Subject)
    subject_id = models.UUIDField(_("id"), null=True)
    audience = models.PositiveSmallIntegerField(_("seen by"), choices=Audience, default=Audience.EVERYBODY)
    subject_author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        verbose_name=_("author"),
    )
    document = models.ForeignKey(Document, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    paragraph = models.ForeignKey(Paragraph, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    # The other end of a cross-reference, so that its document hears of it too.
    other_document = models.ForeignKey(Document, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    other_paragraph = models.ForeignKey(
        Paragraph, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    reason = models.TextField(_("reason"), blank=True)
    before = models.JSONField(_("before"), null=True, encoder=ShortJSON)
    after = models.JSONField(_("after"), null=True, encoder=ShortJSON)
    batch = models.UUIDField(_("batch"), help_text=_("Events of one action share it."))
    undoes = models.UUIDField(_("undoes batch"), null=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-at", "-pk"]
        indexes = [
            # ``noticed_by``, and a document's activity.
            models.Index(name="event_of_document", fields=["document", "at"]),
            models.Index(
                name="event_of_other_document",
                fields=["other_document", "at"],
                condition=Q(other_document__isnull=False),
            ),
            # The history of one thing.
            models.Index(name="event_about", fields=["subject_id"]),
            # /activity/, and a person's actions to undo.
            models.Index(name="event_newest", fields=["at"]),
            models.Index(name="event_of_actor", fields=["actor", "at"]),
            # Undo takes back a batch.
            models.Index(name="event_of_batch", fields=["batch"]),
            models.Index(name="event_undoing", fields=["undoes"], condition=Q(undoes__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor or ''} {self.action} {self.subject_type}"

    @property
    def subject_in_words(self) -> str:
        """What kind of thing it is about: a document's further text is a revision."""
        state = {self.Verb.LOADED: self.after, self.Verb.TAKEN_BACK: self.before}.get(self.Verb(self.action)) or {}
        return str(_("revision") if state.get("revision", 1) > 1 else self.get_subject_type_display())

    @property
    def about(self) -> str:
        """What it is about, and where that is; needs the paragraph and the document selected."""
        kept = self.after or self.before or {}
        named = kept.get("tag") or kept.get("name")
        kind = self.get_subject_type_display()
        if named:
            of_search = self.subject_type == self.Subject.SAVED_SEARCH
            kind = (_("search “%(name)s”") if of_search else _("tag “%(name)s”")) % {"name": named}
        if self.paragraph is None:
            return str(kind)
        return _("%(what)s on ¶ %(key)s of %(title)s") % {
            "what": kind,
            "key": self.paragraph.key,
            "title": self.document.title_in_short if self.document else "",
        }

    @property
    def quote(self) -> str:
        """The words it is about, as they stood when it happened."""
        kept = self.after or self.before or {}
        place = kept.get("passage") or kept.get("source") or {}
        return str(place.get("quote", ""))

    @property
    def drafted(self) -> bool:
        """Whether what it is about was a draft afterwards."""
        return (self.after or {}).get("status") == Status.DRAFT

    @property
    def of_change(self) -> bool:
        """Whether it is about a change that is proposed, and what is published stayed as it was."""
        return self.audience == self.Audience.DECIDING
