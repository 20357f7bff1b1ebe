"""What a revision did to the marks: each that was moved, or whose words are uncertain or lost."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from annotator.http import Request
from annotator.models import Event, Passage
from annotator.models.event import PLACES
from corpus.models import Document

from .paging import page_of
from .revisions import revision_of

STATES = (Passage.State.SHIFTED, Passage.State.UNCERTAIN, Passage.State.LOST)


@dataclass(frozen=True, slots=True)
class End:
    """One end of a contribution before and after: the words, and the addresses of the places."""

    label: str
    state: str
    before: dict
    after: dict
    found: str

    @property
    def state_in_words(self) -> str:
        """The state as a person reads it."""
        return str(Passage.State(self.state).label)

    @property
    def address(self) -> str:
        """The place where it is now."""
        address = reverse("paragraph", args=[self.after["document"], self.after["paragraph"]])
        whole = self.after["start"] is None or self.state == Passage.State.LOST
        return address if whole else f"{address}?start={self.after['start']}&end={self.after['end']}"

    @property
    def moved_on(self) -> bool:
        """Whether it is on another paragraph."""
        return self.before["paragraph"] != self.after["paragraph"]


@login_not_required
@require_safe
def marks(request: Request, slug: str, number: int) -> HttpResponse:
    """The marks that a revision moved, as far as the person may see them; ``?state=`` shows those of one state."""
    text = Document.objects.for_reading(request.user, slug)
    revision = revision_of(text, number)
    state = request.GET.get("state", "")
    state = state if state in STATES else ""
    events = Event.objects.visible_to(request.user).moved_by(revision, state)
    page = page_of(request, events.select_related("actor"))
    for event in page.rows:
        event.ends = ends_of(event, text)
    context = {
        "document": text,
        "revision": revision,
        "state": state,
        "states": [(each.value, each.label) for each in STATES],
        "page": page,
        "here": "documents",
    }
    return render(request, "corpus/marks.html", context)


def ends_of(event: Event, text: Document) -> list[End]:
    """The ends of a contribution that stand in ``text`` and are not as they were."""
    ends = []
    for path, state in event.after["anchor"].items():
        name = path if path in PLACES else "passage"
        before, after = event.before[name], event.after[name]
        if after["document"] == text.slug and (before != after or state in Passage.ADRIFT):
            label = str(PLACES[name]) if name != "passage" else ""
            ends.append(End(label, state, before, after, event.after["found"][path]))
    return ends
