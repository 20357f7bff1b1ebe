"""What taggings, annotations and cross-references have in common."""

import uuid
from copy import copy
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from annotator import permissions
from corpus.models import Document
from corpus.models.collection import Person

from .passage import Passage


class Status(models.TextChoices):
    """How far a contribution has come."""

    DRAFT = "draft", _("draft")
    PROPOSED = "proposed", _("proposed")
    PUBLISHED = "published", _("published")
    DECLINED = "declined", _("declined")


class Origin(models.TextChoices):
    """How a contribution came about."""

    HAND = "hand", _("by hand")
    BULK = "bulk", _("in bulk")
    IMPORT = "import", _("imported")
    SUGGESTION = "suggestion", _("accepted suggestion")
    REVISION = "revision", _("moved by a revision")


# What an editor has to decide about: proposed, or published with a change that is proposed. Queries say it in the words
# of the index of each kind: SQLite takes a partial index for nothing else.
WAITING = Q(status=Status.PROPOSED) | Q(proposed_change__isnull=False)
# Those that are looked for by their status: most are published, and are found by what else is asked of them.
UNPUBLISHED = Q(status=Status.DRAFT) | Q(status=Status.PROPOSED) | Q(status=Status.DECLINED)


class ContributionQuerySet(models.QuerySet[Any]):
    """Reads that all three kinds share.

    ``PLACES`` of the model names the look-up paths to its passages, ``DOCUMENTS`` those to their documents.
    """

    model: Any

    def waiting(self) -> Self:
        """Those that an editor has to decide about."""
        return self.filter(WAITING)

    def standing(self) -> Self:
        return self.filter(withdrawn_at__isnull=True)

    def visible_to(self, user: Person) -> Self:
        """Those ``user`` may see (``permissions.contributions_visible_to``)."""
        return self.filter(permissions.contributions_visible_to(user, *self.model.DOCUMENTS))

    def reachable_by(self, user: Person) -> Self:
        """Those ``user`` may see, and withdrawn ones to bring back: one's own, for editors all but drafts."""
        withdrawn = Q(withdrawn_at__isnull=False)
        # A draft stays its author's alone, also when it is withdrawn.
        withdrawn &= Q(author=user.pk) | (~Q(status=Status.DRAFT) if permissions.is_editor(user) else Q(pk__in=[]))
        return self.filter(
            permissions.contributions_visible_to(user, *self.model.DOCUMENTS)
            | (withdrawn & self.on(Document.objects.visible_to(user)))
        )

    def readable_by(self, user: Person) -> Self:
        """Those that stand, with each end, in documents ``user`` may read, whatever became of them."""
        return self.filter(self.on(Document.objects.visible_to(user)))

    def shown_to(self, user: Person, passages: models.QuerySet[Passage]) -> Self:
        """Those on ``passages``, in texts that ``user`` may read, that ``user`` sees there, oldest first.

        The texts are not asked about again. Of a kind that stands on one passage.
        """
        (place,) = self.model.PLACES
        seen = permissions.contributions_visible_to(user)
        return self.filter(seen, **{f"{place}__in": passages.values("pk")}).order_by("created_at", "pk")

    def with_places(self) -> Self:
        """With the passages, their paragraphs, documents and collections, and the author: what naming one takes."""
        places = [f"{place}__paragraph__document__collection" for place in self.model.PLACES]
        return self.select_related("author", *places)

    def on_unsettled(self) -> Self:
        """Those on a passage, with either end, whose words are lost or uncertain, and that was not let go."""
        rule = Q()
        for place in self.model.PLACES:
            rule |= Q(**{f"{place}__state__in": ["lost", "uncertain"], f"{place}__let_go": False})
        return self.filter(rule)

    def for_acting(self, user: Person, pk: uuid.UUID) -> Any:
        """The contribution ``pk`` with all that an action on it needs: 1 query.

        Raises ``Http404`` where there is none or ``user`` may not see it, without telling the two apart.
        """
        contribution = self.reachable_by(user).with_places().filter(pk=pk).first()
        if contribution is None:
            raise Http404("No contribution at this address.")
        return contribution

    def on(self, documents: models.QuerySet[Document] | list[int]) -> Q:
        """The condition of standing, with each end, in ``documents``."""
        rule = Q()
        for document in self.model.DOCUMENTS:
            rule &= Q(**{f"{document}__in": documents})
        return rule


class Contribution(models.Model):
    """A tagging, an annotation or a cross-reference: something a person put on a passage.

    Withdrawing keeps the row, so that it can be brought back; every read goes through ``visible_to`` or
    ``standing``, which leave withdrawn rows out.
    """

    PLACES: ClassVar[tuple[str, ...]]
    DOCUMENTS: ClassVar[tuple[str, ...]]
    # Each kind has its own: a ``ContributionQuerySet`` as manager.
    objects: Any

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="%(class)ss",
        # Each kind has one of author and time.
        db_index=False,
        verbose_name=_("author"),
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PUBLISHED)
    origin = models.CharField(_("origin"), max_length=10, choices=Origin, default=Origin.HAND)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    modified_at = models.DateTimeField(_("modified at"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    # What its author wants it to say instead, while an editor has not decided (decisions/0009): the columns that would
    # change, and the names and places that go with them, as in an event's snapshot.
    proposed_change = models.JSONField(_("proposed change"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_status_known",
                condition=Q(status__in=["draft", "proposed", "published", "declined"]),
                violation_error_message=_("A contribution is a draft, proposed, published or declined."),
            ),
        ]

    def as_proposed(self) -> Self:
        """It as the change would make it, not to be saved; itself where no change is proposed."""
        if self.proposed_change is None:
            return self
        proposed = copy(self)
        columns = {field.attname for field in self._meta.concrete_fields}
        for name in columns & self.proposed_change.keys():
            setattr(proposed, name, self.proposed_change[name])
        return proposed

    @property
    def passages(self) -> list[Any]:
        """The passages it stands on: one, or the two ends."""
        return [getattr(self, path) for path in self.PLACES]
