"""People and groups, for administrators."""

from typing import Any

import allauth.usersessions.admin  # noqa: F401 - puts logins into the admin, from where they are taken out below
from allauth.account.admin import EmailAddressAdmin
from allauth.account.models import EmailAddress
from allauth.mfa.admin import AuthenticatorAdmin
from allauth.mfa.models import Authenticator
from allauth.socialaccount.admin import SocialAccountAdmin
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group, User
from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from annotator.actions.people import remember_name, require_free
from annotator.errors import Refused
from annotator.forms.account import VisibleName
from annotator.models import Annotation, Contribution, CrossReference, Event, Tagging
from annotator.permissions import ANNOTATORS, EDITORS, Permission, can
from corpus.db.counting import number_up_to
from corpus.models import Revision

ROLES = {ANNOTATORS, EDITORS}
# Contributions of a person are counted up to here, so that a list of people costs the same on any site.
MANY = 1_000


class AdministratorsOnly(admin.ModelAdmin):
    """Asks ``annotator.permissions`` and not Django's table of permissions, which nobody else here reads."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can(request.user, Permission.ADMINISTER)

    has_module_permission = has_add_permission = has_change_permission = has_delete_permission = has_view_permission


def number_made(model: type[Contribution]) -> Subquery:
    """How many contributions of one kind a person has made, withdrawn ones too, and one more than ``MANY`` at the most.

    An index of their authors tells it.
    """
    return number_up_to(MANY + 1, model.objects.filter(author=OuterRef("pk")), "author")


class _FreeName(forms.ModelForm):
    """Checks that the name was not another account's before."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        try:
            require_free(cleaned.get("username", ""), self.instance)
        except Refused as refused:
            self.add_error("username", refused.messages)
        return cleaned


class PersonForm(VisibleName, _FreeName, UserChangeForm):
    """An account."""


class NewPersonForm(_FreeName, AdminUserCreationForm):
    """A new account."""


for _model in (User, Group, EmailAddress, Authenticator, SocialAccount, SocialApp, SocialToken, UserSession):
    admin.site.unregister(_model)


class OfOnePerson(AdministratorsOnly):
    """What belongs to one account: reached from that person's page, and not from the first page of all."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(EmailAddress)
class AddressAdmin(OfOnePerson, EmailAddressAdmin):
    """E-mail addresses."""

    search_fields = ("user__username", "email")


@admin.register(Authenticator)
class FactorAdmin(OfOnePerson, AuthenticatorAdmin):
    """Second factors."""

    search_fields = ("user__username",)


@admin.register(SocialAccount)
class ProvidedAdmin(OfOnePerson, SocialAccountAdmin):
    """Accounts of a provider that people log in with."""

    search_fields = ("user__username",)


@admin.register(User)
class PersonAdmin(AdministratorsOnly, UserAdmin):
    """Accounts, with their roles and the number of their contributions."""

    list_display = ("username", "name", "email", "role", "number", "is_active", "is_staff", "last_login")
    list_filter = ("groups", "is_active", "is_staff", "is_superuser")
    show_facets = admin.ShowFacets.NEVER
    form = PersonForm
    add_form = NewPersonForm
    fieldsets = (*(UserAdmin.fieldsets or ()), (gettext_lazy("Log-in"), {"fields": ("log_in",)}))
    readonly_fields = ("log_in",)

    @admin.display(description=gettext_lazy("what they log in with"))
    def log_in(self, obj: User) -> str:
        """Their addresses and their second factor, which administrators may have to take away from them."""
        pages = (
            (_("E-mail addresses"), reverse("admin:account_emailaddress_changelist")),
            (_("Second factor"), reverse("admin:mfa_authenticator_changelist")),
            (_("Single sign-on"), reverse("admin:socialaccount_socialaccount_changelist")),
        )
        links = ((f"{address}?{urlencode({'q': obj.username})}", words) for words, address in pages)
        return format_html_join(" · ", '<a href="{}">{}</a>', links)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Save it, and remember the name it had."""
        super().save_model(request, obj, form, change)
        if change and "username" in form.changed_data:
            remember_name(obj, form.initial["username"])

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        contributions = number_made(Tagging) + number_made(Annotation) + number_made(CrossReference)
        return super().get_queryset(request).prefetch_related("groups").annotate(made=contributions)

    @admin.display(description=gettext_lazy("name"), empty_value="—", ordering="first_name")
    def name(self, obj: User) -> str | None:
        """The name by which they are shown, where they gave one."""
        return obj.get_full_name() or None

    @admin.display(description=gettext_lazy("role"), empty_value="—")
    def role(self, obj: User) -> str | None:
        groups = [group.name for group in obj.groups.all()]
        return ", ".join([_("Administrators"), *groups] if obj.is_superuser else groups) or None

    @admin.display(description=gettext_lazy("contributions"), ordering=F("made"))
    def number(self, obj: Any) -> str:
        return _("more than %(n)s") % {"n": intcomma(MANY)} if obj.made > MANY else intcomma(obj.made)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[list, dict, set, list]:
        """Those who did something are kept with what they did; their account is deactivated instead."""
        kept = []
        for person in objs:
            numbers = sum(
                model.objects.filter(author=person).count() for model in (Tagging, Annotation, CrossReference)
            )
            if (
                numbers
                or Event.objects.filter(actor=person).exists()
                or Revision.objects.filter(loaded_by=person).exists()
            ):
                message = ngettext(
                    "%(name)s made %(n)s contribution, or loaded or decided something. "
                    "Untick “Active” instead: nobody can log in with the account, and the work stays.",
                    "%(name)s made %(n)s contributions, or loaded or decided something. "
                    "Untick “Active” instead: nobody can log in with the account, and the work stays.",
                    numbers,
                )
                kept.append(message % {"name": person.get_username(), "n": numbers})
        return ([], {}, set(), kept) if kept else super().get_deleted_objects(objs, request)


@admin.register(Group)
class RoleAdmin(AdministratorsOnly, GroupAdmin):
    """Groups: the two that are roles, and those that may read a collection."""

    def get_readonly_fields(self, request: HttpRequest, obj: Group | None = None) -> Any:
        """The name of a role, by which the rules know it."""
        return ("name",) if obj is not None and obj.name in ROLES else ()

    def has_delete_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or obj.name not in ROLES)
