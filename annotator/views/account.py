"""A person's own pages beside those of allauth: their name, their keys, and mail about their inbox."""

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from annotator.actions import inbox
from annotator.actions.leaving import collections_of, leave
from annotator.actions.notification_mail import whom_to_stop
from annotator.auth.addresses import confirmed_address
from annotator.forms.account import MailForm, ProfileForm
from annotator.http import MemberRequest, Request
from annotator.http.action_result import carry_out
from annotator.http.responses import UNPROCESSABLE
from annotator.http.saved_forms import member_page, sent_or_kept
from annotator.models import MailChoice


@require_http_methods(["GET", "HEAD", "POST"])
@member_page()
def profile(request: MemberRequest) -> HttpResponse:
    sent = sent_or_kept(request)
    form = ProfileForm(sent, instance=request.user, label_suffix="")
    if request.method == "POST" and form.is_valid():
        inbox.rename(person=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("profile")
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "annotator/profile.html", {"form": form, "here": "account"}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page()
@reauthentication_required  # type: ignore[untyped-decorator] # allauth has no types
def leave_site(request: MemberRequest) -> HttpResponse:
    """What becomes of one's work when one leaves; and leaving; the password is asked for first."""
    problems: tuple[str, ...] = ()
    if request.method == "POST" and "leave" in request.POST:
        outcome = carry_out(request, lambda: leave(person=request.user))
        if outcome.succeeded:
            logout(request)
            messages.success(request, _("Your account is closed. Thank you for what you made."))
            return redirect("catalogue")
        problems = outcome.problems
    context = {"collections": collections_of(request.user), "problems": problems, "here": "account"}
    return render(request, "annotator/leave.html", context, status=UNPROCESSABLE if request.method == "POST" else 200)


@login_not_required
@require_safe
def keys(request: Request) -> HttpResponse:
    """Which keys act on the pages; the browser keeps what is changed, so it is for anybody."""
    return render(request, "annotator/keys.html", {"here": "account"})


@require_http_methods(["GET", "HEAD", "POST"])
@member_page()
def notification_settings(request: MemberRequest) -> HttpResponse:
    """Whether, and how soon, mail tells of what is in the inbox."""
    sent = sent_or_kept(request)
    known = MailChoice.objects.filter(person=request.user).first()
    initial = {"when": known.when} if known else None
    form = MailForm(sent, initial=initial, label_suffix="")
    if request.method == "POST" and form.is_valid():
        inbox.choose_mail(person=request.user, when=form.cleaned_data["when"])
        messages.success(request, _("Saved."))
        return redirect("notification_settings")
    context = {
        "form": form,
        "address": confirmed_address(request.user),
        "sends_mail": bool(settings.SITE_ADDRESS),
        "here": "account",
    }
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "annotator/notification_settings.html", context, status=status)


# The link is in mails, for whoever reads them there; what is signed in it is what lets it act, and no cookie does.
@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def stop_notifications(request: Request, token: str) -> HttpResponse:
    """Asks whether to stop the mails to a person, and stops them when that is confirmed."""
    person = whom_to_stop(token)
    if person is None:
        raise Http404("No such link.")
    stopped = request.method == "POST"
    if stopped:
        inbox.choose_mail(person=person, when=MailChoice.When.NEVER)
    return render(request, "annotator/stop_notifications.html", {"person": person, "stopped": stopped})
