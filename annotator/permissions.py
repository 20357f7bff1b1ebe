"""Who may do what: one enum of permissions, one table of rules, ``can()`` and ``require()``.

What a person may not see is 404 (querysets' ``visible_to``), what they may see but not do is 403 (``require``).
The rules look at plain attributes of the things they are asked about; they import no model of this application,
so that models, actions, views and the admin may all ask here.
"""

from collections.abc import Callable, Iterable
from enum import Enum
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils.translation import gettext as _

from corpus.models import Collection, Document
from corpus.models.collection import Person

ANNOTATORS = "Annotators"
EDITORS = "Editors"


class Permission(Enum):
    """Everything a rule is asked about."""

    CONTRIBUTE = "contribute"
    """Tag, annotate or cross-reference a passage of a document one may read."""
    REPLY = "reply"
    """Answer a note."""
    EDIT = "edit"
    """Change the words, the tag or the ends of a contribution, or say that the words it stands on are right."""
    WITHDRAW = "withdraw"
    """Take a contribution back, and bring it back again."""
    JUDGE_PARALLELS = "judge parallels"
    """Accept or reject proposed parallels, and put them off."""
    RESOLVE = "resolve"
    """Mark a note as dealt with, or open again."""
    PROPOSE = "propose"
    """Submit a draft."""
    DECIDE = "decide"
    """Publish or decline a contribution."""
    SEE_REVIEW = "see review"
    """See the list of what waits for a decision."""
    SEE_CODEBOOK = "see codebook"
    """Read the tags and what they mean."""
    EDIT_CODEBOOK = "edit codebook"
    """Make, change, merge and delete tags."""
    TAG_IN_BULK = "tag in bulk"
    """Tag all hits of a search at once."""
    SAVE_SEARCH = "save search"
    """Keep a search under a name, for oneself; or for the team, where one takes part."""
    EDIT_SEARCH = "edit search"
    """Rename, share or delete a saved search."""
    EDIT_DOCUMENT = "edit document"
    """Load documents and change what is said about them."""
    IMPORT = "import"
    """Load contributions from a bundle or from another tool's export."""
    IMPORT_DECISIONS = "import decisions"
    """Load contributions as what they were elsewhere, published and by hand, also where an editor decides here."""
    EXPORT_SOURCES = "export sources"
    """Take out the source files of all revisions, which show what pages withhold, with all that was done."""
    INVITE = "invite"
    """Invite somebody to make an account, of the role that is asked about; editors are invited by administrators."""
    ADMINISTER = "administer"
    """People, groups, collections and settings."""


def roles(user: Person) -> frozenset[str]:
    """The names of the groups ``user`` is in; administrators are in both.

    1 query for each user object, which lives as long as the request.
    """
    if not (user.is_authenticated and user.is_active):
        return frozenset()
    known = getattr(user, "_glossator_roles", None)
    if known is None:
        groups = {ANNOTATORS, EDITORS} if user.is_superuser else user.groups.values_list("name", flat=True)
        known = frozenset(groups)
        setattr(user, "_glossator_roles", known)  # noqa: B010 - no field
    return known


def is_member(user: Person) -> bool:
    """Whether ``user`` is logged in to an account that is in use."""
    return user.is_authenticated and user.is_active


def is_annotator(user: Person) -> bool:
    """Whether ``user`` makes contributions; editors do too."""
    return bool(roles(user) & {ANNOTATORS, EDITORS})


def is_editor(user: Person) -> bool:
    """Whether ``user`` decides about contributions, the codebook and documents."""
    return EDITORS in roles(user)


def _may_administer(user: Person, _thing: object) -> bool:
    return is_member(user) and bool(getattr(user, "is_superuser", False))


def _annotator(user: Person, _thing: object) -> bool:
    return is_annotator(user)


def _editor(user: Person, _thing: object) -> bool:
    return is_editor(user)


def _author_or_editor(user: Person, contribution: Any) -> bool:
    """One's own, and for editors everybody's but drafts, which nobody else sees."""
    own = is_annotator(user) and contribution.author_id == user.pk
    return own or (is_editor(user) and contribution.status != "draft")


def _author(user: Person, contribution: Any) -> bool:
    return is_annotator(user) and contribution.author_id == user.pk


def _deciding(user: Person, contribution: Any) -> bool:
    """Editors, about everything but drafts; without a thing, whether they decide at all."""
    return is_editor(user) and (contribution is None or contribution.status != "draft")


def _saving(user: Person, search: Any) -> bool:
    """Members for themselves; for the team those who take part."""
    return is_annotator(user) if getattr(search, "shared", False) else is_member(user)


