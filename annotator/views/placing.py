"""Marks whose words are lost or uncertain, decided about one at a time; and all of one kind accepted at once."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from annotator.actions import confirm_anchor
from annotator.anchoring.candidates import CandidateReason
from annotator.errors import NotUpdatedError
from annotator.forms.placing import WORDS, PlacingForm
from annotator.http import MemberRequest
from annotator.http.action_result import carry_out, uuid_in
from annotator.http.paging import number
from annotator.http.responses import CONFLICT, UNPROCESSABLE, DoneMessage, answer
from annotator.http.saved_forms import member_page, sent_or_kept
from annotator.models import Event, Passage
from annotator.permissions import Permission, require
from annotator.presenters.cards import cards
from annotator.presenters.placing import REASONS, accept_row, by_reason, placing_card
from annotator.selectors.margin import panels_of
from annotator.selectors.waiting_passages import reason_here, waiting_passages
from corpus.models import Document

# Marks of one kind that are accepted at once: as many as somebody reads before they send them.
MOST_AT_ONCE = 100


@require_http_methods(["GET", "HEAD", "POST"])
@member_page()
def place_marks(request: MemberRequest) -> HttpResponse:
    """One mark at a time, in the order of the text; ``?document=`` of one text, ``?passage=`` begins with that one."""
    require(request.user, Permission.CONTRIBUTE)
    document = _document(request)
    waiting = list(waiting_passages(request.user, document).values_list("pk", flat=True))
    sent = sent_or_kept(request) or QueryDict()
    pk = number(sent.get("passage") or request.GET.get("passage", ""))
    context: dict[str, Any] = {"document": document, "number": len(waiting), "here": "review", "typed": sent}
    if request.method != "POST":
        pk = pk if pk in waiting else next(iter(waiting), None)
        return render(request, "annotator/place_marks.html", context | _one(request, pk, waiting, document))
    passages = Passage.objects.waiting().visible_to(request.user).with_place()
    passage = passages.filter(pk=pk).first() if pk is not None else None
    if pk is None or passage is None:
        if uuid_in(request):
            outcome = carry_out(request, _gone)
            if outcome.succeeded:
                return answer(request, outcome, _address(document))
        # What was typed was for another one.
        words = sent.get("words", "") if sent.get("choice") == WORDS else ""
        context |= {"typed": QueryDict(), "gone": True, "words_for_it": words}
        shown = _one(request, next(iter(waiting), None), waiting, document)
        return render(request, "annotator/place_marks.html", context | shown, status=UNPROCESSABLE)
    form = PlacingForm(sent, passage=passage, user=request.user)
    status = UNPROCESSABLE
    if form.is_valid():
        outcome = carry_out(request, lambda: _decide(request, form), form)
        if outcome.succeeded:
            return answer(request, outcome, _address(document, _next(pk, waiting)))
        status = CONFLICT if outcome.changed else status
    shown = _one(request, pk, waiting, document) | {"form": form}
    problems = [problem for errors in form.errors.values() for problem in errors]
    return render(request, "annotator/place_marks.html", context | shown | {"problems": problems}, status=status)


def _gone() -> DoneMessage:
    """What was decided about waits no longer: done by this very request before, or by somebody else."""
    raise NotUpdatedError


def _decide(request: MemberRequest, form: PlacingForm) -> DoneMessage:
    passage, seen, sent = form.passage, form.cleaned_data["seen"], form.cleaned_data["request_id"]
    if form.lets_go:
        return DoneMessage(
            _("Let go."), confirm_anchor.let_go(passage=passage, seen=seen, by=request.user, request_id=sent)
        )
    if form.confirms:
        batch = confirm_anchor.confirm_passages(
            passages=[passage], seen={passage.pk: seen}, by=request.user, request_id=sent
        )
        return DoneMessage(_("Accepted."), batch)
    assert form.place is not None  # noqa: S101 - a valid form has one
    batch = confirm_anchor.put_elsewhere(passage=passage, place=form.place, seen=seen, by=request.user, request_id=sent)
    is_proposed = Event.objects.filter(batch=batch, action=Event.Verb.PROPOSED).exists()
    return DoneMessage(_("Proposed: an editor decides where it goes.") if is_proposed else _("Put there."), batch)


def _one(request: MemberRequest, pk: int | None, waiting: list[int], document: Document | None) -> dict[str, Any]:
    """What the template shows of the passage ``pk``; nothing where none waits."""
    passage = Passage.objects.with_place().filter(pk=pk).first() if pk else None
    if passage is None:
        return {}
    (panel,) = panels_of([passage], request.user)
    reason = reason_here(passage)
    return {
        "card": placing_card(passage, confirm_anchor.seen_as(passage)),
        "things": cards(panel.contributions(), request.user),
        "at": waiting.index(passage.pk) + 1 if passage.pk in waiting else 0,
        "skip": _address(document, _next(passage.pk, waiting)),
        "form": PlacingForm(passage=passage, user=request.user),
        "kind": REASONS[reason] if reason else "",
        "all_of_kind": _accept_address(document, reason) if reason else "",
    }


@require_http_methods(["GET", "HEAD", "POST"])
@member_page()
def accept_marks(request: MemberRequest) -> HttpResponse:
    """All uncertain marks that are where they are for the same reason (``?kind=``), accepted but for the unticked."""
    require(request.user, Permission.CONTRIBUTE)
    document = _document(request)
    context: dict[str, Any] = {"document": document, "here": "review"}
    status, chosen = 200, None
    if request.method == "POST":
        outcome = carry_out(request, lambda: _accept(request))
        if outcome.succeeded:
            return answer(request, outcome, _address(document))
        context["problems"] = outcome.problems
        status, chosen = UNPROCESSABLE, set(request.POST.getlist("chosen"))
    uncertain = waiting_passages(request.user, document).filter(state=Passage.State.UNCERTAIN).with_place()
    kinds = by_reason(list(uncertain))
    kind = request.GET.get("kind", "")
    # Without one, the first that has marks.
    reason = (
        CandidateReason(kind)
        if kind in list(CandidateReason)
        else next((each for each in kinds if kinds[each]), CandidateReason.SAME)
    )
    passages = kinds[reason]
    rows = [accept_row(passage, confirm_anchor.seen_as(passage)) for passage in passages[:MOST_AT_ONCE]]
    context |= {
        "kind": REASONS[reason],
        "reason": reason.value,
        "kinds": [
            (f"{label} ({len(kinds[each])})", _accept_address(document, each), each is reason)
            for each, label in REASONS.items()
        ],
        "rows": [(row, chosen is None or f"{row.passage.pk}:{row.seen}" in chosen) for row in rows],
        "number": len(passages),
        "left": len(passages) - len(rows),
        "one_by_one": _address(document),
    }
    return render(request, "annotator/accept_marks.html", context, status=status)


def _accept(request: MemberRequest) -> DoneMessage:
    seen = {}
    for value in request.POST.getlist("chosen"):
        pk, _colon, digest = value.partition(":")
        if (passage := number(pk)) is None:
            raise NotUpdatedError
        seen[passage] = digest
    passages = list(waiting_passages(request.user).with_place().filter(pk__in=seen))
    if len(passages) < len(seen):
        raise NotUpdatedError
    batch = confirm_anchor.confirm_passages(passages=passages, seen=seen, by=request.user, request_id=uuid_in(request))
    message = ngettext("%(n)s mark accepted.", "%(n)s marks accepted.", len(passages)) % {"n": len(passages)}
    return DoneMessage(message, batch)


def _document(request: MemberRequest) -> Document | None:
    slug = request.GET.get("document", "")
    return get_object_or_404(Document.objects.visible_to(request.user), slug=slug) if slug else None


def _next(pk: int, waiting: list[int]) -> int | None:
    """The one after ``pk``, after the last the first."""
    at = waiting.index(pk) if pk in waiting else -1
    further = waiting[at + 1 :] + waiting[: max(at, 0)]
    return further[0] if further else None


def _address(document: Document | None, passage: int | None = None) -> str:
    parameters = {"document": document.slug if document else "", "passage": passage or ""}
    query = urlencode({name: value for name, value in parameters.items() if value})
    return f"{reverse('place_marks')}?{query}" if query else reverse("place_marks")


def _accept_address(document: Document | None, reason: CandidateReason) -> str:
    query = {"kind": reason.value} | ({"document": document.slug} if document else {})
    return f"{reverse('accept_marks')}?{urlencode(query)}"
