"""Invitations: editors make them, and whoever has the link of one makes an account with it."""

from uuid import UUID, uuid4

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from annotator.actions import people
from annotator.forms.invitations import InvitationForm
from annotator.http import MemberRequest, Request
from annotator.http.accounts import INVITED
from annotator.http.action_result import ALREADY_DONE, carry_out
from annotator.http.responses import UNPROCESSABLE
from annotator.http.saved_forms import SECONDS_OF_ANYBODY, member_page, take
from annotator.models import Invitation
from annotator.permissions import Permission, can, require


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@member_page()
def invitations(request: MemberRequest) -> HttpResponse:
    """The invitations that can still be taken up, each with its link, and the form for another one."""
    require(request.user, Permission.INVITE)
    typed = request.POST.copy()
    form = InvitationForm(typed if request.method == "POST" else take(request), user=request.user)
    if request.method == "POST" and form.is_valid():
        if not ratelimit.consume(request, action="invitation", user=request.user):
            form.add_error(None, _("These are many invitations for one hour. Send the others later."))
        else:
            result = carry_out(request, lambda: _invite(request, form), form)
            if result.repeated:
                messages.info(request, ALREADY_DONE)
            if result.succeeded:
                return redirect("invitations")
            # What is sent again is another invitation.
            typed["request_id"] = str(uuid4())
    rows = [
        (each, request.build_absolute_uri(each.get_absolute_url()))
        for each in Invitation.objects.open().select_related("invited_by")
        if can(request.user, Permission.INVITE, each.role)
    ]
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "annotator/invitations.html", {"form": form, "rows": rows, "here": "account"}, status=status)


def _invite(request: MemberRequest, form: InvitationForm) -> None:
    email = form.cleaned_data["email"]
    invitation = people.invite(
        by=request.user, role=form.cleaned_data["role"], email=email, pk=form.cleaned_data["request_id"]
    )
    if not email:
        messages.success(request, _("The invitation is made. Give its link to the person it is for."))
        return
    context = {
        "link": request.build_absolute_uri(invitation.get_absolute_url()),
        "invitation": invitation,
        "host": request.get_host(),
    }
    get_adapter(request).send_mail("annotator/invitation", email, context)
    if settings.EMAIL_SERVER:
        messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": email})
    else:
        message = _("The invitation is made, but this site has no mail server. Give its link to %(email)s yourself.")
        messages.success(request, message % {"email": email})


@require_POST
@member_page(lambda _request: reverse("invitations"))
def withdraw_invitation(request: MemberRequest, pk: UUID) -> HttpResponse:
    require(request.user, Permission.INVITE)
    people.withdraw_invitation(by=request.user, invitation=get_object_or_404(Invitation, pk=pk))
    messages.success(request, _("The invitation is withdrawn: its link opens nothing any more."))
    return redirect("invitations")


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def accept_invitation(request: Request, token: str) -> HttpResponse:
    """What the link leads to: who invites, and, when that is pressed, the form for an account.

    Programs that look at links before people do open it too, which takes nothing up.
    """
    invitation = Invitation.objects.of_token(token)
    if request.method == "POST" and invitation is not None and not request.user.is_authenticated:
        request.session[INVITED] = token
        request.session.set_expiry(SECONDS_OF_ANYBODY)
        return redirect(f"{reverse('account_signup')}?{urlencode({'email': invitation.email})}")
    status = 200 if invitation else 404
    return render(request, "annotator/accept_invitation.html", {"invitation": invitation}, status=status)
