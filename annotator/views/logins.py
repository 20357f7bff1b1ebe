"""A person's logins, ended one by one, and the removal of an e-mail address, which asks first."""

from allauth.account.models import EmailAddress
from allauth.usersessions.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from annotator.http import MemberRequest
from annotator.http.saved_forms import member_page


@require_POST
@member_page(lambda _request: reverse("usersessions_list"))
def end_login(request: MemberRequest, pk: int) -> HttpResponse:
    """End one of one's logins; this one is logged out."""
    session = get_object_or_404(UserSession, user=request.user, pk=pk)
    if session.is_current():
        logout(request)
        messages.success(request, _("You are logged out."))
        return redirect("catalogue")
    get_adapter().end_sessions([session])
    messages.success(request, _("That login has ended."))
    return redirect("usersessions_list")


@require_POST
@member_page(lambda _request: reverse("account_email"))
def remove_email(request: MemberRequest) -> HttpResponse:
    """Ask whether to remove an address of one's own; allauth's page removes it then."""
    chosen = request.POST.get("email", "").replace("\x00", "")
    address = EmailAddress.objects.filter(user=request.user, email__iexact=chosen).first()
    if address is None:
        messages.error(request, _("Choose an address first."))
        return redirect("account_email")
    return render(request, "account/email_remove.html", {"address": address, "here": "account"})
