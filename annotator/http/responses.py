"""How a page answers when something was done, or refused: in place with htmx, by a redirect without."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import trigger_client_event

from . import Request
from .action_result import ALREADY_DONE, ActionResult, uuid_in

# A form that came back with messages: the browser shows it, and nothing takes it for a success.
UNPROCESSABLE = 422
# A form that came back since somebody else had saved meanwhile.
CONFLICT = 409


def back_to(request: Request, otherwise: str) -> str:
    """The address the form asked to return to, if it is one of ours, else ``otherwise`` (a name or an address)."""
    path = request.POST.get("next") or request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(path, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return path if path and ours else resolve_url(otherwise)


@dataclass(frozen=True, slots=True)
class DoneMessage:
    """What an action did, in words; its batch, where that can be undone; where to go on, if not where it was asked.

    ``undid``: it undid something, and to undo that is called doing it again.
    """

    message: str = ""
    batch: UUID | None = None
    onwards: str = ""
    undid: bool = False


def done(request: Request, message: DoneMessage, otherwise: str) -> HttpResponse:
    """Tell the person what was done, with a way to undo the batch; an open page is told to look what changed."""
    if message.message:
        tags = f"undo-{message.batch}" + " redo" * message.undid if message.batch else ""
        messages.success(request, message.message, extra_tags=tags)
    if not request.htmx:
        return HttpResponseRedirect(back_to(request, message.onwards or otherwise))
    # After the swap: the page takes the form away when it hears of it, and htmx still needs to know where it stood.
    return trigger_client_event(render(request, "annotator/done.html"), "glossator:changed", after="settle")


def done_once(request: Request) -> DoneMessage:
    """What is said of a request that was sent twice, with a way to undo it, which says that it has arrived."""
    return DoneMessage(str(ALREADY_DONE), uuid_in(request))


def answer(request: Request, outcome: ActionResult[DoneMessage], otherwise: str) -> HttpResponse:
    """Tell the person how an action ended that no form was filled in for."""
    if outcome.succeeded:
        what = done_once(request) if outcome.repeated else outcome.value or DoneMessage()
        return done(request, what, otherwise)
    return refused(request, " ".join(outcome.problems), otherwise)


def refused(request: Request, message: str, otherwise: str) -> HttpResponse:
    """Tell the person why nothing was done."""
    messages.error(request, message)
    if not request.htmx:
        return HttpResponseRedirect(back_to(request, otherwise))
    return render(request, "annotator/done.html", status=UNPROCESSABLE)
