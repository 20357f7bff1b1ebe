"""What completion offers while a person types: tags, people, documents, passages. Small lists as JSON."""

import re
from collections import Counter

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import JsonResponse
from django.views.decorators.http import require_safe

from annotator.errors import Refused
from annotator.http import Request
from annotator.imports.csv_codebook import SEPARATORS
from annotator.models import Tag
from annotator.models.tag import PATH_JOINER, as_typed, key_of
from annotator.selectors.filters import people as people_known_to
from annotator.selectors.filters import visible_documents
from annotator.selectors.typed_references import passages_offered

# Options offered at once.
MOST = 12


def typed(request: Request) -> str:
    """What the person has typed so far, without what no database takes."""
    return request.GET.get("q", "").replace("\0", "")[:200].strip()


@login_not_required
@require_safe
def tags(request: Request) -> JsonResponse:
    """Tags by name, alias or path, the last used first. With ``slug`` in the address, their slugs are the values."""
    # A name with a comma is typed in quotation marks.
    meant = typed(request).removeprefix('"').removesuffix('"')
    wanted, by_path = key_of(meant), key_of(re.sub(rf"\s*[{SEPARATORS}]\s*", PATH_JOINER, meant))
    tags = list(Tag.objects.visible_to(request.user).last_used_by(request.user).prefetch_related("aliases"))
    # A name that several tags have would not say which is meant.
    shared = Counter(tag.key for tag in tags)
    found = [
        {
            "value": tag.slug if "slug" in request.GET else as_typed(tag.name if shared[tag.key] == 1 else tag.path),
            "label": tag.path,
            "hint": tag.definition[:120],
            "hue": tag.colour,
        }
        for tag in tags
        # In Python, since the databases fold case differently; a codebook is small.
        if by_path in (path := key_of(tag.path))
        or wanted in path
        or any(wanted in alias.key for alias in tag.aliases.all())
    ]
    return JsonResponse({"options": found[:MOST]})


@login_not_required
@require_safe
def people(request: Request) -> JsonResponse:
    """People by user name or name: for members all, for others those whose work they see."""
    found = people_known_to(request.user).filter(is_active=True)
    for word in typed(request).split():
        rule = Q(username__istartswith=word) | Q(first_name__istartswith=word) | Q(last_name__istartswith=word)
        found = found.filter(rule)
    options = [
        {"value": person.username, "label": person.username, "hint": person.get_full_name()} for person in found[:MOST]
    ]
    return JsonResponse({"options": options})


@login_not_required
@require_safe
def documents(request: Request) -> JsonResponse:
    """Documents by title, author or slug; their slugs are the values."""
    found = visible_documents(request.user).called(typed(request)).order_by("title", "slug")[:MOST]
    options = [{"value": document.slug, "label": document.title, "hint": document.slug} for document in found]
    return JsonResponse({"options": options})


@require_safe
def passages(request: Request) -> JsonResponse:
    """Passages by citation, address or words, of which the last may only be begun; each with these in context.

    The paragraph named by ``from`` comes last: the other end of a cross-reference is seldom where it begins.
    """
    meant = request.GET.get("q", "")[:2000].strip()
    if not meant:
        return JsonResponse({"options": []})
    try:
        offered = passages_offered(meant, request.user)
    except Refused:
        offered = []
    here = request.GET.get("from")
    offered.sort(key=lambda option: option[0] == here)
    return JsonResponse({"options": [{"value": ref, "label": ref, "hint": words} for ref, words in offered]})
