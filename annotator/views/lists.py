"""Lists of contributions and of what was done: cross-references, a person's work, review, activity."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from annotator.actions import contributions
from annotator.actions.recording import AlreadyDone
from annotator.actions.refused import Refused
from annotator.acts import KINDS, offer
from annotator.comparison import compare
from annotator.margin import Narrowing
from annotator.models import Annotation, CrossReference, Event, Status, Tagging
from annotator.models.contribution import NotUpdatedError
from annotator.policy import Action, require

from .acting import uuid_in
from .answers import done, refused
from .paging import page_of

# Contributions of each kind on one page of the review and of a person.
MOST = 50


@login_not_required
@require_safe
def cross_references(request: HttpRequest) -> HttpResponse:
    """All cross-references, each with both sides' words."""
    narrowing = Narrowing.from_query(request.GET)
    found = CrossReference.objects.for_list(request.user).filter(narrowing.rule())
    context = {"page": page_of(request, found), "narrowing": narrowing, "here": "cross-references"}
    return render(request, "annotator/cross_references.html", context)


@login_not_required
@require_safe
def cross_reference(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One cross-reference, its two sides compared word by word."""
    reference = CrossReference.objects.for_acting(request.user, pk)
    offer(reference, request.user)
    context = {
        "thing": reference,
        "entry": {"passage": reference.source},
        "comparison": compare(reference.source.quote, reference.target.quote),
        "here": "cross-references",
    }
    return render(request, "annotator/cross_reference.html", context)


@login_not_required
@require_safe
def person(request: HttpRequest, username: str) -> HttpResponse:
    """What a person contributed, as far as the viewer may see it; for members also who they are."""
    found = get_object_or_404(User, username=username)
    work = {
        "taggings": Tagging.objects.for_list(request.user).filter(author=found)[:MOST],
        "annotations": Annotation.objects.for_list(request.user).filter(author=found)[:MOST],
        "references": CrossReference.objects.for_list(request.user).filter(author=found)[:MOST],
    }
    if not request.user.is_authenticated and not any(work.values()):
        raise Http404("Nobody of that name.")
    mentions = Annotation.objects.for_list(request.user).filter(mentions=found)[:MOST]
    return render(request, "annotator/person.html", work | {"person": found, "mentions": mentions})


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest) -> HttpResponse:
    """What waits for a decision; many are published or declined at once."""
    require(request.user, Action.SEE_REVIEW)
    if request.method == "POST":
        return decide(request)
    waiting = [
        contribution
        for model in KINDS.values()
        for contribution in model.objects.for_list(request.user).filter(status=Status.PROPOSED)[:MOST]
    ]
    for contribution in waiting:
        offer(contribution, request.user)
        contribution.place = getattr(contribution, contribution.PLACES[0])
    return render(request, "annotator/review.html", {"waiting": waiting, "here": "review"})


def decide(request: HttpRequest) -> HttpResponse:
    """Publish or decline what was ticked, in one batch."""
    chosen = []
    for value in request.POST.getlist("chosen"):
        kind, _colon, pk = value.partition(":")
        try:
            chosen.append(KINDS[kind].objects.for_acting(request.user, UUID(pk)))
        except (KeyError, ValueError):
            raise Http404("No such contribution.") from None
    sent = uuid_in(request, "request_id")
    try:
        if request.POST.get("decision") == "decline":
            reason = request.POST.get("reason", "")
            batch = contributions.decline(contributions=chosen, by=request.user, reason=reason, request_id=sent)
        else:
            batch = contributions.publish(contributions=chosen, by=request.user, request_id=sent)
    except AlreadyDone:
        return done(request, "", None, "review")
    except NotUpdatedError:
        return refused(request, _("Somebody decided about one of these meanwhile. Look again."), "review")
    except Refused as error:
        return refused(request, " ".join(error.messages), "review")
    return done(request, _("Decided."), batch, "review")


@login_not_required
@require_safe
def activity(request: HttpRequest) -> HttpResponse:
    """Who did what, newest first."""
    events = Event.objects.visible_to(request.user).select_related("actor", "paragraph__document", "document")
    if name := request.GET.get("person", "")[:150]:
        events = events.filter(actor__username=name)
    if slug := request.GET.get("document", "")[:100]:
        events = events.filter(document__slug=slug)
    context = {"page": page_of(request, events.order_by("-at", "-pk")), "person": name, "document": slug}
    return render(request, "annotator/activity.html", context | {"here": "activity"})
