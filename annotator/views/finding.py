"""What completion offers while a person types: tags, people, passages. Small lists as JSON."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import JsonResponse
from django.views.decorators.http import require_safe

from annotator.actions.refused import Refused
from annotator.citing import place_meant
from annotator.exports.filters import people as people_known_to
from annotator.models import Tag
from annotator.models.tag import key_of
from annotator.requests import Request
from corpus.citation.ref import Ref, format_ref

# Options offered at once.
MOST = 12


@login_not_required
@require_safe
def tags(request: Request) -> JsonResponse:
    """Tags by name, alias or path, the last used first. With ``slug`` in the address, their slugs are the values."""
    wanted = key_of(request.GET.get("q", "")[:200])
    found = [
        {
            "value": tag.slug if "slug" in request.GET else tag.name,
            "label": tag.path,
            "hint": tag.definition[:120],
            "hue": tag.colour,
        }
        for tag in Tag.objects.last_used_by(request.user).prefetch_related("aliases")
        # In Python, since the databases fold case differently; a codebook is small.
        if wanted in key_of(tag.path) or any(wanted in alias.key for alias in tag.aliases.all())
    ]
    return JsonResponse({"options": found[:MOST]})


@login_not_required
@require_safe
def people(request: Request) -> JsonResponse:
    """People by user name or name: for members all, for others those whose work they see."""
    wanted = request.GET.get("q", "")[:150]
    rule = Q(username__istartswith=wanted) | Q(first_name__istartswith=wanted) | Q(last_name__istartswith=wanted)
    found = people_known_to(request.user).filter(rule, is_active=True)[:MOST]
    return JsonResponse(
        {
            "options": [
                {"value": person.username, "label": person.username, "hint": person.get_full_name()} for person in found
            ]
        }
    )


@require_safe
def passages(request: Request) -> JsonResponse:
    """Passages by citation, address or words."""
    typed = request.GET.get("q", "")[:2000].strip()
    if not typed:
        return JsonResponse({"options": []})
    try:
        place, candidates = place_meant(typed, request.user)
    except Refused:
        return JsonResponse({"options": []})
    if place is not None:
        document = place.paragraph.document
        ref = format_ref(Ref(document.slug, place.paragraph.key, place.start, place.end))
        words = place.paragraph.text[place.start or 0 : place.end]
        candidates = [(ref, f"{document.title}: {words[:120]}")]
    return JsonResponse({"options": [{"value": ref, "label": ref, "hint": words} for ref, words in candidates]})
