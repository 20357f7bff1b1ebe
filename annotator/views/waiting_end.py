"""The start of a cross-reference that waits, across pages, for its other end."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from annotator.actions.passages import stretch_of
from annotator.actions.refused import Refused
from annotator.citing import place_at
from annotator.policy import Action, require
from corpus.citation.ref import NotACitationError, Ref, format_ref, parse_ref

from . import pending
from .answers import done, refused

KEY = "waiting_end"


def waiting_end(request: HttpRequest) -> dict | None:
    """The end that waits, as its ``ref``, ``title``, ``words`` and ``address``; ``None`` where none does."""
    return request.session.get(KEY) if request.user.is_authenticated else None


def forget(request: HttpRequest) -> None:
    """The reference was made, or the person changed their mind."""
    request.session.pop(KEY, None)


@login_not_required
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Keep a passage as the start of a cross-reference until its other end is chosen."""
    if not request.user.is_authenticated:
        return pending.log_in_first(request)
    require(request.user, Action.CONTRIBUTE)
    try:
        place = place_at(parse_ref(request.POST.get("ref", "")), request.user)
        stretch = stretch_of(place)
    except (NotACitationError, Refused) as error:
        return refused(request, str(error), "catalogue")
    document, paragraph = place.paragraph.document, place.paragraph
    words = paragraph.text if stretch[0] is None else paragraph.text[slice(*stretch)]
    ref = Ref(document.slug, paragraph.key, *stretch)
    address = paragraph.get_absolute_url()
    request.session[KEY] = {
        "ref": format_ref(ref),
        "title": f"{document.title}, ¶ {paragraph.key}",
        "words": words[:160],
        "address": address,
    }
    return done(request, _("Now choose the other end: open it, select its words, and press x."), None, address)


@login_not_required
@require_POST
def cancel(request: HttpRequest) -> HttpResponse:
    """Let the waiting start go."""
    if request.user.is_authenticated:
        forget(request)
    return done(request, _("The cross-reference was not made."), None, "catalogue")