def _owner_or_editor(user: Person, search: Any) -> bool:
    """One's own, and for editors the team's: whoever made them may have left."""
    return is_member(user) and (search.owner_id == user.pk or (is_editor(user) and search.shared))


def _inviting(user: Person, role: object) -> bool:
    return is_editor(user) and (role != EDITORS or _may_administer(user, None))


def _reads_anything(user: Person, _thing: object) -> bool:
    """Whoever takes part, and whoever may read a collection: the codebook is closed where all of them are."""
    if is_annotator(user) or Collection.objects.visible_to(user).exists():
        return True
    return not Collection.objects.exists()


RULES: dict[Permission, Callable[[Person, Any], bool]] = {
    Permission.CONTRIBUTE: _annotator,
    Permission.REPLY: _annotator,
    Permission.EDIT: _author_or_editor,
    Permission.WITHDRAW: _author_or_editor,
    Permission.JUDGE_PARALLELS: _annotator,
    Permission.RESOLVE: _annotator,
    Permission.PROPOSE: _author,
    Permission.DECIDE: _deciding,
    Permission.SEE_REVIEW: _editor,
    Permission.SEE_CODEBOOK: _reads_anything,
    Permission.EDIT_CODEBOOK: _editor,
    Permission.TAG_IN_BULK: _annotator,
    Permission.SAVE_SEARCH: _saving,
    Permission.EDIT_SEARCH: _owner_or_editor,
    Permission.EDIT_DOCUMENT: _editor,
    Permission.IMPORT: _editor,
    Permission.IMPORT_DECISIONS: _may_administer,
    Permission.EXPORT_SOURCES: _editor,
    Permission.INVITE: _inviting,
    Permission.ADMINISTER: _may_administer,
}


# The ladder of status: which may follow which, and what it takes. A step that is not here is never taken.
LADDER: dict[tuple[str, str], Permission] = {
    ("draft", "proposed"): Permission.PROPOSE,
    ("draft", "published"): Permission.PROPOSE,
    # A hand-in that is undone.
    ("proposed", "draft"): Permission.PROPOSE,
    ("published", "draft"): Permission.PROPOSE,
    ("proposed", "published"): Permission.DECIDE,
    ("proposed", "declined"): Permission.DECIDE,
    ("published", "declined"): Permission.DECIDE,
    ("published", "proposed"): Permission.DECIDE,
    ("declined", "published"): Permission.DECIDE,
    ("declined", "proposed"): Permission.DECIDE,
}


def first_status(*, draft: bool, reviewed: bool) -> str:
    """The status of what is new or submitted: the foot of the ladder."""
    if draft:
        return "draft"
    return "proposed" if reviewed else "published"


def may_publish(user: Person | None, collections: Iterable[Any]) -> bool:
    """Whether what ``user`` says in ``collections`` is published at once: without review, and by those who decide.

    ``None`` is the command line. The collections are looked at only where it depends on them.
    """
    return user is None or can(user, Permission.DECIDE) or not any(collection.review for collection in collections)


def can(user: Person, permission: Permission, thing: object = None) -> bool:
    """Whether ``user`` has ``permission``; for ``thing``, where its rule looks at one, which they can see already."""
    return RULES[permission](user, thing)


def require(user: Person, permission: Permission, thing: object = None) -> None:
    """Raise ``PermissionDenied`` (403) with a message a person understands unless ``can()``."""
    if not can(user, permission, thing):
        raise PermissionDenied(_("You do not have permission for this. Ask an administrator for the role."))


def contributions_visible_to(user: Person, *documents: str) -> Q:
    """The one definition of who sees which contribution, as a condition on a contribution's queryset.

    ``documents`` are the look-up paths to the documents it stands in: all of them must be visible. Published: every
    reader. Proposed: members. Declined: its author and editors. Draft: its author.
    """
    hidden = {"draft", "proposed", "declined"}
    if is_member(user):
        hidden.remove("proposed")
    if is_editor(user):
        hidden.remove("declined")
    # Said by what is hidden, to which no index leads: a planner without statistics takes those of one status for a
    # handful, and would collect all that is published before it looks at the one tag or paragraph that is asked about.
    rule = ~Q(status__in=sorted(hidden))
    if is_member(user):
        rule |= Q(author=user.pk)
    rule &= Q(withdrawn_at__isnull=True)
    if not (is_member(user) and getattr(user, "is_superuser", False)):
        # Likewise: from the documents one may read, an index leads to all that stands in them.
        closed = Document.objects.hidden_from(user).order_by().values("pk")
        for document in documents:
            rule &= ~Q(**{f"{document}__in": closed})
    return rule
