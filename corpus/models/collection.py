"""Collections: sets of documents with one access rule and one editorial rule."""

from typing import Self

from django.contrib.auth.models import AnonymousUser, Group, User
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

type Person = User | AnonymousUser


class CollectionQuerySet(models.QuerySet["Collection"]):
    """Reads of collections."""

    def visible_to(self, user: Person) -> Self:
        """The collections ``user`` may read: with ``Collection.lets_in``, the definition of who sees which texts."""
        if user.is_active and getattr(user, "is_superuser", False):
            return self.all()
        rule = Q(access=Collection.Access.PUBLIC)
        if user.is_active and user.is_authenticated:
            theirs = Collection.groups.through.objects.filter(group__user=user.pk).values("collection_id")
            rule |= Q(access=Collection.Access.MEMBERS) | Q(access=Collection.Access.GROUPS, pk__in=theirs)
        return self.filter(rule)


class Collection(models.Model):
    """A set of documents with one access rule and one editorial rule."""

    class Access(models.TextChoices):
        """Who reads the documents of a collection."""

        PUBLIC = "public", _("everybody")
        MEMBERS = "members", _("people who are logged in")
        GROUPS = "groups", _("people of certain groups")

    class Leavers(models.TextChoices):
        """What the work of somebody who leaves is under from then on."""

        NAME = "name", _("their name")
        PSEUDONYM = "pseudonym", _("a pseudonym")

    slug = models.SlugField(
        _("slug"), max_length=100, unique=True, error_messages={"unique": _("Another collection has this slug.")}
    )
    title = models.CharField(_("title"), max_length=300)
    description = models.TextField(_("description"), blank=True)
    access = models.CharField(_("read by"), max_length=10, choices=Access, default=Access.PUBLIC)
    groups = models.ManyToManyField(
        Group, blank=True, verbose_name=_("groups"), help_text=_("Who reads it, where it is for certain groups.")
    )
    review = models.BooleanField(
        _("review"),
        default=False,
        help_text=_("Contributions start as proposals and an editor publishes them. Off: published at once."),
    )

    leavers = models.CharField(
        _("who leaves"),
        max_length=10,
        choices=Leavers,
        default=Leavers.NAME,
        # For a program of before, which writes while the new tables are there already.
        db_default=Leavers.NAME,
        help_text=_("What a person made stays when they leave: under their name, or under a pseudonym."),
    )

    objects = CollectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("collection")
        verbose_name_plural = _("collections")
        ordering = ["title", "slug"]
        constraints = [
            models.CheckConstraint(name="collection_leavers_known", condition=Q(leavers__in=["name", "pseudonym"])),
            models.CheckConstraint(
                name="collection_access_known",
                condition=Q(access__in=["public", "members", "groups"]),
                violation_error_message=_("A collection is read by everybody, by members or by groups."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{reverse('catalogue')}#{self.slug}"

    def lets_in(self, user: Person) -> bool:
        """Whether ``user`` may read it: what ``visible_to`` says, of a collection that is loaded already.

        No query but for a collection of certain groups: every page and every contribution asks this.
        """
        if user.is_active and getattr(user, "is_superuser", False):
            return True
        if self.access == self.Access.PUBLIC or not (user.is_active and user.is_authenticated):
            return self.access == self.Access.PUBLIC
        return self.access == self.Access.MEMBERS or self.groups.filter(user=user.pk).exists()
