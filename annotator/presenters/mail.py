"""What is in an inbox, as a mail says it: nothing of a text that is not public leaves the site."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.template.defaultfilters import truncatechars
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from annotator.models import Event, Notification
from annotator.presenters.inbox import InboxRow, address_of
from corpus.models import Collection

Kind = Notification.Kind
# Characters of a text or a note that a mail has.
MOST = 300


@dataclass(frozen=True, slots=True)
class MailItem:
    """One row of an inbox in a mail: a sentence, what it is about, where public, and the address that leads there."""

    sentence: str
    about: Sequence[str]
    address: str


def is_public(event: Event) -> bool:
    """Whether everybody may read each of the documents of ``event``, with their collections loaded."""
    documents = [each for each in (event.document, event.other_document) if each is not None]
    return all(each.collection.access == Collection.Access.PUBLIC for each in documents)


def mail_items(rows: Sequence[InboxRow], site: str) -> list[MailItem]:
    """``rows`` for a mail from the site at the address ``site``."""
    items = []
    for row in rows:
        event = row.first.event
        about = _about(row) if is_public(event) else [_("In a text that is not public: read it on the site.")]
        items.append(MailItem(_sentence(row), about, site + address_of(event, row.first.kind)))
    return items


def _sentence(row: InboxRow) -> str:
    event = row.first.event
    who = (event.actor.get_full_name() or event.actor.username) if event.actor else _("The command line")
    names = {"who": who, "did": event.get_action_display(), "what": event.get_subject_type_display()}
    match row.first.kind:
        case Kind.MENTION:
            message = _("%(who)s mentioned you in a note.")
        case Kind.REPLY:
            message = _("%(who)s answered a note of yours.")
        case Kind.DISCUSSION if event.action in {Event.Verb.RESOLVED, Event.Verb.REOPENED}:
            message = _("%(who)s %(did)s a note in a discussion you take part in.")
        case Kind.DISCUSSION:
            message = _("%(who)s wrote in a discussion you take part in.")
        case Kind.ADRIFT if row.taken_back:
            message = _("A revision that left words of your marks lost or uncertain was taken back, and they are back.")
        case Kind.ADRIFT:
            message = _("Since a revision, words of your marks are lost or uncertain.")
        case _decision:
            message = _("%(who)s %(did)s a contribution of yours: %(what)s.")
    sentence = message % names
    if further := len(row.notifications) - 1 + row.beyond:
        sentence += " " + ngettext("And %(n)s more.", "And %(n)s more.", further) % {"n": further}
    return sentence


def _about(row: InboxRow) -> list[str]:
    event = row.first.event
    lines = []
    if event.document is not None:
        place = event.document.title_in_short
        lines.append(f"{place}, ¶ {event.paragraph.key}" if event.paragraph else place)
    if event.quote:
        lines.append(f"“{truncatechars(event.quote, MOST)}”")
    body = (event.after or {}).get("body") if row.first.kind != Kind.DECISION else None
    lines += truncatechars(body, MOST).splitlines() if body else []
    if event.reason:
        lines.append(_("Reason: %(reason)s") % {"reason": event.reason})
    return lines
