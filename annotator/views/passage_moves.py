"""What a revision did to the marks: each that was moved, or whose words are uncertain or lost."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from annotator.http import Request
from annotator.http.paging import page_of
from annotator.models import Event, Passage
from annotator.permissions import Permission, can
from annotator.presenters.note_html import titles_in_events
from annotator.presenters.revisions import fortunes_of, moves_of
from annotator.selectors.waiting_passages import waiting_passages
from corpus.models import Document

STATES = (Passage.State.SHIFTED, Passage.State.UNCERTAIN, Passage.State.LOST)


@login_not_required
@require_safe
def marks(request: Request, slug: str, number: int) -> HttpResponse:
    """The marks that a revision moved, as far as the person may see them; ``?state=`` shows those of one state."""
    text = Document.objects.for_reading(request.user, slug)
    revision = get_object_or_404(text.revisions, number=number)
    state = request.GET.get("state", "")
    state = state if state in STATES else ""
    events = Event.objects.visible_to(request.user).moved_by(revision, state)
    page = page_of(request, events.select_related("subject_author"))
    titles = titles_in_events(page.rows, request.user)
    page = page.showing(moves_of(page.rows, text, request.user))
    context = {
        "document": text,
        "revision": revision,
        "state": state,
        "states": [(each.value, each.label) for each in STATES],
        "page": page,
        "titles": titles,
        "fortunes": fortunes_of(Event.objects.visible_to(request.user).loading(revision).first()),
        "waiting": waiting_passages(request.user, text).count() if can(request.user, Permission.CONTRIBUTE) else 0,
        "here": "documents",
    }
    return render(request, "corpus/marks.html", context)
