"""What of an event's snapshots people are shown, and how it reads."""

from django.utils.translation import gettext_lazy as _

# The parts of a snapshot that are shown when they changed.
READABLE = {
    "status": _("Status"),
    "state": _("Words"),
    "tag": _("Tag"),
    "body": _("Note"),
    "relation": _("Relation"),
    "note": _("Note"),
    "name": _("Name"),
    "path": _("Path"),
    "definition": _("Definition"),
    "use_when": _("Use when"),
    "avoid_when": _("Avoid when"),
    "collection": _("Collection"),
    "title": _("Title"),
    "subtitle": _("Subtitle"),
    "author": _("Author"),
    "publisher": _("Publisher"),
    "published_on": _("Published on"),
    "language": _("Language"),
    "source_url": _("Source address"),
    "rights": _("Rights"),
    "description": _("Description"),
    "access": _("Read by"),
    "groups": _("Groups"),
    "review": _("Review"),
}


# The places in a snapshot, which are shown to those who may read what stands there.
PLACES = {"passage": _("Passage"), "source": _("From"), "target": _("To")}


def in_words(value: object) -> str:
    """A value of a snapshot as a person reads it."""
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, list):
        value = ", ".join(map(str, value))
    return str(value or "—")
