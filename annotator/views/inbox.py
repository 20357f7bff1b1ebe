"""A person's inbox: what was done that concerns them. Nothing is read by being looked at."""

from datetime import UTC, datetime

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware
from django.views.decorators.http import require_POST, require_safe

from annotator.actions import inbox as actions
from annotator.http import MemberRequest
from annotator.http.paging import DIGITS, page_of
from annotator.http.responses import back_to
from annotator.http.saved_forms import member_page
from annotator.models import Notification
from annotator.presenters.inbox import address_of, inbox_rows
from annotator.selectors.inbox import inbox_of
from corpus.db.newest import Newest

# What its form sends of one page; no page has as many.
MOST = 1000


@require_safe
def inbox(request: MemberRequest) -> HttpResponse:
    """Newest first; ``?kind=`` narrows it, ``?unread=1`` to what is not read yet."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in Notification.Kind.values else ""
    unread = "unread" in request.GET
    everything = Notification.objects.filter(person=request.user.pk)
    page = page_of(request, Newest(inbox_of(request.user, kind, unread=unread), "at", everything))
    newest = page.rows[0].at if page.rows else None
    context = {
        "page": page.showing(inbox_rows(page.rows, request.user)),
        "kind": kind,
        "unread": unread,
        "kinds": Notification.Kind.choices,
        # What comes after this page was made is not on it, and stays unread.
        "until": newest.isoformat() if newest and page.number == 1 else "",
        "here": "inbox",
    }
    return render(request, "annotator/inbox.html", context)


@require_POST
@member_page(form_at=None)
def mark_notifications(request: MemberRequest) -> HttpResponse:
    """Mark what is chosen as read or unread, or all until a time as read; or read one and go where it happened."""
    if "go" in request.POST:
        return open_thing(request, _number(request.POST["go"]))
    return_to = back_to(request, "inbox")
    if "all" in request.POST:
        if until := _time(request.POST.get("until", "")):
            kind = request.POST.get("kind", "")
            actions.mark_all_read(
                person=request.user, until=until, kind=kind if kind in Notification.Kind.values else ""
            )
        return redirect(return_to)
    chosen = {_number(value) for value in request.POST.getlist("chosen")[:MOST]}
    actions.mark(person=request.user, chosen=chosen, read=request.POST.get("as") != "unread")
    return redirect(return_to)


def open_thing(request: MemberRequest, pk: int) -> HttpResponse:
    """Mark one as read, with what was done in the same action for the same reason, and go where it happened."""
    one = get_object_or_404(inbox_of(request.user), pk=pk)
    actions.mark(person=request.user, chosen=[pk, *map(_number, request.POST.getlist("chosen")[:MOST])], read=True)
    return redirect(address_of(one.event, one.kind))


def _number(value: str) -> int:
    """The id that was sent, 0, which nothing has, where it is none."""
    return int(value[:DIGITS]) if value.isascii() and value.isdigit() else 0


def _time(value: str) -> datetime | None:
    try:
        time = parse_datetime(value)
        return time.astimezone(UTC) if time and is_aware(time) else None
    except (ValueError, OverflowError):
        return None
