"""Searches kept under a name, and what each person has seen of them."""

import uuid
from typing import Self
from urllib.parse import urlencode

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from annotator import permissions
from corpus.models.collection import Person

MAX_NAME = 200
# What an address may have for servers to take it.
MAX_ADDRESS = 4000


class SavedSearchQuerySet(models.QuerySet["SavedSearch"]):
    """Reads of saved searches."""

    def visible_to(self, user: Person) -> Self:
        """One's own, and for members those of the team, whoever made them."""
        if not permissions.is_member(user):
            return self.none()
        return self.filter(Q(owner=user.pk) | Q(shared=True))

    def for_acting(self, user: Person, pk: uuid.UUID) -> "SavedSearch":
        """The search ``pk``: 1 query. Raises ``Http404`` where there is none or ``user`` may not see it."""
        search = self.visible_to(user).select_related("owner").filter(pk=pk).first()
        if search is None:
            raise Http404("No saved search at this address.")
        return search


class SavedSearch(models.Model):
    """A search kept under a name: one's own, or the team's, which stays when whoever made it leaves."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=MAX_NAME)
    # The query of the search page's address: the words, what narrows it, the view.
    address = models.TextField(_("address"), validators=[MaxLengthValidator(MAX_ADDRESS)])
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="saved_searches", verbose_name=_("person")
    )
    shared = models.BooleanField(_("the team’s"), default=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('search')}?{self.address}&{urlencode({'saved': self.pk})}"


class SearchSeen(models.Model):
    """What a person had seen of a saved search when they last marked it as seen.

    ``found``: paragraphs and how many times the words stood in each, compressed (``selectors/saved_searches.py``).
    """

    search = models.ForeignKey(SavedSearch, on_delete=models.CASCADE, related_name="seen_by")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    found = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(name="search_seen_once_each", fields=["search", "person"])]

    def __str__(self) -> str:
        return f"{self.search} {self.at:%Y-%m-%d %H:%M}"
