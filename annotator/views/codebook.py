"""The codebook: all tags as a tree, one tag with its passages, and a new tag."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from annotator.actions import tags as actions
from annotator.actions.refused import Refused
from annotator.forms.codebook import NewTagForm
from annotator.margin import Narrowing
from annotator.models import Tag, Tagging
from annotator.models.tag import PATH_JOINER
from annotator.policy import Action, require

from .answers import UNPROCESSABLE, done
from .paging import page_of


@login_not_required
@require_safe
def tags(request: HttpRequest) -> HttpResponse:
    """The tags as a tree, with definitions and numbers of passages."""
    found = list(Tag.objects.with_numbers(request.user).order_by("path", "pk"))
    for tag in found:
        tag.depth = min(tag.path.count(PATH_JOINER), 5)
    return render(request, "annotator/tags.html", {"tags": found, "here": "tags"})


@login_not_required
@require_safe
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """One tag, and every passage under it or under a tag below it, by document, in the order of the text."""
    found = get_object_or_404(Tag.objects.select_related("parent"), slug=slug)
    narrowing = Narrowing.from_query(request.GET)
    taggings = (
        Tagging.objects.for_list(request.user)
        .filter(narrowing.rule(), tag__in=Tag.objects.with_descendants([found]))
        .order_by(
            "content_object__paragraph__document__slug",
            "content_object__paragraph__position",
            "content_object__start",
            "created_at",
            "pk",
        )
    )
    context = {
        "tag": found,
        "children": Tag.objects.filter(parent=found).order_by("path"),
        "aliases": found.aliases.all(),
        "page": page_of(request, taggings),
        "narrowing": narrowing,
        "here": "tags",
    }
    return render(request, "annotator/tag.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_tag(request: HttpRequest) -> HttpResponse:
    """Add a tag to the codebook."""
    require(request.user, Action.EDIT_CODEBOOK)
    form = NewTagForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made, batch = actions.create_tag(by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.messages)
        else:
            return done(request, _("Added to the codebook."), batch, made.get_absolute_url())
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "annotator/tag_form.html", {"form": form, "here": "tags"}, status=status)
