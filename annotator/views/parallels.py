"""Proposed parallels: the queue, and what people decide about it."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from annotator.actions.parallels.judge import accept, judge
from annotator.actions.parallels.propose import is_too_long, propose_for_document
from annotator.errors import Refused
from annotator.forms.parallels import QueueForm
from annotator.http import MemberRequest
from annotator.http.action_result import carry_out, uuid_in
from annotator.http.jobs import hand_over, has_worker
from annotator.http.loading import in_the_queue
from annotator.http.paging import number, page_of, query_without
from annotator.http.responses import DoneMessage, answer
from annotator.http.saved_forms import member_page
from annotator.models import Job, ProposedParallel, Relation, Verdict
from annotator.permissions import Permission, can, require
from annotator.presenters.parallels import RELATIONS, joined_message, later_first, pair_cards
from annotator.selectors.filters import visible_documents
from annotator.selectors.proposed_parallels import OUTCOMES, Narrowed, in_all, measures, queue
from corpus.models import Document

# What else a pair is judged as, by the names in the form.
VERDICTS = {"reject": Verdict.REJECTED, "later": Verdict.LATER, "reopen": Verdict.OPEN}


@require_safe
@member_page()
def parallels(request: MemberRequest) -> HttpResponse:
    """The pairs that wait, or of another verdict, the best first; and how the others were judged."""
    form = QueueForm(request.user, request.GET)
    narrowed = form.narrowed
    problems = form.problems
    rows = ProposedParallel.objects.none() if problems else queue(request.user, narrowed)
    page = page_of(request, rows)
    bands = measures(request.user, narrowed)
    context = {
        "page": page.showing(pair_cards(page.rows, request.user)),
        "form": form,
        "problems": problems,
        "narrowed": narrowed != Narrowed(),
        "verdict": narrowed.verdict,
        "verdicts": [(value, label, in_all(bands)[value]) for value, label in OUTCOMES],
        "bands": bands,
        "other_verdict": query_without(request, "verdict", "page"),
        "documents": visible_documents(request.user).order_by("title", "slug"),
        **_offers(request),
    }
    return render(request, "annotator/parallels.html", context, status=400 if problems else 200)


def _offers(request: MemberRequest) -> dict[str, object]:
    return {
        "may_judge": can(request.user, Permission.JUDGE_PARALLELS),
        "may_find": can(request.user, Permission.EDIT_DOCUMENT),
        "relations": [(value, Relation(value).label, key) for value, key in RELATIONS.items()],
        "here": "cross-references",
    }


@require_http_methods(["GET", "HEAD", "POST"])
@member_page()
def parallel(request: MemberRequest, pk: UUID) -> HttpResponse:
    """One pair; sent, a verdict about it."""
    pair = ProposedParallel.objects.for_acting(request.user, pk)
    if request.method == "POST":
        require(request.user, Permission.JUDGE_PARALLELS)
        outcome = carry_out(request, lambda: _judged(request, pair))
        response = answer(request, outcome, reverse("parallels"))
        # The next one of the list; the same, where it was refused.
        at = (outcome.succeeded and uuid_in(request, "then")) or pair.pk
        return HttpResponseRedirect(f"{response.url}#pair-{at}") if hasattr(response, "url") else response
    context = {"card": pair_cards([pair], request.user)[0], **_offers(request)}
    return render(request, "annotator/parallel.html", context)


def _judged(request: MemberRequest, pair: ProposedParallel) -> DoneMessage:
    """Judge ``pair`` as the form says. Raises ``Refused`` and ``NotUpdatedError``."""
    decision, sent = request.POST.get("decision", ""), uuid_in(request)
    version = number(request.POST.get("version", "")) or 0
    if decision in VERDICTS:
        verdict = VERDICTS[decision]
        batch = judge(pair=pair, verdict=verdict, by=request.user, version=version, request_id=sent)
        values = {
            Verdict.REJECTED: _("Rejected. It is proposed to nobody any more."),
            Verdict.LATER: _("Put off."),
            Verdict.OPEN: _("Back in the queue."),
        }
        return DoneMessage(values[verdict], batch)
    if decision not in RELATIONS:
        raise Refused(_("Choose what the one does to the other, or reject the pair."))
    source, target = later_first(pair.one, pair.other)
    if request.POST.get("turned"):
        source = target
    link, batch = accept(pair=pair, source=source, relation=decision, by=request.user, version=version, request_id=sent)
    return DoneMessage(joined_message(link, request.user), batch)


@require_POST
@member_page(form_at=None)
def find(request: MemberRequest) -> HttpResponse:
    """Look for the parallels of a document, or of all, for editors; what takes long is done by a worker."""
    require(request.user, Permission.EDIT_DOCUMENT)
    slug, sent = request.POST.get("document", "").replace("\x00", ""), uuid_in(request)
    document = Document.objects.for_reading(request.user, slug) if slug else None
    if has_worker() and (document is None or is_too_long(document)):
        name = document.title if document else _("Parallels of all documents")
        typed = QueryDict(mutable=True)
        typed["document"] = slug
        return redirect(hand_over(request, Job.Kind.PARALLELS, name, typed, sent))

    def act() -> DoneMessage:
        if document is None:
            raise Refused(_("Choose the document whose parallels are to be found."))
        proposed = propose_for_document(document=document, by=request.user, request_id=sent)
        compared = _("“%(title)s” was compared with the others by their words.") % {"title": document.title_in_short}
        return DoneMessage(
            f"{compared} {in_the_queue([proposed])}", onwards=f"{reverse('parallels')}?document={document.slug}"
        )

    return answer(request, carry_out(request, act), reverse("parallels"))
